#include "service/admin/operator_pages.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "telemetry/metrics.h"

namespace sipwhy {
namespace {

HttpResponse Plain(int status, std::string text) {
  return {.status = status, .content_type = "text/plain; charset=utf-8", .body = std::move(text)};
}

HttpResponse Readiness(const OperatorPages& pages) {
  if (!pages.is_serving()) return Plain(503, "not serving\n");
  const std::string stale = pages.stale_since();
  return Plain(200, stale.empty() ? "ok\n" : absl::StrCat("ok\nbut not with the newest revision: ", stale, "\n"));
}

}  // namespace

HttpResponse OperatorPage(const OperatorPages& pages, const HttpRequest& request) {
  if (request.method != "GET" && request.method != "HEAD") {
    HttpResponse refusal = Plain(405, "The pages of this port can only be read.\n");
    refusal.headers.Add("Allow", "GET, HEAD");
    return refusal;
  }
  if (request.path == "/metrics") return {.content_type = Metrics::kContentType, .body = pages.metrics()};
  if (request.path == "/healthz") return Plain(200, "ok\n");
  if (request.path == "/readyz") return Readiness(pages);
  return Plain(404, "There are /metrics, /healthz and /readyz, and gRPC: reload, status, reflection, channelz.\n");
}

}  // namespace sipwhy
