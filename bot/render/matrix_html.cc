#include "bot/render/matrix_html.h"

#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "bot/render/answer_words.h"
#include "bot/render/bidi.h"
#include "bot/render/clean_text.h"
#include "bot/render/ladder_drawing.h"
#include "bot/render/plain_text.h"
#include "bot/render/text_size.h"
#include "bot/render/web_url.h"

namespace sipwhy::bot {
namespace {

constexpr int kWidth = 72;            // columns of drawings and of the plain twin, as a desktop client shows them
constexpr size_t kLongSection = 800;  // code points of HTML; about ten lines on a phone

// `m.mentions` keeps events from notifying a room, but servers before Matrix 1.7 do not know it and look for "@room" in
// the text (client-server API, "User and room mentions"). A zero-width space hides the word from them.
std::string WithoutRoomMention(absl::string_view text) {
  std::string safe;
  for (size_t i = 0; i < text.size(); ++i) {
    safe.push_back(text[i]);
    if (text[i] == '@' && absl::StartsWithIgnoreCase(text.substr(i + 1), "room")) safe += "\u200b";
  }
  return safe;
}

std::string Escaped(absl::string_view text) {
  std::string html;
  for (const char c : WithoutRoomMention(WithoutControls(text))) {
    switch (c) {
      case '&':
        html += "&amp;";
        break;
      case '<':
        html += "&lt;";
        break;
      case '>':
        html += "&gt;";
        break;
      case '"':
        html += "&quot;";
        break;
      case '\'':
        html += "&#39;";
        break;
      default:
        html.push_back(c);
    }
  }
  return html;
}

// `html` between the tags of `name`.
std::string In(absl::string_view name, absl::string_view html) {
  return absl::StrCat("<", name, ">", html, "</", name, ">");
}

std::string Bold(absl::string_view text) { return In("b", Escaped(text)); }

std::string Preformatted(const std::vector<std::string>& lines) {
  std::string text;
  for (const std::string& line : lines) absl::StrAppend(&text, Escaped(line), "\n");
  return In("pre", In("code", text));
}

std::string Opening(const Answer& answer) {
  if (answer.title.empty()) return Escaped(answer.lead);
  return absl::StrCat(Bold(answer.title), answer.lead.empty() ? "" : ": ", Escaped(answer.lead));
}

std::string Row(absl::string_view opening, const std::vector<std::string>& cells, absl::string_view tag) {
  std::string html = In("th", opening);
  for (const std::string& cell : cells) html += In(tag, Escaped(CellText(cell)));
  return In("tr", html);
}

std::string RenderTable(const Table& table) {
  std::string rows;
  for (const Table::Row& row : table.rows) rows += Row(Escaped(row.label), row.cells, "td");
  const std::string head = table.heads.empty() ? "" : In("thead", Row("", table.heads, "th"));
  return In("table", absl::StrCat(head, In("tbody", rows)));
}

std::string RenderList(const ItemList& list) {
  std::string items;
  for (const std::string& item : list.items) items += In("li", Escaped(item));
  const std::string label = list.label.empty() ? "" : In("p", Bold(list.label));
  return absl::StrCat(label, In(list.numbered ? "ol" : "ul", items));
}

// What has no room as a drawing, one arrow after the other.
std::string ListArrows(const Ladder& ladder) {
  std::string items;
  for (size_t i = 0; i < ladder.arrows.size(); ++i) {
    const Ladder::Arrow& arrow = ladder.arrows[i];
    if (arrow.from >= ladder.parties.size() || arrow.to >= ladder.parties.size()) continue;
    items += In("li", Escaped(ArrowInWords(ladder, i)));
  }
  return In("ol", items);
}

std::string RenderLadder(const Ladder& ladder) {
  const std::vector<std::string> lines = DrawLadder(CleanLadder(ladder, WithoutControls), kWidth);
  return lines.empty() ? ListArrows(ladder) : Preformatted(lines);
}

std::string RenderSection(const Section& section) {
  std::string html;
  for (const ItemList& list : section.lists) html += RenderList(list);
  if (!section.ladder.arrows.empty()) html += RenderLadder(section.ladder);
  if (!section.verbatim.empty()) html += Preformatted(section.verbatim);
  if (section.heading.empty()) return html;
  if (SizeOf(html, TextUnit::kCodePoints) <= kLongSection) return In("p", Bold(section.heading)) + html;
  return In("details", In("summary", Bold(section.heading)) + html);
}

// The host alone is shown: it is short, and Element previews no link whose text begins with its host and has no slash
// (element-web, isLinkPreviewable).
std::string RenderLink(absl::string_view url) {
  // Clients are to drop links of other schemes ("m.room.message msgtypes", attributes of `a`).
  if (!IsWebUrl(url)) return Escaped(url);
  absl::string_view host = url.substr(url.find("//") + 2);
  host = host.substr(0, host.find_first_of("/?#"));
  return absl::StrCat("<a href=\"", Escaped(url), "\">", Escaped(host.empty() ? url : host), "</a>");
}

}  // namespace

std::string RenderMatrixHtml(const Answer& given) {
  const Answer answer = IsolateLeftToRightRuns(given);
  std::string html = In("p", Opening(answer));
  for (const std::string& notice : answer.notices) html += In("p", Escaped(notice));
  if (!answer.table.rows.empty()) html += RenderTable(answer.table);
  for (const Section& section : answer.sections) html += RenderSection(section);
  if (!answer.link.empty()) html += In("p", RenderLink(answer.link));
  if (!answer.footer.empty()) html += In("p", In("i", Escaped(answer.footer)));
  return html;
}

std::string RenderMatrixBody(const Answer& answer) {
  Answer linkless = answer;
  linkless.link.clear();
  std::string body = RenderPlainText(linkless, kWidth);
  if (!answer.link.empty()) body += WithoutControls(answer.link);
  return WithoutRoomMention(absl::StripSuffix(body, "\n"));
}

}  // namespace sipwhy::bot
