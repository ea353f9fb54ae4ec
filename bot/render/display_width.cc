#include "bot/render/display_width.h"

#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <cstdint>

namespace sipwhy::bot {
namespace {

bool TakesNoColumn(UChar32 c) {
  switch (u_charType(c)) {
    case U_NON_SPACING_MARK:
    case U_ENCLOSING_MARK:
    case U_FORMAT_CHAR:
    case U_CONTROL_CHAR:
      return true;
    default:
      break;
  }
  // Within a syllable written letter by letter, only the first letter has columns.
  const auto syllable_part = static_cast<UHangulSyllableType>(u_getIntPropertyValue(c, UCHAR_HANGUL_SYLLABLE_TYPE));
  return syllable_part == U_HST_VOWEL_JAMO || syllable_part == U_HST_TRAILING_JAMO;
}

int WidthOf(UChar32 c) {
  if (TakesNoColumn(c)) return 0;
  const auto width = static_cast<UEastAsianWidth>(u_getIntPropertyValue(c, UCHAR_EAST_ASIAN_WIDTH));
  return width == U_EA_WIDE || width == U_EA_FULLWIDTH ? 2 : 1;
}

}  // namespace

int DisplayWidth(absl::string_view text) {
  const auto decoded = icu::UnicodeString::fromUTF8({text.data(), static_cast<int32_t>(text.size())});
  int width = 0;
  for (int32_t i = 0; i < decoded.length(); i = decoded.moveIndex32(i, 1)) width += WidthOf(decoded.char32At(i));
  return width;
}

}  // namespace sipwhy::bot
