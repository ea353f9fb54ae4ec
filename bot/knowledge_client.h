// What the bot needs from the service.
#ifndef SIPWHY_BOT_KNOWLEDGE_CLIENT_H_
#define SIPWHY_BOT_KNOWLEDGE_CLIENT_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "sipwhy/v1/explainer.pb.h"

namespace sipwhy::bot {

// What goes with every call.
struct CallOptions {
  std::string language = "en";                   // BCP 47
  absl::Time deadline = absl::InfiniteFuture();  // the client may have an earlier one of its own
  // By which the calls of one question are found in the logs of all that had a part in it; see trace/request_id.h.
  // Where they are empty, or no good, a call gets its own.
  std::string request_id = {};
  std::string traceparent = {};  // of the question; each call is a span of its own under it
};

// One call each, which ends by its deadline. Errors are the service's own (sipwhy.v1.Explainer) with their details as
// payloads (client/call_status.h), UNAVAILABLE when it
// cannot be reached, and DEADLINE_EXCEEDED when it does not answer in time. Safe to call from any thread.
class KnowledgeClient {
 public:
  virtual ~KnowledgeClient() = default;

  // `request` has everything but the language.
  virtual absl::StatusOr<v1::ExplainResponse> Explain(v1::ExplainRequest request, const CallOptions& options) = 0;

  // Two to four codes.
  virtual absl::StatusOr<v1::CompareResponse> Compare(const std::vector<int>& codes, const CallOptions& options) = 0;

  // A cause, 1 to 127.
  virtual absl::StatusOr<v1::ExplainCauseResponse> ExplainCause(int cause, const CallOptions& options) = 0;

  // A few codes for what people say, 1 to 500 bytes.
  virtual absl::StatusOr<v1::SearchResponse> Search(const std::string& query, const CallOptions& options) = 0;

  // The languages that texts can be in; those of `options` do not matter.
  virtual absl::StatusOr<v1::ListLanguagesResponse> ListLanguages(const CallOptions& options) = 0;

  // The templates whose names begin with `prefix`.
  virtual absl::StatusOr<v1::ListTemplatesResponse> ListTemplates(const std::string& prefix,
                                                                  const CallOptions& options) = 0;

  // The newest revisions, 1 to 50 of them.
  virtual absl::StatusOr<v1::ListRevisionsResponse> ListRevisions(int most, const CallOptions& options) = 0;

  // What the newest revisions that changed something for a code, 1 to 50 of them, changed; texts in other languages
  // than the reader's and English aside.
  virtual absl::StatusOr<v1::GetCodeHistoryResponse> GetCodeHistory(int code, int most, const CallOptions& options) = 0;

  // The first rows, at most 500, that differ between two revisions.
  virtual absl::StatusOr<v1::DiffRevisionsResponse> DiffRevisions(int before, int after,
                                                                  const CallOptions& options) = 0;

  // Every code of a class, 1 to 6, or of all classes for 0, on one page.
  virtual absl::StatusOr<v1::ListCodesResponse> ListCodes(int response_class, const CallOptions& options) = 0;
};

}  // namespace sipwhy::bot

#endif  // SIPWHY_BOT_KNOWLEDGE_CLIENT_H_
