#include "bot/render/slack_message.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/string_view.h"
#include "bot/render/answer_words.h"
#include "bot/render/bidi.h"
#include "bot/render/clean_text.h"
#include "bot/render/fit.h"
#include "bot/render/ladder_drawing.h"
#include "bot/render/text_size.h"
#include "bot/render/web_url.h"
#include "bot/wire/json.h"

namespace sipwhy::bot {
namespace {

using nlohmann::json;

constexpr size_t kMostBlocks = 50;
constexpr size_t kMostText = 3000;
constexpr size_t kMostFields = 10;
constexpr size_t kMostField = 2000;
constexpr size_t kMostTogether = 13'000;
constexpr size_t kMostFallback = 3000;

// Of these Fit() takes away lines alone. The others together are below all limits, also if JSON escapes each sign.
constexpr size_t kMostLine = 2000;
constexpr size_t kMostTitle = 300;
constexpr size_t kMostName = 100;
constexpr size_t kMostLink = 500;
constexpr size_t kMostFooter = 1000;

constexpr size_t kLongestEscape = 5;  // "&amp;"
constexpr int kLadderWidth = 40;      // what a phone has room for
constexpr char kNothing[] = "…";      // Slack takes no empty message
constexpr char kFence[] = "```";

// Without what would end a code block.
std::string Clean(absl::string_view text) {
  std::string clean;
  for (const char c : OneLine(text)) {
    if (c == '`' && absl::EndsWith(clean, "`")) clean += "\u200b";
    clean.push_back(c);
  }
  return clean;
}

std::string Escape(absl::string_view text) {
  return absl::StrReplaceAll(text, {{"&", "&amp;"}, {"<", "&lt;"}, {">", "&gt;"}});
}

// `text` ready to be shown, in at most `most` bytes.
std::string Shown(absl::string_view text, size_t most) {
  const std::string cleaned = Clean(text);
  const absl::string_view clean = absl::StripAsciiWhitespace(cleaned);
  std::string shown = Escape(clean);
  for (size_t kept = std::min(clean.size(), most); shown.size() > most;) {
    shown = Escape(CutTo(clean, kept, TextUnit::kBytes));
    if (shown.size() > most) kept -= std::min(kept, (shown.size() - most) / kLongestEscape + 1);
  }
  return shown;
}

// How names stand out; they do not in what is read aloud.
enum class Names { kBold, kPlain };

// A name with a star in it would end its own bold type.
std::string Named(absl::string_view text, Names names) {
  const std::string name = Shown(text, kMostTitle);
  return names == Names::kPlain || name.empty() || absl::StrContains(name, "*") ? name : absl::StrCat("*", name, "*");
}

// "name: text", or what there is of it.
std::string Line(const std::string& name, const std::string& text) {
  return absl::StrCat(name, name.empty() || text.empty() ? "" : ": ", text);
}

void Append(std::string line, std::vector<std::string>& lines) {
  if (!line.empty()) lines.push_back(std::move(line));
}

std::vector<std::string> OpeningLines(const Answer& answer, Names names) {
  std::vector<std::string> lines;
  Append(Line(Named(answer.title, names), Shown(answer.lead, kMostLine)), lines);
  for (const std::string& notice : answer.notices) Append(Shown(notice, kMostLine), lines);
  return lines;
}

std::vector<std::string> ColumnNames(const Table& table) {
  std::vector<std::string> heads;
  for (const std::string& head : table.heads) heads.push_back(Shown(head, kMostName));
  return ShortHeads(heads);
}

std::string ShownCell(const std::string& cell) { return CellText(Shown(cell, kMostLine)); }

// The name of the row, and a line for each cell.
std::vector<std::string> RowLines(const Table::Row& row, const std::vector<std::string>& columns, Names names) {
  std::vector<std::string> lines;
  Append(Named(row.label, names), lines);
  for (size_t i = 0; i < row.cells.size(); ++i) {
    lines.push_back(Line(i < columns.size() ? columns[i] : "", ShownCell(row.cells[i])));
  }
  return lines;
}

// A row of a table without heads.
std::string FactLine(const Table::Row& row, Names names) {
  return Line(Named(row.label, names), row.cells.empty() ? kUnknown : ShownCell(row.cells.front()));
}

void AppendItems(const ItemList& list, Names names, std::vector<std::string>& lines) {
  const std::string name = Named(list.label, names);
  if (list.items.size() == 1 && !list.numbered) return Append(Line(name, Shown(list.items.front(), kMostLine)), lines);
  Append(name, lines);
  for (size_t i = 0; i < list.items.size(); ++i) {
    lines.push_back(absl::StrCat(list.numbered ? absl::StrCat(i + 1, ". ") : "• ", Shown(list.items[i], kMostLine)));
  }
}

// A ladder that is not drawn.
void AppendArrows(Ladder ladder, std::vector<std::string>& lines) {
  for (std::string& party : ladder.parties) party = Shown(party, kMostName);
  for (size_t i = 0; i < ladder.arrows.size(); ++i) {
    ladder.arrows[i].message = Shown(ladder.arrows[i].message, kMostLine);
    lines.push_back(absl::StrCat(i + 1, ". ", ArrowInWords(ladder, i)));
  }
}

std::vector<std::string> Draw(const Ladder& ladder) { return DrawLadder(CleanLadder(ladder, Clean), kLadderWidth); }

bool MayBeLinked(absl::string_view url) {
  return IsPlainWebUrl(url) && url.find_first_of("|`") == absl::string_view::npos && Escape(url).size() <= kMostLink;
}

json TextObject(const std::string& text) { return {{"type", "mrkdwn"}, {"text", text}, {"verbatim", true}}; }

// The blocks of an answer, as many as it needs.
class Blocks {
 public:
  explicit Blocks(const Answer& answer) {
    AddLines(OpeningLines(answer, Names::kBold));
    answer.table.heads.empty() ? AddFacts(answer.table) : AddComparison(answer.table);
    for (const Section& section : answer.sections) Add(section);
    AddContext(answer);
    if (blocks_.empty()) AddLines({kNothing});
  }

  bool fits() const { return !too_long_ && blocks_.size() <= kMostBlocks && DumpSafe(blocks_).size() <= kMostTogether; }

  json Take() { return std::move(blocks_); }

 private:
  // Slack would hide what is long behind "see more" ("Section block", expand).
  void AddText(const std::string& text) {
    too_long_ = too_long_ || text.size() > kMostText;
    blocks_.push_back({{"type", "section"}, {"text", TextObject(text)}, {"expand", true}});
  }

  // In as few sections as hold them.
  void AddLines(const std::vector<std::string>& lines) {
    std::string text;
    for (const std::string& line : lines) {
      if (!text.empty() && text.size() + 1 + line.size() > kMostText) {
        AddText(text);
        text.clear();
      }
      absl::StrAppend(&text, text.empty() ? "" : "\n", line);
    }
    if (!text.empty()) AddText(text);
  }

  void AddFacts(const Table& table) {
    std::vector<std::string> lines;
    for (const Table::Row& row : table.rows) lines.push_back(FactLine(row, Names::kBold));
    AddLines(lines);
  }

  void AddComparison(const Table& table) {
    const std::vector<std::string> columns = ColumnNames(table);
    json fields = json::array();
    for (const Table::Row& row : table.rows) {
      const std::vector<std::string> lines = RowLines(row, columns, Names::kBold);
      const std::string text = absl::StrJoin(lines, "\n");
      if (text.empty()) continue;
      const bool has_room = text.size() <= kMostField;
      if (!has_room || fields.size() == kMostFields) AddFields(std::exchange(fields, json::array()));
      if (has_room) {
        fields.push_back(TextObject(text));
      } else {
        AddLines(lines);
      }
    }
    AddFields(std::move(fields));
  }

  void AddFields(json fields) {
    if (!fields.empty()) blocks_.push_back({{"type", "section"}, {"fields", std::move(fields)}});
  }

  void Add(const Section& section) {
    const std::vector<std::string> drawing = Draw(section.ladder);
    const std::string heading = Named(section.heading, Names::kBold);
    if (!drawing.empty()) return AddCode(heading, drawing);
    if (!section.verbatim.empty()) return AddCode(heading, section.verbatim);
    std::vector<std::string> lines;
    Append(heading, lines);
    for (const ItemList& list : section.lists) AppendItems(list, Names::kBold, lines);
    AppendArrows(section.ladder, lines);
    AddLines(lines);
  }

  void AddCode(const std::string& heading, const std::vector<std::string>& code) {
    std::vector<std::string> lines;
    Append(heading, lines);
    lines.emplace_back(kFence);
    for (const std::string& line : code) lines.push_back(Escape(absl::StripTrailingAsciiWhitespace(Clean(line))));
    lines.emplace_back(kFence);
    AddText(absl::StrJoin(lines, "\n"));
  }

  void AddContext(const Answer& answer) {
    std::vector<std::string> lines;
    if (MayBeLinked(answer.link)) lines.push_back(absl::StrCat("<", Escape(answer.link), ">"));
    Append(Shown(answer.footer, kMostFooter), lines);
    if (lines.empty()) return;
    blocks_.push_back({{"type", "context"}, {"elements", json::array({TextObject(absl::StrJoin(lines, "\n"))})}});
  }

  json blocks_ = json::array();
  bool too_long_ = false;
};

// A drawing says nothing when it is read aloud.
void AppendSection(const Section& section, std::vector<std::string>& lines) {
  Append(Named(section.heading, Names::kPlain), lines);
  for (const ItemList& list : section.lists) AppendItems(list, Names::kPlain, lines);
  AppendArrows(section.ladder, lines);
  for (const std::string& line : section.verbatim) Append(Shown(line, kMostLine), lines);
}

std::string WriteFallback(const Answer& answer) {
  std::vector<std::string> lines = OpeningLines(answer, Names::kPlain);
  const std::vector<std::string> columns = ColumnNames(answer.table);
  for (const Table::Row& row : answer.table.rows) {
    lines.push_back(columns.empty() ? FactLine(row, Names::kPlain)
                                    : absl::StrJoin(RowLines(row, columns, Names::kPlain), "\n"));
  }
  for (const Section& section : answer.sections) AppendSection(section, lines);
  if (MayBeLinked(answer.link)) lines.push_back(Escape(answer.link));
  Append(Shown(answer.footer, kMostFooter), lines);
  return lines.empty() ? kNothing : absl::StrJoin(lines, "\n");
}

bool FallbackFits(const Answer& answer) { return SizeOf(WriteFallback(answer), TextUnit::kUtf16) <= kMostFallback; }

}  // namespace

json RenderSlackMessage(const Answer& given) {
  const Answer answer = IsolateLeftToRightRuns(CleanAnswer(given, OneLineWithoutTurns));
  const Answer shown = Fit(answer, [](const Answer& candidate) { return Blocks(candidate).fits(); });
  return {{"text", WriteFallback(Fit(answer, FallbackFits))}, {"blocks", Blocks(shown).Take()}};
}

}  // namespace sipwhy::bot
