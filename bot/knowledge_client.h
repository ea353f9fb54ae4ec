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

  virtual absl::StatusOr<v1::ExplainResponse> Explain(int code, const std::string& language) = 0;

  // Two to four codes.
  virtual absl::StatusOr<v1::CompareResponse> Compare(const std::vector<int>& codes, const std::string& language) = 0;

  // Every code of a class, 1 to 6, or of all classes for 0, on one page.
  virtual absl::StatusOr<v1::ListCodesResponse> ListCodes(int response_class, const std::string& language) = 0;
};

}  // namespace sipwhy::bot

#endif  // SIPWHY_BOT_KNOWLEDGE_CLIENT_H_
