#include "bot/parser/code_point.h"

#include <algorithm>

#include "unicode/uchar.h"
#include "unicode/uscript.h"

namespace sipwhy::bot {
namespace {

size_t WidthByLead(unsigned char lead) { return lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4; }

}  // namespace

CodePoint CodePointAt(absl::string_view text, size_t position) {
  if (position >= text.size()) return {0, 0};
  const auto lead = static_cast<unsigned char>(text[position]);
  const size_t width = std::min(WidthByLead(lead), text.size() - position);
  if (width == 1) return {lead, 1};
  char32_t value = lead & (0x7Fu >> width);
  for (size_t i = 1; i < width; ++i) value = value << 6 | (static_cast<unsigned char>(text[position + i]) & 0x3Fu);
  return {value, width};
}

bool IsLetter(char32_t c) {
  const auto letter = static_cast<UChar32>(c);
  return u_isalpha(letter) || (U_GET_GC_MASK(letter) & U_GC_M_MASK) != 0;
}

bool IsUnspaced(char32_t c) {
  UErrorCode status = U_ZERO_ERROR;
  switch (uscript_getScript(static_cast<UChar32>(c), &status)) {
    case USCRIPT_HAN:
    case USCRIPT_HIRAGANA:
    case USCRIPT_KATAKANA:
    case USCRIPT_HANGUL:
    case USCRIPT_THAI:
      return true;
    default:
      return c == 0x30FC;  // the long vowel of katakana belongs to two scripts
  }
}

}  // namespace sipwhy::bot
