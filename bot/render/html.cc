#include "bot/render/html.h"

#include <algorithm>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "bot/render/answer_words.h"
#include "bot/render/bidi.h"
#include "bot/render/html_text.h"
#include "bot/render/ladder_svg.h"
#include "bot/render/web_url.h"

namespace sipwhy::bot {
namespace {

constexpr size_t kCodeLength = 3;

bool IsDigit(char c) { return absl::ascii_isdigit(static_cast<unsigned char>(c)); }
bool IsPartOfWord(char c) { return absl::ascii_isalnum(static_cast<unsigned char>(c)); }

// The code that `text` begins with, or nothing.
absl::string_view LeadingCode(absl::string_view text) {
  const bool is_code = text.size() >= kCodeLength && text[0] >= '1' && text[0] <= '6' && IsDigit(text[1]) &&
                       IsDigit(text[2]) && (text.size() == kCodeLength || !IsPartOfWord(text[kCodeLength]));
  return is_code ? text.substr(0, kCodeLength) : "";
}

std::string MarkedCode(absl::string_view code) {
  return absl::StrCat(R"(<span class="code c)", code.substr(0, 1), R"(">)", code, "</span>");
}

// `text` with its codes marked, wherever they stand.
std::string WithMarkedCodes(absl::string_view text) {
  std::string html;
  size_t begin = 0;
  for (size_t at = 0; at < text.size();) {
    const bool may_begin = at == 0 || !IsPartOfWord(text[at - 1]);
    const absl::string_view code = may_begin ? LeadingCode(text.substr(at)) : "";
    if (code.empty()) {
      ++at;
      continue;
    }
    absl::StrAppend(&html, HtmlText(text.substr(begin, at - begin)), MarkedCode(code));
    begin = at += code.size();
  }
  return absl::StrCat(html, HtmlText(text.substr(begin)));
}

// The code that `text` begins with, also in an isolate.
absl::string_view CodeOfText(absl::string_view text) {
  return LeadingCode(absl::StripPrefix(text, kLeftToRightIsolate));
}

// class="c4", with a space before it, for a text that a code leads.
std::string ClassAttribute(absl::string_view text) {
  const absl::string_view code = CodeOfText(text);
  return code.empty() ? "" : absl::StrCat(R"( class="c)", code.substr(0, 1), R"(")");
}

std::string Element(absl::string_view tag, absl::string_view html) {
  return absl::StrCat("<", tag, ">", html, "</", tag.substr(0, tag.find(' ')), ">\n");
}

// The name by which readers of the screen find a table.
std::string LabelAttribute(const std::string& title) {
  return title.empty() ? "" : absl::StrCat(R"( aria-label=")", HtmlText(title), R"(")");
}

std::string Facts(const Table& table, const std::string& title) {
  std::string rows;
  for (const Table::Row& row : table.rows) {
    absl::StrAppend(&rows, R"(<tr><th scope="row">)", HtmlText(row.label), "</th>");
    for (const std::string& cell : row.cells) absl::StrAppend(&rows, "<td>", HtmlText(CellText(cell)), "</td>");
    absl::StrAppend(&rows, "</tr>\n");
  }
  return Element(absl::StrCat(R"(table class="facts")", LabelAttribute(title)),
                 absl::StrCat("<tbody>\n", rows, "</tbody>"));
}

std::string HeadCell(const std::string& head) {
  return absl::StrCat(R"(<th scope="col" role="columnheader")", ClassAttribute(head), ">", WithMarkedCodes(head),
                      "</th>");
}

// A head is a code and its phrase; the code alone tells cells apart.
std::string BodyCell(const std::string& head, const std::string& cell) {
  const absl::string_view code = CodeOfText(head);
  return absl::StrCat(R"(<td role="cell")", ClassAttribute(head), R"( data-label=")",
                      HtmlText(code.empty() ? absl::string_view(head) : code), R"(">)", HtmlText(CellText(cell)),
                      "</td>");
}

std::string Comparison(const Table& table, const std::string& title) {
  std::string heads = R"(<td role="cell"></td>)";
  for (const std::string& head : table.heads) absl::StrAppend(&heads, HeadCell(head));
  std::string rows;
  for (const Table::Row& row : table.rows) {
    absl::StrAppend(&rows, R"(<tr role="row"><th scope="row" role="rowheader">)", HtmlText(row.label), "</th>");
    for (size_t i = 0; i < std::min(row.cells.size(), table.heads.size()); ++i) {
      absl::StrAppend(&rows, BodyCell(table.heads[i], row.cells[i]));
    }
    absl::StrAppend(&rows, "</tr>\n");
  }
  return absl::StrCat(R"(<table role="table" class="compare of-)", table.heads.size(), R"(")", LabelAttribute(title),
                      R"(><thead role="rowgroup"><tr role="row">)", heads, "</tr></thead>\n<tbody role=\"rowgroup\">\n",
                      rows, "</tbody></table>\n");
}

std::string CodeLink(absl::string_view code) { return absl::StrCat(R"(<a href="/sip/)", code, R"(">)", code, "</a>"); }

// A code with its reason phrase before it all, as among related codes, is a link; a number in a sentence is not.
std::string ItemText(absl::string_view item) {
  absl::string_view after = item;
  const absl::string_view isolate = absl::ConsumePrefix(&after, kLeftToRightIsolate) ? kLeftToRightIsolate : "";
  const absl::string_view code = LeadingCode(after);
  after.remove_prefix(code.size());
  const bool has_phrase =
      !code.empty() && after.size() > 1 && after[0] == ' ' && absl::ascii_isupper(static_cast<unsigned char>(after[1]));
  if (!has_phrase) return HtmlTextWithRfcLinks(item);
  return absl::StrCat(isolate, CodeLink(code), HtmlTextWithRfcLinks(after));
}

std::string ItemsOf(const ItemList& list) {
  if (list.items.size() == 1) return ItemText(list.items[0]);
  std::string items;
  for (const std::string& item : list.items) absl::StrAppend(&items, Element("li", ItemText(item)));
  return Element(list.numbered ? "ol" : "ul", items);
}

std::string LabelOf(const ItemList& list) {
  const bool is_code = list.label.size() == kCodeLength && !LeadingCode(list.label).empty();
  if (!is_code) return Element("dt", HtmlText(list.label));
  return absl::StrCat("<dt", ClassAttribute(list.label), ">", CodeLink(list.label), "</dt>\n");
}

// Lists without labels, one after the other, are one.
std::string UnlabelledItems(std::vector<ItemList>::const_iterator& list, std::vector<ItemList>::const_iterator end) {
  ItemList merged = *list++;
  for (; list != end && list->label.empty(); ++list) {
    merged.items.insert(merged.items.end(), list->items.begin(), list->items.end());
  }
  return merged.items.size() == 1 ? Element("p", ItemsOf(merged)) : ItemsOf(merged);
}

std::string LabelledItems(std::vector<ItemList>::const_iterator& list, std::vector<ItemList>::const_iterator end) {
  std::string items;
  for (; list != end && !list->label.empty(); ++list) {
    absl::StrAppend(&items, LabelOf(*list), Element("dd", ItemsOf(*list)));
  }
  return Element("dl", items);
}

std::string Lists(const std::vector<ItemList>& lists) {
  std::string html;
  for (auto list = lists.begin(); list != lists.end();) {
    absl::StrAppend(&html, list->label.empty() ? UnlabelledItems(list, lists.end()) : LabelledItems(list, lists.end()));
  }
  return html;
}

// What may be wider than the page scrolls, also by keyboard.
std::string Figure(const Ladder& ladder) {
  const std::string picture = RenderLadderSvg(ladder);
  return picture.empty() ? "" : absl::StrCat(R"(<figure tabindex="0">)", picture, "</figure>\n");
}

std::string Verbatim(const std::vector<std::string>& lines) {
  std::string text;
  for (const std::string& line : lines) absl::StrAppend(&text, HtmlText(line), "\n");
  return text.empty() ? "" : absl::StrCat(R"(<pre tabindex="0"><code>)", text, "</code></pre>\n");
}

std::string SectionHtml(const Section& section) {
  return Element("section", absl::StrCat(section.heading.empty() ? "" : Element("h3", HtmlText(section.heading)),
                                         Lists(section.lists), Figure(section.ladder), Verbatim(section.verbatim)));
}

std::string Link(absl::string_view url) {
  const std::string text = HtmlText(url);
  return Element(R"(p class="link")",
                 IsWebUrl(url) ? absl::StrCat(R"(<a rel="noreferrer" href=")", text, R"(">)", text, "</a>") : text);
}

}  // namespace

std::string RenderHtml(const Answer& given) {
  const Answer answer = IsolateLeftToRightRuns(given);
  std::string html = "\n";
  if (!answer.title.empty()) absl::StrAppend(&html, Element("h2", WithMarkedCodes(answer.title)));
  if (!answer.lead.empty()) absl::StrAppend(&html, Element(R"(p class="lead")", HtmlText(answer.lead)));
  for (const std::string& notice : answer.notices) {
    absl::StrAppend(&html, Element(R"(p class="notice" role="note")", HtmlText(notice)));
  }
  if (!answer.table.rows.empty()) {
    absl::StrAppend(
        &html, answer.table.heads.empty() ? Facts(answer.table, answer.title) : Comparison(answer.table, answer.title));
  }
  for (const Section& section : answer.sections) absl::StrAppend(&html, SectionHtml(section));
  if (!answer.link.empty()) absl::StrAppend(&html, Link(answer.link));
  if (!answer.footer.empty()) absl::StrAppend(&html, Element("footer", HtmlTextWithRfcLinks(answer.footer)));
  return Element("article", html);
}

}  // namespace sipwhy::bot
