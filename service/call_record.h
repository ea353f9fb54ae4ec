// What the service counts and logs of each call.
#ifndef SIPWHY_SERVICE_CALL_RECORD_H_
#define SIPWHY_SERVICE_CALL_RECORD_H_

#include <grpcpp/server_context.h>

#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "service/telemetry/metrics.h"
#include "service/telemetry/service_log.h"

namespace sipwhy {

// The methods of sipwhy.v1.Explainer that answer once.
enum class Method : char {
  kExplain,
  kCompare,
  kExplainCause,
  kSearch,
  kListCodes,
  kListLanguages,
  kListRevisions,
  kGetCodeHistory,
  kDiffRevisions,
};

// The same in that order, for Metrics.
std::vector<Metrics::Method> CountedMethods();

// A call from when it came.
struct Arrival {
  Method method;
  grpc::CallbackServerContext* context;
  absl::Time at;
};

// Counts calls and writes the access log. Safe to call from any thread; all three outlive it.
class CallRecord {
 public:
  CallRecord(Metrics& metrics, AccessLog& access_log, ServiceLog& log)
      : metrics_(metrics), access_log_(access_log), log_(log) {}

  // Notes that `call` ends with `status` now. Of a status whose message the caller is not told, the log has it.
  void Note(const Arrival& call, const absl::Status& status);

 private:
  Metrics& metrics_;
  AccessLog& access_log_;
  ServiceLog& log_;
};

}  // namespace sipwhy

#endif  // SIPWHY_SERVICE_CALL_RECORD_H_
