// The reason phrases that the bot recognises in a message.
#ifndef SIPWHY_BOT_PHRASE_BOOK_H_
#define SIPWHY_BOT_PHRASE_BOOK_H_

#include <string>
#include <vector>

namespace sipwhy::bot {

struct CodePhrase {
  int code;
  std::string reason_phrase;  // as registered: "Busy Here"
  bool operator==(const CodePhrase&) const = default;
};

// In ascending order of code; two codes may share a phrase (406 and 606 are both "Not Acceptable").
using PhraseBook = std::vector<CodePhrase>;

}  // namespace sipwhy::bot

#endif  // SIPWHY_BOT_PHRASE_BOOK_H_
