// What the bot needs from the service.
#ifndef SIPWHY_BOT_KNOWLEDGE_CLIENT_H_
#define SIPWHY_BOT_KNOWLEDGE_CLIENT_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "sipwhy/v1/explainer.pb.h"

namespace sipwhy::bot {

// One call each. `language` is a BCP 47 tag. Every call ends within its deadline. Errors are the service's own
// (sipwhy.v1.Explainer), UNAVAILABLE when it cannot be reached, and DEADLINE_EXCEEDED when it does not answer in time.
// Safe to call from any thread.
class KnowledgeClient {
 public:
  virtual ~KnowledgeClient() = default;

  // `request` has everything but the language.
  virtual absl::StatusOr<v1::ExplainResponse> Explain(v1::ExplainRequest request, const std::string& language) = 0;

  // Two to four codes.
  virtual absl::StatusOr<v1::CompareResponse> Compare(const std::vector<int>& codes, const std::string& language) = 0;

  // A cause, 1 to 127.
  virtual absl::StatusOr<v1::ExplainCauseResponse> ExplainCause(int cause, const std::string& language) = 0;

  // A few codes for what people say, 1 to 500 bytes.
  virtual absl::StatusOr<v1::SearchResponse> Search(const std::string& query, const std::string& language) = 0;

  // Every code of a class, 1 to 6, or of all classes for 0, on one page.
  virtual absl::StatusOr<v1::ListCodesResponse> ListCodes(int response_class, const std::string& language) = 0;
};

}  // namespace sipwhy::bot

#endif  // SIPWHY_BOT_KNOWLEDGE_CLIENT_H_
