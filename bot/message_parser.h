// Turns the words of a chat message into a Request. Pure: no clock, no network, no state.
#ifndef SIPWHY_BOT_MESSAGE_PARSER_H_
#define SIPWHY_BOT_MESSAGE_PARSER_H_

#include <string>

#include "absl/strings/string_view.h"
#include "bot/parser/language_choice.h"
#include "bot/parser/phrase_matcher.h"
#include "bot/parser/words.h"
#include "bot/phrase_book.h"
#include "bot/request.h"

namespace sipwhy::bot {

// Whether the message was meant for the bot: a direct message, a mention or the console (kAddressed), or a
// message in a channel that the bot only reads along (kOverheard), where it answers a bare "301 vs 408" alone.
enum class Addressing { kAddressed, kOverheard };

struct ParsedMessage {
  Request request;
  bool in_full = false;             // the person asked for every section ("301 vs 408 full")
  std::string asked_language = {};  // the tag of the language that the person asked for ("301 vs 408 in Japanese")
  std::string shown_language = {};  // that of the language that the question is in, where it shows
  bool operator==(const ParsedMessage&) const = default;
};

// Knows the reason phrases and languages of one revision. Immutable, so safe to share between threads.
class MessageParser {
 public:
  explicit MessageParser(PhraseBook phrases);

  // Understands `text`, which is any bytes: invalid UTF-8 is read as U+FFFD, and what comes after 2,000 code points is
  // ignored. Never fails: what names no code is a SearchRequest if addressed, else a NoRequest. Time is linear in the
  // length of `text`.
  ParsedMessage Parse(absl::string_view text, Addressing addressing) const;

  const PhraseBook& phrases() const { return phrases_; }

 private:
  ParsedMessage ParseAddressed(std::string plain) const;
  ParsedMessage ParseWords(absl::string_view plain, Tokens tokens) const;

  // What is made of `phrases_` takes longer to make than a message takes to read.
  const PhraseBook phrases_;
  const Vocabulary vocabulary_;
  const LanguageNames languages_;
  const PhraseMatcher matcher_;
};

}  // namespace sipwhy::bot

#endif  // SIPWHY_BOT_MESSAGE_PARSER_H_
