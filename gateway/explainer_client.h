// The service, as the gateway calls it.
#ifndef SIPWHY_GATEWAY_EXPLAINER_CLIENT_H_
#define SIPWHY_GATEWAY_EXPLAINER_CLIENT_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "sipwhy/v1/explainer.pb.h"

namespace sipwhy::gateway {

// On whose behalf a call is made; each is sent on with it unless it is empty.
struct CallTrace {
  std::string request_id;     // as RequestIdFrom() gives it
  std::string traceparent;    // as ChildTraceparent() gives it
  std::string authorization;  // "Bearer …", as the caller of the gateway sent it
};

// The methods of sipwhy.v1.Explainer that the gateway offers. Each returns what the service returned: its code, its
// message and, as payloads of their own type URLs, the details of its google.rpc.Status. UNAVAILABLE when it cannot be
// reached, DEADLINE_EXCEEDED when it does not answer in time. Safe to call from any thread.
class ExplainerClient {
 public:
  virtual ~ExplainerClient() = default;

  virtual absl::StatusOr<v1::ExplainResponse> Explain(const v1::ExplainRequest& request, const CallTrace& trace) = 0;
  virtual absl::StatusOr<v1::CompareResponse> Compare(const v1::CompareRequest& request, const CallTrace& trace) = 0;
  virtual absl::StatusOr<v1::ExplainCauseResponse> ExplainCause(const v1::ExplainCauseRequest& request,
                                                                const CallTrace& trace) = 0;
  virtual absl::StatusOr<v1::SearchResponse> Search(const v1::SearchRequest& request, const CallTrace& trace) = 0;
  virtual absl::StatusOr<v1::ListCodesResponse> ListCodes(const v1::ListCodesRequest& request,
                                                          const CallTrace& trace) = 0;
  virtual absl::StatusOr<v1::ListLanguagesResponse> ListLanguages(const v1::ListLanguagesRequest& request,
                                                                  const CallTrace& trace) = 0;
  virtual absl::StatusOr<v1::ListRevisionsResponse> ListRevisions(const v1::ListRevisionsRequest& request,
                                                                  const CallTrace& trace) = 0;
};

}  // namespace sipwhy::gateway

#endif  // SIPWHY_GATEWAY_EXPLAINER_CLIENT_H_
