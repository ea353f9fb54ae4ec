#include "bot/render/markdown.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <random>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "tests/bot/render/random_answer.h"

namespace sipwhy::bot {
namespace {

using ::sipwhy::bot::testing::RandomAnswers;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

constexpr int kRandomAnswers = 60;
constexpr MarkdownLimits kRoomy = {.size = 100'000, .unit = TextUnit::kCodePoints};
constexpr MarkdownLimits kRoomyZulip = {
    .size = 100'000, .unit = TextUnit::kCodePoints, .escape = MarkdownEscape::kEntity};

Answer Titled(std::string title, std::string lead = "") {
  Answer answer;
  answer.title = std::move(title);
  answer.lead = std::move(lead);
  return answer;
}

Answer WithSection(Section section) {
  Answer answer = Titled("T");
  answer.sections.push_back(std::move(section));
  return answer;
}

// `text` everywhere an answer can have one.
Answer Everywhere(const std::string& text) {
  Answer answer = Titled(text, text);
  answer.notices = {text};
  answer.table = {{text, "B"}, {{text, {text, text}}}};
  answer.sections = {{text, {{text, {text}, false}, {text, {text, text}, true}}},
                     {text, {{"", {text}, false}}},
                     {text, {}, {{text, "B"}, {{0, 1, text}}}},
                     {text, {}, {}, {text}}};
  answer.footer = text;
  return answer;
}

// Whether an "@" in `text` may be read as the start of a mention.
bool Mentions(absl::string_view text) {
  for (size_t at = text.find('@'); at != absl::string_view::npos; at = text.find('@', at + 1)) {
    const bool in_a_word = at > 0 && absl::ascii_isalnum(static_cast<unsigned char>(text[at - 1]));
    if (!in_a_word && !absl::StartsWith(text.substr(at + 1), "\u200b")) return true;
  }
  return false;
}

// The lines that are not in a code block. Fails if a block is not closed.
std::string OutsideOfBlocks(absl::string_view markdown) {
  std::string outside;
  std::string fence;
  for (const absl::string_view line : absl::StrSplit(markdown, '\n')) {
    const std::string ticks(line.substr(0, std::min(line.find_first_not_of('`'), line.size())));
    if (!fence.empty()) {
      if (line == fence) fence.clear();
    } else if (ticks.size() >= 3) {
      fence = ticks;
    } else {
      absl::StrAppend(&outside, line, "\n");
    }
  }
  EXPECT_EQ(fence, "") << markdown;
  return outside;
}

TEST(MarkdownTest, ComparisonInFull) {
  Answer answer = Titled("301 Moved Permanently vs 408 Request Timeout", "301 names a new address; 408 means silence.");
  answer.notices = {"Longer texts below are in English."};
  answer.table = {{"301 Moved Permanently", "408 Request Timeout"},
                  {{"Class", {"3xx Redirection", "4xx Request Failure"}}, {"Over the PSTN", {"", "cause 102"}}}};
  answer.sections = {{"What to do", {{"301", {"Read Contact.", "Call it."}, true}, {"408", {"Wait."}, true}}}};
  answer.link = "https://why.example/sip/301-vs-408";
  answer.footer = "RFC 3261 §21.3.2 · knowledge revision 12";
  EXPECT_EQ(RenderMarkdown(answer, kRoomy),
            "**301 Moved Permanently vs 408 Request Timeout**: 301 names a new address; 408 means silence.\n"
            "Longer texts below are in English.\n"
            "\n"
            "|  | 301 Moved Permanently | 408 Request Timeout |\n"
            "|---|---|---|\n"
            "| Class | 3xx Redirection | 4xx Request Failure |\n"
            "| Over the PSTN | — | cause 102 |\n"
            "\n"
            "**What to do**\n"
            "**301**\n"
            "1. Read Contact.\n"
            "2. Call it.\n"
            "\n"
            "**408**\n"
            "1. Wait.\n"
            "\n"
            "https://why.example/sip/301-vs-408\n"
            "RFC 3261 §21.3.2 · knowledge revision 12");
}

TEST(MarkdownTest, TableWithoutHeadsIsAListOfFacts) {
  Answer answer = Titled("486 Busy Here");
  answer.table = {{}, {{"Class", {"4xx Request Failure"}}, {"Try again", {""}}}};
  EXPECT_EQ(RenderMarkdown(answer, kRoomy),
            "**486 Busy Here**\n\n- **Class**: 4xx Request Failure\n- **Try again**: —");
}

TEST(MarkdownTest, CandidatesAreOneList) {
  const Section section = {"", {{"480", {"Temporarily Unavailable"}, false}, {"487", {"Request Terminated"}, false}}};
  EXPECT_EQ(RenderMarkdown(WithSection(section), kRoomy),
            "**T**\n\n- **480**: Temporarily Unavailable\n- **487**: Request Terminated");
}

TEST(MarkdownTest, LabelAfterAListIsNoPartOfIt) {
  const Section section = {"", {{"480", {"One."}, false}, {"487", {"Two.", "Three."}, false}}};
  EXPECT_EQ(RenderMarkdown(WithSection(section), kRoomy), "**T**\n\n- **480**: One.\n\n**487**\n- Two.\n- Three.");
}

TEST(MarkdownTest, ProseUnderAHeadingIsNoList) {
  EXPECT_EQ(RenderMarkdown(WithSection({"Description", {{"", {"It is busy."}, false}}}), kRoomy),
            "**T**\n\n**Description**\nIt is busy.");
}

TEST(MarkdownTest, LeadAloneIsTheFirstLine) {
  EXPECT_EQ(RenderMarkdown(Titled("", "Ask me about a code."), kRoomy), "Ask me about a code.");
}

TEST(MarkdownTest, LadderIsDrawnInACodeBlock) {
  const Section section = {"Ladder", {}, {{"Caller", "Callee"}, {{0, 1, "INVITE"}, {1, 0, "486"}}}};
  EXPECT_EQ(RenderMarkdown(WithSection(section), kRoomy),
            "**T**\n\n**Ladder**\n"
            "```text\n"
            "Caller        Callee\n"
            "   |---INVITE--->|\n"
            "   |<----486-----|\n"
            "```");
}

TEST(MarkdownTest, LadderWithoutRoomIsANumberedList) {
  const Section section = {"", {}, {{"Caller", "Callee"}, {{0, 1, std::string(60, 'x')}, {1, 1, "64*T1"}}}};
  EXPECT_EQ(RenderMarkdown(WithSection(section), kRoomy),
            absl::StrCat("**T**\n\n1. Caller → Callee: ", std::string(60, 'x'), "\n2. Callee: 64\\*T1"));
}

TEST(MarkdownTest, ArrowToNobodyIsToldAndNotDrawn) {
  const Section section = {"", {}, {{"Caller"}, {{0, 7, "INVITE"}}}};
  EXPECT_THAT(RenderMarkdown(WithSection(section), kRoomy), EndsWith("1. Caller → —: INVITE"));
}

TEST(MarkdownTest, MessageIsShownAsItIsWritten) {
  const Section section = {"", {}, {}, {"SIP/2.0 486 Busy Here", "Contact: <sip:bob@example.com>;a=*_*", "  folded"}};
  EXPECT_THAT(RenderMarkdown(WithSection(section), kRoomy),
              EndsWith("```text\nSIP/2.0 486 Busy Here\nContact: <sip:bob@example.com>;a=*_*\n  folded\n```"));
}

TEST(MarkdownTest, CodeBlockEndsAfterAnyBackticksWithin) {
  const Section section = {"", {}, {}, {"```", "a ````` b"}};
  EXPECT_THAT(RenderMarkdown(WithSection(section), kRoomy), EndsWith("``````text\n```\na ````` b\n``````"));
}

TEST(MarkdownTest, EachLineOfAnAnswerIsGuarded) {
  for (const MarkdownLimits& limits : {kRoomy, kRoomyZulip}) {
    const std::string text = OutsideOfBlocks(RenderMarkdown(Everywhere("- [x] > 1. #"), limits));
    EXPECT_THAT(text, Not(HasSubstr("\n- [")));
    EXPECT_THAT(text, Not(HasSubstr("- - ")));
    EXPECT_THAT(text, Not(HasSubstr("1. - ")));
    EXPECT_THAT(text, HasSubstr("\n\u200b- [x]"));
    EXPECT_THAT(text, HasSubstr("1. \u200b- [x]"));
  }
}

TEST(MarkdownTest, BarsDoNotEndCells) {
  Answer answer = Titled("T");
  answer.table = {{"a|b"}, {{"c|d", {"e|f\\"}}}};
  EXPECT_EQ(RenderMarkdown(answer, kRoomy), "**T**\n\n|  | a\\|b |\n|---|---|\n| c\\|d | e\\|f\\\u200b |");
  EXPECT_EQ(RenderMarkdown(answer, kRoomyZulip),
            "**T**\n\n|  | a&#124;b |\n|---|---|\n| c&#124;d | e&#124;f\\\u200b |");
}

TEST(MarkdownTest, RowsHaveAsManyCellsAsTheHead) {
  Answer answer = Titled("T");
  answer.table = {{"A", "B"}, {{"less", {"1"}}, {"more", {"1", "2", "3"}}}};
  EXPECT_THAT(RenderMarkdown(answer, kRoomy), EndsWith("| less | 1 | — |\n| more | 1 | 2 |"));
}

TEST(MarkdownTest, ControlsAndLineBreaksInTextAreGone) {
  const std::string text = RenderMarkdown(Everywhere("a\x1b[2J\u009bb\nc\rd\u2028e\tf"), kRoomy);
  EXPECT_THAT(text, Not(::testing::ContainsRegex("[\x01-\x09\x0b-\x1f\x7f]")));
}

TEST(MarkdownTest, LinkThatIsNoUrlOfAPageIsLeftOut) {
  for (const char* link : {"javascript:alert(1)", "why.example", "//why.example", " https://why.example", "@all"}) {
    Answer answer = Titled("T");
    answer.link = link;
    EXPECT_EQ(RenderMarkdown(answer, kRoomy), "**T**") << link;
  }
}

TEST(MarkdownTest, SignsInTheLinkAreEncoded) {
  Answer answer = Titled("T");
  answer.link = "https://why.example/a b\n@all*<x>|[é](u)`";
  EXPECT_EQ(RenderMarkdown(answer, kRoomy),
            "**T**\n\nhttps://why.example/a%20b%0A%40all%2A%3Cx%3E%7C%5B%C3%A9%5D%28u%29%60");
}

TEST(MarkdownTest, WhatHasNoRoomIsLeftOut) {
  const Section section = {"What to do", {{"", {std::string(150, 'a'), std::string(150, 'b')}, true}}};
  const std::string text = RenderMarkdown(WithSection(section), {.size = 250, .unit = TextUnit::kCodePoints});
  EXPECT_THAT(text, HasSubstr("1. aaa"));
  EXPECT_THAT(text, Not(HasSubstr("bbb")));
}

TEST(MarkdownTest, TitleThatIsTooLongIsCut) {
  Answer answer = Titled(std::string(3'000, '*'), "lead");
  answer.link = absl::StrCat("https://why.example/", std::string(3'000, 'x'));
  answer.footer = std::string(3'000, 'f');
  for (const TextUnit unit : {TextUnit::kBytes, TextUnit::kUtf16, TextUnit::kCodePoints}) {
    const std::string text = RenderMarkdown(answer, {.size = 1'000, .unit = unit});
    EXPECT_LE(SizeOf(text, unit), 1'000u);
    EXPECT_GE(SizeOf(text, unit), 900u);
    EXPECT_THAT(text, StartsWith("\\*\\*"));
  }
}

class RandomMarkdownTest : public ::testing::TestWithParam<MarkdownEscape> {};

INSTANTIATE_TEST_SUITE_P(Escapes, RandomMarkdownTest,
                         ::testing::Values(MarkdownEscape::kBackslash, MarkdownEscape::kEntity));

TEST_P(RandomMarkdownTest, NeverLongerThanTheLimit) {
  const uint32_t seed = std::random_device()();
  SCOPED_TRACE(absl::StrCat("seed ", seed));
  RandomAnswers answers(seed, {.long_words = true});
  constexpr TextUnit kUnits[] = {TextUnit::kBytes, TextUnit::kUtf16, TextUnit::kCodePoints};
  for (int i = 0; i < kRandomAnswers; ++i) {
    Answer answer = answers.Next();
    answer.link = "https://why.example/sip/486";
    const MarkdownLimits limits = {
        .size = static_cast<size_t>(answers.Number(200, 3'000)), .unit = kUnits[i % 3], .escape = GetParam()};
    const std::string text = RenderMarkdown(answer, limits);
    ASSERT_LE(SizeOf(text, limits.unit), limits.size) << text;
    OutsideOfBlocks(text);
  }
}

TEST_P(RandomMarkdownTest, HostileTextIsNeverMarkup) {
  const uint32_t seed = std::random_device()();
  SCOPED_TRACE(absl::StrCat("seed ", seed));
  RandomAnswers random(seed, {});
  constexpr absl::string_view kPieces[] = {"@",  "all",  "**",  "*",    "_",  "`",   "```", "~~", "[",
                                           "](", ")",    "<",   ">",    "|",  "#",   ":",   "x",  "$$",
                                           "\\", "&lt;", "://", "www.", "- ", "1. ", " ",   "\n", "é"};
  for (int i = 0; i < kRandomAnswers; ++i) {
    std::string evil = "a";
    for (int pieces = random.Number(1, 12); pieces > 0; --pieces) {
      absl::StrAppend(&evil, kPieces[random.Number(0, std::size(kPieces) - 1)]);
    }
    const MarkdownLimits limits = {.size = 100'000, .unit = TextUnit::kCodePoints, .escape = GetParam()};
    const std::string text = OutsideOfBlocks(RenderMarkdown(Everywhere(evil), limits));
    ASSERT_FALSE(Mentions(text)) << evil;
    for (const char* markup : {"](", "$$", "~~", "://", "www.", "&lt;", "<!", "<x", "<a", "#*"}) {
      ASSERT_THAT(text, Not(HasSubstr(markup))) << evil;
    }
    // Ours are the marks of bold text, which come two by two; none is within a word of the answer.
    const std::string plain = absl::StrReplaceAll(text, {{"\\*", ""}, {"\\`", ""}, {"**", ""}});
    ASSERT_THAT(plain, Not(HasSubstr("*"))) << evil;
    ASSERT_THAT(plain, Not(HasSubstr("`"))) << evil;
  }
}

}  // namespace
}  // namespace sipwhy::bot
