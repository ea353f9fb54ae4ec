#include "service/grpc_status.h"

#include <string>

namespace sipwhy {

bool IsForTheLogAlone(absl::StatusCode code) {
  switch (code) {
    case absl::StatusCode::kInternal:
    case absl::StatusCode::kDataLoss:
    case absl::StatusCode::kUnknown:
    case absl::StatusCode::kPermissionDenied:
    case absl::StatusCode::kFailedPrecondition:
      return true;
    default:
      return false;
  }
}

grpc::Status ToGrpcStatus(const absl::Status& status) {
  if (status.ok()) return grpc::Status::OK;
  const auto code = static_cast<grpc::StatusCode>(status.code());
  if (!IsForTheLogAlone(status.code())) return {code, std::string(status.message())};
  return {code, "the service could not read its knowledge base; its log says why"};
}

}  // namespace sipwhy
