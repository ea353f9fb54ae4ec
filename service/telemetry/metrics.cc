#include "service/telemetry/metrics.h"

#include <sched.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <system_error>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"

namespace sipwhy {
namespace {

using Labels = std::vector<std::pair<std::string, std::string>>;

#ifdef __clang__
constexpr char kCompiler[] = "clang " __clang_version__;
#else
constexpr char kCompiler[] = "gcc " __VERSION__;
#endif

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

size_t CodeIndex(absl::StatusCode code) {
  const auto index = static_cast<size_t>(code);
  return index < kStatusCodes ? index : static_cast<size_t>(absl::StatusCode::kUnknown);
}

// What was counted of one method by all processors.
struct CallTotals {
  std::array<uint64_t, kStatusCodes> codes = {};
  std::array<uint64_t, kBuckets> buckets = {};
  uint64_t nanoseconds = 0;
};

void Add(std::atomic<uint64_t>& cell, uint64_t amount) { cell.fetch_add(amount, std::memory_order_relaxed); }
uint64_t Read(const std::atomic<uint64_t>& cell) { return cell.load(std::memory_order_relaxed); }

std::string Number(double value) {
  if (std::isnan(value)) return "NaN";
  if (std::isinf(value)) return value > 0 ? "+Inf" : "-Inf";
  std::array<char, 512> digits{};  // the longest double has 309 digits before the point or 324 behind it
  const auto written = std::to_chars(digits.data(), digits.data() + digits.size(), value, std::chars_format::fixed);
  return {digits.data(), written.ptr};
}

// Nanoseconds as seconds, without the rounding of a double.
std::string Seconds(uint64_t nanoseconds) {
  return absl::StrFormat("%d.%09d", nanoseconds / kNanosecondsPerSecond, nanoseconds % kNanosecondsPerSecond);
}

void AppendHead(std::string& page, absl::string_view name, absl::string_view type, absl::string_view help) {
  absl::StrAppend(&page, "# HELP ", name, " ", absl::StrReplaceAll(help, {{"\\", "\\\\"}, {"\n", "\\n"}}), "\n# TYPE ",
                  name, " ", type, "\n");
}

void AppendSample(std::string& page, absl::string_view name, const Labels& labels, absl::string_view value) {
  page.append(name.data(), name.size());
  absl::string_view before = "{";
  for (const auto& [label, text] : labels) {
    absl::StrAppend(&page, before, label, "=\"",
                    absl::StrReplaceAll(text, {{"\\", "\\\\"}, {"\"", "\\\""}, {"\n", "\\n"}}), "\"");
    before = ",";
  }
  absl::StrAppend(&page, labels.empty() ? " " : "} ", value, "\n");
}

void AppendFamily(std::string& page, absl::string_view name, MetricFamily::Type type, absl::string_view help,
                  const std::vector<MetricSample>& samples) {
  AppendHead(page, name, type == MetricFamily::Type::kCounter ? "counter" : "gauge", help);
  for (const MetricSample& sample : samples) AppendSample(page, name, sample.labels, Number(sample.value));
}

void AppendGauge(std::string& page, absl::string_view name, absl::string_view help, double value) {
  AppendFamily(page, name, MetricFamily::Type::kGauge, help, {{{}, value}});
}

void AppendCounter(std::string& page, absl::string_view name, absl::string_view help, double value) {
  AppendFamily(page, name, MetricFamily::Type::kCounter, help, {{{}, value}});
}

Labels With(Labels labels, absl::string_view name, absl::string_view value) {
  labels.emplace_back(name, value);
  return labels;
}

Labels LabelsOf(const Metrics::Method& method) {
  return {{"grpc_type", method.type}, {"grpc_service", method.service}, {"grpc_method", method.name}};
}

void AppendHandled(std::string& page, const Metrics::Method& method, const CallTotals& totals) {
  for (size_t code = 0; code < kStatusCodes; ++code) {
    AppendSample(page, "grpc_server_handled_total", With(LabelsOf(method), "grpc_code", kCodeNames[code]),
                 absl::StrCat(totals.codes[code]));
  }
}

void AppendHistogram(std::string& page, const Metrics::Method& method, const CallTotals& totals) {
  const Labels labels = LabelsOf(method);
  uint64_t calls = 0;
  for (size_t bucket = 0; bucket < kBuckets; ++bucket) {
    calls += totals.buckets[bucket];
    const std::string bound =
        bucket < kBounds.size() ? Number(static_cast<double>(kBounds[bucket]) / kNanosecondsPerSecond) : "+Inf";
    AppendSample(page, "grpc_server_handling_seconds_bucket", With(labels, "le", bound), absl::StrCat(calls));
  }
  AppendSample(page, "grpc_server_handling_seconds_sum", labels, Seconds(totals.nanoseconds));
  AppendSample(page, "grpc_server_handling_seconds_count", labels, absl::StrCat(calls));
}

void AppendKnowledge(std::string& page, const KnowledgeState& knowledge) {
  AppendGauge(page, "sipwhy_knowledge_revision", "The revision that is served; 0 while none is loaded.",
              knowledge.revision);
  std::vector<MetricSample> hash;
  if (knowledge.revision != 0) {
    hash.push_back({{{"revision", absl::StrCat(knowledge.revision)}, {"content_hash", knowledge.content_hash}}, 1});
  }
  AppendFamily(page, "sipwhy_knowledge_revision_info", MetricFamily::Type::kGauge,
               "The content hash of the revision that is served.", hash);
}

void AppendConnections(std::string& page, const ConnectionCounts& connections) {
  AppendGauge(page, "sipwhy_connections_open", "Connections that are open.", static_cast<double>(connections.open));
  AppendCounter(page, "sipwhy_connections_accepted_total", "Connections that were accepted.",
                static_cast<double>(connections.accepted));
  std::vector<MetricSample> refused;
  for (const auto& [reason, count] : connections.refused) {
    refused.push_back({{{"reason", reason}}, static_cast<double>(count)});
  }
  AppendFamily(page, "sipwhy_connections_refused_total", MetricFamily::Type::kCounter,
               "Connections that were refused, by reason.", refused);
}

// The fields of /proc/self/stat from the third on, see proc(5); the second, the program's name, may hold anything.
std::vector<std::string> ProcessFields() {
  std::ifstream file("/proc/self/stat");
  const std::string text(std::istreambuf_iterator<char>(file), {});
  const size_t name_end = text.rfind(") ");
  if (name_end == std::string::npos) return {};
  return absl::StrSplit(text.substr(name_end + 2), ' ', absl::SkipWhitespace());
}

// The field that proc(5) numbers `number`, 3 or more.
std::optional<double> Field(const std::vector<std::string>& fields, size_t number) {
  double value = 0;
  if (number - 3 >= fields.size() || !absl::SimpleAtod(fields[number - 3], &value)) return std::nullopt;
  return value;
}

double TicksPerSecond() { return static_cast<double>(sysconf(_SC_CLK_TCK)); }

// InfinitePast when the system does not tell.
absl::Time ProcessStart() {
  timespec since_boot{};
  const std::optional<double> ticks = Field(ProcessFields(), 22);
  if (!ticks.has_value() || clock_gettime(CLOCK_BOOTTIME, &since_boot) != 0) return absl::InfinitePast();
  return absl::Now() - absl::DurationFromTimespec(since_boot) + absl::Seconds(*ticks / TicksPerSecond());
}

std::optional<double> OpenDescriptors() {
  std::error_code error;
  double count = -1;  // the directory itself is open while it is read
  for (std::filesystem::directory_iterator entry("/proc/self/fd", error), end; !error && entry != end;
       entry.increment(error)) {
    ++count;
  }
  if (error) return std::nullopt;
  return count;
}

void AppendResources(std::string& page) {
  const std::vector<std::string> fields = ProcessFields();
  const std::optional<double> user = Field(fields, 14);
  const std::optional<double> system = Field(fields, 15);
  if (user.has_value() && system.has_value()) {
    AppendCounter(page, "process_cpu_seconds_total", "User and system time that the process took, in seconds.",
                  (*user + *system) / TicksPerSecond());
  }
  if (const std::optional<double> pages = Field(fields, 24); pages.has_value()) {
    AppendGauge(page, "process_resident_memory_bytes", "Memory of the process that is resident, in bytes.",
                *pages * static_cast<double>(sysconf(_SC_PAGESIZE)));
  }
}

void AppendDescriptors(std::string& page) {
  if (const std::optional<double> open = OpenDescriptors(); open.has_value()) {
    AppendGauge(page, "process_open_fds", "Descriptors that the process has open.", *open);
  }
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) == 0) {
    AppendGauge(page, "process_max_fds", "Descriptors that the process may have open.",
                limit.rlim_cur == RLIM_INFINITY ? HUGE_VAL : static_cast<double>(limit.rlim_cur));
  }
}

void AppendProcess(std::string& page, absl::Time started) {
  if (started != absl::InfinitePast()) {
    AppendGauge(page, "process_start_time_seconds", "When the process began, in seconds since 1970.",
                static_cast<double>(absl::ToUnixMillis(started)) / kMillisecondsPerSecond);
  }
  AppendResources(page);
  AppendDescriptors(page);
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
  Add(cells.codes[CodeIndex(code)], 1);
  Add(cells.buckets[static_cast<size_t>(bucket)], 1);
  Add(cells.nanoseconds, static_cast<uint64_t>(nanoseconds));
}

void Metrics::RecordReload(absl::StatusCode code, absl::Time when) {
  Add(reloads_[CodeIndex(code)], 1);
  last_reload_succeeded_ = code == absl::StatusCode::kOk;
  if (code == absl::StatusCode::kOk) last_success_ = absl::ToUnixMillis(when);
}

void Metrics::AppendCalls(std::string& page) const {
  const std::vector<Method>& methods = options_.methods;
  std::vector<CallTotals> totals(methods.size());
  for (size_t i = 0; i < cells_.size(); ++i) {
    const Cells& cells = cells_[i];
    CallTotals& total = totals[i % totals.size()];
    for (size_t code = 0; code < kStatusCodes; ++code) total.codes[code] += Read(cells.codes[code]);
    for (size_t bucket = 0; bucket < kBuckets; ++bucket) total.buckets[bucket] += Read(cells.buckets[bucket]);
    total.nanoseconds += Read(cells.nanoseconds);
  }
  AppendHead(page, "grpc_server_handled_total", "counter", "Calls that were answered, by method and code.");
  for (size_t i = 0; i < methods.size(); ++i) AppendHandled(page, methods[i], totals[i]);
  AppendHead(page, "grpc_server_handling_seconds", "histogram", "How long the service took over a call.");
  for (size_t i = 0; i < methods.size(); ++i) AppendHistogram(page, methods[i], totals[i]);
}

void Metrics::AppendReloads(std::string& page) const {
  std::vector<MetricSample> attempts;
  for (size_t code = 0; code < kStatusCodes; ++code) {
    attempts.push_back({{{"result", std::string(kCodeNames[code])}}, static_cast<double>(Read(reloads_[code]))});
  }
  AppendFamily(page, "sipwhy_knowledge_reloads_total", MetricFamily::Type::kCounter,
               "Attempts to load a revision, by the code they ended with.", attempts);
  AppendGauge(page, "sipwhy_knowledge_last_reload_successful", "Whether the last attempt succeeded.",
              last_reload_succeeded_ ? 1 : 0);
  AppendGauge(page, "sipwhy_knowledge_last_reload_success_timestamp_seconds",
              "When an attempt last succeeded, in seconds since 1970; 0 before the first.",
              static_cast<double>(last_success_) / kMillisecondsPerSecond);
}

std::string Metrics::Text() const {
  std::string page;
  AppendCalls(page);
  if (options_.knowledge != nullptr) AppendKnowledge(page, options_.knowledge());
  AppendReloads(page);
  if (options_.connections != nullptr) AppendConnections(page, options_.connections());
  for (const MetricFamily& family : options_.others) {
    if (family.read != nullptr) AppendFamily(page, family.name, family.type, family.help, family.read());
  }
  AppendFamily(
      page, "sipwhy_build_info", MetricFamily::Type::kGauge, "What the service was built from.",
      {{{{"version", options_.version}, {"grpc_version", options_.grpc_version}, {"compiler", kCompiler}}, 1}});
  AppendProcess(page, started_);
  return page;
}

}  // namespace sipwhy
