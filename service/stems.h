// Cuts text into sentences, these into the words that tell something, and these down to their stems.
#ifndef SIPWHY_SERVICE_STEMS_H_
#define SIPWHY_SERVICE_STEMS_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace sipwhy {

struct Word {
  std::string letters;  // as written, but small and, except in English, bare
  std::string stem;     // as the Snowball stemmer leaves it
  double weight = 1;    // how much its form lets it tell, above 0 and up to 1; the same for the same letters
  bool is_bare = true;  // whether it was written without diacritics
  bool operator==(const Word&) const = default;
};

// The words of an English text: "Nobody is answering!" gives "nobody" and "answering" with the stems "nobodi" and
// "answer": small letters, no punctuation, no small words; what has two forms is given in one, "doesn't" as "not" and
// "no one" as "nobody". Bytes beyond ASCII count as letters.
std::vector<Word> WordsOf(absl::string_view text);

// The words of a text in `language`, a BCP 47 tag; of an English one as above. All else comes from ICU and libstemmer,
// so that a new language needs no code; what neither knows is cut at its white space, and its words are their stems.
// - Letters are small, and those that people exchange have one form: Arabic and Hindi without vowel signs and nuktas,
//   alef without hamza. Stems keep diacritics, since "cấm" is not "cảm"; letters do not, since many leave them out.
// - Thai and the like are cut by ICU's dictionaries. Han, Kana and Hangul come as overlapping pairs of characters,
// since
//   people and dictionaries part them in different ways, and particles stick to them.
// - There are no lists of small words. Words of one or two letters tell half of what others do, and pairs less.
// `text` is UTF-8; what is not parts words.
std::vector<Word> WordsOf(absl::string_view text, const std::string& language);

// The sentences of an English `text`, which it has to outlive: each ends with its full stop, and the next begins with a
// capital.
std::vector<absl::string_view> SentencesOf(absl::string_view text);

// The same for a text in `language`, by ICU's rules where that is not English.
std::vector<absl::string_view> SentencesOf(absl::string_view text, const std::string& language);

}  // namespace sipwhy

#endif  // SIPWHY_SERVICE_STEMS_H_
