#include "bot/render/telegram_html.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "bot/render/text_size.h"
#include "tests/bot/render/random_answer.h"

namespace sipwhy::bot {
namespace {

using ::sipwhy::bot::testing::RandomAnswers;
using ::testing::AnyOf;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

constexpr int kRandomAnswers = 300;

uint32_t Seed() {
  static const uint32_t seed = std::random_device()();
  return seed;
}

Answer Opening(const std::string& title, const std::string& lead) {
  Answer answer;
  answer.title = title;
  answer.lead = lead;
  return answer;
}

// What Telegram shows: the tags are taken out and the escapes undone by code that shares nothing with ours.
std::string Shown(const std::string& html) {
  std::string text;
  for (size_t i = 0; i < html.size(); ++i) {
    if (html[i] == '<') {
      i = html.find('>', i);
    } else if (html[i] == '&') {
      const size_t end = html.find(';', i);
      const std::string name = html.substr(i + 1, end - i - 1);
      text += name == "lt" ? '<' : name == "gt" ? '>' : name == "amp" ? '&' : '"';
      i = end;
    } else {
      text += html[i];
    }
  }
  return text;
}

size_t Tags(const std::string& html) {
  const size_t closing = static_cast<size_t>(std::count(html.begin(), html.end(), '<'));
  return closing / 2;
}

// Every "<" begins one of our tags, each of which is closed before the next is opened; every "&" begins an escape.
void ExpectWellFormed(const std::string& html) {
  std::string open;
  for (size_t i = 0; i < html.size(); ++i) {
    if (html[i] == '&') {
      ASSERT_THAT(html.substr(i, 6), AnyOf(StartsWith("&lt;"), StartsWith("&gt;"), StartsWith("&amp;"), "&quot;"));
    }
    ASSERT_NE(html[i], '>') << html.substr(0, i);
    if (html[i] != '<') continue;
    const size_t end = html.find('>', i);
    ASSERT_NE(end, std::string::npos);
    const std::string tag = html.substr(i + 1, end - i - 1);
    if (open.empty()) {
      ASSERT_THAT(tag, AnyOf("b", "i", "pre"));
      open = tag;
    } else {
      ASSERT_EQ(tag, "/" + open);
      open.clear();
    }
    i = end;
  }
  ASSERT_EQ(open, "");
}

TEST(TelegramHtmlTest, ComparisonInFull) {
  const Answer answer = {
      .title = "301 Moved Permanently vs 408 Request Timeout",
      .lead = "301 names a new address to call; 408 says that nothing answered in time.",
      .notices = {"Longer texts below are in English."},
      .table = {{"301 Moved Permanently", "408 Request Timeout"},
                {{"Class", {"3xx Redirection", "4xx Request Failure"}}, {"Over the PSTN", {"", "cause 102"}}}},
      .sections = {{"What to do",
                    {{"301", {"Operator: Read Contact and call that address.", "Caller: Update it."}, true},
                     {"408", {"Operator: See which 1xx came back."}, true}}}},
      .link = "https://sip.example.org/sip/301/408",
      .footer = "RFC 3261 §21.3.2 · knowledge revision 12"};
  EXPECT_EQ(RenderTelegramHtml(answer), R"(<b>301 Moved Permanently vs 408 Request Timeout</b>: )"
                                        R"(301 names a new address to call; 408 says that nothing answered in time.
Longer texts below are in English.

<b>Class</b>
301: 3xx Redirection
408: 4xx Request Failure
<b>Over the PSTN</b>
301: —
408: cause 102

<b>What to do</b>
<b>301</b>
1. Operator: Read Contact and call that address.
2. Caller: Update it.
<b>408</b>
1. Operator: See which 1xx came back.

https://sip.example.org/sip/301/408
<i>RFC 3261 §21.3.2 · knowledge revision 12</i>
)");
}

TEST(TelegramHtmlTest, ExplanationInFull) {
  const Answer answer = {.title = "408 Request Timeout",
                         .lead = "時間内に最終応答がなかったことを示します。",
                         .notices = {},
                         .table = {{}, {{"クラス", {"4xx"}}, {"再試行", {""}}}},
                         .sections = {{"説明", {{"", {"待ちます。"}, false}}},
                                      {"関連", {{"480", {"a"}, false}, {"487", {"b", "c"}, false}}}},
                         .link = "",
                         .footer = ""};
  EXPECT_EQ(RenderTelegramHtml(answer), R"(<b>408 Request Timeout</b>: 時間内に最終応答がなかったことを示します。

<b>クラス</b> 4xx
<b>再試行</b> —

<b>説明</b>
待ちます。

<b>関連</b>
<b>480</b> a
<b>487</b>
• b
• c
)");
}

TEST(TelegramHtmlTest, TitleOrLeadMayStandAlone) {
  EXPECT_EQ(RenderTelegramHtml(Opening("486", "")), "<b>486</b>\n");
  EXPECT_EQ(RenderTelegramHtml(Opening("", "Ask me.")), "Ask me.\n");
}

TEST(TelegramHtmlTest, HeadsThatBeginAlikeAreShownWhole) {
  Answer answer = Opening("a", "b");
  answer.table = {{"603 Decline", "603 Network Blocked"}, {{"Sent by", {"a UAS", "a network"}}}};
  EXPECT_THAT(RenderTelegramHtml(answer), HasSubstr("\n603 Decline: a UAS\n603 Network Blocked: a network\n"));
}

TEST(TelegramHtmlTest, MessageIsInAFixedWidthLineByLine) {
  Answer answer = Opening("486", "");
  answer.sections = {{"Sample", {}, {}, {"SIP/2.0 486 Busy Here", "To: <sip:bob@example.com>;tag=1"}}};
  EXPECT_THAT(RenderTelegramHtml(answer),
              EndsWith("<b>Sample</b>\n<pre>SIP/2.0 486 Busy Here\nTo: &lt;sip:bob@example.com&gt;;tag=1</pre>\n"));
}

TEST(TelegramHtmlTest, LadderIsDrawnWhereAPhoneHasRoomAndToldWhereItHasNone) {
  Answer answer = Opening("486", "");
  answer.sections = {{"", {}, {{"Caller", "Callee"}, {{0, 1, "INVITE"}, {1, 0, "486 Busy Here"}, {0, 0, "<waits>"}}}}};
  EXPECT_THAT(RenderTelegramHtml(answer), HasSubstr("<pre>Caller"));
  EXPECT_THAT(RenderTelegramHtml(answer), HasSubstr("|&lt;-486 Busy Here--|"));
  answer.sections[0].ladder.parties = {"The caller’s telephone", "The callee’s"};
  EXPECT_THAT(RenderTelegramHtml(answer), EndsWith("1. The caller’s telephone → The callee’s: INVITE\n"
                                                   "2. The callee’s → The caller’s telephone: 486 Busy Here\n"
                                                   "3. The caller’s telephone: &lt;waits&gt;\n"));
}

TEST(TelegramHtmlTest, PartiesThatDoNotExistAreLeftOut) {
  Answer answer = Opening("486", "");
  answer.sections = {{"", {}, {{"A", "B"}, {{0, 7, "INVITE"}, {9, 9, "x"}, {0, 1, "ACK"}}}}};
  EXPECT_THAT(RenderTelegramHtml(answer), EndsWith("1. A → B: ACK\n"));
}

TEST(TelegramHtmlTest, MarkupInTextIsShownAsItIs) {
  const std::string evil = "</b><a href=\"tg://user?id=1\">&amp;</pre>";
  const Answer answer = {.title = evil,
                         .lead = evil,
                         .notices = {evil},
                         .table = {{evil, "b"}, {{evil, {evil, evil}}}},
                         .sections = {{evil, {{evil, {evil, evil}, true}}},
                                      {evil, {}, {{evil, evil}, {{0, 1, evil}}}},
                                      {evil, {}, {}, {evil}}},
                         .link = evil,
                         .footer = evil};
  const std::string html = RenderTelegramHtml(answer);
  ExpectWellFormed(html);
  EXPECT_THAT(Shown(html), HasSubstr("\n" + evil + "\n"));
}

TEST(TelegramHtmlTest, NobodyIsMentioned) {
  struct {
    const char* text;
    const char* shown;
  } const cases[] = {{"@everyone", "@\u2060everyone"},
                     {"ask @bob_1 or (@eve)", "ask @\u2060bob_1 or (@\u2060eve)"},
                     {"@@all", "@@\u2060all"},
                     {"é@bob", "é@\u2060bob"},
                     {"sip:alice@example.com", "sip:alice@example.com"},
                     {"a_@b", "a_@b"},
                     {"@ home @", "@ home @"}};
  for (const auto& c : cases) {
    EXPECT_EQ(RenderTelegramHtml(Opening("", c.text)), absl::StrCat(c.shown, "\n")) << c.text;
    Answer answer = Opening("486", "");
    answer.sections = {{"", {}, {}, {c.text}}};
    EXPECT_THAT(RenderTelegramHtml(answer), EndsWith(absl::StrCat("<pre>", c.shown, "</pre>\n"))) << c.text;
  }
}

TEST(TelegramHtmlTest, ControlsAndLineBreaksInTextAreLeftOut) {
  EXPECT_EQ(RenderTelegramHtml(Opening("a\x1b[2Jb\u009bc\x07\u0085", "d\ne\tf\u2028g\r")), "<b>a[2Jbc</b>: d e f g\n");
  EXPECT_EQ(RenderTelegramHtml(Opening("", std::string("a\0b", 3))), "ab\n");
}

TEST(TelegramHtmlTest, BytesThatAreNoUtf8AreReplaced) {
  EXPECT_EQ(RenderTelegramHtml(Opening("", "a\xc2z\xff")), "a\ufffdz\ufffd\n");
}

TEST(TelegramHtmlTest, LongAnswerIsShortenedAndSaysSo) {
  Answer answer = Opening("486", "Busy.");
  for (int i = 0; i < 100; ++i) answer.sections.push_back({"Why", {{"", {std::string(100, 'x')}, true}}});
  answer.link = "https://sip.example.org/sip/486";
  const std::string html = RenderTelegramHtml(answer);
  EXPECT_LE(SizeOf(Shown(html), TextUnit::kUtf16), kTelegramLongest);
  EXPECT_GT(SizeOf(Shown(html), TextUnit::kUtf16), kTelegramLongest - 200);
  EXPECT_THAT(html, HasSubstr("Shortened to fit here"));
  EXPECT_THAT(html, HasSubstr("https://sip.example.org/sip/486"));
}

TEST(TelegramHtmlTest, EscapesDoNotCountButSurrogatesDo) {
  EXPECT_EQ(Shown(RenderTelegramHtml(Opening("", std::string(4095, '<')))).size(), 4096u);
  std::string phones;
  for (int i = 0; i < 2047; ++i) phones += "📞";
  EXPECT_EQ(RenderTelegramHtml(Opening("", phones)), phones + "\n");
  EXPECT_THAT(RenderTelegramHtml(Opening("", phones + "📞")), HasSubstr("Shortened"));
}

TEST(TelegramHtmlTest, AtMostAHundredPiecesAreMarked) {
  Answer answer = Opening("486", "Busy.");
  for (int i = 0; i < 200; ++i) answer.table.rows.push_back({"a", {"b"}});
  const std::string html = RenderTelegramHtml(answer);
  EXPECT_EQ(Tags(html), kTelegramMostEntities);
  EXPECT_THAT(html, HasSubstr("Shortened"));
}

TEST(TelegramHtmlTest, EndlessPartsStayWithinTheLimit) {
  const std::string endless(100'000, 'x');
  const Answer answer = {.title = endless,
                         .lead = endless,
                         .notices = {endless, endless},
                         .table = {},
                         .sections = {},
                         .link = "https://" + endless,
                         .footer = endless};
  EXPECT_LE(SizeOf(Shown(RenderTelegramHtml(answer)), TextUnit::kUtf16), kTelegramLongest);
}

TEST(TelegramHtmlTest, RandomAnswersAreWellFormedAndWithinTheLimits) {
  SCOPED_TRACE(absl::StrCat("seed ", Seed()));
  for (bool long_words : {false, true}) {
    RandomAnswers answers(Seed(), {.long_words = long_words});
    for (int i = 0; i < kRandomAnswers; ++i) {
      const std::string html = RenderTelegramHtml(answers.Next());
      ASSERT_NO_FATAL_FAILURE(ExpectWellFormed(html)) << html;
      ASSERT_LE(SizeOf(Shown(html), TextUnit::kUtf16), kTelegramLongest);
      ASSERT_LE(Tags(html), kTelegramMostEntities);
      for (const char* control : {"\x1b", "\x07", "\x7f", "\r", "\t", "\u009b", "\u0085", "\u0090"}) {
        ASSERT_THAT(html, Not(HasSubstr(control)));
      }
    }
  }
}

TEST(TelegramHtmlTest, PlainTextIsWhatIsShown) {
  SCOPED_TRACE(absl::StrCat("seed ", Seed()));
  RandomAnswers answers(Seed(), {});
  for (int i = 0; i < kRandomAnswers; ++i) {
    const std::string html = RenderTelegramHtml(answers.Next());
    ASSERT_EQ(TelegramPlainText(html), Shown(html));
  }
  EXPECT_EQ(TelegramPlainText("<b>a</b> &lt;b&gt; &amp;lt; &quot;"), "a <b> &lt; \"");
}

}  // namespace
}  // namespace sipwhy::bot
