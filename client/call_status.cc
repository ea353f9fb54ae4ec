#include "client/call_status.h"

#include <grpcpp/support/status.h>

#include "absl/strings/cord.h"
#include "google/rpc/status.pb.h"

namespace sipwhy {

absl::Status FromGrpc(const grpc::Status& status) {
  absl::Status ours(static_cast<absl::StatusCode>(status.error_code()), status.error_message());
  google::rpc::Status details;
  if (status.ok() || !details.ParseFromString(status.error_details())) return ours;
  for (const google::protobuf::Any& detail : details.details()) {
    ours.SetPayload(detail.type_url(), absl::Cord(detail.value()));
  }
  return ours;
}

}  // namespace sipwhy
