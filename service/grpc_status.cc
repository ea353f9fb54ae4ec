#include "service/grpc_status.h"

#include <map>
#include <string>

#include "absl/strings/cord.h"
#include "absl/strings/string_view.h"
#include "google/rpc/status.pb.h"
#include "service/refusal.h"

namespace sipwhy {
namespace {

// The details of a status, in ascending order of type, so that the same error is the same bytes.
std::map<std::string, std::string> DetailsOf(const absl::Status& status) {
  std::map<std::string, std::string> details;
  status.ForEachPayload(
      [&](absl::string_view type, const absl::Cord& bytes) { details.emplace(std::string(type), std::string(bytes)); });
  return details;
}

grpc::Status WithDetails(const absl::Status& status) {
  google::rpc::Status rich;
  rich.set_code(static_cast<int>(status.code()));
  rich.set_message(std::string(status.message()));
  for (auto& [type, bytes] : DetailsOf(status)) {
    google::protobuf::Any* detail = rich.add_details();
    detail->set_type_url(type);
    detail->set_value(bytes);
  }
  return {static_cast<grpc::StatusCode>(status.code()), rich.message(), rich.SerializeAsString()};
}

}  // namespace

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
  if (!IsForTheLogAlone(status.code())) return WithDetails(status);
  return WithDetails(Refusal(status.code(), v1::ERROR_REASON_KNOWLEDGE_UNREADABLE,
                             "the service could not read its knowledge base; its log says why"));
}

}  // namespace sipwhy
