#include "service/call_record.h"

#include <cstdint>
#include <optional>
#include <random>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "service/call_metadata.h"
#include "service/grpc_status.h"
#include "trace/request_id.h"

namespace sipwhy {
namespace {

constexpr char kServiceName[] = "sipwhy.v1.Explainer";
constexpr absl::string_view kNames[] = {"Explain",        "Compare",       "ExplainCause",  "Search",
                                        "ListCodes",      "ListLanguages", "ListTemplates", "ListRevisions",
                                        "GetCodeHistory", "DiffRevisions", "WatchRevision"};

// A call without an id of its own needs none: one line of the log is all that would have it.
std::string RequestIdOf(const grpc::CallbackServerContext& context) {
  const absl::string_view given = CallMetadata(context, "x-request-id");
  if (given.empty()) return "";
  thread_local std::mt19937_64 random(std::random_device{}());
  return RequestIdFrom(given, [] { return random(); });
}

}  // namespace

std::vector<Metrics::Method> CountedMethods() {
  std::vector<Metrics::Method> methods;
  for (const absl::string_view name : kNames) methods.push_back({.service = kServiceName, .name = std::string(name)});
  methods[static_cast<size_t>(Method::kWatchRevision)].type = "server_stream";
  return methods;
}

void CallRecord::Note(const Arrival& call, const absl::Status& status) {
  const auto method = static_cast<size_t>(call.method);
  const absl::Duration duration = absl::FromChrono(Arrival::Clock::now() - call.at);
  metrics_.Record(method, status.code(), duration);
  const std::string request_id = RequestIdOf(*call.context);
  access_log_.Write({.method = kNames[method],
                     .code = status.code(),
                     .duration = duration,
                     .request_id = request_id,
                     .traceparent = TraceparentFrom(CallMetadata(*call.context, "traceparent")),
                     .principal = call.principal});
  if (IsForTheLogAlone(status.code())) LogFailure(kNames[method], status);
}

void CallRecord::LogFailure(absl::string_view method, const absl::Status& status) {
  const std::optional<uint64_t> left_out = failures_.Admit(log_.Now());
  if (!left_out.has_value()) return;
  log_.Write(
      LogLevel::kError, "failure",
      {{"method", method}, {"why", status.message()}, {"left_out", *left_out == 0 ? "" : absl::StrCat(*left_out)}});
}

}  // namespace sipwhy
