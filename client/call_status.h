// How a call of the service ended.
#ifndef SIPWHY_CLIENT_CALL_STATUS_H_
#define SIPWHY_CLIENT_CALL_STATUS_H_

#include "absl/status/status.h"

namespace grpc {
class Status;
}  // namespace grpc

namespace sipwhy {

// The same status, with each detail of its google.rpc.Status as a payload under the detail's type URL.
absl::Status FromGrpc(const grpc::Status& status);

}  // namespace sipwhy

#endif  // SIPWHY_CLIENT_CALL_STATUS_H_
