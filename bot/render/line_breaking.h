// Breaks text into lines.
#ifndef SIPWHY_BOT_RENDER_LINE_BREAKING_H_
#define SIPWHY_BOT_RENDER_LINE_BREAKING_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace sipwhy::bot {

// `text` as lines of at most `width` columns, broken where Unicode Standard Annex 14 allows: at spaces, between
// ideographs and words of Thai, never before a closing bracket nor within a grapheme cluster. A word that is wider than
// a line stands on its own, too wide. White space at line ends is dropped. Isolates (bidi.h) that a line leaves open
// end there and begin again on the next. At least one line; `width` is at least 1.
std::vector<std::string> BreakLines(absl::string_view text, int width);

}  // namespace sipwhy::bot

#endif  // SIPWHY_BOT_RENDER_LINE_BREAKING_H_
