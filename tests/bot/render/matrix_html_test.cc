#include "bot/render/matrix_html.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <random>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "tests/bot/render/random_answer.h"

namespace sipwhy::bot {
namespace {

using ::sipwhy::bot::testing::RandomAnswers;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

constexpr int kRandomAnswers = 300;

// The tags that the client-server API asks clients to permit ("m.room.message msgtypes").
const std::set<std::string> kPermitted = {
    "del",   "h1",    "h2", "h3", "h4", "h5",      "h6",  "blockquote", "p",    "a",       "ul",     "ol",  "sup",
    "sub",   "li",    "b",  "i",  "u",  "strong",  "em",  "s",          "code", "hr",      "br",     "div", "table",
    "thead", "tbody", "tr", "th", "td", "caption", "pre", "span",       "img",  "details", "summary"};

// Why `html` is not well formed or not permitted; empty when it is. No tag but `a` has an attribute.
std::string WhatIsWrong(absl::string_view html) {
  std::vector<std::string> open;
  while (!html.empty()) {
    if (html.front() != '<') {
      if (html.front() == '>') return "> outside a tag";
      html.remove_prefix(1);
      continue;
    }
    const size_t end = html.find('>');
    if (end == absl::string_view::npos) return "a tag has no end";
    const std::string tag(html.substr(1, end - 1));
    html.remove_prefix(end + 1);
    const std::string name = tag.substr(0, tag.find(' '));
    if (absl::StartsWith(tag, "/")) {
      if (open.empty() || absl::StrCat("/", open.back()) != tag) return absl::StrCat("unexpected ", tag);
      open.pop_back();
      continue;
    }
    if (kPermitted.count(name) == 0) return absl::StrCat("not permitted: ", name);
    if (name != tag && !absl::StartsWith(tag, "a href=\"http")) return absl::StrCat("attributes: ", tag);
    open.push_back(name);
  }
  return open.empty() ? "" : absl::StrCat("never closed: ", open.back());
}

Answer WithSection(Section section) {
  Answer answer;
  answer.title = "408";
  answer.sections.push_back(std::move(section));
  return answer;
}

Answer WithLink(std::string link) {
  Answer answer;
  answer.title = "408";
  answer.link = std::move(link);
  return answer;
}

Answer Comparison() {
  return {.title = "301 Moved Permanently vs 408 Request Timeout",
          .lead = "301 names a new address; 408 says that nothing answered.",
          .notices = {"Longer texts below are in English."},
          .table = {{"301 Moved Permanently", "408 Request Timeout"},
                    {{"Class", {"3xx Redirection", "4xx Request Failure"}}, {"Over the PSTN", {"", "cause 102"}}}},
          .sections = {{"What to do", {{"301", {"Read Contact.", "Call it."}, true}, {"408", {"Wait."}, false}}}},
          .link = "https://sip.example.org/sip/301/408",
          .footer = "RFC 3261 · knowledge revision 12"};
}

TEST(MatrixHtmlTest, ComparisonInFull) {
  EXPECT_EQ(RenderMatrixHtml(Comparison()),
            "<p><b>301 Moved Permanently vs 408 Request Timeout</b>: 301 names a new address; 408 says that nothing "
            "answered.</p>"
            "<p>Longer texts below are in English.</p>"
            "<table><thead><tr><th></th><th>301 Moved Permanently</th><th>408 Request Timeout</th></tr></thead><tbody>"
            "<tr><th>Class</th><td>3xx Redirection</td><td>4xx Request Failure</td></tr>"
            "<tr><th>Over the PSTN</th><td>—</td><td>cause 102</td></tr></tbody></table>"
            "<p><b>What to do</b></p>"
            "<p><b>301</b></p><ol><li>Read Contact.</li><li>Call it.</li></ol>"
            "<p><b>408</b></p><ul><li>Wait.</li></ul>"
            "<p><a href=\"https://sip.example.org/sip/301/408\">sip.example.org</a></p>"
            "<p><i>RFC 3261 · knowledge revision 12</i></p>");
}

TEST(MatrixHtmlTest, BodyIsThePlainTextWithTheLinkAtItsEnd) {
  EXPECT_EQ(RenderMatrixBody(Comparison()), R"(301 Moved Permanently vs 408 Request Timeout: 301 names a new address;
408 says that nothing answered.
Longer texts below are in English.

               301 Moved Permanently        408 Request Timeout
Class          3xx Redirection              4xx Request Failure
Over the PSTN  —                            cause 102

What to do
301  1. Read Contact.
     2. Call it.
408  Wait.

RFC 3261 · knowledge revision 12
https://sip.example.org/sip/301/408)");
}

TEST(MatrixHtmlTest, LongSectionIsFolded) {
  const Answer answer = WithSection({"Why", {{"", {std::string(1000, 'a')}, false}}});
  EXPECT_EQ(RenderMatrixHtml(answer), absl::StrCat("<p><b>408</b></p><details><summary><b>Why</b></summary><ul><li>",
                                                   std::string(1000, 'a'), "</li></ul></details>"));
}

TEST(MatrixHtmlTest, LongSectionWithoutAHeadingStaysOpen) {
  const Answer answer = WithSection({"", {{"", {std::string(1000, 'a')}, false}}});
  EXPECT_THAT(RenderMatrixHtml(answer), Not(HasSubstr("<details>")));
}

TEST(MatrixHtmlTest, LadderIsDrawn) {
  const Answer answer = WithSection({"Flow", {}, {{"Caller", "Callee"}, {{0, 1, "INVITE"}, {1, 0, "486"}}}});
  EXPECT_THAT(RenderMatrixHtml(answer), HasSubstr("<pre><code>Caller        Callee\n"
                                                  "   |---INVITE---&gt;|\n"
                                                  "   |&lt;----486-----|\n</code></pre>"));
}

TEST(MatrixHtmlTest, LadderThatIsTooWideIsListed) {
  const std::string message(70, 'm');
  const Answer answer = WithSection({"Flow", {}, {{"A", "B"}, {{0, 1, message}, {1, 1, "waits"}}}});
  EXPECT_THAT(RenderMatrixHtml(answer),
              HasSubstr(absl::StrCat("<ol><li>A → B: ", message, "</li><li>B: waits</li></ol>")));
}

TEST(MatrixHtmlTest, LadderWithIndicesOutOfRangeIsNoTrouble) {
  const Answer answer = WithSection({"Flow", {}, {{"A"}, {{0, 7, "INVITE"}, {9, 0, "486"}}}});
  EXPECT_EQ(WhatIsWrong(RenderMatrixHtml(answer)), "");
}

TEST(MatrixHtmlTest, MessageKeepsItsLines) {
  const Answer answer = WithSection({.heading = "", .verbatim = {"SIP/2.0 486 Busy Here", "To: <sip:b>"}});
  EXPECT_THAT(RenderMatrixHtml(answer),
              HasSubstr("<pre><code>SIP/2.0 486 Busy Here\nTo: &lt;sip:b&gt;\n</code></pre>"));
}

TEST(MatrixHtmlTest, HostileTextIsEscapedEverywhere) {
  const std::string evil = "</td><img src=x onerror=alert(1)>\"' &lt; \x1b[31m <a href='https://matrix.to/#/@a:b'>";
  const Answer answer = {.title = evil,
                         .lead = evil,
                         .notices = {evil},
                         .table = {{evil}, {{evil, {evil}}}},
                         .sections = {{evil, {{evil, {evil}, true}}},
                                      {evil, {}, {{evil}, {{0, 0, evil}}}},
                                      {.heading = evil, .verbatim = {evil}}},
                         .footer = evil};
  const std::string html = RenderMatrixHtml(answer);
  EXPECT_EQ(WhatIsWrong(html), "") << html;
  EXPECT_THAT(html, Not(HasSubstr("<img")));
  EXPECT_THAT(html, Not(HasSubstr("<a ")));
  EXPECT_THAT(html, Not(HasSubstr("\x1b")));
}

TEST(MatrixHtmlTest, RoomIsNotMentioned) {
  Answer answer = WithSection({"@roomy", {{"", {"at @rOOm."}, false}}});
  answer.title = "@room";
  answer.lead = "x@ROOM y";
  for (const std::string& text : {RenderMatrixHtml(answer), RenderMatrixBody(answer)}) {
    EXPECT_THAT(absl::AsciiStrToLower(text), Not(HasSubstr("@room"))) << text;
  }
}

TEST(MatrixHtmlTest, LinkThatIsNoneIsText) {
  for (const char* link : {"javascript:alert(1)", "sip.example.org/486", "https", "mxc://a/b", "//a/b"}) {
    EXPECT_THAT(RenderMatrixHtml(WithLink(link)), Not(HasSubstr("<a "))) << link;
  }
}

TEST(MatrixHtmlTest, LinkCannotLeaveItsAttribute) {
  const std::string html = RenderMatrixHtml(WithLink("https://a/\" onclick=\"x"));
  EXPECT_THAT(html, HasSubstr("<a href=\"https://a/&quot; onclick=&quot;x\">a</a>"));
}

TEST(MatrixHtmlTest, OtherAnswersInEachRunKeepTheRules) {
  const uint32_t seed = std::random_device()();
  SCOPED_TRACE(absl::StrCat("seed ", seed));
  RandomAnswers answers(seed, {.long_words = true});
  for (int i = 0; i < kRandomAnswers; ++i) {
    const Answer answer = answers.Next();
    const std::string html = RenderMatrixHtml(answer);
    ASSERT_EQ(WhatIsWrong(html), "") << html;
    ASSERT_THAT(html, StartsWith("<p><b>"));
    for (const std::string& text : {html, RenderMatrixBody(answer)}) {
      const auto is_control = [](unsigned char c) { return absl::ascii_iscntrl(c) && c != '\n'; };
      ASSERT_TRUE(std::none_of(text.begin(), text.end(), is_control)) << text;
      for (const char* control : {"\u0085", "\u0090", "\u009b"}) ASSERT_THAT(text, Not(HasSubstr(control)));
    }
  }
}

TEST(MatrixHtmlTest, EveryWordIsThere) {
  const uint32_t seed = std::random_device()();
  SCOPED_TRACE(absl::StrCat("seed ", seed));
  RandomAnswers answers(seed, {.controls = false});
  for (int i = 0; i < kRandomAnswers; ++i) {
    const Answer answer = answers.Next();
    const std::string html = RenderMatrixHtml(answer);
    for (const Table::Row& row : answer.table.rows) {
      for (const std::string& cell : row.cells) ASSERT_THAT(html, HasSubstr(absl::StrCat(cell, "</td>")));
    }
    for (const Section& section : answer.sections) {
      for (const ItemList& list : section.lists) {
        for (const std::string& item : list.items) ASSERT_THAT(html, HasSubstr(absl::StrCat("<li>", item, "</li>")));
      }
      for (const std::string& line : section.verbatim) ASSERT_THAT(html, HasSubstr(absl::StrCat(line, "\n")));
    }
    ASSERT_THAT(html, HasSubstr(answer.lead));
  }
}

}  // namespace
}  // namespace sipwhy::bot
