#include "bot/parser/code_point.h"

#include <algorithm>

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

}  // namespace sipwhy::bot
