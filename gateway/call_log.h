// What the gateway's operator reads of the calls to the service.
#ifndef SIPWHY_GATEWAY_CALL_LOG_H_
#define SIPWHY_GATEWAY_CALL_LOG_H_

#include <mutex>

#include "absl/time/time.h"
#include "gateway/grpc_explainer_client.h"
#include "telemetry/service_log.h"

namespace sipwhy::gateway {

// Logs calls as AccessLog does and, at most once a second, why the service could not be reached or failed:
//
//   time=… level=error event=failure method=Explain code=UNAVAILABLE why="…" request_id=…
//
// Safe to call from any thread.
class CallLog {
 public:
  // `log` outlives this.
  explicit CallLog(ServiceLog& log) : log_(log), calls_(log, {.one_in = 0}) {}

  void Note(const ExplainerCall& call);

 private:
  bool IsTime();

  ServiceLog& log_;
  AccessLog calls_;
  std::mutex mutex_;                        // guards what follows
  absl::Time last_ = absl::InfinitePast();  // when a failure was logged
};

}  // namespace sipwhy::gateway

#endif  // SIPWHY_GATEWAY_CALL_LOG_H_
