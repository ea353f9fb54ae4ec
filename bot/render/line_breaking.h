// Breaks text into lines.
#ifndef SIPWHY_BOT_RENDER_LINE_BREAKING_H_
#define SIPWHY_BOT_RENDER_LINE_BREAKING_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace sipwhy::bot {

// `text` as lines of at most `width` columns, broken where Unicode Standard Annex 14 allows: at spaces, between
// ideographs, never before a closing bracket. A word that is wider than a line stands on its own, too wide. White
// space at line ends is dropped. At least one line; `width` is at least 1.
std::vector<std::string> BreakLines(absl::string_view text, int width);

}  // namespace sipwhy::bot

#endif  // SIPWHY_BOT_RENDER_LINE_BREAKING_H_
