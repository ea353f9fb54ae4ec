// The whole story of a question: parse it, ask the service, compose the answer.
#ifndef SIPWHY_BOT_BOT_H_
#define SIPWHY_BOT_BOT_H_

#include <map>
#include <memory>
#include <optional>
#include <shared_mutex>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "bot/compose_answer.h"
#include "bot/conversation.h"
#include "bot/knowledge_client.h"
#include "bot/message_parser.h"
#include "bot/phrase_book.h"
#include "bot/reply.h"
#include "bot/request.h"
#include "bot/speech.h"

namespace sipwhy::bot {

// Whether "full" after it means this request.
bool CanBeRepeated(const Request& request);

struct BotOptions {
  // What people are told when the service cannot be reached; empty in a chat, where it is nobody's business.
  std::string service_address = {};
  std::string public_url = {};  // of the web page, without a slash at its end; empty where there is none to link to
};

// Turns messages into replies. Knows no chat system. Safe to call from any thread.
class Bot {
 public:
  // `client` must outlive the bot.
  Bot(KnowledgeClient& client, BotOptions options) : client_(client), options_(std::move(options)) {}

  // The reply to `text`, which is any bytes; nullopt when it was not meant for the bot. Takes one call of the client,
  // or one per class, and up to three more when it learns the phrases and the language; all of them end by `deadline`.
  // It is in the language that the message asks for ("in Japanese"), else the one that was chosen for the conversation,
  // else the one that the question is in, else the usual one.
  std::optional<Reply> Handle(absl::string_view text, Addressing addressing, Conversation& conversation,
                              absl::Time deadline);

  // What an addressed `text` says, without answering it. Takes calls by `deadline` when it learns the phrases.
  ParsedMessage Read(absl::string_view text, absl::Time deadline);

  // The languages that answers can be in, in one call by `deadline`.
  absl::StatusOr<v1::ListLanguagesResponse> Languages(absl::Time deadline);

  // What the bot says of its own accord in `language` (BCP 47), in a call by `deadline` the first time.
  std::shared_ptr<const Speech> SpeechIn(const std::string& language, absl::Time deadline);

 private:
  // What a question is asked with.
  struct Asking {
    CallOptions call;
    const Speech& speech;
  };

  // Fetches the reason phrases and languages unless they are there.
  absl::Status LearnPhrases(const CallOptions& call);
  // Forgets them when the service has moved on from the revision that they are from.
  void NoteRevision(int revision);
  std::shared_ptr<const MessageParser> parser() const;

  std::shared_ptr<const Speech> SpeechFor(const CallOptions& call);
  Reply AnswerMessage(const ParsedMessage& message, const absl::Status& learnt, Conversation& conversation,
                      const CallOptions& call);
  Reply Perform(const Request& request, Detail detail, Conversation& conversation, const Asking& asking);
  Reply Explain(const ExplainRequest& request, Detail detail, const Asking& asking);
  Reply ExplainCause(int cause, Detail detail, const Asking& asking);
  Reply Search(const std::string& words, const Asking& asking);
  Reply Compare(const CompareRequest& request, Detail detail, const Asking& asking);
  Reply TellNews(const Asking& asking);
  Reply TellHistory(int code, Detail detail, const Asking& asking);
  Reply TellDiff(const DiffRequest& request, const Asking& asking);
  Reply ListClasses(const ListClassesRequest& request, const Asking& asking);
  Reply ChooseLanguage(const std::string& wanted, Conversation& conversation, const Asking& asking);
  Reply Fail(const absl::Status& status, const Speech& speech) const;
  std::string LinkTo(const std::vector<int>& codes, const std::string& language) const;

  KnowledgeClient& client_;
  const BotOptions options_;
  mutable std::shared_mutex mutex_;  // guards what follows
  std::shared_ptr<const MessageParser> parser_ = std::make_shared<MessageParser>(PhraseBook());
  std::map<std::string, std::shared_ptr<const Speech>> speeches_;  // by the tag that was asked for
  int phrases_revision_ = 0;                                       // that parser and speeches are from; 0 to fetch them
};

}  // namespace sipwhy::bot

#endif  // SIPWHY_BOT_BOT_H_
