#include "bot/render/html.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "tests/bot/render/markup_check.h"
#include "tests/bot/render/random_answer.h"

namespace sipwhy::bot {
namespace {

using ::sipwhy::bot::testing::RandomAnswers;
using ::sipwhy::bot::testing::ShownText;
using ::sipwhy::bot::testing::WhatIsWrong;
using ::testing::HasSubstr;
using ::testing::Not;

Answer WithLists(std::vector<ItemList> lists) {
  Answer answer;
  answer.sections.push_back({"What to do", std::move(lists)});
  return answer;
}

TEST(HtmlTest, ComparisonIsATableWithAHeadForEachCode) {
  const Answer answer = {.title = "301 Moved Permanently vs 408 Request Timeout",
                         .lead = "301 names a new address; 408 says that nothing answered.",
                         .notices = {},
                         .table = {{"301 Moved Permanently", "408 Request Timeout"},
                                   {{"Try again", {"now", "later"}}, {"Timers", {"", "Timer B"}}}},
                         .sections = {},
                         .footer = "RFC 3261 §21.3.2"};
  EXPECT_EQ(RenderHtml(answer), R"(<article>
<h2><span class="code c3">301</span> Moved Permanently vs <span class="code c4">408</span> Request Timeout</h2>
<p class="lead">301 names a new address; 408 says that nothing answered.</p>
<table role="table" class="compare of-2" aria-label="301 Moved Permanently vs 408 Request Timeout"><thead role="rowgroup"><tr role="row"><td role="cell"></td><th scope="col" role="columnheader" class="c3"><span class="code c3">301</span> Moved Permanently</th><th scope="col" role="columnheader" class="c4"><span class="code c4">408</span> Request Timeout</th></tr></thead>
<tbody role="rowgroup">
<tr role="row"><th scope="row" role="rowheader">Try again</th><td role="cell" class="c3" data-label="301">now</td><td role="cell" class="c4" data-label="408">later</td></tr>
<tr role="row"><th scope="row" role="rowheader">Timers</th><td role="cell" class="c3" data-label="301">—</td><td role="cell" class="c4" data-label="408">Timer B</td></tr>
</tbody></table>
<footer><a rel="noreferrer" href="https://www.rfc-editor.org/rfc/rfc3261#section-21.3.2">RFC 3261 §21.3.2</a></footer>
</article>
)");
}

TEST(HtmlTest, ATableWithoutHeadsIsAListOfFacts) {
  Answer answer;
  answer.title = "486 Busy Here";
  answer.table.rows = {{"Class", {"4xx Request Failure"}}, {"Timers", {""}}};
  EXPECT_THAT(RenderHtml(answer), HasSubstr("<table class=\"facts\" aria-label=\"486 Busy Here\"><tbody>\n"
                                            "<tr><th scope=\"row\">Class</th><td>4xx Request Failure</td></tr>\n"
                                            "<tr><th scope=\"row\">Timers</th><td>—</td></tr>\n</tbody></table>\n"));
}

TEST(HtmlTest, HeadsWithoutACodeLabelTheirCellsWhole) {
  Answer answer;
  answer.table = {{"Asterisk", "Kamailio"}, {{"Sent by", {"a", "b"}}}};
  EXPECT_THAT(RenderHtml(answer), HasSubstr("<td role=\"cell\" data-label=\"Kamailio\">b</td>"));
}

TEST(HtmlTest, ListsUnderCodesLinkToTheirPages) {
  EXPECT_THAT(RenderHtml(WithLists({{"486", {"one", "two"}, true}, {"4xx", {"three"}, false}})),
              HasSubstr("<section><h3>What to do</h3>\n<dl><dt class=\"c4\"><a href=\"/sip/486\">486</a></dt>\n"
                        "<dd><ol><li>one</li>\n<li>two</li>\n</ol>\n</dd>\n<dt>4xx</dt>\n<dd>three</dd>\n</dl>\n"));
}

TEST(HtmlTest, ListsWithoutLabelsAreOneList) {
  EXPECT_THAT(RenderHtml(WithLists({{"", {"one"}, false}, {"", {"two"}, false}})),
              HasSubstr("<ul><li>one</li>\n<li>two</li>\n</ul>\n"));
}

TEST(HtmlTest, OneItemAloneIsAParagraph) {
  EXPECT_THAT(RenderHtml(WithLists({{"", {"Wait."}, true}})), HasSubstr("</h3>\n<p>Wait.</p>\n"));
}

TEST(HtmlTest, ACodeWithItsPhraseBeginsWithALink) {
  EXPECT_THAT(RenderHtml(WithLists({{"", {"603 Decline: says no"}, false}})),
              HasSubstr("<p><a href=\"/sip/603\">603</a> Decline: says no</p>"));
}

TEST(HtmlTest, NumbersInSentencesAreNoLinks) {
  for (const char* item : {"408 is often made by a timer.", "4080 Things", "700 Nothing", "603", "See 486 Busy Here"}) {
    EXPECT_THAT(RenderHtml(WithLists({{"", {item}, false}})), Not(HasSubstr("/sip/"))) << item;
  }
}

TEST(HtmlTest, CodesInTitlesAreMarkedWhereverTheyStand) {
  Answer answer;
  answer.title = "486 Busy Hereと603 Decline, not 1486 or x486";
  EXPECT_THAT(RenderHtml(answer), HasSubstr("<h2><span class=\"code c4\">486</span> Busy Hereと<span class=\"code "
                                            "c6\">603</span> Decline, not 1486 or x486</h2>"));
}

TEST(HtmlTest, LadderIsAFigureThatScrolls) {
  Answer answer;
  answer.sections.push_back({.heading = "", .ladder = {{"A", "B"}, {{0, 1, "BYE"}}}});
  EXPECT_THAT(RenderHtml(answer), HasSubstr("<section><figure tabindex=\"0\"><svg "));
}

TEST(HtmlTest, VerbatimLinesKeepTheirBreaks) {
  Answer answer;
  answer.sections.push_back({.heading = "Sample", .verbatim = {"SIP/2.0 486 Busy Here", "To: <sip:b@example.com>"}});
  EXPECT_THAT(RenderHtml(answer), HasSubstr("<pre tabindex=\"0\"><code>SIP/2.0 486 Busy Here\nTo: "
                                            "&lt;sip:b@example.com&gt;\n</code></pre>"));
}

TEST(HtmlTest, OnlyWebAddressesAreLinks) {
  Answer answer;
  answer.link = "https://sip.example.com/sip/486?a=1&b=2";
  EXPECT_THAT(RenderHtml(answer), HasSubstr("href=\"https://sip.example.com/sip/486?a=1&amp;b=2\""));
  answer.link = "javascript:alert(1)";
  EXPECT_THAT(RenderHtml(answer), Not(HasSubstr("href")));
}

TEST(HtmlTest, PartsThatAreEmptyAreLeftOut) {
  Answer answer;
  answer.lead = "I know no SIP code for that.";
  EXPECT_EQ(RenderHtml(answer), "<article>\n<p class=\"lead\">I know no SIP code for that.</p>\n</article>\n");
}

TEST(HtmlTest, TextThatLooksLikeMarkupIsText) {
  const std::string evil = "\"><script>alert('1')</script><img src=x onerror=alert(1)>&lt;";
  Answer answer = {evil, evil, {evil}, {{evil, evil}, {{evil, {evil, evil}}}}, {}, evil, evil};
  answer.sections = {{evil, {{evil, {evil, evil}}}}, {.heading = evil, .verbatim = {evil}}};
  answer.sections.push_back({.heading = evil, .ladder = {{evil, evil}, {{0, 1, evil}, {0, 0, evil}}}});
  const std::string html = RenderHtml(answer);
  EXPECT_EQ(WhatIsWrong(html), "");
  EXPECT_THAT(html, Not(HasSubstr("<script")));
  EXPECT_THAT(html, Not(HasSubstr("<img")));
}

// Words without any white space; a ladder's text may be broken anywhere.
std::string Packed(absl::string_view text) { return absl::StrReplaceAll(text, {{" ", ""}, {"\n", ""}, {"\t", ""}}); }

TEST(HtmlTest, AnyAnswerGivesSoundHtmlWithAllOfItsText) {
  constexpr uint32_t kSeed = 1;
  RandomAnswers random(kSeed, {.controls = true, .long_words = true});
  for (int i = 0; i < 200; ++i) {
    const Answer answer = random.Next();
    const std::string html = RenderHtml(answer);
    ASSERT_EQ(WhatIsWrong(html), "") << "seed " << kSeed << ", answer " << i;
    if (answer.title.find_first_of("\x1b\x07\r\x7f\xc2") != std::string::npos) continue;
    EXPECT_THAT(Packed(ShownText(html)), HasSubstr(Packed(answer.title))) << "seed " << kSeed << ", answer " << i;
  }
}

TEST(HtmlTest, TheSameAnswerGivesTheSameHtml) {
  EXPECT_EQ(RenderHtml(RandomAnswers(3, {}).Next()), RenderHtml(RandomAnswers(3, {}).Next()));
}

}  // namespace
}  // namespace sipwhy::bot
