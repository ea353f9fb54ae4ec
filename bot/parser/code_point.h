// Walks over UTF-8 by code points.
#ifndef SIPWHY_BOT_PARSER_CODE_POINT_H_
#define SIPWHY_BOT_PARSER_CODE_POINT_H_

#include <cstddef>

#include "absl/strings/string_view.h"

namespace sipwhy::bot {

struct CodePoint {
  char32_t value;
  size_t width;  // in bytes
};

// Returns the code point of `text` at `position`, or {0, 0} at the end. `text` is valid UTF-8 and `position` the
// beginning of a code point.
CodePoint CodePointAt(absl::string_view text, size_t position);

// Whether `c` is a letter of any script, or a mark that goes with letters.
bool IsLetter(char32_t c);

// Whether `c` is of a script that is written without spaces between words.
bool IsUnspaced(char32_t c);

}  // namespace sipwhy::bot

#endif  // SIPWHY_BOT_PARSER_CODE_POINT_H_
