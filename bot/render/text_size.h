// How long a text is, in the unit in which a platform counts.
#ifndef SIPWHY_BOT_RENDER_TEXT_SIZE_H_
#define SIPWHY_BOT_RENDER_TEXT_SIZE_H_

#include <cstddef>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace sipwhy::bot {

enum class TextUnit { kBytes, kUtf16, kCodePoints };

// The size of `text` (UTF-8).
size_t SizeOf(absl::string_view text, TextUnit unit);

// Where the letters of `text` end as a reader sees them: its grapheme clusters (Unicode Standard Annex 29), the bytes
// from its beginning to the end of each. Conjuncts of Indic scripts are one. Bytes that are no UTF-8 stand for U+FFFD.
std::vector<size_t> ClusterEnds(absl::string_view text);

// The longest beginning of `text` whose size is at most `most`, cut between clusters; with "…" as its end when
// something was cut, if that has room. Isolates (bidi.h) that are open there are closed.
std::string CutTo(absl::string_view text, size_t most, TextUnit unit);

}  // namespace sipwhy::bot

#endif  // SIPWHY_BOT_RENDER_TEXT_SIZE_H_
