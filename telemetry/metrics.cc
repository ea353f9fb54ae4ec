#include "telemetry/metrics.h"

#include <sched.h>
#include <unistd.h>

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/string_view.h"
#include "telemetry/process_figures.h"

namespace sipwhy {
namespace {

constexpr int64_t kMostProcessors = 64;
constexpr size_t kCacheLine = 64;
constexpr int64_t kNanosecondsPerSecond = 1'000'000'000;
constexpr double kMillisecondsPerSecond = 1000;
constexpr absl::Duration kLongestCall = absl::Hours(24);

constexpr std::array<absl::string_view, kStatusCodes> kCodeNames = {
    "OK",       "Canceled",        "Unknown",          "InvalidArgument",   "DeadlineExceeded",
    "NotFound", "AlreadyExists",   "PermissionDenied", "ResourceExhausted", "FailedPrecondition",
    "Aborted",  "OutOfRange",      "Unimplemented",    "Internal",          "Unavailable",
    "DataLoss", "Unauthenticated",
};

// Upper bounds of the buckets, in nanoseconds. An answer from the cache takes a few microseconds in here, and some 85
// until it is with the client.
constexpr std::array<int64_t, 17> kBounds = {
    5'000,     10'000,     20'000,     50'000,     100'000,     200'000,     500'000,     1'000'000,     2'000'000,
    5'000'000, 10'000'000, 20'000'000, 50'000'000, 100'000'000, 200'000'000, 500'000'000, 1'000'000'000,
};
constexpr size_t kBuckets = kBounds.size() + 1;  // the last has no bound

}  // namespace

struct CallTotals {
  std::array<uint64_t, kStatusCodes> codes = {};
  std::array<uint64_t, kBuckets> buckets = {};
  uint64_t nanoseconds = 0;
};

namespace {

size_t CodeIndex(absl::StatusCode code) {
  const auto index = static_cast<size_t>(code);
  return index < kStatusCodes ? index : static_cast<size_t>(absl::StatusCode::kUnknown);
}

void Count(std::atomic<uint64_t>& cell, uint64_t amount) { cell.fetch_add(amount, std::memory_order_relaxed); }
uint64_t Read(const std::atomic<uint64_t>& cell) { return cell.load(std::memory_order_relaxed); }

// Nanoseconds as seconds, without the rounding of a double.
std::string Seconds(uint64_t nanoseconds) {
  return absl::StrFormat("%d.%09d", nanoseconds / kNanosecondsPerSecond, nanoseconds % kNanosecondsPerSecond);
}

std::string CompilerName() {
#ifdef __clang__
  return "clang " __clang_version__;
#else
  return "gcc " __VERSION__;
#endif
}

MetricLabels With(MetricLabels labels, absl::string_view name, absl::string_view value) {
  labels.emplace_back(name, value);
  return labels;
}

MetricLabels LabelsOf(const Metrics::Method& method) {
  return {{"grpc_type", method.type}, {"grpc_service", method.service}, {"grpc_method", method.name}};
}

void AddHandled(ExpositionPage& page, const Metrics::Method& method, const CallTotals& totals) {
  for (size_t code = 0; code < kStatusCodes; ++code) {
    page.Add("grpc_server_handled_total", With(LabelsOf(method), "grpc_code", kCodeNames[code]),
             absl::StrCat(totals.codes[code]));
  }
}

void AddHistogram(ExpositionPage& page, const Metrics::Method& method, const CallTotals& totals) {
  const MetricLabels labels = LabelsOf(method);
  uint64_t calls = 0;
  for (size_t bucket = 0; bucket < kBuckets; ++bucket) {
    calls += totals.buckets[bucket];
    const std::string bound = bucket < kBounds.size()
                                  ? ExpositionNumber(static_cast<double>(kBounds[bucket]) / kNanosecondsPerSecond)
                                  : "+Inf";
    page.Add("grpc_server_handling_seconds_bucket", With(labels, "le", bound), absl::StrCat(calls));
  }
  page.Add("grpc_server_handling_seconds_sum", labels, Seconds(totals.nanoseconds));
  page.Add("grpc_server_handling_seconds_count", labels, absl::StrCat(calls));
}

void AddKnowledge(ExpositionPage& page, const KnowledgeState& knowledge) {
  page.AddGauge("sipwhy_knowledge_revision", "The revision that is served; 0 while none is loaded.",
                knowledge.revision);
  std::vector<MetricSample> hash;
  if (knowledge.revision != 0) {
    hash.push_back({{{"revision", absl::StrCat(knowledge.revision)}, {"content_hash", knowledge.content_hash}}, 1});
  }
  page.AddFamily("sipwhy_knowledge_revision_info", MetricType::kGauge,
                 "The content hash of the revision that is served.", hash);
}

void AddConnections(ExpositionPage& page, const ConnectionCounts& connections) {
  page.AddGauge("sipwhy_connections_open", "Connections that are open.", static_cast<double>(connections.open));
  page.AddCounter("sipwhy_connections_accepted_total", "Connections that were accepted.",
                  static_cast<double>(connections.accepted));
  std::vector<MetricSample> refused;
  for (const auto& [reason, count] : connections.refused) {
    refused.push_back({{{"reason", reason}}, static_cast<double>(count)});
  }
  page.AddFamily("sipwhy_connections_refused_total", MetricType::kCounter, "Connections that were refused, by reason.",
                 refused);
}

void AddProcess(ExpositionPage& page, absl::Time started) {
  if (started != absl::InfinitePast()) {
    page.AddGauge("process_start_time_seconds", "When the process began, in seconds since 1970.",
                  static_cast<double>(absl::ToUnixMillis(started)) / kMillisecondsPerSecond);
  }
  const ProcessFigures figures = ReadProcessFigures();
  if (figures.cpu_seconds.has_value()) {
    page.AddCounter("process_cpu_seconds_total", "User and system time that the process took, in seconds.",
                    *figures.cpu_seconds);
  }
  if (figures.resident_bytes.has_value()) {
    page.AddGauge("process_resident_memory_bytes", "Memory of the process that is resident, in bytes.",
                  *figures.resident_bytes);
  }
  if (figures.open_descriptors.has_value()) {
    page.AddGauge("process_open_fds", "Descriptors that the process has open.", *figures.open_descriptors);
  }
  if (figures.most_descriptors.has_value()) {
    page.AddGauge("process_max_fds", "Descriptors that the process may have open.", *figures.most_descriptors);
  }
}

size_t CountProcessors() {
  return static_cast<size_t>(std::clamp<int64_t>(sysconf(_SC_NPROCESSORS_CONF), 1, kMostProcessors));
}

}  // namespace

struct alignas(kCacheLine) Metrics::Cells {
  std::array<std::atomic<uint64_t>, kBuckets> buckets = {};
  std::array<std::atomic<uint64_t>, kStatusCodes> codes = {};
  std::atomic<uint64_t> nanoseconds = 0;
};

Metrics::Metrics(Options options)
    : options_(std::move(options)),
      started_(ProcessStart()),
      processors_(CountProcessors()),
      cells_(processors_ * options_.methods.size()) {}

Metrics::~Metrics() = default;

void Metrics::Record(size_t method, absl::StatusCode code, absl::Duration duration) {
  if (method >= options_.methods.size()) return;
  const int64_t nanoseconds = absl::ToInt64Nanoseconds(std::clamp(duration, absl::ZeroDuration(), kLongestCall));
  const auto bucket = std::lower_bound(kBounds.begin(), kBounds.end(), nanoseconds) - kBounds.begin();
  // The thread may be moved to another processor after it has asked; the cells are atomic, so that costs time at most.
  const size_t processor = static_cast<unsigned>(sched_getcpu()) % processors_;
  Cells& cells = cells_[processor * options_.methods.size() + method];
  Count(cells.codes[CodeIndex(code)], 1);
  Count(cells.buckets[static_cast<size_t>(bucket)], 1);
  Count(cells.nanoseconds, static_cast<uint64_t>(nanoseconds));
}

void Metrics::RecordReload(absl::StatusCode code, absl::Time when) {
  Count(reloads_[CodeIndex(code)], 1);
  last_reload_succeeded_ = code == absl::StatusCode::kOk;
  if (code == absl::StatusCode::kOk) last_success_ = absl::ToUnixMillis(when);
}

std::vector<CallTotals> Metrics::Totals() const {
  std::vector<CallTotals> totals(options_.methods.size());
  for (size_t i = 0; i < cells_.size(); ++i) {
    const Cells& cells = cells_[i];
    CallTotals& total = totals[i % totals.size()];
    for (size_t code = 0; code < kStatusCodes; ++code) total.codes[code] += Read(cells.codes[code]);
    for (size_t bucket = 0; bucket < kBuckets; ++bucket) total.buckets[bucket] += Read(cells.buckets[bucket]);
    total.nanoseconds += Read(cells.nanoseconds);
  }
  return totals;
}

std::vector<std::pair<std::string, uint64_t>> Metrics::EndedCalls() const {
  std::vector<std::pair<std::string, uint64_t>> ended;
  const std::vector<CallTotals> totals = Totals();
  for (size_t code = 0; code < kStatusCodes; ++code) {
    uint64_t calls = 0;
    for (const CallTotals& method : totals) calls += method.codes[code];
    if (calls > 0) ended.emplace_back(kCodeNames[code], calls);
  }
  return ended;
}

std::pair<uint64_t, uint64_t> Metrics::Reloads() const {
  uint64_t failed = 0;
  for (size_t code = 1; code < kStatusCodes; ++code) failed += Read(reloads_[code]);
  return {Read(reloads_[0]), failed};
}

void Metrics::AddCalls(ExpositionPage& page) const {
  const std::vector<Method>& methods = options_.methods;
  const std::vector<CallTotals> totals = Totals();
  page.Begin("grpc_server_handled_total", MetricType::kCounter, "Calls that were answered, by method and code.");
  for (size_t i = 0; i < methods.size(); ++i) AddHandled(page, methods[i], totals[i]);
  page.Begin("grpc_server_handling_seconds", MetricType::kHistogram, "How long the service took over a call.");
  for (size_t i = 0; i < methods.size(); ++i) AddHistogram(page, methods[i], totals[i]);
}

void Metrics::AddReloads(ExpositionPage& page) const {
  std::vector<MetricSample> attempts;
  for (size_t code = 0; code < kStatusCodes; ++code) {
    attempts.push_back({{{"result", std::string(kCodeNames[code])}}, static_cast<double>(Read(reloads_[code]))});
  }
  page.AddFamily("sipwhy_knowledge_reloads_total", MetricType::kCounter,
                 "Attempts to load a revision, by the code they ended with.", attempts);
  page.AddGauge("sipwhy_knowledge_last_reload_successful", "Whether the last attempt succeeded.",
                last_reload_succeeded_ ? 1 : 0);
  page.AddGauge("sipwhy_knowledge_last_reload_success_timestamp_seconds",
                "When an attempt last succeeded, in seconds since 1970; 0 before the first.",
                static_cast<double>(last_success_) / kMillisecondsPerSecond);
}

std::string Metrics::Text() const {
  ExpositionPage page;
  AddCalls(page);
  if (options_.knowledge != nullptr) AddKnowledge(page, options_.knowledge());
  AddReloads(page);
  if (options_.connections != nullptr) AddConnections(page, options_.connections());
  for (const MetricFamily& family : options_.others) {
    if (family.read != nullptr) page.AddFamily(family.name, family.type, family.help, family.read());
  }
  page.AddFamily(
      "sipwhy_build_info", MetricType::kGauge, "What the service was built from.",
      {{{{"version", options_.version}, {"grpc_version", options_.grpc_version}, {"compiler", CompilerName()}}, 1}});
  AddProcess(page, started_);
  return std::move(page).Text();
}

}  // namespace sipwhy
