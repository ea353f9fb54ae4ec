#include "gateway/problem.h"

#include <algorithm>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <utility>

#include "absl/strings/cord.h"
#include "absl/strings/str_cat.h"
#include "google/rpc/error_details.pb.h"

namespace sipwhy::gateway {
namespace {

using nlohmann::ordered_json;

constexpr char kContentType[] = "application/problem+json";
constexpr int64_t kSoon = 1;  // seconds

// The detail of its kind; nullopt where there is none.
template <typename Message>
std::optional<Message> Detail(const absl::Status& status) {
  const auto bytes = status.GetPayload(absl::StrCat("type.googleapis.com/", Message::descriptor()->full_name()));
  Message message;
  const bool is_readable = bytes.has_value() && message.ParseFromString(std::string(*bytes));
  return is_readable ? std::optional(std::move(message)) : std::nullopt;
}

// RFC 9110 §15, and 499 as nginx has it.
absl::string_view TitleOf(int http_status) {
  switch (http_status) {
    case 400:
      return "Bad Request";
    case 401:
      return "Unauthorized";
    case 403:
      return "Forbidden";
    case 404:
      return "Not Found";
    case 405:
      return "Method Not Allowed";
    case 409:
      return "Conflict";
    case 429:
      return "Too Many Requests";
    case 499:
      return "Client Closed Request";
    case 501:
      return "Not Implemented";
    case 503:
      return "Service Unavailable";
    case 504:
      return "Gateway Timeout";
    default:
      return "Internal Server Error";
  }
}

// What the caller did, or how much at once, is told by whoever refused it.
bool IsAboutTheRequest(absl::StatusCode code) {
  const int http_status = HttpStatusOf(code);
  return http_status >= 400 && http_status < 499;
}

std::string SentenceOf(const absl::Status& status) {
  if (IsAboutTheRequest(status.code()) || Detail<google::rpc::ErrorInfo>(status).has_value()) {
    return std::string(status.message());
  }
  if (absl::IsUnavailable(status)) return "the service behind this gateway cannot be reached; try again in a second";
  if (absl::IsDeadlineExceeded(status)) return "the service behind this gateway did not answer in time; try again";
  return "something went wrong in the service behind this gateway; its log says what";
}

// A field of the service's request by the name of the parameter that becomes it: "headers[2]" is "header[2]".
std::string ParameterOf(absl::string_view field) {
  constexpr std::pair<absl::string_view, absl::string_view> kNames[] = {
      {"headers", "header"}, {"language_code", "language"}, {"query", "q"}, {"response_class", "class"}};
  const size_t end = std::min(field.find('['), field.size());
  for (const auto& [ours, theirs] : kNames) {
    if (field.substr(0, end) == ours) return absl::StrCat(theirs, field.substr(end));
  }
  return std::string(field);
}

void AddDetails(const absl::Status& status, ordered_json& problem) {
  if (const auto info = Detail<google::rpc::ErrorInfo>(status); info.has_value()) {
    problem["reason"] = info->reason();
    problem["domain"] = info->domain();
    if (info->metadata_size() > 0) {
      problem["metadata"] = std::map<std::string, std::string>(info->metadata().begin(), info->metadata().end());
    }
  }
  if (const auto request = Detail<google::rpc::BadRequest>(status); request.has_value()) {
    ordered_json& violations = problem["field_violations"] = ordered_json::array();
    for (const auto& violation : request->field_violations()) {
      violations.push_back({{"field", ParameterOf(violation.field())}, {"description", violation.description()}});
    }
  }
}

// Whole seconds, at least one.
std::optional<int64_t> RetryAfter(int http_status, const absl::Status& status) {
  if (const auto retry = Detail<google::rpc::RetryInfo>(status); retry.has_value()) {
    const int64_t begun = retry->retry_delay().nanos() > 0 ? 1 : 0;
    return std::max(kSoon, retry->retry_delay().seconds() + begun);
  }
  return http_status == 429 || http_status == 503 ? std::optional(kSoon) : std::nullopt;
}

}  // namespace

int HttpStatusOf(absl::StatusCode code) {
  switch (code) {
    case absl::StatusCode::kOk:
      return 200;
    case absl::StatusCode::kInvalidArgument:
    case absl::StatusCode::kFailedPrecondition:
    case absl::StatusCode::kOutOfRange:
      return 400;
    case absl::StatusCode::kUnauthenticated:
      return 401;
    case absl::StatusCode::kPermissionDenied:
      return 403;
    case absl::StatusCode::kNotFound:
      return 404;
    case absl::StatusCode::kAlreadyExists:
    case absl::StatusCode::kAborted:
      return 409;
    case absl::StatusCode::kResourceExhausted:
      return 429;
    case absl::StatusCode::kCancelled:
      return 499;
    case absl::StatusCode::kUnimplemented:
      return 501;
    case absl::StatusCode::kUnavailable:
      return 503;
    case absl::StatusCode::kDeadlineExceeded:
      return 504;
    default:
      return 500;
  }
}

HttpResponse ProblemResponse(const absl::Status& status, absl::string_view request_id) {
  return ProblemResponse(HttpStatusOf(status.code()), status, request_id);
}

HttpResponse ProblemResponse(int http_status, const absl::Status& status, absl::string_view request_id) {
  ordered_json problem = {{"type", "about:blank"},
                          {"title", std::string(TitleOf(http_status))},
                          {"status", http_status},
                          {"detail", SentenceOf(status)},
                          {"code", absl::StatusCodeToString(status.code())}};
  AddDetails(status, problem);
  if (!request_id.empty()) problem["request_id"] = std::string(request_id);
  // What a request has of bytes that are no UTF-8 may stand in a sentence about it.
  HttpResponse response = {http_status, kContentType,
                           absl::StrCat(problem.dump(-1, ' ', false, ordered_json::error_handler_t::replace), "\n")};
  response.headers.Add("Cache-Control", "no-store");
  if (const std::optional<int64_t> seconds = RetryAfter(http_status, status); seconds.has_value()) {
    response.headers.Add("Retry-After", absl::StrCat(*seconds));
  }
  if (http_status == 401) response.headers.Add("WWW-Authenticate", "Bearer");
  return response;
}

}  // namespace sipwhy::gateway
