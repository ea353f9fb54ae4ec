#include "gateway/http_site.h"

#include "absl/algorithm/container.h"
#include "absl/strings/match.h"
#include "absl/strings/string_view.h"
#include "trace/request_id.h"

namespace sipwhy::gateway {
namespace {

// More than any token of the service has, which knows none that is cut; and less than gRPC refuses.
constexpr size_t kMostAuthorization = 1024;

constexpr char kScheme[] = "Bearer ";

// What pages may send and read beside what the Fetch Standard allows anyhow; those of MCP among them.
constexpr char kMethods[] = "GET, HEAD, POST, DELETE";
constexpr char kSent[] =
    "Authorization, Content-Type, If-None-Match, Last-Event-ID, Mcp-Method, Mcp-Name, MCP-Protocol-Version, "
    "MCP-Session-Id, traceparent, X-Request-Id";
constexpr char kRead[] = "Content-Language, ETag, MCP-Session-Id, Retry-After, X-Request-Id";
constexpr char kPreflightSeconds[] = "600";

bool IsPreflight(const HttpRequest& request) {
  return request.method == "OPTIONS" && request.headers.Only("Access-Control-Request-Method").has_value();
}

HttpResponse Preflight() {
  HttpResponse response;
  response.status = 204;
  response.headers = {{"Access-Control-Allow-Methods", kMethods},
                      {"Access-Control-Allow-Headers", kSent},
                      {"Access-Control-Max-Age", kPreflightSeconds}};
  return response;
}

}  // namespace

HttpResponse HttpSite::Serve(const HttpRequest& request) const {
  const CallTrace trace = TraceOf(request);
  const std::string origin = AllowedOrigin(request);
  HttpResponse response = !origin.empty() && IsPreflight(request) ? Preflight() : Route(request, trace);
  response.headers.Add("X-Request-Id", trace.request_id);
  response.headers.Add("X-Content-Type-Options", "nosniff");
  if (!origin.empty()) {
    response.headers.Add("Access-Control-Allow-Origin", origin);
    response.headers.Add("Access-Control-Expose-Headers", kRead);
  }
  // A cache must not give a page the response that another page, or none, was given.
  if (!options_.allowed_origins.empty() && origin != "*") response.headers.Add("Vary", "Origin");
  return response;
}

CallTrace HttpSite::TraceOf(const HttpRequest& request) const {
  const auto header = [&request](absl::string_view name) { return request.headers.Only(name).value_or(""); };
  CallTrace trace;
  trace.request_id = RequestIdFrom(header("x-request-id"), options_.random);
  trace.traceparent = ChildTraceparent(TraceparentFrom(header("traceparent")), options_.random);
  const absl::string_view authorization = header("Authorization");
  if (absl::StartsWithIgnoreCase(authorization, kScheme)) {
    trace.authorization = std::string(authorization.substr(0, kMostAuthorization));
  }
  return trace;
}

std::string HttpSite::AllowedOrigin(const HttpRequest& request) const {
  if (absl::c_linear_search(options_.allowed_origins, "*")) return "*";
  const absl::string_view origin = request.headers.Only("Origin").value_or("");
  return absl::c_linear_search(options_.allowed_origins, origin) ? std::string(origin) : "";
}

HttpResponse HttpSite::Route(const HttpRequest& request, const CallTrace& trace) const {
  const auto found = handlers_.find(request.path);
  return found == handlers_.end() ? fallback_(request, trace) : found->second(request, trace);
}

}  // namespace sipwhy::gateway
