#include "bot/render/html_text.h"

#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <cstdint>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

namespace sipwhy::bot {
namespace {

constexpr absl::string_view kRfc = "RFC ";
constexpr absl::string_view kSection = " §";
constexpr absl::string_view kReplacement = "\xEF\xBF\xBD";  // U+FFFD
constexpr size_t kMostDigits = 5;

bool IsDigit(char c) { return absl::ascii_isdigit(static_cast<unsigned char>(c)); }

// What `c` is written as; empty for what stays as it came.
absl::string_view Reference(UChar32 c) {
  switch (c) {
    case '&':
      return "&amp;";
    case '<':
      return "&lt;";
    case '>':
      return "&gt;";
    case '"':
      return "&quot;";
    case '\'':
      return "&#39;";
    default:
      return "";
  }
}

// The digits that `text` begins with.
absl::string_view Digits(absl::string_view text) {
  size_t end = 0;
  while (end < text.size() && IsDigit(text[end])) ++end;
  return text.substr(0, end);
}

// The number of a section, such as "21.4.9", that `text` begins with; empty for an appendix, which has a letter.
absl::string_view SectionNumber(absl::string_view text) {
  size_t end = Digits(text).size();
  while (end > 0 && end + 1 < text.size() && text[end] == '.' && IsDigit(text[end + 1])) {
    end += 1 + Digits(text.substr(end + 1)).size();
  }
  return text.substr(0, end);
}

// Takes " §21.4.9" from the beginning of `text` and returns its number, or takes nothing and returns nothing.
absl::string_view TakeSection(absl::string_view& text) {
  absl::string_view rest = text;
  if (!absl::ConsumePrefix(&rest, kSection)) return "";
  const absl::string_view number = SectionNumber(rest);
  if (!number.empty()) text = rest.substr(number.size());
  return number;
}

void AppendLink(absl::string_view rfc, absl::string_view section, absl::string_view name, std::string& html) {
  absl::StrAppend(&html, "<a rel=\"noreferrer\" href=\"https://www.rfc-editor.org/rfc/rfc", rfc);
  if (!section.empty()) absl::StrAppend(&html, "#section-", section);
  absl::StrAppend(&html, "\">", name, "</a>");
}

// Appends the links to the RFC whose number `text` begins with, and takes them from it.
void LinkSections(absl::string_view& text, std::string& html) {
  const absl::string_view rfc = Digits(text);
  text.remove_prefix(rfc.size());
  absl::string_view section = TakeSection(text);
  AppendLink(rfc, section, section.empty() ? absl::StrCat(kRfc, rfc) : absl::StrCat(kRfc, rfc, kSection, section),
             html);
  if (section.empty()) return;
  for (section = TakeSection(text); !section.empty(); section = TakeSection(text)) {
    html.push_back(' ');
    AppendLink(rfc, section, absl::StrCat("§", section), html);
  }
}

}  // namespace

std::string HtmlText(absl::string_view text) {
  std::string html;
  html.reserve(text.size());
  const auto* bytes = reinterpret_cast<const uint8_t*>(text.data());
  for (int32_t at = 0; at < static_cast<int32_t>(text.size());) {
    const int32_t begin = at;
    UChar32 c = 0;
    U8_NEXT(bytes, at, static_cast<int32_t>(text.size()), c);
    if (c < 0) {
      absl::StrAppend(&html, kReplacement);
    } else if (const absl::string_view reference = Reference(c); !reference.empty()) {
      absl::StrAppend(&html, reference);
    } else if (c == '\n' || c == '\t' || u_charType(c) != U_CONTROL_CHAR) {
      absl::StrAppend(&html, text.substr(static_cast<size_t>(begin), static_cast<size_t>(at - begin)));
    }
  }
  return html;
}

std::string HtmlTextWithRfcLinks(absl::string_view text) {
  std::string html;
  size_t at = 0;
  for (size_t found = text.find(kRfc); found != absl::string_view::npos; found = text.find(kRfc, at)) {
    absl::string_view rest = text.substr(found + kRfc.size());
    const size_t digits = Digits(rest).size();
    const bool is_rfc = digits > 0 && digits <= kMostDigits && rest[0] != '0';
    absl::StrAppend(&html, HtmlText(text.substr(at, found - at)), is_rfc ? "" : kRfc);
    if (is_rfc) LinkSections(rest, html);
    at = text.size() - rest.size();
  }
  return absl::StrCat(html, HtmlText(text.substr(at)));
}

}  // namespace sipwhy::bot
