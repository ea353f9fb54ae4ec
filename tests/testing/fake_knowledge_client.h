// A KnowledgeClient without a network.
#ifndef SIPWHY_TESTS_TESTING_FAKE_KNOWLEDGE_CLIENT_H_
#define SIPWHY_TESTS_TESTING_FAKE_KNOWLEDGE_CLIENT_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "bot/knowledge_client.h"
#include "service/history_methods.h"
#include "service/methods.h"
#include "tests/testing/shipped_knowledge.h"

namespace sipwhy::testing {

// Answers from a knowledge base, the shipped one by default, as the service would, or fails with `error` while that is
// not OK. Counts its calls.
class FakeKnowledgeClient final : public bot::KnowledgeClient {
 public:
  FakeKnowledgeClient() = default;
  // `snapshot` must outlive it; histories are those of the shipped knowledge base.
  explicit FakeKnowledgeClient(const Snapshot& snapshot) : snapshot_(&snapshot) {}

  absl::Status error;
  int calls = 0;
  // Answers say that they are of this many revisions later.
  int revisions_ahead = 0;

  absl::StatusOr<v1::ExplainResponse> Explain(v1::ExplainRequest request, const bot::CallOptions& options) override {
    request.set_language_code(options.language);
    return Call<v1::ExplainResponse>(request);
  }

  absl::StatusOr<v1::CompareResponse> Compare(const std::vector<int>& codes, const bot::CallOptions& options) override {
    v1::CompareRequest request;
    request.mutable_codes()->Assign(codes.begin(), codes.end());
    request.set_language_code(options.language);
    return Call<v1::CompareResponse>(request);
  }

  absl::StatusOr<v1::ExplainCauseResponse> ExplainCause(int cause, const bot::CallOptions& options) override {
    v1::ExplainCauseRequest request;
    request.set_cause(cause);
    request.set_language_code(options.language);
    return Call<v1::ExplainCauseResponse>(request);
  }

  absl::StatusOr<v1::SearchResponse> Search(const std::string& query, const bot::CallOptions& options) override {
    v1::SearchRequest request;
    request.set_query(query);
    request.set_language_code(options.language);
    return Call<v1::SearchResponse>(request);
  }

  absl::StatusOr<v1::ListLanguagesResponse> ListLanguages(const bot::CallOptions& /*options*/) override {
    return Call<v1::ListLanguagesResponse>(v1::ListLanguagesRequest());
  }

  absl::StatusOr<v1::ListTemplatesResponse> ListTemplates(const std::string& prefix,
                                                          const bot::CallOptions& options) override {
    v1::ListTemplatesRequest request;
    request.set_prefix(prefix);
    request.set_language_code(options.language);
    return Call<v1::ListTemplatesResponse>(request);
  }

  absl::StatusOr<v1::ListRevisionsResponse> ListRevisions(int most, const bot::CallOptions& /*options*/) override {
    v1::ListRevisionsRequest request;
    request.set_page_size(most);
    v1::ListRevisionsResponse response;
    ++calls;
    if (!error.ok()) return error;
    if (absl::Status status = Answer(ShippedSnapshot(), request, &response); !status.ok()) return status;
    return response;
  }

  absl::StatusOr<v1::GetCodeHistoryResponse> GetCodeHistory(int code, int most,
                                                            const bot::CallOptions& options) override {
    v1::GetCodeHistoryRequest request;
    request.set_code(code);
    request.set_language_code(options.language);
    request.set_page_size(most);
    return CallHistory<v1::GetCodeHistoryResponse>(request);
  }

  absl::StatusOr<v1::DiffRevisionsResponse> DiffRevisions(int before, int after,
                                                          const bot::CallOptions& /*options*/) override {
    v1::DiffRevisionsRequest request;
    request.set_before(before);
    request.set_after(after);
    request.set_page_size(500);
    return CallHistory<v1::DiffRevisionsResponse>(request);
  }

  absl::StatusOr<v1::ListCodesResponse> ListCodes(int response_class, const bot::CallOptions& options) override {
    v1::ListCodesRequest request;
    request.set_response_class(static_cast<v1::ResponseClass>(response_class));
    request.set_language_code(options.language);
    return Call<v1::ListCodesResponse>(request);
  }

 private:
  template <typename Response, typename Request>
  absl::StatusOr<Response> CallHistory(const Request& request) {
    ++calls;
    if (!error.ok()) return error;
    Database database = ShippedDatabase();
    Response response;
    if (absl::Status status = Answer(ShippedSnapshot(), database, request, &response); !status.ok()) return status;
    return response;
  }

  template <typename Response, typename Request>
  absl::StatusOr<Response> Call(const Request& request) {
    ++calls;
    if (!error.ok()) return error;
    Response response;
    if (absl::Status status = Answer(*snapshot_, request, &response); !status.ok()) return status;
    response.mutable_revision()->set_number(response.revision().number() + revisions_ahead);
    return response;
  }

  const Snapshot* snapshot_ = &ShippedSnapshot();
};

}  // namespace sipwhy::testing

#endif  // SIPWHY_TESTS_TESTING_FAKE_KNOWLEDGE_CLIENT_H_
