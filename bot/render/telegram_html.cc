#include "bot/render/telegram_html.h"

#include <algorithm>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "bot/render/answer_words.h"
#include "bot/render/bidi.h"
#include "bot/render/clean_text.h"
#include "bot/render/fit.h"
#include "bot/render/ladder_drawing.h"
#include "bot/render/text_size.h"

namespace sipwhy::bot {
namespace {

// What a phone shows in a fixed width without breaking lines.
constexpr int kPhoneColumns = 36;
// Parts that Fit() does not shorten; with these bounds the rest always has room.
constexpr size_t kLongestTitle = 512;
constexpr size_t kLongestFooter = 512;
constexpr size_t kLongestLink = 1024;
constexpr char kWordJoiner[] = "\u2060";  // takes no room

bool IsOfAName(char c) { return absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '_'; }

// Telegram takes "@name" for a mention unless it is the end of a word, as in an address.
std::string WithoutMentions(absl::string_view text) {
  std::string out;
  for (size_t i = 0; i < text.size(); ++i) {
    out.push_back(text[i]);
    const bool within_word = i > 0 && IsOfAName(text[i - 1]);
    if (text[i] == '@' && !within_word && i + 1 < text.size() && IsOfAName(text[i + 1])) out += kWordJoiner;
  }
  return out;
}

std::string Escape(absl::string_view text) {
  return absl::StrReplaceAll(text, {{"&", "&amp;"}, {"<", "&lt;"}, {">", "&gt;"}, {"\"", "&quot;"}});
}

struct Rendered {
  std::string html;
  size_t size = 0;  // of what is shown
  size_t entities = 0;
};

class Writer {
 public:
  Rendered Run(const Answer& answer) {
    Opening(answer);
    for (const std::string& notice : answer.notices) Line(notice);
    if (!answer.table.rows.empty()) Draw(answer.table);
    for (const Section& section : answer.sections) Draw(section);
    if (!answer.link.empty() || !answer.footer.empty()) End();
    if (!answer.link.empty()) Line(answer.link);
    if (!answer.footer.empty()) {
      Marked("i", answer.footer);
      End();
    }
    return std::move(out_);
  }

 private:
  void Plain(absl::string_view text) {
    const std::string shown = WithoutMentions(OneLine(text));
    out_.size += SizeOf(shown, TextUnit::kUtf16);
    out_.html += Escape(shown);
  }

  void End() {
    out_.html += "\n";
    ++out_.size;
  }

  void Line(absl::string_view text) {
    Plain(text);
    End();
  }

  void Open(absl::string_view tag) {
    absl::StrAppend(&out_.html, "<", tag, ">");
    ++out_.entities;
  }

  void Close(absl::string_view tag) { absl::StrAppend(&out_.html, "</", tag, ">"); }

  void Marked(absl::string_view tag, absl::string_view text) {
    if (text.empty()) return;
    Open(tag);
    Plain(text);
    Close(tag);
  }

  void FixedWidth(const std::vector<std::string>& lines) {
    Open("pre");
    for (size_t i = 0; i < lines.size(); ++i) {
      if (i > 0) End();
      Plain(lines[i]);
    }
    Close("pre");
    End();
  }

  void Opening(const Answer& answer) {
    Marked("b", answer.title);
    if (!answer.title.empty() && !answer.lead.empty()) Plain(": ");
    Line(answer.lead);
  }

  void Draw(const Table& table) {
    End();
    const std::vector<std::string> heads = ShortHeads(table.heads);
    for (const Table::Row& row : table.rows) {
      Marked("b", row.label);
      if (heads.empty()) {
        Line(absl::StrCat(" ", row.cells.empty() ? kUnknown : CellText(row.cells[0])));
      } else {
        End();
        DrawCells(heads, row.cells);
      }
    }
  }

  void DrawCells(const std::vector<std::string>& heads, const std::vector<std::string>& cells) {
    for (size_t i = 0; i < std::min(heads.size(), cells.size()); ++i) {
      Line(absl::StrCat(heads[i], ": ", CellText(cells[i])));
    }
  }

  void Draw(const Section& section) {
    End();
    if (!section.heading.empty()) {
      Marked("b", section.heading);
      End();
    }
    for (const ItemList& list : section.lists) Draw(list);
    if (!section.ladder.arrows.empty()) Draw(section.ladder);
    if (!section.verbatim.empty()) FixedWidth(section.verbatim);
  }

  void Draw(const ItemList& list) {
    const bool alone = list.items.size() == 1 && !list.numbered;
    Marked("b", list.label);
    if (!list.label.empty() && alone) Plain(" ");
    if (!list.label.empty() && !alone) End();
    for (size_t i = 0; i < list.items.size(); ++i) {
      const std::string opening = list.numbered ? absl::StrCat(i + 1, ". ") : alone ? "" : "• ";
      Line(absl::StrCat(opening, list.items[i]));
    }
  }

  void Draw(const Ladder& ladder) {
    const std::vector<std::string> lines = DrawLadder(CleanLadder(ladder, OneLine), kPhoneColumns);
    if (lines.empty()) return ListArrows(ladder);
    FixedWidth(lines);
  }

  void ListArrows(const Ladder& ladder) {
    size_t number = 0;
    for (size_t i = 0; i < ladder.arrows.size(); ++i) {
      if (std::max(ladder.arrows[i].from, ladder.arrows[i].to) >= ladder.parties.size()) continue;
      Line(absl::StrCat(++number, ". ", ArrowInWords(ladder, i)));
    }
  }

  Rendered out_;
};

Rendered Render(const Answer& answer) { return Writer().Run(answer); }

bool Fits(const Answer& answer) {
  const Rendered rendered = Render(answer);
  return rendered.size <= kTelegramLongest && rendered.entities <= kTelegramMostEntities;
}

}  // namespace

std::string RenderTelegramHtml(const Answer& answer) {
  Answer bounded = IsolateLeftToRightRuns(answer);
  bounded.title = CutTo(bounded.title, kLongestTitle, TextUnit::kUtf16);
  bounded.footer = CutTo(bounded.footer, kLongestFooter, TextUnit::kUtf16);
  if (SizeOf(bounded.link, TextUnit::kUtf16) > kLongestLink) bounded.link.clear();
  return Render(Fit(bounded, Fits)).html;
}

std::string TelegramPlainText(absl::string_view html) {
  std::string text;
  bool in_tag = false;
  for (const char c : html) {
    if (c == '<') in_tag = true;
    if (!in_tag) text.push_back(c);
    if (c == '>') in_tag = false;
  }
  // In one pass, so that what is escaped twice stays escaped once.
  return absl::StrReplaceAll(text, {{"&lt;", "<"}, {"&gt;", ">"}, {"&quot;", "\""}, {"&amp;", "&"}});
}

}  // namespace sipwhy::bot
