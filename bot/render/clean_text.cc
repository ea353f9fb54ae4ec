#include "bot/render/clean_text.h"

#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <cstdint>
#include <utility>

namespace sipwhy::bot {
namespace {

constexpr UChar32 kNothing = -1;

UChar32 UnlessControl(UChar32 c) {
  if (c == '\n' || c == '\t') return ' ';
  return u_charType(c) == U_CONTROL_CHAR ? kNothing : c;
}

UChar32 UnlessLineEnd(UChar32 c) { return c == 0x2028 || c == 0x2029 ? ' ' : UnlessControl(c); }

UChar32 UnlessTurn(UChar32 c) {
  const bool turns = (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
  return turns ? kNothing : UnlessLineEnd(c);
}

std::string Rewritten(absl::string_view text, UChar32 (*rewrite)(UChar32)) {
  const auto decoded = icu::UnicodeString::fromUTF8({text.data(), static_cast<int32_t>(text.size())});
  icu::UnicodeString clean;
  for (int32_t i = 0; i < decoded.length(); i = decoded.moveIndex32(i, 1)) {
    if (const UChar32 c = rewrite(decoded.char32At(i)); c != kNothing) clean.append(c);
  }
  std::string utf8;
  return clean.toUTF8String(utf8);
}

}  // namespace

std::string WithoutControls(absl::string_view text) { return Rewritten(text, UnlessControl); }

std::string OneLine(absl::string_view text) { return Rewritten(text, UnlessLineEnd); }

std::string OneLineWithoutTurns(absl::string_view text) { return Rewritten(text, UnlessTurn); }

Ladder CleanLadder(Ladder ladder, std::string (*clean)(absl::string_view text)) {
  for (std::string& party : ladder.parties) party = clean(party);
  for (Ladder::Arrow& arrow : ladder.arrows) arrow.message = clean(arrow.message);
  return ladder;
}

void ChangeSentences(Answer& answer, const std::function<void(std::string&)>& change) {
  for (std::string* text : {&answer.title, &answer.lead, &answer.footer}) change(*text);
  for (std::string* text : {&answer.shortened, &answer.shortened_with_link}) change(*text);
  for (std::string& notice : answer.notices) change(notice);
  for (std::string& head : answer.table.heads) change(head);
  for (Table::Row& row : answer.table.rows) {
    change(row.label);
    for (std::string& cell : row.cells) change(cell);
  }
  for (Section& section : answer.sections) {
    change(section.heading);
    for (ItemList& list : section.lists) {
      change(list.label);
      for (std::string& item : list.items) change(item);
    }
  }
}

Answer CleanAnswer(Answer answer, std::string (*clean)(absl::string_view text)) {
  ChangeSentences(answer, [clean](std::string& text) { text = clean(text); });
  for (Section& section : answer.sections) {
    section.ladder = CleanLadder(std::move(section.ladder), clean);
    for (std::string& line : section.verbatim) line = clean(line);
  }
  return answer;
}

}  // namespace sipwhy::bot
