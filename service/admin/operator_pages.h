// The pages of the admin port.
#ifndef SIPWHY_SERVICE_ADMIN_OPERATOR_PAGES_H_
#define SIPWHY_SERVICE_ADMIN_OPERATOR_PAGES_H_

#include <functional>
#include <string>

#include "http/http_message.h"

namespace sipwhy {

// Where the pages have it from; each is called for the page that needs it.
struct OperatorPages {
  std::function<std::string()> metrics;      // as Metrics::Text()
  std::function<bool()> is_serving;          // what health says of the server
  std::function<std::string()> stale_since;  // why the file's newest state is not what is served; empty when it is
};

// /metrics for Prometheus; /healthz, 200 as long as the process answers; /readyz, 200 while it serves and else 503,
// with a second line when what it serves is not the newest. 404 for any other path, 405 for methods but GET and HEAD.
HttpResponse OperatorPage(const OperatorPages& pages, const HttpRequest& request);

}  // namespace sipwhy

#endif  // SIPWHY_SERVICE_ADMIN_OPERATOR_PAGES_H_
