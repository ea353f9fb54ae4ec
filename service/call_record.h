// What the service counts and logs of each call.
#ifndef SIPWHY_SERVICE_CALL_RECORD_H_
#define SIPWHY_SERVICE_CALL_RECORD_H_

#include <grpcpp/server_context.h>

#include <chrono>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "telemetry/metrics.h"
#include "telemetry/service_log.h"

namespace sipwhy {

// The methods of sipwhy.v1.Explainer.
enum class Method : char {
  kExplain,
  kCompare,
  kExplainCause,
  kSearch,
  kListCodes,
  kListLanguages,
  kListTemplates,
  kListRevisions,
  kGetCodeHistory,
  kDiffRevisions,
  kWatchRevision,
};

// The same in that order, for Metrics.
std::vector<Metrics::Method> CountedMethods();

// A call from when it came.
struct Arrival {
  using Clock = std::chrono::steady_clock;

  Method method;
  grpc::CallbackServerContext* context;
  Clock::time_point at = Clock::now();
  std::string principal = {};  // who calls, once that is known; may be empty for ever
};

// Counts calls and logs them. Safe to call from any thread; all three outlive it.
class CallRecord {
 public:
  CallRecord(Metrics& metrics, AccessLog& access_log, ServiceLog& log)
      : metrics_(metrics), access_log_(access_log), log_(log) {}

  // Notes that `call` ends with `status` now: in the figures and in the access log. The message that a caller is not
  // told has a line of its own, at level error:
  //
  //   time=… level=error event=failure method=Explain why="…" left_out=5
  //
  // There are ten such lines a second at most; `left_out` is the number of those since the one before that were not
  // written, and is not there for none.
  void Note(const Arrival& call, const absl::Status& status);

 private:
  void LogFailure(absl::string_view method, const absl::Status& status);

  Metrics& metrics_;
  AccessLog& access_log_;
  ServiceLog& log_;
  LineLimit failures_{10};
};

}  // namespace sipwhy

#endif  // SIPWHY_SERVICE_CALL_RECORD_H_
