#include "bot/render/text_layout.h"

#include <algorithm>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "bot/render/answer_words.h"
#include "bot/render/bidi.h"
#include "bot/render/clean_text.h"
#include "bot/render/display_width.h"
#include "bot/render/ladder_drawing.h"
#include "bot/render/line_breaking.h"

namespace sipwhy::bot {
namespace {

constexpr int kNarrowest = 40;
constexpr int kWidest = 200;
constexpr int kGap = 2;
constexpr int kNarrowestColumn = 18;
constexpr int kWidestLabel = 24;

std::string Spaces(int count) { return std::string(static_cast<size_t>(std::max(count, 0)), ' '); }

// The columns of `text` as it will be shown.
int ShownWidth(absl::string_view text) { return DisplayWidth(WithoutControls(text)); }

class Layout {
 public:
  Layout(int width, const TextStyle& style) : width_(std::clamp(width, kNarrowest, kWidest)), style_(style) {}

  std::string Run(const Answer& answer) {
    right_to_left_ = ReadsRightToLeft(answer);
    Opening(answer);
    for (const std::string& notice : answer.notices) Paragraph(notice, "");
    if (!answer.table.rows.empty()) Draw(answer.table);
    for (const Section& section : answer.sections) Draw(section);
    if (!answer.footer.empty()) Footer(answer.footer);
    return std::move(out_);
  }

 private:
  void Line(absl::string_view text) {
    const absl::string_view line = absl::StripTrailingAsciiWhitespace(text);
    absl::StrAppend(&out_, right_to_left_ ? MarkForLine(line) : "", line, "\n");
  }

  // Drawings and SIP messages go from left to right in any language.
  void Picture(absl::string_view line) { absl::StrAppend(&out_, absl::StripTrailingAsciiWhitespace(line), "\n"); }

  std::string Styled(absl::string_view mark, absl::string_view text) const {
    return mark.empty() || text.empty() ? std::string(text) : absl::StrCat(mark, text, style_.end);
  }

  void Paragraph(absl::string_view text, absl::string_view mark) {
    for (const std::string& line : BreakLines(WithoutControls(text), width_)) Line(Styled(mark, line));
  }

  // Title and lead make one sentence-like line; only the title is marked, which the first line always holds whole.
  void Opening(const Answer& answer) {
    const std::string title = WithoutControls(answer.title);
    const std::string lead = WithoutControls(answer.lead);
    if (title.empty()) return Paragraph(lead, "");
    std::vector<std::string> lines = BreakLines(lead.empty() ? title : absl::StrCat(title, ": ", lead), width_);
    const bool whole = absl::string_view(lines.front()).substr(0, title.size()) == title;
    if (whole) lines.front() = Styled(style_.title, title) + lines.front().substr(title.size());
    for (const std::string& line : lines) Line(line);
  }

  void Draw(const Table& table) {
    Line("");
    int label_width = 0;
    for (const Table::Row& row : table.rows) label_width = std::max(label_width, ShownWidth(row.label));
    label_width = std::min(label_width, kWidestLabel);
    const int columns = std::max<int>(1, static_cast<int>(table.heads.size()));
    const int column_width = (width_ - label_width - columns * kGap) / columns;
    if (columns > 1 && column_width < kNarrowestColumn) return DrawStacked(table);
    if (!table.heads.empty()) DrawRow("", table.heads, label_width, column_width, style_.heading);
    for (const Table::Row& row : table.rows) DrawRow(row.label, row.cells, label_width, column_width, "");
  }

  void DrawRow(const std::string& label, const std::vector<std::string>& cells, int label_width, int column_width,
               absl::string_view mark) {
    std::vector<std::vector<std::string>> columns;
    size_t height = 1;
    for (const std::string& cell : cells) {
      columns.push_back(BreakLines(WithoutControls(CellText(cell)), column_width));
      height = std::max(height, columns.back().size());
    }
    const std::vector<std::string> labels = BreakLines(WithoutControls(label), std::max(label_width, 1));
    height = std::max(height, labels.size());
    for (size_t i = 0; i < height; ++i) {
      const std::string name = i < labels.size() ? labels[i] : "";
      std::string line = Styled(style_.label, name) + Spaces(label_width - DisplayWidth(name));
      for (const std::vector<std::string>& column : columns) {
        const std::string text = i < column.size() ? column[i] : "";
        absl::StrAppend(&line, Spaces(kGap), Styled(mark, text), Spaces(column_width - DisplayWidth(text)));
      }
      Line(line);
    }
  }

  void DrawStacked(const Table& table) {
    for (const Table::Row& row : table.rows) {
      Paragraph(row.label, style_.label);
      for (size_t i = 0; i < row.cells.size(); ++i) {
        // A head is a code and its phrase; the code alone tells the lines apart.
        const std::string code = WithoutControls(CodeOf(table, i));
        const std::string opening = absl::StrCat(Spaces(kGap), code, Spaces(kGap));
        Hanging(opening, DisplayWidth(opening), CellText(row.cells[i]));
      }
    }
  }

  // `text` after `opening`, which takes `indent` columns, with the lines below it indented as far.
  void Hanging(const std::string& opening, int indent, absl::string_view text) {
    bool first = true;
    for (const std::string& line : BreakLines(WithoutControls(text), std::max(width_ - indent, 1))) {
      Line(absl::StrCat(first ? opening : Spaces(indent), line));
      first = false;
    }
  }

  void Draw(const Section& section) {
    Line("");
    if (!section.heading.empty()) Paragraph(section.heading, style_.heading);
    int label_width = 0;
    for (const ItemList& list : section.lists) label_width = std::max(label_width, ShownWidth(list.label));
    label_width = std::min(label_width, kWidestLabel);
    for (const ItemList& list : section.lists) Draw(list, label_width);
    if (!section.ladder.arrows.empty()) Draw(section.ladder);
    for (const std::string& line : section.verbatim) Verbatim(line);
  }

  // A line that is too long goes on indented, as SIP folds a header.
  void Verbatim(const std::string& line) {
    const std::vector<std::string> parts = BreakLines(WithoutControls(line), width_ - kGap);
    for (size_t i = 0; i < parts.size(); ++i) Picture(absl::StrCat(i == 0 ? "" : Spaces(kGap), parts[i]));
  }

  void Draw(const Ladder& ladder) {
    const std::vector<std::string> lines = DrawLadder(CleanLadder(ladder, WithoutControls), width_);
    if (lines.empty()) return ListArrows(ladder);
    for (const std::string& line : lines) Picture(line);
  }

  // What does not fit side by side, one arrow after the other.
  void ListArrows(const Ladder& ladder) {
    for (size_t i = 0; i < ladder.arrows.size(); ++i) {
      const std::string opening = absl::StrCat(i + 1, ". ");
      Hanging(opening, DisplayWidth(opening), ArrowInWords(ladder, i));
    }
  }

  void Draw(const ItemList& list, int label_width) {
    const int margin = label_width == 0 ? 0 : label_width + kGap;
    std::string label = WithoutControls(list.label);
    if (DisplayWidth(label) > label_width) {
      Paragraph(label, style_.label);
      label.clear();
    }
    for (size_t i = 0; i < list.items.size(); ++i) {
      const std::string number = list.numbered ? absl::StrCat(i + 1, ". ") : "";
      const std::string opening =
          absl::StrCat(Styled(style_.label, label), Spaces(margin - DisplayWidth(label)), number);
      Hanging(opening, margin + DisplayWidth(number), list.items[i]);
      label.clear();  // it stands before the first item alone
    }
  }

  void Footer(absl::string_view text) {
    Line("");
    Paragraph(text, style_.faint);
  }

  const int width_;
  const TextStyle& style_;
  bool right_to_left_ = false;
  std::string out_;
};

}  // namespace

std::string LayOut(const Answer& answer, int width, const TextStyle& style) { return Layout(width, style).Run(answer); }

}  // namespace sipwhy::bot
