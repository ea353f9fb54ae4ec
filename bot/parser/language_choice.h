// Reads the words by which a person chooses the language of answers.
#ifndef SIPWHY_BOT_PARSER_LANGUAGE_CHOICE_H_
#define SIPWHY_BOT_PARSER_LANGUAGE_CHOICE_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "bot/parser/token.h"
#include "bot/phrase_book.h"

namespace sipwhy::bot {

// How people name languages, in normal form. Immutable, so safe to share between threads.
class LanguageNames {
 public:
  explicit LanguageNames(const std::vector<BookLanguage>& languages);

  // What follows "language" in `plain` (in normal form, without the name that the bot was called by): "vi" for
  // "language vi", "tieng viet" for "ngon ngu: tieng viet", "" for "language" alone. Nullopt when `plain` is anything
  // else, also when a digit follows, as in "language error 488".
  std::optional<std::string> ReadChoice(absl::string_view plain) const;

  // Takes the words that ask for a language ("in japanese", "日本語で") out of `plain`, which is in normal form, and
  // returns that language's tag; empty where there are none. Of several the longest counts.
  std::string TakeRequest(std::string& plain) const;

  // The language that `tokens` are a question in, as their words show it, or their script; empty where neither does,
  // and where it is a language that there are no answers in. Two words have to be English, since people mix English
  // ones into all languages.
  std::string LanguageOf(Tokens tokens, const Vocabulary& vocabulary) const;

 private:
  struct Request {
    std::string words;
    std::string tag;
  };
  std::vector<std::string> tags_;
  std::vector<std::string> openings_;
  std::vector<Request> requests_;  // the longest first
};

}  // namespace sipwhy::bot

#endif  // SIPWHY_BOT_PARSER_LANGUAGE_CHOICE_H_
