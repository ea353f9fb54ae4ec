// How long a text is, in the unit in which a platform counts.
#ifndef SIPWHY_BOT_RENDER_TEXT_SIZE_H_
#define SIPWHY_BOT_RENDER_TEXT_SIZE_H_

#include <cstddef>
#include <string>

#include "absl/strings/string_view.h"

namespace sipwhy::bot {

enum class TextUnit { kBytes, kUtf16, kCodePoints };

// The size of `text` (UTF-8).
size_t SizeOf(absl::string_view text, TextUnit unit);

// The longest beginning of `text` whose size is at most `most`, cut between code points and before combining marks;
// with "…" as its end when something was cut, if that has room.
std::string CutTo(absl::string_view text, size_t most, TextUnit unit);

}  // namespace sipwhy::bot

#endif  // SIPWHY_BOT_RENDER_TEXT_SIZE_H_
