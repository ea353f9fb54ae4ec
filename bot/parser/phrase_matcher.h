// Finds reason phrases in a message, with the slips that people make in typing them.
#ifndef SIPWHY_BOT_PARSER_PHRASE_MATCHER_H_
#define SIPWHY_BOT_PARSER_PHRASE_MATCHER_H_

#include <string>
#include <vector>

#include "bot/parser/token.h"
#include "bot/phrase_book.h"

namespace sipwhy::bot {

struct PhraseMatch {
  size_t begin, end;       // tokens [begin, end)
  std::vector<int> codes;  // every code with this phrase, in ascending order
  size_t letters;          // of the phrase, without spaces
  int typos;
  std::string reason_phrase;  // as in the book
};

// How sure a match must be.
enum class Care {
  // The message holds little else. A phrase may have one typo from six letters on, two from ten.
  kLenient,
  // The words stand in a sentence. A phrase must be long or of several words; typos only in its long words.
  kStrict,
};

class PhraseMatcher {
 public:
  // `vocabulary` is needed for the making alone.
  PhraseMatcher(const PhraseBook& phrases, const Vocabulary& vocabulary);

  // Returns the matches in `tokens` in their order, none overlapping another: of two that would, the longer phrase.
  std::vector<PhraseMatch> FindAll(Tokens tokens, Care care) const;

 private:
  struct Phrase {
    std::vector<std::string> words;
    std::string letters;  // the words without the space between
    std::vector<int> codes;
    std::string reason_phrase;
  };
  struct Candidate;

  void Add(int code, const std::string& reason_phrase, const Vocabulary& vocabulary);
  void FindFrom(Tokens tokens, size_t begin, Care care, std::vector<Candidate>& found) const;

  std::vector<Phrase> phrases_;
  size_t most_words_ = 0;
};

}  // namespace sipwhy::bot

#endif  // SIPWHY_BOT_PARSER_PHRASE_MATCHER_H_
