// Cuts English text into sentences, these into the words that tell something, and these down to their stems.
#ifndef SIPWHY_SERVICE_STEMS_H_
#define SIPWHY_SERVICE_STEMS_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace sipwhy {

struct Word {
  std::string letters;  // as written, but small
  std::string stem;     // as the Snowball stemmer leaves it
  bool operator==(const Word&) const = default;
};

// "Nobody is answering!" gives "nobody" and "answering" with the stems "nobodi" and "answer": small letters, no
// punctuation, no small words; what has two forms is given in one, "doesn't" as "not" and "no one" as "nobody". Bytes
// beyond ASCII count as letters.
std::vector<Word> WordsOf(absl::string_view text);

// The sentences of `text`, which it has to outlive: each ends with its full stop, and the next begins with a capital.
std::vector<absl::string_view> SentencesOf(absl::string_view text);

}  // namespace sipwhy

#endif  // SIPWHY_SERVICE_STEMS_H_
