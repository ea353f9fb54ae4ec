// sipwhy.admin.v1.Admin, a thin shell.
#ifndef SIPWHY_SERVICE_ADMIN_ADMIN_SERVICE_H_
#define SIPWHY_SERVICE_ADMIN_ADMIN_SERVICE_H_

#include <functional>
#include <utility>

#include "absl/status/statusor.h"
#include "sipwhy/admin/v1/admin.grpc.pb.h"

namespace sipwhy {

// What the methods do. Each is called on threads of gRPC, several at a time, and may block.
struct AdminMethods {
  std::function<absl::StatusOr<admin::v1::ReloadResponse>()> reload;
  std::function<absl::StatusOr<admin::v1::GetStatusResponse>()> get_status;
};

class AdminService final : public admin::v1::Admin::Service {
 public:
  explicit AdminService(AdminMethods methods) : methods_(std::move(methods)) {}

  grpc::Status Reload(grpc::ServerContext* context, const admin::v1::ReloadRequest* request,
                      admin::v1::ReloadResponse* response) override;
  grpc::Status GetStatus(grpc::ServerContext* context, const admin::v1::GetStatusRequest* request,
                         admin::v1::GetStatusResponse* response) override;

 private:
  const AdminMethods methods_;
};

}  // namespace sipwhy

#endif  // SIPWHY_SERVICE_ADMIN_ADMIN_SERVICE_H_
