// The reason phrases and headers that the bot recognises in a message.
#ifndef SIPWHY_BOT_PHRASE_BOOK_H_
#define SIPWHY_BOT_PHRASE_BOOK_H_

#include <string>
#include <vector>

namespace sipwhy::bot {

struct CodePhrase {
  int code;
  std::string reason_phrase;  // "Busy Here"
  bool is_registered = true;  // false for one that gives the code another meaning: "Network Blocked"
  bool operator==(const CodePhrase&) const = default;
};

struct PhraseBook {
  // In ascending order of code, the registered phrase first; two codes may share one (406 and 606 are both "Not
  // Acceptable").
  std::vector<CodePhrase> phrases;
  // Names of headers that can tell what a code means, in small letters: "reason".
  std::vector<std::string> telling_headers;
  bool operator==(const PhraseBook&) const = default;
};

}  // namespace sipwhy::bot

#endif  // SIPWHY_BOT_PHRASE_BOOK_H_
