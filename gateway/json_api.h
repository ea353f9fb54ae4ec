// What the service knows as JSON over HTTP, for those without gRPC. openapi.json describes it.
#ifndef SIPWHY_GATEWAY_JSON_API_H_
#define SIPWHY_GATEWAY_JSON_API_H_

#include "gateway/explainer_client.h"
#include "http/http_message.h"

namespace sipwhy::gateway {

// Answers GET and HEAD:
//
//   /v1/codes/486  /v1/codes  /v1/compare  /v1/causes/17  /v1/search  /v1/languages  /v1/revisions
//   /openapi.json  /healthz   /readyz      /
//
// The members of an answer are the fields of the service's response, with their names in the proto; those without a
// value are there too, but for messages. The reader's language is the parameter `language`, else the one of the
// service's languages that Accept-Language likes best, else English. A failure is a problem of problem.h: 404 for other
// paths, 405 for other methods, 400 for parameters that are not known, come twice or cannot be read. Safe to call from
// any thread.
class JsonApi {
 public:
  // `client` outlives this.
  explicit JsonApi(ExplainerClient& client) : client_(client) {}

  // Calls the service on behalf of `trace`, and waits for it.
  HttpResponse Serve(const HttpRequest& request, const CallTrace& trace) const;

 private:
  ExplainerClient& client_;
};

}  // namespace sipwhy::gateway

#endif  // SIPWHY_GATEWAY_JSON_API_H_
