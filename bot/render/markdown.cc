#include "bot/render/markdown.h"

#include <algorithm>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "bot/render/answer_words.h"
#include "bot/render/bidi.h"
#include "bot/render/clean_text.h"
#include "bot/render/fit.h"
#include "bot/render/ladder_drawing.h"
#include "bot/render/web_url.h"
#include "bot/wire/form.h"

namespace sipwhy::bot {
namespace {

constexpr int kDrawingWidth = 72;
constexpr size_t kShortestFence = 3;

std::string Trimmed(absl::string_view text) { return std::string(absl::StripAsciiWhitespace(OneLine(text))); }

// `url` with nothing in it that could be markup; empty if it is no URL of a page.
std::string SafeUrl(absl::string_view url) {
  if (!IsWebUrl(url)) return "";
  std::string safe;
  for (const char c : url) {
    const bool plain = absl::ascii_isalnum(static_cast<unsigned char>(c)) || absl::StrContains("-._~:/?#&=%+,;", c);
    safe += plain ? std::string(1, c) : PercentEncode(absl::string_view(&c, 1));
  }
  return safe;
}

size_t LongestRunOfBackticks(const std::vector<std::string>& lines) {
  size_t longest = 0;
  for (const std::string& line : lines) {
    size_t run = 0;
    for (const char c : line) {
      run = c == '`' ? run + 1 : 0;
      longest = std::max(longest, run);
    }
  }
  return longest;
}

class Writer {
 public:
  explicit Writer(MarkdownEscape escape) : escape_(escape) {}

  std::string Run(const Answer& answer) && {
    Opening(answer);
    for (const std::string& notice : answer.notices) Line(EscapeMarkdown(notice, escape_));
    if (!answer.table.rows.empty()) Write(answer.table);
    for (const Section& section : answer.sections) Write(section);
    Blank();
    Line(SafeUrl(answer.link));
    Line(EscapeMarkdown(answer.footer, escape_));
    return std::string(absl::StripTrailingAsciiWhitespace(out_));
  }

 private:
  // A line that follows a list without a blank one would be part of its last item.
  void Line(absl::string_view line) {
    if (line.empty()) return;
    if (in_list_) Blank();
    absl::StrAppend(&out_, line, "\n");
  }

  void Item(absl::string_view mark, absl::string_view line) {
    if (line.empty()) return;
    absl::StrAppend(&out_, mark, line, "\n");
    in_list_ = true;
  }

  void Blank() {
    if (!out_.empty() && !absl::EndsWith(out_, "\n\n")) out_ += "\n";
    in_list_ = false;
  }

  std::string Inline(absl::string_view text, MarkdownPlace place = MarkdownPlace::kWithinLine) const {
    return EscapeMarkdown(text, escape_, place);
  }

  std::string Bold(absl::string_view text) const {
    const std::string inner = EscapeMarkdown(text, escape_);
    return inner.empty() ? "" : absl::StrCat("**", inner, "**");
  }

  void Opening(const Answer& answer) {
    const std::string title = Bold(answer.title);
    if (title.empty()) return Line(EscapeMarkdown(answer.lead, escape_));
    const std::string lead = Inline(answer.lead);
    Line(lead.empty() ? title : absl::StrCat(title, ": ", lead));
  }

  void Write(const Table& table) {
    Blank();
    if (table.heads.empty()) return WriteFacts(table);
    std::vector<std::string> heads = {""};
    for (const std::string& head : table.heads) heads.push_back(Inline(head, MarkdownPlace::kCell));
    Row(heads);
    Line(absl::StrCat("|", absl::StrJoin(std::vector<std::string>(heads.size(), "---"), "|"), "|"));
    for (const Table::Row& row : table.rows) {
      std::vector<std::string> cells = {Inline(row.label, MarkdownPlace::kCell)};
      for (const std::string& cell : row.cells) cells.push_back(Cell(cell));
      cells.resize(heads.size(), kUnknown);
      Row(cells);
    }
  }

  std::string Cell(absl::string_view text) const {
    std::string cell = Inline(text, MarkdownPlace::kCell);
    return cell.empty() ? kUnknown : cell;
  }

  void Row(const std::vector<std::string>& cells) { Line(absl::StrCat("| ", absl::StrJoin(cells, " | "), " |")); }

  // Of one code alone; a table would have an empty head.
  void WriteFacts(const Table& table) {
    for (const Table::Row& row : table.rows) Labelled(row.label, row.cells.empty() ? "" : row.cells.front());
  }

  void Labelled(absl::string_view label, absl::string_view text) {
    const std::string bold = Bold(label);
    if (bold.empty()) return Item("- ", EscapeMarkdown(text, escape_));
    const std::string inner = Inline(text);
    Item("- ", absl::StrCat(bold, ": ", inner.empty() ? kUnknown : inner));
  }

  void Write(const Section& section) {
    Blank();
    Line(Bold(section.heading));
    for (const ItemList& list : section.lists) Write(list, section.lists.size() == 1);
    if (!section.ladder.arrows.empty()) Write(section.ladder);
    if (!section.verbatim.empty()) Verbatim(section.verbatim);
  }

  void Write(const ItemList& list, bool only) {
    const bool single = list.items.size() == 1 && !list.numbered;
    if (single && !Trimmed(list.label).empty()) return Labelled(list.label, list.items.front());
    if (single && only) return Line(EscapeMarkdown(list.items.front(), escape_));
    Line(Bold(list.label));
    for (size_t i = 0; i < list.items.size(); ++i) {
      Item(list.numbered ? absl::StrCat(i + 1, ". ") : "- ", EscapeMarkdown(list.items[i], escape_));
    }
  }

  void Write(const Ladder& given) {
    const Ladder ladder = CleanLadder(given, Trimmed);
    const std::vector<std::string> drawing = DrawLadder(ladder, kDrawingWidth);
    if (!drawing.empty()) return Fence(drawing);
    for (size_t i = 0; i < ladder.arrows.size(); ++i) {
      Item(absl::StrCat(i + 1, ". "), EscapeMarkdown(ArrowInWords(ladder, i), escape_));
    }
  }

  void Verbatim(const std::vector<std::string>& lines) {
    std::vector<std::string> clean;
    for (const std::string& line : lines) {
      clean.emplace_back(absl::StripTrailingAsciiWhitespace(OneLine(line)));
    }
    Fence(clean);
  }

  // Nothing in a code block is markup but its end, which is longer than any run of backticks within.
  void Fence(const std::vector<std::string>& lines) {
    const std::string fence(std::max(kShortestFence, LongestRunOfBackticks(lines) + 1), '`');
    Line(absl::StrCat(fence, "text\n", absl::StrJoin(lines, "\n"), "\n", fence));
  }

  const MarkdownEscape escape_;
  bool in_list_ = false;
  std::string out_;
};

std::string Render(const Answer& answer, MarkdownEscape escape) { return Writer(escape).Run(answer); }

}  // namespace

std::string RenderMarkdown(const Answer& given, const MarkdownLimits& limits) {
  const Answer answer = IsolateLeftToRightRuns(given);
  const auto fits = [&](const Answer& some) { return SizeOf(Render(some, limits.escape), limits.unit) <= limits.size; };
  Answer fitted = Fit(answer, fits);
  if (!fits(fitted)) {
    // Only the title, the link or the footer is too long now.
    Answer opening;
    opening.lead = answer.title.empty() ? answer.lead : answer.title;
    fitted = Fit(opening, fits);
  }
  return Render(fitted, limits.escape);
}

}  // namespace sipwhy::bot
