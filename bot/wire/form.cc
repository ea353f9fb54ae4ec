#include "bot/wire/form.h"

#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"

namespace sipwhy::bot {
namespace {

int HexValue(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  const char small = absl::ascii_tolower(static_cast<unsigned char>(c));
  return small >= 'a' && small <= 'f' ? small - 'a' + 10 : -1;
}

std::string DecodeField(absl::string_view text) { return PercentDecode(absl::StrReplaceAll(text, {{"+", " "}})); }

}  // namespace

Form ParseForm(absl::string_view body) {
  Form form;
  for (const absl::string_view field : absl::StrSplit(body, '&', absl::SkipEmpty())) {
    const std::pair<absl::string_view, absl::string_view> parts = absl::StrSplit(field, absl::MaxSplits('=', 1));
    form.emplace(DecodeField(parts.first), DecodeField(parts.second));
  }
  return form;
}

std::string WriteForm(const Form& form) {
  std::vector<std::string> parts;
  for (const auto& [name, value] : form) parts.push_back(absl::StrCat(PercentEncode(name), "=", PercentEncode(value)));
  return absl::StrJoin(parts, "&");
}

std::string FieldOf(const Form& form, const std::string& name) {
  const auto field = form.find(name);
  return field == form.end() ? "" : field->second;
}

std::string PercentEncode(absl::string_view text) {
  std::string encoded;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (absl::ascii_isalnum(byte) || c == '-' || c == '.' || c == '_' || c == '~') {
      encoded.push_back(c);
    } else {
      absl::StrAppend(&encoded, "%", absl::AsciiStrToUpper(absl::StrCat(absl::Hex(byte, absl::kZeroPad2))));
    }
  }
  return encoded;
}

std::string PercentDecode(absl::string_view text) {
  std::string decoded;
  for (size_t i = 0; i < text.size(); ++i) {
    const bool escaped =
        text[i] == '%' && i + 2 < text.size() && HexValue(text[i + 1]) >= 0 && HexValue(text[i + 2]) >= 0;
    decoded.push_back(escaped ? static_cast<char>(HexValue(text[i + 1]) * 16 + HexValue(text[i + 2])) : text[i]);
    if (escaped) i += 2;
  }
  return decoded;
}

}  // namespace sipwhy::bot
