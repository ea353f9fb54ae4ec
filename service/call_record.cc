#include "service/call_record.h"

#include <random>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/clock.h"
#include "service/grpc_status.h"
#include "trace/request_id.h"

namespace sipwhy {
namespace {

constexpr char kServiceName[] = "sipwhy.v1.Explainer";
constexpr absl::string_view kNames[] = {"Explain",       "Compare",       "ExplainCause",   "Search",       "ListCodes",
                                        "ListLanguages", "ListRevisions", "GetCodeHistory", "DiffRevisions"};

absl::string_view Metadata(const grpc::CallbackServerContext& context, const char* key) {
  const auto& metadata = context.client_metadata();
  const auto found = metadata.find(key);
  return found == metadata.end() ? "" : absl::string_view(found->second.data(), found->second.size());
}

// A call without an id of its own needs none: one line of the log is all that would have it.
std::string RequestIdOf(const grpc::CallbackServerContext& context) {
  const absl::string_view given = Metadata(context, "x-request-id");
  if (given.empty()) return "";
  thread_local std::mt19937_64 random(std::random_device{}());
  return RequestIdFrom(given, [] { return random(); });
}

}  // namespace

std::vector<Metrics::Method> CountedMethods() {
  std::vector<Metrics::Method> methods;
  for (const absl::string_view name : kNames) methods.push_back({.service = kServiceName, .name = std::string(name)});
  return methods;
}

void CallRecord::Note(const Arrival& call, const absl::Status& status) {
  const auto method = static_cast<size_t>(call.method);
  const absl::Duration duration = absl::Now() - call.at;
  metrics_.Record(method, status.code(), duration);
  const std::string request_id = RequestIdOf(*call.context);
  access_log_.Write({.method = kNames[method],
                     .code = status.code(),
                     .duration = duration,
                     .request_id = request_id,
                     .traceparent = TraceparentFrom(Metadata(*call.context, "traceparent"))});
  if (IsForTheLogAlone(status.code())) {
    log_.Write(LogLevel::kError, "failure", {{"method", kNames[method]}, {"why", status.message()}});
  }
}

}  // namespace sipwhy
