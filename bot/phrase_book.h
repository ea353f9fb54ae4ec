// The reason phrases, headers and languages that the bot recognises in a message.
#ifndef SIPWHY_BOT_PHRASE_BOOK_H_
#define SIPWHY_BOT_PHRASE_BOOK_H_

#include <string>
#include <utility>
#include <vector>

namespace sipwhy::bot {

struct CodePhrase {
  int code;
  std::string reason_phrase;  // "Busy Here"
  bool is_registered = true;  // false for one that gives the code another meaning: "Network Blocked"
  bool operator==(const CodePhrase&) const = default;
};

// A language that answers can be in, and how people ask for it and in it.
struct BookLanguage {
  std::string tag;                                                       // BCP 47: "ja"
  std::vector<std::string> requests = {};                                // "in Japanese", in any language
  std::vector<std::pair<std::string, std::string>> question_words = {};  // role and word
  bool operator==(const BookLanguage&) const = default;
};

struct PhraseBook {
  // In ascending order of code, the registered phrase first; two codes may share one (406 and 606 are both "Not
  // Acceptable").
  std::vector<CodePhrase> phrases = {};
  // Names of headers that can tell what a code means, in small letters: "reason".
  std::vector<std::string> telling_headers = {};
  std::vector<BookLanguage> languages = {};
  bool operator==(const PhraseBook&) const = default;
};

}  // namespace sipwhy::bot

#endif  // SIPWHY_BOT_PHRASE_BOOK_H_
