#include "tests/bot/render/markup_check.h"

#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <cstdint>
#include <set>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"

namespace sipwhy::bot::testing {
namespace {

const std::set<absl::string_view>& ElementsWithoutEnd() {
  static const auto& kElements = *new std::set<absl::string_view>{"meta", "link", "input"};
  return kElements;
}

bool IsEntity(absl::string_view text) {
  for (const absl::string_view entity : {"&amp;", "&lt;", "&gt;", "&quot;", "&#39;"}) {
    if (absl::StartsWith(text, entity)) return true;
  }
  return false;
}

// Of the text between tags, and of the values of attributes.
std::string WrongWithText(absl::string_view text) {
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '<' || text[i] == '>') return "a bracket in text";
    if (text[i] == '&' && !IsEntity(text.substr(i))) return "an ampersand in text";
  }
  return "";
}

std::string WrongWithBytes(absl::string_view html) {
  for (int32_t at = 0; at < static_cast<int32_t>(html.size());) {
    UChar32 c = 0;
    U8_NEXT(reinterpret_cast<const uint8_t*>(html.data()), at, static_cast<int32_t>(html.size()), c);
    if (c < 0) return "bytes that are no UTF-8";
    if (u_charType(c) == U_CONTROL_CHAR && c != '\n' && c != '\t') return "a control";
  }
  return "";
}

// Of what stands in a tag after its name: ' role="img" hidden'.
std::string WrongWithAttributes(absl::string_view text) {
  std::set<absl::string_view> seen;
  while (!text.empty()) {
    if (!absl::ConsumePrefix(&text, " ")) return "no space before an attribute";
    size_t end = 0;
    while (end < text.size() && (absl::ascii_isalnum(static_cast<unsigned char>(text[end])) || text[end] == '-')) ++end;
    if (end == 0) return "an attribute without a name";
    if (!seen.insert(text.substr(0, end)).second) return "an attribute twice";
    text.remove_prefix(end);
    if (!absl::ConsumePrefix(&text, "=")) continue;
    if (!absl::ConsumePrefix(&text, "\"")) return "a value without quotes";
    const size_t quote = text.find('"');
    if (quote == absl::string_view::npos) return "a value without an end";
    if (std::string wrong = WrongWithText(text.substr(0, quote)); !wrong.empty()) return wrong;
    text.remove_prefix(quote + 1);
  }
  return "";
}

// Where the tag that `html` begins with ends: its ">", which may stand in a value as well.
size_t EndOfTag(absl::string_view html) {
  bool quoted = false;
  for (size_t i = 0; i < html.size(); ++i) {
    if (html[i] == '"') quoted = !quoted;
    if (html[i] == '>' && !quoted) return i;
  }
  return absl::string_view::npos;
}

std::string WrongWithTag(absl::string_view tag, std::vector<std::string>& open) {
  if (absl::ConsumePrefix(&tag, "/")) {
    if (open.empty() || open.back() != tag) return absl::StrCat("</", tag, "> closes nothing");
    open.pop_back();
    return "";
  }
  const bool closed = absl::ConsumeSuffix(&tag, "/");
  const absl::string_view name = tag.substr(0, tag.find(' '));
  if (name.empty()) return "a tag without a name";
  if (!closed && ElementsWithoutEnd().count(name) == 0) open.emplace_back(name);
  return WrongWithAttributes(tag.substr(name.size()));
}

}  // namespace

std::string WhatIsWrong(absl::string_view html) {
  if (std::string wrong = WrongWithBytes(html); !wrong.empty()) return wrong;
  absl::ConsumePrefix(&html, "<!DOCTYPE html>");
  std::vector<std::string> open;
  while (!html.empty()) {
    const size_t bracket = std::min(html.find('<'), html.size());
    if (std::string wrong = WrongWithText(html.substr(0, bracket)); !wrong.empty()) return wrong;
    html.remove_prefix(bracket);
    if (html.empty()) break;
    const size_t end = EndOfTag(html);
    if (end == absl::string_view::npos) return "a tag without an end";
    const std::string wrong = WrongWithTag(html.substr(1, end - 1), open);
    if (!wrong.empty()) return absl::StrCat(wrong, " at ", html.substr(0, 80));
    html.remove_prefix(end + 1);
  }
  return open.empty() ? "" : absl::StrCat("<", open.back(), "> stays open");
}

std::string ShownText(absl::string_view html) {
  std::string text;
  while (!html.empty()) {
    const size_t bracket = std::min(html.find('<'), html.size());
    absl::StrAppend(&text, html.substr(0, bracket));
    html.remove_prefix(bracket);
    const size_t end = EndOfTag(html);
    html.remove_prefix(end == absl::string_view::npos ? html.size() : end + 1);
  }
  return absl::StrReplaceAll(text, {{"&amp;", "&"}, {"&lt;", "<"}, {"&gt;", ">"}, {"&quot;", "\""}, {"&#39;", "'"}});
}

}  // namespace sipwhy::bot::testing
