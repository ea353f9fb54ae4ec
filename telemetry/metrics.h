// What the service counts and measures, as a page for Prometheus.
#ifndef SIPWHY_TELEMETRY_METRICS_H_
#define SIPWHY_TELEMETRY_METRICS_H_

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "telemetry/exposition.h"

namespace sipwhy {

// How many status codes there are: OK is 0 and UNAUTHENTICATED 16.
inline constexpr size_t kStatusCodes = 17;

// What was counted of one method by all processors.
struct CallTotals;

// The knowledge base that is served.
struct KnowledgeState {
  int revision = 0;          // 0 while none is loaded
  std::string content_hash;  // of that revision, in hexadecimal digits
};

// The connections of the data port since the process began.
struct ConnectionCounts {
  uint64_t open = 0;  // now
  uint64_t accepted = 0;
  std::vector<std::pair<std::string, uint64_t>> refused;  // how many for each reason
};

// All lines of one name.
struct MetricFamily {
  std::string name;
  MetricType type = MetricType::kGauge;
  std::string help;
  std::function<std::vector<MetricSample>()> read;
};

// Counts calls and reloads, asks others for what they count, and shows it all in Prometheus's text exposition format
// 0.0.4. Safe to call from any thread. Names and labels for calls are those of the usual gRPC middleware for
// Prometheus, and so is the spelling of a code ("InvalidArgument"), since published dashboards and alerts look for
// them.
//
// A call is counted in the cells of the processor that counts it, which Text() adds up. There are as many sets of cells
// as processors, 64 at most, of 320 bytes a method; beyond that processors share.
class Metrics {
 public:
  struct Method {
    std::string service;         // "sipwhy.v1.Explainer"
    std::string name;            // "Explain"
    std::string type = "unary";  // or "server_stream"
  };

  // The functions, and those of `others`, are called by Text() alone, from whichever thread calls it. An empty one
  // leaves out its lines.
  struct Options {
    std::vector<Method> methods = {};
    std::string version = {};       // of the service
    std::string grpc_version = {};  // empty where there is none
    std::function<KnowledgeState()> knowledge = nullptr;
    std::function<ConnectionCounts()> connections = nullptr;
    std::vector<MetricFamily> others = {};  // of other names than those of this class
  };

  // The HTTP Content-Type of Text().
  static constexpr char kContentType[] = "text/plain; version=0.0.4; charset=utf-8";

  explicit Metrics(Options options);
  ~Metrics();
  Metrics(const Metrics&) = delete;
  Metrics& operator=(const Metrics&) = delete;

  // Counts a call of the method that was `method`th in Options, from 0 on, and ended with `code` after `duration`.
  // Takes no lock and allocates nothing. A method that is not there is not counted, a code beyond UNAUTHENTICATED is
  // UNKNOWN, and a duration counts as one from zero to a day.
  void Record(size_t method, absl::StatusCode code, absl::Duration duration);

  // Counts an attempt to load a revision, which ended with `code` at `when`.
  void RecordReload(absl::StatusCode code, absl::Time when);

  // How many calls ended with each code, all methods together: {{"OK", 12}, {"InvalidArgument", 1}}. Codes that none
  // ended with are left out.
  std::vector<std::pair<std::string, uint64_t>> EndedCalls() const;

  // How many attempts to load a revision succeeded, and how many did not.
  std::pair<uint64_t, uint64_t> Reloads() const;

  // The page. What the system does not tell of the process is left out.
  std::string Text() const;

 private:
  struct Cells;

  std::vector<CallTotals> Totals() const;
  void AddCalls(ExpositionPage& page) const;
  void AddReloads(ExpositionPage& page) const;

  const Options options_;
  const absl::Time started_;  // the process
  const size_t processors_;   // that have cells of their own
  std::vector<Cells> cells_;  // the methods of the first processor, those of the second, ...
  std::array<std::atomic<uint64_t>, kStatusCodes> reloads_ = {};
  std::atomic<bool> last_reload_succeeded_ = false;
  std::atomic<int64_t> last_success_ = 0;  // in milliseconds since 1970
};

}  // namespace sipwhy

#endif  // SIPWHY_TELEMETRY_METRICS_H_
