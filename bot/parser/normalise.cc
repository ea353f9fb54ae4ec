#include "bot/parser/normalise.h"

#include <algorithm>
#include <cstdint>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/string_view.h"
#include "bot/parser/code_point.h"
#include "unicode/normalizer2.h"
#include "unicode/uchar.h"
#include "unicode/unistr.h"

namespace sipwhy::bot {
namespace {

constexpr int kMaxCodePoints = 2000;
constexpr size_t kMaxBytes = 4 * (size_t{kMaxCodePoints} + 1);
constexpr UChar32 kReplacement = 0xFFFD;

constexpr std::pair<absl::string_view, char> kEntities[] = {{"&nbsp;", ' '}, {"&amp;", '&'},  {"&lt;", '<'},
                                                            {"&gt;", '>'},   {"&quot;", '"'}, {"\\r\\n", '\n'}};

icu::UnicodeString Decode(absl::string_view text) {
  text = text.substr(0, kMaxBytes);
  icu::UnicodeString decoded = icu::UnicodeString::fromUTF8({text.data(), static_cast<int32_t>(text.size())});
  const int32_t end = decoded.moveIndex32(0, kMaxCodePoints);
  if (end < decoded.length()) decoded.replace(end, decoded.length() - end, kReplacement);
  return decoded;
}

icu::UnicodeString WithoutDiacritics(const icu::UnicodeString& text) {
  icu::UnicodeString kept;
  for (int32_t i = 0; i < text.length(); i = text.moveIndex32(i, 1)) {
    const UChar32 c = text.char32At(i);
    if (c < 0x0300 || c > 0x036F) kept.append(c);
  }
  return kept;
}

// Folds case and compatibility forms. ICU's casefolding form also drops what is invisible.
icu::UnicodeString Fold(const icu::UnicodeString& text) {
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* nfkc_casefold = icu::Normalizer2::getNFKCCasefoldInstance(status);
  const icu::Normalizer2* nfd = icu::Normalizer2::getNFDInstance(status);
  const icu::Normalizer2* nfc = icu::Normalizer2::getNFCInstance(status);
  if (U_FAILURE(status)) return text;
  const icu::UnicodeString folded = nfkc_casefold->normalize(text, status);
  const icu::UnicodeString bare = WithoutDiacritics(nfd->normalize(folded, status));
  return nfc->normalize(bare, status);
}

bool IsLineBreak(UChar32 c) { return (c >= '\n' && c <= '\r') || c == 0x85 || c == 0x2028 || c == 0x2029; }

UChar32 PlainPunctuation(UChar32 c) {
  switch (c) {
    case 0x2018:
    case 0x2019:
    case 0x201A:
    case 0x201B:
    case 0x2032:
    case 0x02BC:
      return '\'';
    case 0x201C:
    case 0x201D:
    case 0x201E:
    case 0x201F:
    case 0x00AB:
    case 0x00BB:
    case 0x300C:
    case 0x300D:
      return '"';
    case 0x3001:
    case 0x060C:
    case 0x066C:
      return ',';
    case 0x3002:
    case 0x06D4:
    case 0x0964:
    case 0x066B:
      return '.';
    case 0x061F:
    case 0x037E:
      return '?';
    case 0x061B:
      return ';';
    case 0x066A:
      return '%';
    case 0x2044:
    case 0x2215:
      return '/';
    case 0x2212:
      return '-';
    case '`':
    case 0x00BF:
    case 0x00A1:
      return ' ';
    default:
      return u_charType(c) == U_DASH_PUNCTUATION ? '-' : c;
  }
}

UChar32 Plain(UChar32 c) {
  if (c >= '!' && c <= '~' && c != '`') return c;
  if (const int32_t digit = u_charDigitValue(c); digit >= 0) return '0' + digit;
  if (IsLineBreak(c)) return '\n';
  if (u_isUWhiteSpace(c) || u_iscntrl(c)) return ' ';
  return PlainPunctuation(c);
}

std::string PlainUnicode(absl::string_view text) {
  const icu::UnicodeString folded = Fold(Decode(text));
  icu::UnicodeString plain;
  for (int32_t i = 0; i < folded.length(); i = folded.moveIndex32(i, 1)) plain.append(Plain(folded.char32At(i)));
  std::string utf8;
  plain.toUTF8String(utf8);
  return utf8;
}

// Most messages are ASCII, which needs no tables.
std::string PlainAscii(absl::string_view text) {
  std::string plain;
  for (const char c : text.substr(0, kMaxCodePoints + 1)) {
    plain += static_cast<char>(Plain(absl::ascii_tolower(static_cast<unsigned char>(c))));
  }
  return plain;
}

std::string ToPlainUtf8(absl::string_view text) {
  const bool ascii =
      std::all_of(text.begin(), text.end(), [](char c) { return absl::ascii_isascii(static_cast<unsigned char>(c)); });
  return ascii ? PlainAscii(text) : PlainUnicode(text);
}

// Looks back from the end of each entity, so that one which was escaped twice ("&amp;nbsp;") is still seen.
std::string WithoutEntities(absl::string_view text) {
  std::string decoded;
  decoded.reserve(text.size());
  for (const char c : text) {
    decoded += c;
    if (c != ';' && c != 'n') continue;
    for (const auto& [entity, meaning] : kEntities) {
      if (!absl::EndsWith(decoded, entity)) continue;
      decoded.resize(decoded.size() - entity.size());
      decoded += meaning;
      break;
    }
  }
  return decoded;
}

// Compatibility forms may have made the text longer than it came.
std::string CutToLength(std::string text) {
  if (text.size() <= kMaxCodePoints) return text;
  size_t position = 0;
  for (int count = 0; count < kMaxCodePoints; ++count) position += CodePointAt(text, position).width;
  if (position == text.size()) return text;
  text.resize(position);
  return text + "\uFFFD";
}

}  // namespace

std::string Normalise(absl::string_view text) { return CutToLength(WithoutEntities(ToPlainUtf8(text))); }

}  // namespace sipwhy::bot
