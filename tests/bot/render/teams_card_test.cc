#include "bot/render/teams_card.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <functional>
#include <nlohmann/json.hpp>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "bot/wire/json.h"
#include "tests/bot/render/random_answer.h"

namespace sipwhy::bot {
namespace {

using ::nlohmann::json;
using ::sipwhy::bot::testing::RandomAnswers;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::StartsWith;

constexpr int kRandomAnswers = 200;
constexpr size_t kMostCardBytes = 18'000;
constexpr size_t kMostTextBytes = 8'000;

constexpr absl::string_view kHostile[] = {"<at>Everyone</at>",
                                          "<b>x</b>",
                                          "[x](http://e.example)",
                                          "![x](http://e.example)",
                                          "**bold** _it_ ~~no~~",
                                          "```",
                                          "`code`",
                                          "# heading",
                                          "- list",
                                          "+ list",
                                          "1. list",
                                          "> quote",
                                          "\\",
                                          "&lt;at&gt;",
                                          "{{DATE(2017-02-14T06:08:39Z, SHORT)}}",
                                          "\u202ereversed",
                                          "\xFF\xFE",
                                          "\"quoted\" \\\"",
                                          "line\r\nbreak\u2028and another"};

// The texts of the card's elements, from above to below.
std::vector<std::string> TextsOf(const json& element) {
  std::vector<std::string> texts;
  if (element.is_object() && element.value("type", "") == "TextRun") texts.push_back(element["text"]);
  for (const char* inner : {"body", "columns", "items", "inlines"}) {
    if (!element.is_object() || !element.contains(inner)) continue;
    for (const json& child : element[inner]) {
      for (std::string& text : TextsOf(child)) texts.push_back(std::move(text));
    }
  }
  return texts;
}

std::string AllText(const json& card) { return absl::StrJoin(TextsOf(card), "\n"); }

// All objects that have a type, with all of their names.
void ForEachElement(const json& value, const std::function<void(const json&)>& visit) {
  if (value.is_object() && value.contains("type")) visit(value);
  if (!value.is_structured()) return;
  for (const json& child : value) ForEachElement(child, visit);
}

bool HasControl(absl::string_view text) {
  return std::any_of(text.begin(), text.end(), [](unsigned char c) { return c < 0x20 || c == 0x7F; }) ||
         absl::StrContains(text, "\u0085") || absl::StrContains(text, "\u0090") || absl::StrContains(text, "\u009b") ||
         absl::StrContains(text, "\u202e") || absl::StrContains(text, "\u2028");
}

Answer Comparison() {
  Answer answer;
  answer.title = "486 Busy Here vs 603 Decline";
  answer.lead = "A 486 speaks for one phone, a 603 for all.";
  answer.notices = {"Longer texts are in English."};
  answer.table = {{"486 Busy Here", "603 Decline"}, {{"Try again", {"later", "later, after Retry-After"}}}};
  answer.sections = {{"What to do", {{"486", {"Operator: See whether a 180 came.", "Callee: Hang up."}, true}}}};
  answer.link = "https://sip.example/486/603";
  answer.footer = "RFC 3261 §21.4.24";
  return answer;
}

TEST(TeamsCardTest, ComparisonInFull) {
  const json expected = json::parse(R"({
    "type": "AdaptiveCard",
    "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
    "version": "1.4",
    "fallbackText": "**486 Busy Here vs 603 Decline**: A 486 speaks for one phone, a 603 for all.\n\nhttps://sip.example/486/603",
    "body": [
      {"type": "RichTextBlock", "spacing": "none", "inlines": [
        {"type": "TextRun", "text": "486 Busy Here vs 603 Decline", "weight": "bolder"},
        {"type": "TextRun", "text": ": A 486 speaks for one phone, a 603 for all."}]},
      {"type": "RichTextBlock", "spacing": "small", "inlines": [
        {"type": "TextRun", "text": "Longer texts are in English.", "size": "small", "isSubtle": true}]},
      {"type": "ColumnSet", "spacing": "medium", "columns": [
        {"type": "Column", "width": "stretch", "items": [{"type": "RichTextBlock", "spacing": "none", "inlines": [
          {"type": "TextRun", "text": "486 Busy Here", "weight": "bolder"}]}]},
        {"type": "Column", "width": "stretch", "items": [{"type": "RichTextBlock", "spacing": "none", "inlines": [
          {"type": "TextRun", "text": "603 Decline", "weight": "bolder"}]}]}]},
      {"type": "RichTextBlock", "spacing": "small", "inlines": [
        {"type": "TextRun", "text": "Try again", "size": "small", "isSubtle": true}]},
      {"type": "ColumnSet", "spacing": "none", "columns": [
        {"type": "Column", "width": "stretch", "items": [{"type": "RichTextBlock", "spacing": "none", "inlines": [
          {"type": "TextRun", "text": "later"}]}]},
        {"type": "Column", "width": "stretch", "items": [{"type": "RichTextBlock", "spacing": "none", "inlines": [
          {"type": "TextRun", "text": "later, after Retry-After"}]}]}]},
      {"type": "RichTextBlock", "spacing": "medium", "separator": true, "inlines": [
        {"type": "TextRun", "text": "What to do", "weight": "bolder"}]},
      {"type": "RichTextBlock", "spacing": "small", "inlines": [
        {"type": "TextRun", "text": "486", "weight": "bolder"}]},
      {"type": "RichTextBlock", "spacing": "small", "inlines": [
        {"type": "TextRun", "text": "1. Operator: See whether a 180 came."}]},
      {"type": "RichTextBlock", "spacing": "small", "inlines": [
        {"type": "TextRun", "text": "2. Callee: Hang up."}]},
      {"type": "RichTextBlock", "spacing": "medium", "inlines": [
        {"type": "TextRun", "text": "RFC 3261 §21.4.24", "size": "small", "isSubtle": true}]}],
    "actions": [{"type": "Action.OpenUrl", "title": "sip.example/486/603", "url": "https://sip.example/486/603"}]
  })");
  EXPECT_EQ(RenderTeamsCard(Comparison()), expected) << RenderTeamsCard(Comparison()).dump(2);
}

TEST(TeamsCardTest, ThreeCodesStandBelowEachOtherWithTheirNumbers) {
  Answer answer;
  answer.title = "Three";
  answer.table = {{"301 Moved Permanently", "408 Request Timeout", "486 Busy Here"},
                  {{"Try again", {"now", "", "later"}}}};
  EXPECT_THAT(TextsOf(RenderTeamsCard(answer)),
              ElementsAre("Three", "Try again", "301", ": now", "408", ": —", "486", ": later"));
}

TEST(TeamsCardTest, OneCodeHasALineForEachRow) {
  Answer answer;
  answer.title = "486 Busy Here";
  answer.table = {{}, {{"Class", {"4xx"}}, {"Try again", {"later"}}}};
  EXPECT_THAT(TextsOf(RenderTeamsCard(answer)), ElementsAre("486 Busy Here", "Class", ": 4xx", "Try again", ": later"));
}

TEST(TeamsCardTest, LadderIsDrawnInOneWidthWithSpacesThatStay) {
  Answer answer;
  answer.sections = {{"Ladder", {}, {{"Caller", "Callee"}, {{0, 1, "INVITE"}, {1, 0, "486"}}}}};
  const json card = RenderTeamsCard(answer);
  ASSERT_EQ(card["body"].size(), 4u);
  const json& heads = card["body"][1]["inlines"][0];
  EXPECT_EQ(heads["fontType"], "monospace");
  EXPECT_EQ(absl::StrReplaceAll(heads["text"].get<std::string>(), {{"\u00a0", " "}}), "Caller        Callee");
  EXPECT_THAT(heads["text"].get<std::string>(), Not(HasSubstr("  ")));
  EXPECT_THAT(card["body"][2]["inlines"][0]["text"].get<std::string>(),
              StartsWith("\u00a0\u00a0\u00a0|---INVITE--->|"));
}

TEST(TeamsCardTest, LadderThatIsTooWideForAPhoneIsAList) {
  Answer answer;
  answer.sections = {
      {"", {}, {{"Caller", "Callee"}, {{0, 1, std::string(50, 'x')}, {1, 1, "waits"}, {7, 9, "nobody"}}}}};
  EXPECT_THAT(TextsOf(RenderTeamsCard(answer)),
              ElementsAre(StartsWith("1. Caller → Callee: xxx"), "2. Callee: waits", "3. — → —: nobody"));
}

TEST(TeamsCardTest, MessageKeepsItsLinesAndIndents) {
  Answer answer;
  answer.sections = {{"", {}, {}, {"SIP/2.0 486 Busy Here", "  folded", "", "end"}}};
  EXPECT_THAT(TextsOf(RenderTeamsCard(answer)),
              ElementsAre("SIP/2.0 486 Busy Here", "\u00a0\u00a0folded", "\u00a0", "end"));
}

TEST(TeamsCardTest, MarkupIsPlainTextInRuns) {
  Answer answer;
  answer.title = "**x** [y](http://e.example) <at>All</at>";
  const json card = RenderTeamsCard(answer);
  EXPECT_THAT(TextsOf(card), ElementsAre(answer.title));
  EXPECT_FALSE(card.contains("actions"));
}

TEST(TeamsCardTest, LinkThatIsNoneIsLeftOut) {
  for (const std::string link : {"javascript:alert(1)", "sip:a@b.c", "https://a b", "https://a\nb", "https://é.example",
                                 "http", "https://<x>", "/486", "data:text/html,x"}) {
    Answer answer = Comparison();
    answer.link = link;
    EXPECT_FALSE(RenderTeamsCard(answer).contains("actions")) << link;
    EXPECT_THAT(RenderTeamsText(answer), Not(HasSubstr(link))) << link;
  }
}

TEST(TeamsCardTest, EmptyAnswerHasSomethingToShow) {
  EXPECT_THAT(TextsOf(RenderTeamsCard(Answer())), ElementsAre("…"));
  EXPECT_EQ(RenderTeamsText(Answer()), "…");
  EXPECT_EQ(RenderTeamsSummary(Answer()), "…");
}

TEST(TeamsCardTest, GiantPartsAreCut) {
  Answer answer = Comparison();
  answer.title = std::string(20'000, '"');
  answer.lead = std::string(30'000, '\\');
  answer.footer = std::string(20'000, '"');
  answer.notices.assign(3, std::string(20'000, 'n'));
  const json card = RenderTeamsCard(answer);
  EXPECT_LE(DumpSafe(card).size(), kMostCardBytes);
  EXPECT_THAT(AllText(card), HasSubstr("Shortened"));
  EXPECT_EQ(card["actions"][0]["url"], answer.link);
  EXPECT_LE(RenderTeamsText(answer).size(), kMostTextBytes);
  EXPECT_THAT(RenderTeamsText(answer), HasSubstr(answer.link));
}

TEST(TeamsCardTest, LongAnswerKeepsItsBeginning) {
  Answer answer = Comparison();
  for (int i = 0; i < 300; ++i) answer.sections.push_back({absl::StrCat("S", i), {{"", {std::string(200, 's')}}}});
  const json card = RenderTeamsCard(answer);
  EXPECT_LE(DumpSafe(card).size(), kMostCardBytes);
  EXPECT_GT(DumpSafe(card).size(), kMostCardBytes - 1'000);
  EXPECT_THAT(TextsOf(card), Contains("S10"));
  EXPECT_THAT(TextsOf(card), Contains("later, after Retry-After"));
}

TEST(TeamsCardTest, RandomCardsKeepTheRules) {
  const uint32_t seed = std::random_device()();
  SCOPED_TRACE(absl::StrCat("seed ", seed));
  RandomAnswers random(seed, {.long_words = true, .markup = kHostile, .link = "https://sip.example/486"});
  for (int i = 0; i < kRandomAnswers; ++i) {
    const json card = RenderTeamsCard(random.Next());
    ASSERT_LE(DumpSafe(card).size(), kMostCardBytes);
    ASSERT_EQ(json::parse(DumpSafe(card)), card);
    for (const std::string& text : TextsOf(card)) ASSERT_FALSE(HasControl(text)) << text;
    ForEachElement(card, [](const json& element) {
      const std::string type = element["type"];
      ASSERT_THAT((std::vector<std::string>{"AdaptiveCard", "ColumnSet", "Column", "RichTextBlock", "TextRun",
                                            "Action.OpenUrl"}),
                  Contains(type));
      // Text that Markdown is made of, and mentions, are in none of them.
      ASSERT_EQ(element.contains("text"), type == "TextRun");
      ASSERT_FALSE(element.contains("msteams") || element.contains("entities") || element.contains("selectAction"));
    });
  }
}

TEST(TeamsCardTest, EveryWordOfASmallAnswerIsThere) {
  const uint32_t seed = std::random_device()();
  SCOPED_TRACE(absl::StrCat("seed ", seed));
  RandomAnswers random(seed, {.controls = false});
  for (int i = 0; i < kRandomAnswers; ++i) {
    const Answer answer = random.Next();
    const json card = RenderTeamsCard(answer);
    const std::string text = AllText(card);
    if (absl::StrContains(text, "Shortened")) continue;
    ASSERT_THAT(text, HasSubstr(answer.lead));
    for (const std::string& notice : answer.notices) ASSERT_THAT(text, HasSubstr(notice));
    for (const Table::Row& row : answer.table.rows) {
      for (const std::string& cell : row.cells) ASSERT_THAT(text, HasSubstr(cell));
    }
    for (const Section& section : answer.sections) {
      for (const ItemList& list : section.lists) {
        for (const std::string& item : list.items) ASSERT_THAT(text, HasSubstr(item));
      }
    }
  }
}

TEST(TeamsTextTest, ComparisonInFull) {
  EXPECT_EQ(RenderTeamsText(Comparison()),
            "**486 Busy Here vs 603 Decline**: A 486 speaks for one phone, a 603 for all.\n\n"
            "Longer texts are in English.\n\n"
            "**Try again**: 486 later · 603 later, after Retry-After\n\n"
            "**What to do**\n\n"
            "**486**: 1\\. Operator: See whether a 180 came.\n\n"
            "2\\. Callee: Hang up.\n\n"
            "https://sip.example/486/603\n\n"
            "RFC 3261 §21.4.24");
}

TEST(TeamsTextTest, MarkupIsEscaped) {
  const std::pair<const char*, const char*> kCases[] = {
      {"64*T1", R"(64\*T1)"},
      {"a_b", R"(a\_b)"},
      {"[x](http://e)", R"(\[x\](http://e))"},
      {"<at>All</at>", "&lt;at&gt;All&lt;/at&gt;"},
      {"&lt;", "&amp;lt;"},
      {"`x` ~~y~~", R"(\`x\` \~\~y\~\~)"},
      {"# x", R"(\# x)"},
      {"- x", R"(\- x)"},
      {"  + x", R"(\+ x)"},
      {"1. x", R"(1\. x)"},
      {"12) x", R"(12\) x)"},
      {"486 x. y-z", "486 x. y-z"},
      {R"(\*)", R"(\\\*)"},
      {"a\nb\tc\x07", "a b c"},
  };
  for (const auto& [text, escaped] : kCases) {
    Answer answer;
    answer.lead = text;
    EXPECT_EQ(RenderTeamsText(answer), escaped) << text;
  }
}

TEST(TeamsTextTest, RandomTextsKeepTheRules) {
  const uint32_t seed = std::random_device()();
  SCOPED_TRACE(absl::StrCat("seed ", seed));
  RandomAnswers random(seed, {.long_words = true, .markup = kHostile, .link = "https://sip.example/486"});
  for (int i = 0; i < kRandomAnswers; ++i) {
    const std::string text = RenderTeamsText(random.Next());
    ASSERT_THAT(text, Not(IsEmpty()));
    ASSERT_LE(text.size(), kMostTextBytes);
    ASSERT_FALSE(HasControl(absl::StrReplaceAll(text, {{"\n", ""}}))) << text;
    ASSERT_THAT(text, Not(HasSubstr("\n\n\n")));
    // Without escapes and the marks of our own, no sign of Markdown or HTML is left.
    const std::string bare = absl::StrReplaceAll(text, {{R"(\\)", ""},
                                                        {R"(\`)", ""},
                                                        {R"(\*)", ""},
                                                        {R"(\_)", ""},
                                                        {R"(\~)", ""},
                                                        {R"(\[)", ""},
                                                        {R"(\])", ""},
                                                        {R"(\#)", ""},
                                                        {R"(\-)", ""},
                                                        {R"(\+)", ""},
                                                        {R"(\.)", ""},
                                                        {R"(\))", ""},
                                                        {"**", ""},
                                                        {"&amp;", ""},
                                                        {"&lt;", ""},
                                                        {"&gt;", ""}});
    ASSERT_EQ(bare.find_first_of("\\`*_~[]#<>&"), std::string::npos) << text;
  }
}

TEST(TeamsSummaryTest, IsTheFirstLineWithoutControls) {
  Answer answer;
  answer.title = "486 Busy\nHere";
  answer.lead = "**one**\x1b phone";
  EXPECT_EQ(RenderTeamsSummary(answer), "486 Busy Here: **one** phone");
  answer.lead = std::string(1000, 'x');
  EXPECT_THAT(RenderTeamsSummary(answer), EndsWith("x…"));
  EXPECT_LE(RenderTeamsSummary(answer).size(), 210u);
}

}  // namespace
}  // namespace sipwhy::bot
