#include "gateway/mcp/mcp_http.h"

#include <nlohmann/json.hpp>
#include <optional>

#include "absl/algorithm/container.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/strip.h"
#include "bot/wire/json.h"
#include "bot/wire/loopback.h"
#include "gateway/mcp/json_rpc.h"
#include "gateway/mcp/mcp_headers.h"
#include "gateway/mcp/mcp_version.h"

namespace sipwhy::gateway {
namespace {

using nlohmann::json;

std::vector<absl::string_view> Values(const HttpHeaders& headers, absl::string_view name) {
  std::vector<absl::string_view> values;
  for (const auto& [field, value] : headers.fields()) {
    if (absl::EqualsIgnoreCase(field, name)) values.push_back(value);
  }
  return values;
}

// "[::1]" of "http://[::1]:6274"; empty for what is no origin of the web.
absl::string_view HostOf(absl::string_view origin) {
  if (!absl::ConsumePrefix(&origin, "http://") && !absl::ConsumePrefix(&origin, "https://")) return "";
  const size_t end_of_address = absl::StartsWith(origin, "[") ? origin.find(']') : 0;
  if (end_of_address == absl::string_view::npos) return "";
  return origin.substr(0, origin.find(':', end_of_address));
}

bool IsJson(const HttpRequest& request) {
  const absl::string_view type = request.headers.Only("Content-Type").value_or("");
  return absl::EqualsIgnoreCase(absl::StripAsciiWhitespace(type.substr(0, type.find(';'))), "application/json");
}

HttpResponse JsonResponse(int status, const json& body) { return {status, "application/json", bot::DumpSafe(body)}; }

HttpResponse Refusal(int status, absl::string_view why) {
  return JsonResponse(status, ErrorReply(json(), kInvalidRequest, why));
}

// Before the stateless revision an error is a reply like others, which a client gets to see with 200 alone.
int StatusOf(const json& reply, bool stateless) {
  const std::optional<int64_t> code = bot::IntegerAt(reply, {"error", "code"});
  if (!code.has_value()) return 200;
  if (*code == kInvalidRequest) return 400;
  if (!stateless) return 200;
  return *code == kMethodNotFound ? 404 : 400;
}

}  // namespace

HttpResponse McpHttp::Answer(const HttpRequest& request, const CallTrace& trace) const {
  const std::vector<absl::string_view> origins = Values(request.headers, "Origin");
  const bool allowed = absl::c_all_of(origins, [this](absl::string_view origin) { return IsAllowed(origin); });
  if (!allowed) return Refusal(403, "pages of this origin may not call this server");
  if (request.method == "POST") return AnswerPost(request, trace);
  HttpResponse response = Refusal(405, "send messages by POST; there are no streams and no sessions");
  response.headers.Add("Allow", "POST");
  return response;
}

bool McpHttp::IsAllowed(absl::string_view origin) const {
  return bot::IsLoopback(HostOf(origin)) || absl::c_linear_search(options_.allowed_origins, origin) ||
         absl::c_linear_search(options_.allowed_origins, "*");
}

HttpResponse McpHttp::AnswerPost(const HttpRequest& request, const CallTrace& trace) const {
  if (!IsJson(request)) return Refusal(415, "the body must be application/json");
  const absl::StatusOr<json> message = bot::ParseUntrusted(request.body);
  if (!message.ok()) return JsonResponse(400, ErrorReply(json(), kParseError, message.status().message()));
  if (const std::optional<json> error = HeaderError(request.headers, *message); error.has_value()) {
    return JsonResponse(400, *error);
  }
  const std::optional<json> reply = server_.Answer(*message, trace);
  if (!reply.has_value()) return {.status = 202};
  return JsonResponse(StatusOf(*reply, IsStateless(*message)), *reply);
}

}  // namespace sipwhy::gateway
