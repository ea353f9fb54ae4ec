// Statuses of ours and of gRPC. This is the only place where one becomes the other.
#ifndef SIPWHY_SERVICE_GRPC_STATUS_H_
#define SIPWHY_SERVICE_GRPC_STATUS_H_

#include <grpcpp/support/status.h>

#include "absl/status/status.h"

namespace sipwhy {

// Whether messages of this code may name files or SQL.
bool IsForTheLogAlone(absl::StatusCode code);

// The same code, the same message unless that is for the log alone (then a plain line stands in its place), and as
// details a google.rpc.Status with what the status has as payloads.
grpc::Status ToGrpcStatus(const absl::Status& status);

}  // namespace sipwhy

#endif  // SIPWHY_SERVICE_GRPC_STATUS_H_
