// Statuses of ours and of gRPC. This is the only place where one becomes the other.
#ifndef SIPWHY_SERVICE_GRPC_STATUS_H_
#define SIPWHY_SERVICE_GRPC_STATUS_H_

#include <grpcpp/support/status.h>

#include "absl/status/status.h"

namespace sipwhy {

// The same code. The message of an INTERNAL or DATA_LOSS error, which may name files or SQL, goes to standard error
// and is replaced by a plain line.
grpc::Status ToGrpcStatus(const absl::Status& status);

}  // namespace sipwhy

#endif  // SIPWHY_SERVICE_GRPC_STATUS_H_
