// An ExplainerClient without a service.
#ifndef SIPWHY_TESTS_GATEWAY_SCRIPTED_EXPLAINER_CLIENT_H_
#define SIPWHY_TESTS_GATEWAY_SCRIPTED_EXPLAINER_CLIENT_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "gateway/explainer_client.h"

namespace sipwhy::gateway::testing {

// Gives the response of the method, or `status` if that is not OK, and keeps what it was asked. For one thread.
class ScriptedExplainerClient final : public ExplainerClient {
 public:
  absl::StatusOr<v1::ExplainResponse> Explain(const v1::ExplainRequest& request, const CallTrace& trace) override {
    return Answer("Explain", request, trace, explained);
  }
  absl::StatusOr<v1::CompareResponse> Compare(const v1::CompareRequest& request, const CallTrace& trace) override {
    return Answer("Compare", request, trace, compared);
  }
  absl::StatusOr<v1::ExplainCauseResponse> ExplainCause(const v1::ExplainCauseRequest& request,
                                                        const CallTrace& trace) override {
    return Answer("ExplainCause", request, trace, cause);
  }
  absl::StatusOr<v1::SearchResponse> Search(const v1::SearchRequest& request, const CallTrace& trace) override {
    return Answer("Search", request, trace, found);
  }
  absl::StatusOr<v1::ListCodesResponse> ListCodes(const v1::ListCodesRequest& request,
                                                  const CallTrace& trace) override {
    return Answer("ListCodes", request, trace, codes);
  }
  absl::StatusOr<v1::ListLanguagesResponse> ListLanguages(const v1::ListLanguagesRequest& request,
                                                          const CallTrace& trace) override {
    return Answer("ListLanguages", request, trace, languages);
  }
  absl::StatusOr<v1::ListRevisionsResponse> ListRevisions(const v1::ListRevisionsRequest& request,
                                                          const CallTrace& trace) override {
    return Answer("ListRevisions", request, trace, revisions);
  }

  absl::Status status;
  v1::ExplainResponse explained;
  v1::CompareResponse compared;
  v1::ExplainCauseResponse cause;
  v1::SearchResponse found;
  v1::ListCodesResponse codes;
  v1::ListLanguagesResponse languages;
  v1::ListRevisionsResponse revisions;

  // "Explain code: 486", oldest first.
  std::vector<std::string> asked;
  CallTrace last_trace;  // of the last call

 private:
  template <typename Request, typename Response>
  absl::StatusOr<Response> Answer(const std::string& method, const Request& request, const CallTrace& on_behalf_of,
                                  const Response& response) {
    const std::string fields = request.ShortDebugString();
    asked.push_back(fields.empty() ? method : method + " " + fields);
    last_trace = on_behalf_of;
    if (!status.ok()) return status;
    return response;
  }
};

}  // namespace sipwhy::gateway::testing

#endif  // SIPWHY_TESTS_GATEWAY_SCRIPTED_EXPLAINER_CLIENT_H_
