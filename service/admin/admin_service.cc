#include "service/admin/admin_service.h"

#include "service/grpc_status.h"

namespace sipwhy {
namespace {

template <typename Response>
grpc::Status Return(absl::StatusOr<Response> result, Response* response) {
  if (result.ok()) *response = *std::move(result);
  return ToGrpcStatus(result.status());
}

}  // namespace

grpc::Status AdminService::Reload(grpc::ServerContext* /*context*/, const admin::v1::ReloadRequest* /*request*/,
                                  admin::v1::ReloadResponse* response) {
  return Return(methods_.reload(), response);
}

grpc::Status AdminService::GetStatus(grpc::ServerContext* /*context*/, const admin::v1::GetStatusRequest* /*request*/,
                                     admin::v1::GetStatusResponse* response) {
  return Return(methods_.get_status(), response);
}

}  // namespace sipwhy
