// The whole story of a message: parse it, ask the service, compose the answer.
#ifndef SIPWHY_BOT_BOT_H_
#define SIPWHY_BOT_BOT_H_

#include <optional>
#include <shared_mutex>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "bot/answer.h"
#include "bot/compose_answer.h"
#include "bot/knowledge_client.h"
#include "bot/message_parser.h"
#include "bot/phrase_book.h"
#include "bot/request.h"

namespace sipwhy::bot {

// What the bot remembers of one conversation. Its adapter owns it and uses it from one thread at a time.
struct Conversation {
  std::string language = "en";       // BCP 47
  std::optional<Request> last = {};  // what "full" repeats
};

struct Reply {
  Answer answer;
  bool answered = false;  // false for an error, and for a question that was not understood
};

// Turns messages into replies. Knows no chat system. Safe to call from any thread.
class Bot {
 public:
  // `client` must outlive the bot. `service_address` is what people are told when the service cannot be reached.
  Bot(KnowledgeClient& client, std::string service_address)
      : client_(client), service_address_(std::move(service_address)) {}

  // The reply to `text`, which is any bytes; nullopt when it was not meant for the bot. Takes one call
  // of the client, or one per class, and one more when it learns the phrases.
  std::optional<Reply> Handle(absl::string_view text, Addressing addressing, Conversation& conversation);

 private:
  // Fetches the reason phrases unless they are there.
  absl::Status LearnPhrases();
  // Forgets them when the service has moved on from the revision that they are from.
  void NoteRevision(int revision);
  PhraseBook phrases() const;

  Reply Perform(const Request& request, Detail detail, const Conversation& conversation);
  Reply Explain(const ExplainRequest& request, Detail detail, const Conversation& conversation);
  Reply ExplainCause(int cause, Detail detail, const Conversation& conversation);
  Reply Search(const std::string& words, const Conversation& conversation);
  Reply Compare(const CompareRequest& request, Detail detail, const Conversation& conversation);
  Reply ListClasses(const ListClassesRequest& request, const Conversation& conversation);
  Reply Fail(const absl::Status& status) const;

  KnowledgeClient& client_;
  const std::string service_address_;
  mutable std::shared_mutex mutex_;  // guards what follows
  PhraseBook phrases_;
  int phrases_revision_ = 0;
};

}  // namespace sipwhy::bot

#endif  // SIPWHY_BOT_BOT_H_
