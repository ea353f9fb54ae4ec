#include "bot/render/teams_card.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "bot/render/answer_words.h"
#include "bot/render/bidi.h"
#include "bot/render/clean_text.h"
#include "bot/render/fit.h"
#include "bot/render/ladder_drawing.h"
#include "bot/render/markdown_escape.h"
#include "bot/render/text_size.h"
#include "bot/render/web_url.h"
#include "bot/wire/json.h"

namespace sipwhy::bot {
namespace {

using nlohmann::json;

constexpr size_t kMostCardBytes = 18'000;
constexpr size_t kMostTextBytes = 8'000;
constexpr size_t kMostTitle = 300;  // code points, as are those that follow
constexpr size_t kMostFooter = 800;
constexpr size_t kMostFallbackLead = 500;
constexpr size_t kMostSummary = 200;
constexpr size_t kMostLink = 500;
constexpr size_t kMostLinkLabel = 40;
constexpr int kLadderWidth = 40;  // what a phone has room for; wider ones are listed
constexpr char kNothing[] = "…";
constexpr char kNoBreakSpace[] = "\u00a0";

bool MayBeLinked(absl::string_view url) { return url.size() <= kMostLink && IsPlainWebUrl(url); }

// The link without what every link has.
std::string LinkLabel(absl::string_view link) {
  if (!absl::ConsumePrefix(&link, "https://")) absl::ConsumePrefix(&link, "http://");
  absl::ConsumeSuffix(&link, "/");
  return CutTo(link, kMostLinkLabel, TextUnit::kCodePoints);
}

Answer Readable(const Answer& answer) { return IsolateLeftToRightRuns(CleanAnswer(answer, OneLineWithoutTurns)); }

// Title, footer and link are what Fit() never shortens.
Answer WithinReason(const Answer& given) {
  Answer answer = Readable(given);
  answer.title = CutTo(answer.title, kMostTitle, TextUnit::kCodePoints);
  answer.footer = CutTo(answer.footer, kMostFooter, TextUnit::kCodePoints);
  if (!MayBeLinked(answer.link)) answer.link.clear();
  return answer;
}

json Run(absl::string_view text) { return {{"type", "TextRun"}, {"text", OneLine(text)}}; }

json Bold(absl::string_view text) {
  json run = Run(text);
  run["weight"] = "bolder";
  return run;
}

json Faint(absl::string_view text) {
  json run = Run(text);
  run["size"] = "small";
  run["isSubtle"] = true;
  return run;
}

// Spaces at the beginning and beside each other stay, where a client that shows HTML would make one of them.
json Code(absl::string_view text) {
  std::string kept;
  bool after_space = true;
  for (const char c : OneLine(text)) {
    absl::StrAppend(&kept, c == ' ' && after_space ? absl::string_view(kNoBreakSpace) : absl::string_view(&c, 1));
    after_space = c == ' ';
  }
  return {
      {"type", "TextRun"}, {"text", kept.empty() ? kNoBreakSpace : kept}, {"fontType", "monospace"}, {"size", "small"}};
}

enum class Gap { kNone, kSmall, kMedium };

const char* Spacing(Gap gap) {
  switch (gap) {
    case Gap::kNone:
      return "none";
    case Gap::kSmall:
      return "small";
    case Gap::kMedium:
      return "medium";
  }
  return "default";
}

json Paragraph(std::vector<json> runs, Gap gap) {
  return {{"type", "RichTextBlock"}, {"spacing", Spacing(gap)}, {"inlines", std::move(runs)}};
}

// The elements of a card, from above to below.
class Body {
 public:
  json Make(const Answer& answer) {
    Opening(answer);
    for (const std::string& notice : answer.notices) Add({Faint(notice)}, Gap::kSmall);
    if (!answer.table.rows.empty()) Draw(answer.table);
    for (const Section& section : answer.sections) Draw(section);
    if (!answer.footer.empty()) Add({Faint(answer.footer)}, Gap::kMedium);
    if (elements_.empty()) Add({Run(kNothing)}, Gap::kNone);
    return std::move(elements_);
  }

 private:
  void Add(std::vector<json> runs, Gap gap) { elements_.push_back(Paragraph(std::move(runs), gap)); }

  // "LABEL: text", or the text alone.
  void AddLabelled(absl::string_view label, absl::string_view text, Gap gap) {
    if (label.empty()) return Add({Run(text)}, gap);
    Add({Bold(label), Run(absl::StrCat(": ", text))}, gap);
  }

  // The name of a row, above its cells.
  void AddName(absl::string_view label) {
    if (!label.empty()) Add({Faint(label)}, Gap::kSmall);
  }

  void Opening(const Answer& answer) {
    if (!answer.title.empty() && answer.lead.empty()) return Add({Bold(answer.title)}, Gap::kNone);
    if (!answer.lead.empty()) AddLabelled(answer.title, answer.lead, Gap::kNone);
  }

  void Draw(const Table& table) {
    if (table.heads.size() == 2) return DrawSideBySide(table);
    if (table.heads.size() == 1) Add({Bold(table.heads.front())}, Gap::kMedium);
    for (const Table::Row& row : table.rows) {
      if (table.heads.size() < 2) {
        AddLabelled(row.label, row.cells.empty() ? kUnknown : CellText(row.cells.front()), Gap::kSmall);
      } else {
        DrawStacked(table, row);
      }
    }
  }

  void DrawSideBySide(const Table& table) {
    AddColumns(Bold(table.heads[0]), Bold(table.heads[1]), Gap::kMedium);
    for (const Table::Row& row : table.rows) {
      AddName(row.label);
      const auto cell = [&](size_t i) { return Run(i < row.cells.size() ? CellText(row.cells[i]) : kUnknown); };
      AddColumns(cell(0), cell(1), Gap::kNone);
    }
  }

  void AddColumns(json left, json right, Gap gap) {
    json columns = json::array();
    for (json* run : {&left, &right}) {
      json items = json::array({Paragraph({std::move(*run)}, Gap::kNone)});
      columns.push_back({{"type", "Column"}, {"width", "stretch"}, {"items", std::move(items)}});
    }
    elements_.push_back({{"type", "ColumnSet"}, {"spacing", Spacing(gap)}, {"columns", std::move(columns)}});
  }

  void DrawStacked(const Table& table, const Table::Row& row) {
    AddName(row.label);
    for (size_t i = 0; i < row.cells.size(); ++i) AddLabelled(CodeOf(table, i), CellText(row.cells[i]), Gap::kNone);
  }

  void Draw(const Section& section) {
    if (!section.heading.empty()) {
      Add({Bold(section.heading)}, Gap::kMedium);
      elements_.back()["separator"] = true;
    }
    for (const ItemList& list : section.lists) Draw(list);
    if (!section.ladder.arrows.empty()) Draw(section.ladder);
    for (const std::string& line : section.verbatim) Add({Code(line)}, Gap::kNone);
  }

  void Draw(const ItemList& list) {
    if (list.items.size() == 1 && !list.numbered) return AddLabelled(list.label, list.items.front(), Gap::kSmall);
    if (!list.label.empty()) Add({Bold(list.label)}, Gap::kSmall);
    for (size_t i = 0; i < list.items.size(); ++i) {
      const std::string mark = list.numbered ? absl::StrCat(i + 1, ". ") : "• ";
      Add({Run(absl::StrCat(mark, list.items[i]))}, Gap::kSmall);
    }
  }

  void Draw(const Ladder& ladder) {
    const std::vector<std::string> lines = DrawLadder(CleanLadder(ladder, OneLine), kLadderWidth);
    for (const std::string& line : lines) Add({Code(line)}, Gap::kNone);
    if (!lines.empty()) return;
    for (size_t i = 0; i < ladder.arrows.size(); ++i) {
      Add({Run(absl::StrCat(i + 1, ". ", ArrowInWords(ladder, i)))}, Gap::kNone);
    }
  }

  json elements_ = json::array();
};

// For a client that knows no cards of this version.
std::string FallbackText(const Answer& answer) {
  Answer in_short;
  in_short.title = answer.title;
  in_short.lead = CutTo(answer.lead, kMostFallbackLead, TextUnit::kCodePoints);
  in_short.link = answer.link;
  return RenderTeamsText(in_short);
}

json CardOf(const Answer& answer) {
  json card = {{"type", "AdaptiveCard"},
               {"$schema", "http://adaptivecards.io/schemas/adaptive-card.json"},
               {"version", "1.4"},
               {"fallbackText", FallbackText(answer)},
               {"body", Body().Make(answer)}};
  if (answer.link.empty()) return card;
  json action = {{"type", "Action.OpenUrl"}, {"title", LinkLabel(answer.link)}, {"url", answer.link}};
  card["actions"] = json::array({std::move(action)});
  return card;
}

// What Markdown has a meaning for anywhere in a line; "" for other signs.
absl::string_view Escaped(char c) {
  switch (c) {
    case '&':
      return "&amp;";
    case '<':
      return "&lt;";
    case '>':
      return "&gt;";
    case '\\':
      return R"(\\)";
    case '`':
      return R"(\`)";
    case '*':
      return R"(\*)";
    case '_':
      return R"(\_)";
    case '~':
      return R"(\~)";
    case '[':
      return R"(\[)";
    case ']':
      return R"(\])";
    case '#':
      return R"(\#)";
    default:
      return "";
  }
}

std::string Markdown(absl::string_view text) {
  const std::string cleaned = OneLine(text);
  const absl::string_view line = absl::StripLeadingAsciiWhitespace(cleaned);
  const size_t mark = ListMark(line);
  std::string escaped;
  for (size_t i = 0; i < line.size(); ++i) {
    const absl::string_view written = Escaped(line[i]);
    absl::StrAppend(&escaped, i == mark ? "\\" : "", written.empty() ? line.substr(i, 1) : written);
  }
  return escaped;
}

// "**label** text", or one of them.
std::string Labelled(absl::string_view label, absl::string_view text) {
  const std::string bold = Markdown(absl::StripAsciiWhitespace(label));
  if (bold.empty()) return Markdown(text);
  return text.empty() ? absl::StrCat("**", bold, "**") : absl::StrCat("**", bold, "**: ", Markdown(text));
}

void AppendRows(const Table& table, std::vector<std::string>& lines) {
  for (const Table::Row& row : table.rows) {
    std::vector<std::string> cells;
    for (size_t i = 0; i < row.cells.size(); ++i) {
      const std::string code = table.heads.size() < 2 ? "" : CodeOf(table, i);
      cells.push_back(absl::StrCat(code, code.empty() ? "" : " ", CellText(row.cells[i])));
    }
    lines.push_back(Labelled(row.label, absl::StrJoin(cells, " · ")));
  }
}

void AppendLists(const Section& section, std::vector<std::string>& lines) {
  if (section.lists.empty()) return;
  if (!section.heading.empty()) lines.push_back(Labelled(section.heading, ""));
  for (const ItemList& list : section.lists) {
    for (size_t i = 0; i < list.items.size(); ++i) {
      const std::string number = list.numbered ? absl::StrCat(i + 1, ". ") : "";
      lines.push_back(Labelled(i == 0 ? list.label : "", absl::StrCat(number, list.items[i])));
    }
  }
}

// A text message breaks a line only where there are two line feeds ("Format cards in Microsoft Teams").
std::string TextOf(const Answer& answer) {
  std::vector<std::string> lines = {Labelled(answer.title, answer.lead)};
  for (const std::string& notice : answer.notices) lines.push_back(Markdown(notice));
  AppendRows(answer.table, lines);
  for (const Section& section : answer.sections) AppendLists(section, lines);
  if (!answer.link.empty()) lines.push_back(answer.link);
  lines.push_back(Markdown(answer.footer));
  lines.erase(std::remove_if(lines.begin(), lines.end(),
                             [](const std::string& line) { return absl::StripAsciiWhitespace(line).empty(); }),
              lines.end());
  return lines.empty() ? kNothing : absl::StrJoin(lines, "\n\n");
}

}  // namespace

json RenderTeamsCard(const Answer& answer) {
  return CardOf(
      Fit(WithinReason(answer), [](const Answer& less) { return DumpSafe(CardOf(less)).size() <= kMostCardBytes; }));
}

std::string RenderTeamsText(const Answer& answer) {
  return TextOf(Fit(WithinReason(answer), [](const Answer& less) { return TextOf(less).size() <= kMostTextBytes; }));
}

std::string RenderTeamsSummary(const Answer& given) {
  const Answer answer = Readable(given);
  const absl::string_view colon = answer.title.empty() || answer.lead.empty() ? "" : ": ";
  const std::string line = OneLine(absl::StrCat(answer.title, colon, answer.lead));
  return line.empty() ? kNothing : CutTo(line, kMostSummary, TextUnit::kCodePoints);
}

}  // namespace sipwhy::bot
