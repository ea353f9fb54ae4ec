// Cuts normalised text into words, numbers and symbols.
#ifndef SIPWHY_BOT_PARSER_TOKEN_H_
#define SIPWHY_BOT_PARSER_TOKEN_H_

#include <cstddef>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "bot/parser/words.h"

namespace sipwhy::bot {

struct Token {
  enum class Kind {
    kWord,    // letters; "sip/2.0", "http/1.1" and "q.850" are words too
    kNumber,  // a whole run of digits
    kClass,   // "4xx", "4**"
    kSymbol,  // one code point
    kLineBreak,
  };
  Kind kind = Kind::kSymbol;
  absl::string_view text;
  bool spaced = false;           // white space, a line break or the beginning comes before it
  int value = kNoValue;          // of a number of at most six digits without leading zero, or of a class
  Roles roles = 0;               // of a word
  LanguageBits telling = 0;      // of a word: see KnownWord
  bool unspaced_script = false;  // a word of a script that is written without spaces

  static constexpr int kNoValue = -1;

  bool IsWord() const { return kind == Kind::kWord; }
  bool IsNumber() const { return kind == Kind::kNumber; }
  bool IsSymbol(absl::string_view symbol) const { return kind == Kind::kSymbol && text == symbol; }
  bool Has(Roles any_of) const { return (roles & any_of) != 0; }
};

using Tokens = absl::Span<const Token>;

// Returns the tokens of `text`, which is in normal form and must outlive them; `vocabulary` tells what words do. A
// suffix that hangs on a number by an apostrophe ("486's") and the number of a list item ("1. ") are left out.
std::vector<Token> ScanTokens(absl::string_view text, const Vocabulary& vocabulary);

}  // namespace sipwhy::bot

#endif  // SIPWHY_BOT_PARSER_TOKEN_H_
