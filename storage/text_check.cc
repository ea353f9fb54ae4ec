#include "storage/text_check.h"

#include <cstddef>

#include "absl/strings/str_format.h"

namespace sipwhy {
namespace {

struct Decoded {
  char32_t code_point;
  size_t length;  // 0 when the bytes are no UTF-8
};

constexpr Decoded kInvalid = {0, 0};

Decoded DecodeFirst(absl::string_view text) {
  const auto byte = [&](size_t i) { return static_cast<unsigned char>(text[i]); };
  if (byte(0) < 0x80) return {byte(0), 1};
  const size_t length = byte(0) >= 0xf0 ? 4 : byte(0) >= 0xe0 ? 3 : 2;
  if (byte(0) < 0xc2 || byte(0) > 0xf4 || text.size() < length) return kInvalid;
  char32_t code_point = byte(0) & (0xffu >> (length + 1));
  for (size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xc0) != 0x80) return kInvalid;
    code_point = code_point << 6 | (byte(i) & 0x3fu);
  }
  constexpr char32_t kSmallest[] = {0, 0, 0x80, 0x800, 0x10000};
  const bool surrogate = code_point >= 0xd800 && code_point <= 0xdfff;
  if (code_point < kSmallest[length] || code_point > 0x10ffff || surrogate) return kInvalid;
  return {code_point, length};
}

bool IsControl(char32_t c) { return (c < 0x20 && c != '\n' && c != '\t') || (c >= 0x7f && c < 0xa0); }

bool IsInvisible(char32_t c) {
  return c == 0x061c || c == 0x200b || c == 0x200e || c == 0x200f || c == 0xfeff || (c >= 0x202a && c <= 0x202e) ||
         (c >= 0x2066 && c <= 0x2069);
}

}  // namespace

std::optional<TextFault> FindTextFault(absl::string_view text) {
  int line = 1;
  while (!text.empty()) {
    const Decoded decoded = DecodeFirst(text);
    if (decoded.length == 0) return TextFault{line, "the bytes here are no valid UTF-8; save the file as UTF-8"};
    const auto number = static_cast<unsigned>(decoded.code_point);
    if (IsControl(decoded.code_point)) {
      return TextFault{line, absl::StrFormat("there is a control character (U+%04X); delete it", number)};
    }
    if (IsInvisible(decoded.code_point)) {
      return TextFault{line, absl::StrFormat("there is an invisible character (U+%04X); delete it", number)};
    }
    if (decoded.code_point == '\n') ++line;
    text.remove_prefix(decoded.length);
  }
  return std::nullopt;
}

}  // namespace sipwhy
