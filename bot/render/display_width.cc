#include "bot/render/display_width.h"

#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <cstdint>

namespace sipwhy::bot {
namespace {

constexpr UChar32 kSoftHyphen = 0xAD;
constexpr UChar32 kJoiner = 0x200D;
constexpr UChar32 kEmojiPresentation = 0xFE0F;

bool Has(UChar32 c, UProperty property) { return u_hasBinaryProperty(c, property) != 0; }

// Terminals show a soft hyphen wherever it is, and signs such as U+0600, which stands under a number.
bool IsSeenFormat(UChar32 c) { return c == kSoftHyphen || Has(c, UCHAR_PREPENDED_CONCATENATION_MARK); }

bool TakesNoColumn(UChar32 c) {
  switch (u_charType(c)) {
    case U_NON_SPACING_MARK:
    case U_ENCLOSING_MARK:
    case U_CONTROL_CHAR:
      return true;
    case U_FORMAT_CHAR:
      return !IsSeenFormat(c);
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

// Adds up the columns of one character after the other. Emoji of several characters take two together.
class Columns {
 public:
  void Add(UChar32 c) {
    if (c == kEmojiPresentation) {
      if (last_ == base_ && Has(base_, UCHAR_EMOJI)) Widen();
    } else if (Modifies(c) || Joins(c)) {
      Widen();
    } else if (const int width = WidthOf(c); width > 0) {
      base_ = c;
      base_width_ = width;
      total_ += width;
    }
    last_ = c;
  }

  int total() const { return total_; }

 private:
  // A tone of skin.
  bool Modifies(UChar32 c) const {
    return (last_ == base_ || last_ == kEmojiPresentation) && Has(c, UCHAR_EMOJI_MODIFIER) &&
           Has(base_, UCHAR_EMOJI_MODIFIER_BASE);
  }

  bool Joins(UChar32 c) const {
    return last_ == kJoiner && Has(base_, UCHAR_EXTENDED_PICTOGRAPHIC) && Has(c, UCHAR_EXTENDED_PICTOGRAPHIC);
  }

  void Widen() {
    total_ += 2 - base_width_;
    base_width_ = 2;
  }

  int total_ = 0;
  UChar32 base_ = 0;  // the last character with columns of its own
  int base_width_ = 2;
  UChar32 last_ = 0;
};

}  // namespace

int DisplayWidth(absl::string_view text) {
  const auto decoded = icu::UnicodeString::fromUTF8({text.data(), static_cast<int32_t>(text.size())});
  Columns columns;
  for (int32_t i = 0; i < decoded.length(); i = decoded.moveIndex32(i, 1)) columns.Add(decoded.char32At(i));
  return columns.total();
}

}  // namespace sipwhy::bot
