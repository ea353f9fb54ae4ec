#include "bot/render/text_size.h"

#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <cstdint>

#include "absl/strings/str_cat.h"

namespace sipwhy::bot {
namespace {

constexpr char kEllipsis[] = "…";

size_t SizeOfCodePoint(UChar32 c, size_t bytes, TextUnit unit) {
  switch (unit) {
    case TextUnit::kBytes:
      return bytes;
    case TextUnit::kUtf16:
      return c > 0xFFFF ? 2 : 1;
    case TextUnit::kCodePoints:
      return 1;
  }
  return bytes;
}

// Whether `c` belongs to the character before it.
bool JoinsOn(UChar32 c) {
  return c == 0x200D || u_getCombiningClass(c) != 0 || u_hasBinaryProperty(c, UCHAR_GRAPHEME_EXTEND);
}

// Moves `at` past a code point of `text` and returns it, U+FFFD for bytes that are none.
UChar32 Next(absl::string_view text, int32_t& at) {
  UChar32 c = 0;
  U8_NEXT_OR_FFFD(reinterpret_cast<const uint8_t*>(text.data()), at, static_cast<int32_t>(text.size()), c);
  return c;
}

// The bytes of the longest beginning whose size is at most `most`.
size_t Beginning(absl::string_view text, size_t most, TextUnit unit) {
  size_t size = 0;
  size_t end = 0;
  for (int32_t at = 0; at < static_cast<int32_t>(text.size());) {
    const int32_t begin = at;
    const UChar32 c = Next(text, at);
    if (!JoinsOn(c)) end = static_cast<size_t>(begin);
    size += SizeOfCodePoint(c, static_cast<size_t>(at - begin), unit);
    if (size > most) return end;
  }
  return text.size();
}

}  // namespace

size_t SizeOf(absl::string_view text, TextUnit unit) {
  if (unit == TextUnit::kBytes) return text.size();
  size_t size = 0;
  for (int32_t at = 0; at < static_cast<int32_t>(text.size());) {
    const int32_t begin = at;
    const UChar32 c = Next(text, at);
    size += SizeOfCodePoint(c, static_cast<size_t>(at - begin), unit);
  }
  return size;
}

std::string CutTo(absl::string_view text, size_t most, TextUnit unit) {
  if (SizeOf(text, unit) <= most) return std::string(text);
  const size_t ellipsis = SizeOf(kEllipsis, unit);
  if (most < ellipsis) return std::string(text.substr(0, Beginning(text, most, unit)));
  return absl::StrCat(text.substr(0, Beginning(text, most - ellipsis, unit)), kEllipsis);
}

}  // namespace sipwhy::bot
