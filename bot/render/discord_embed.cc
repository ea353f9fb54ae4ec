#include "bot/render/discord_embed.h"

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
#include "bot/render/line_breaking.h"
#include "bot/render/markdown_escape.h"
#include "bot/render/text_size.h"
#include "bot/render/web_url.h"

namespace sipwhy::bot {
namespace {

using nlohmann::json;

constexpr size_t kMostTitle = 256;
constexpr size_t kMostDescription = 4096;
constexpr size_t kMostFields = 25;
constexpr size_t kMostName = 256;
constexpr size_t kMostValue = 1024;
constexpr size_t kMostFooter = 2048;
constexpr size_t kMostTogether = 6000;

constexpr size_t kMostLink = 500;
constexpr size_t kMostLine = kMostValue - 24;              // leaves room for the fences of a code block
constexpr size_t kMostPiece = kMostLine - kMostName - 10;  // leaves room for a label in bold
constexpr int kWidestPiece = kMostPiece / 2;               // each sign of it may need a backslash
constexpr int kLadderWidth = 40;                           // what a phone has room for; wider ones are listed
constexpr char kNothing[] = "…";
constexpr char kNoName[] = "\u200b";  // a field must have a name
constexpr absl::string_view kFence = "```";

size_t Length(absl::string_view text) { return SizeOf(text, TextUnit::kCodePoints); }

std::string Escape(absl::string_view text) {
  const std::string cleaned = OneLine(text);
  const absl::string_view line = absl::StripAsciiWhitespace(cleaned);
  const size_t mark = ListMark(line);
  std::string escaped;
  for (size_t i = 0; i < line.size(); ++i) {
    const bool is_markup = absl::StrContains(R"(\`*_~|<>[]#@)", line.substr(i, 1));
    const bool is_url = absl::StartsWith(line.substr(i), "://");
    absl::StrAppend(&escaped, is_markup || is_url || i == mark ? "\\" : "", line.substr(i, 1));
  }
  return escaped;
}

// The same of a beginning of `text`, so that it has at most `most` code points and ends with no half escape.
std::string EscapeWithin(absl::string_view text, size_t most) {
  std::string escaped = Escape(text);
  for (size_t kept = Length(text); Length(escaped) > most;) {
    kept -= std::min(kept, std::max<size_t>((Length(escaped) - most) / 2, 1));
    escaped = Escape(CutTo(text, kept, TextUnit::kCodePoints));
  }
  return escaped;
}

std::string Bold(absl::string_view text) {
  const std::string escaped = EscapeWithin(text, kMostName);
  return escaped.empty() ? "" : absl::StrCat("**", escaped, "**");
}

// `text` escaped, in several lines if it is very long.
std::vector<std::string> EscapedLines(absl::string_view text) {
  std::string escaped = Escape(text);
  if (Length(escaped) <= kMostPiece) return {std::move(escaped)};
  std::vector<std::string> lines = BreakLines(OneLine(text), kWidestPiece);
  for (std::string& line : lines) line = EscapeWithin(line, kMostPiece);
  return lines;
}

// Adds "**label** text"; nothing for nothing.
void AppendLine(absl::string_view label, absl::string_view text, std::vector<std::string>& lines) {
  std::string opening = Bold(label);
  for (std::string& line : EscapedLines(text)) {
    if (!opening.empty()) line = absl::StrCat(opening, line.empty() ? "" : " ", line);
    if (!line.empty()) lines.push_back(std::move(line));
    opening.clear();
  }
}

bool MayBeLinked(absl::string_view url) { return url.size() <= kMostLink && IsPlainWebUrl(url); }

struct Field {
  std::string name;
  std::string value;
};

// An embed before it is written, as Discord measures it.
class Embed {
 public:
  explicit Embed(const Answer& answer) : title_(EscapeWithin(answer.title, kMostTitle)), link_(answer.link) {
    Describe(answer);
    if (answer.table.heads.size() >= 2) AddRows(answer.table);
    for (const Section& section : answer.sections) Add(section);
    if (!link_.empty()) fields_.push_back({kNoName, absl::StrCat("<", link_, ">")});
    footer_ = CutTo(absl::StripAsciiWhitespace(OneLine(answer.footer)), kMostFooter, TextUnit::kCodePoints);
  }

  bool fits() const {
    size_t together = Length(title_) + Length(description_) + Length(footer_);
    for (const Field& field : fields_) together += Length(field.name) + Length(field.value);
    return Length(description_) <= kMostDescription && fields_.size() <= kMostFields && together <= kMostTogether;
  }

  json Write() const {
    json embed = json::object();
    if (!title_.empty()) embed["title"] = title_;
    if (!title_.empty() && !link_.empty()) embed["url"] = link_;
    if (!description_.empty()) embed["description"] = description_;
    for (const Field& field : fields_) embed["fields"].push_back({{"name", field.name}, {"value", field.value}});
    if (!footer_.empty()) embed["footer"] = {{"text", footer_}};
    if (embed.empty()) embed["description"] = kNothing;
    return embed;
  }

 private:
  void Describe(const Answer& answer) {
    std::vector<std::string> lines;
    AppendLine("", answer.lead, lines);
    for (const std::string& notice : answer.notices) AppendLine("", notice, lines);
    if (answer.table.heads.size() < 2) AppendRows(answer.table, lines);
    description_ = absl::StrJoin(lines, "\n");
  }

  static void AppendRows(const Table& table, std::vector<std::string>& lines) {
    if (!table.rows.empty() && !lines.empty()) lines.push_back("");
    for (const Table::Row& row : table.rows) {
      AppendLine(row.label, row.cells.empty() ? kUnknown : CellText(row.cells.front()), lines);
    }
  }

  void AddRows(const Table& table) {
    for (const Table::Row& row : table.rows) {
      std::vector<std::string> lines;
      for (size_t i = 0; i < row.cells.size(); ++i) AppendLine(CodeOf(table, i), CellText(row.cells[i]), lines);
      AddFields(row.label, lines, "");
    }
  }

  void Add(const Section& section) {
    std::vector<std::string> lines;
    for (const ItemList& list : section.lists) AppendItems(list, lines);
    std::vector<std::string> code;
    for (const std::string& line : section.verbatim) code.push_back(OneLine(line));
    if (!section.ladder.arrows.empty()) Draw(section.ladder, lines, code);
    for (std::string& line : code) line = CodeLine(line);
    AddFields(section.heading, lines, "");
    AddFields(section.heading, code, kFence);
  }

  static void AppendItems(const ItemList& list, std::vector<std::string>& lines) {
    if (list.items.size() == 1 && !list.numbered) return AppendLine(list.label, list.items.front(), lines);
    AppendLine(list.label, "", lines);
    for (size_t i = 0; i < list.items.size(); ++i) {
      AppendLine("", absl::StrCat(list.numbered ? absl::StrCat(i + 1, ". ") : "• ", list.items[i]), lines);
    }
  }

  // As a picture in `code`, or if that has no room as a list in `lines`.
  static void Draw(const Ladder& ladder, std::vector<std::string>& lines, std::vector<std::string>& code) {
    code = DrawLadder(CleanLadder(ladder, OneLine), kLadderWidth);
    if (!code.empty()) return;
    for (size_t i = 0; i < ladder.arrows.size(); ++i)
      AppendLine("", absl::StrCat(i + 1, ". ", ArrowInWords(ladder, i)), lines);
  }

  // Nothing is escaped in a code block, so what would end it is taken apart.
  static std::string CodeLine(absl::string_view line) {
    return absl::StrReplaceAll(CutTo(line, kMostLine / 2, TextUnit::kCodePoints), {{"`", "`\u200b"}});
  }

  // As many fields as the lines need, of which the first has the name. Each has its own fences.
  void AddFields(absl::string_view name, const std::vector<std::string>& lines, absl::string_view fence) {
    std::string title = EscapeWithin(name, kMostName);
    std::string value;
    for (const std::string& line : lines) {
      if (Length(value) + 1 + Length(line) > kMostLine) AddField(title, std::exchange(value, ""), fence);
      absl::StrAppend(&value, value.empty() ? "" : "\n", line);
    }
    AddField(title, value, fence);
  }

  // Leaves `name` empty for the next.
  void AddField(std::string& name, const std::string& value, absl::string_view fence) {
    if (absl::StripAsciiWhitespace(value).empty()) return;
    fields_.push_back({name.empty() ? kNoName : std::exchange(name, ""),
                       fence.empty() ? value : absl::StrCat(fence, "\n", value, "\n", fence)});
  }

  std::string title_;
  std::string link_;
  std::string description_;
  std::vector<Field> fields_;
  std::string footer_;
};

}  // namespace

json RenderDiscordEmbed(const Answer& answer) {
  Answer linked = IsolateLeftToRightRuns(CleanAnswer(answer, OneLineWithoutTurns));
  if (!MayBeLinked(linked.link)) linked.link.clear();
  return Embed(Fit(std::move(linked), [](const Answer& less) { return Embed(less).fits(); })).Write();
}

}  // namespace sipwhy::bot
