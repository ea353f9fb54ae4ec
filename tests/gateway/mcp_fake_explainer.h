// A service for tests of the Model Context Protocol.
#ifndef SIPWHY_TESTS_GATEWAY_MCP_FAKE_EXPLAINER_H_
#define SIPWHY_TESTS_GATEWAY_MCP_FAKE_EXPLAINER_H_

#include <string>
#include <utility>

#include "absl/status/status.h"
#include "gateway/explainer_client.h"

namespace sipwhy::gateway {

inline CallTrace TraceOf(std::string request_id) {
  CallTrace trace;
  trace.request_id = std::move(request_id);
  return trace;
}

// Answers with what it was given, or fails with `failure`, and keeps the last request of each method.
class FakeExplainer final : public ExplainerClient {
 public:
  absl::StatusOr<v1::ExplainResponse> Explain(const v1::ExplainRequest& request, const CallTrace& trace) override {
    return Return(request, explain_request, trace, explain_response);
  }
  absl::StatusOr<v1::CompareResponse> Compare(const v1::CompareRequest& request, const CallTrace& trace) override {
    return Return(request, compare_request, trace, compare_response);
  }
  absl::StatusOr<v1::ExplainCauseResponse> ExplainCause(const v1::ExplainCauseRequest& request,
                                                        const CallTrace& trace) override {
    return Return(request, cause_request, trace, cause_response);
  }
  absl::StatusOr<v1::SearchResponse> Search(const v1::SearchRequest& request, const CallTrace& trace) override {
    return Return(request, search_request, trace, search_response);
  }
  absl::StatusOr<v1::ListCodesResponse> ListCodes(const v1::ListCodesRequest& /*request*/,
                                                  const CallTrace& /*trace*/) override {
    return absl::UnimplementedError("no tool lists");
  }
  absl::StatusOr<v1::ListLanguagesResponse> ListLanguages(const v1::ListLanguagesRequest& /*request*/,
                                                          const CallTrace& /*trace*/) override {
    return absl::UnimplementedError("no tool lists");
  }
  absl::StatusOr<v1::ListRevisionsResponse> ListRevisions(const v1::ListRevisionsRequest& /*request*/,
                                                          const CallTrace& /*trace*/) override {
    return absl::UnimplementedError("no tool lists");
  }

  absl::Status failure;
  int calls = 0;
  CallTrace last_trace;

  v1::ExplainRequest explain_request;
  v1::CompareRequest compare_request;
  v1::ExplainCauseRequest cause_request;
  v1::SearchRequest search_request;

  v1::ExplainResponse explain_response;
  v1::CompareResponse compare_response;
  v1::ExplainCauseResponse cause_response;
  v1::SearchResponse search_response;

 private:
  template <typename Request, typename Response>
  absl::StatusOr<Response> Return(const Request& request, Request& kept, const CallTrace& trace,
                                  const Response& response) {
    ++calls;
    kept = request;
    last_trace = trace;
    if (!failure.ok()) return failure;
    return response;
  }
};

}  // namespace sipwhy::gateway

#endif  // SIPWHY_TESTS_GATEWAY_MCP_FAKE_EXPLAINER_H_
