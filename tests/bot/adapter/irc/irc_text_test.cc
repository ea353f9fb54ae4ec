#include "bot/adapter/irc/irc_text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <cstdint>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "tests/bot/render/random_answer.h"

namespace sipwhy::bot {
namespace {

using ::sipwhy::bot::testing::RandomAnswers;
using ::testing::AllOf;
using ::testing::AnyOf;
using ::testing::ElementsAre;
using ::testing::EndsWith;
using ::testing::Ge;
using ::testing::HasSubstr;
using ::testing::Le;
using ::testing::Not;
using ::testing::SizeIs;
using ::testing::StartsWith;

constexpr int kRandomAnswers = 150;

uint32_t Seed() {
  static const uint32_t kSeed = std::random_device()();
  return kSeed;
}

Answer Comparison() {
  Answer answer;
  answer.title = "301 Moved Permanently vs 408 Request Timeout";
  answer.lead = "A 301 knows a new address; a 408 found nobody in time.";
  answer.table = {{"301", "408"},
                  {{"Try again", {"at the Contact address", "later, unchanged"}}, {"In a dialog", {"stays", ""}}}};
  answer.sections = {{"What to do", {{"301", {"Ask the new address."}, true}, {"408", {"Trace it."}, true}}}};
  answer.link = "https://sipwhy.example/301-408";
  answer.footer = "RFC 3261 · say “full” for everything";
  return answer;
}

// As many sections as an answer in full has, each of `items` sentences.
Answer InFull(int items) {
  Answer answer = Comparison();
  answer.sections.clear();
  for (const char* heading : {"Description", "When you see it", "How to fix", "Headers", "Learn more"}) {
    Section& section = answer.sections.emplace_back(Section{heading});
    section.lists.push_back({"",
                             std::vector<std::string>(static_cast<size_t>(items),
                                                      "A sentence that is about as long as one of the real ones."),
                             true});
  }
  return answer;
}

TEST(RenderIrcTest, ShortAnswerHasThreeLines) {
  EXPECT_THAT(
      RenderIrc(Comparison(), 200),
      ElementsAre("301 Moved Permanently vs 408 Request Timeout: A 301 knows a new address; a 408 found nobody in "
                  "time.",
                  "Try again: at the Contact address / later, unchanged · In a dialog: stays / — · What to do — "
                  "301: 1. Ask the new address. · 408: 1. Trace it.",
                  "https://sipwhy.example/301-408 · RFC 3261 · say “full” for everything"));
}

TEST(RenderIrcTest, FactsWithoutRoomAreLeftOut) {
  const std::string facts = "Try again: at the Contact address / later, unchanged · In a dialog: stays / — · …";
  EXPECT_EQ(RenderIrc(Comparison(), 100)[1], facts);
}

TEST(RenderIrcTest, NoticesComeBeforeOtherFacts) {
  Answer answer = Comparison();
  answer.notices = {"You named 301 twice.", "It is English."};
  EXPECT_THAT(RenderIrc(answer, 400)[1], StartsWith("You named 301 twice. · It is English. · Try again: "));
}

TEST(RenderIrcTest, LeadMayTakeThePlaceOfTheFacts) {
  Answer answer = Comparison();
  for (int i = 0; i < 90; ++i) answer.lead += " And so on.";
  const std::vector<std::string> lines = RenderIrc(answer, 400);
  ASSERT_THAT(lines, SizeIs(3));
  EXPECT_THAT(lines[1], AllOf(HasSubstr("And so on"), EndsWith("…")));
  EXPECT_THAT(lines[2], StartsWith("https:"));
}

TEST(RenderIrcTest, OneSentenceIsOneLine) {
  Answer answer;
  answer.lead = "I know no SIP code for that.";
  EXPECT_THAT(RenderIrc(answer, 400), ElementsAre("I know no SIP code for that."));
}

TEST(RenderIrcTest, NothingIsStillALine) { EXPECT_THAT(RenderIrc({}, 400), ElementsAre("…")); }

TEST(RenderIrcTest, AnswerInFullHasAParagraphForEachSection) {
  EXPECT_THAT(RenderIrc(InFull(2), 400),
              ElementsAre(StartsWith("301 Moved"), StartsWith("Try again: "), StartsWith("Description — 1. A sentence"),
                          StartsWith("When you see it — "), StartsWith("How to fix — "), StartsWith("Headers — "),
                          StartsWith("Learn more — "), StartsWith("https:")));
}

TEST(RenderIrcTest, AnswerInFullThatIsTooLongSaysSo) {
  const std::vector<std::string> lines = RenderIrc(InFull(30), 400);
  EXPECT_THAT(lines, SizeIs(AllOf(Ge(10u), Le(12u))));
  EXPECT_EQ(lines[1], "Shortened to fit here; the link has all of it.");
  EXPECT_THAT(lines.back(), StartsWith("https:"));
}

TEST(RenderIrcTest, ListWithoutATableIsShownWhole) {
  Answer answer;
  answer.title = "4xx Request Failure";
  Section& section = answer.sections.emplace_back();
  for (int code = 400; code < 420; ++code) {
    section.lists.push_back({absl::StrCat(code), {"Something: a summary of what it is about"}, false});
  }
  const std::vector<std::string> lines = RenderIrc(answer, 400);
  EXPECT_THAT(lines, SizeIs(AllOf(Ge(3u), Le(5u))));
  EXPECT_THAT(absl::StrJoin(lines, " "), AllOf(HasSubstr("400: Something"), HasSubstr("419: Something")));
  for (const std::string& line : lines) EXPECT_THAT(line, Not(AnyOf(StartsWith("·"), EndsWith("·"))));
}

TEST(RenderIrcTest, PicturesAreLeftOut) {
  Answer answer = Comparison();
  answer.sections = {{"Ladder", {}, {{"Caller", "Callee"}, {{0, 1, "INVITE"}}}},
                     {"Sample", {}, {}, {"SIP/2.0 486 Busy Here"}}};
  for (const std::string& line : RenderIrc(answer, 400)) {
    EXPECT_THAT(line, AllOf(Not(HasSubstr("INVITE")), Not(HasSubstr("SIP/2.0")), Not(HasSubstr("Ladder"))));
  }
}

TEST(RenderIrcTest, LinkIsNeverCut) {
  Answer answer = Comparison();
  answer.footer = std::string(500, 'f');
  EXPECT_EQ(RenderIrc(answer, 400).back(), answer.link);
  answer.link = absl::StrCat("https://", std::string(500, 'l'));
  EXPECT_THAT(RenderIrc(answer, 400).back(), StartsWith("ffff"));
}

TEST(RenderIrcTest, WordsStayWhole) {
  Answer answer;
  for (int i = 0; i < 100; ++i) answer.lead += "seven77 ";
  for (const std::string& line : RenderIrc(answer, 100)) {
    EXPECT_THAT(line, AllOf(StartsWith("seven77"), EndsWith("seven77")));
  }
}

TEST(RenderIrcTest, LinesOfIdeographsAreNearlyFull) {
  Answer answer;
  for (int i = 0; i < 200; ++i) answer.lead += "説明";
  const std::vector<std::string> lines = RenderIrc(answer, 400);
  EXPECT_EQ(absl::StrJoin(lines, ""), answer.lead);
  EXPECT_THAT(lines[0], SizeIs(399));
}

TEST(RenderIrcTest, CharacterWithoutEndIsCutBetweenCodePoints) {
  Answer answer;
  answer.lead = "a";
  for (int i = 0; i < 400; ++i) answer.lead += "\u0301";
  for (const std::string& line : RenderIrc(answer, 64)) EXPECT_THAT(line, SizeIs(Le(64u)));
}

TEST(RenderIrcTest, ControlsNeverGetThrough) {
  const std::string evil =
      "a\r\nQUIT :b\x01"
      "ACTION\x03"
      "04,05c\x02\x1f\x7f\u009b\u0085\u2028z\tq";
  Answer answer = {.title = evil,
                   .lead = evil,
                   .notices = {evil},
                   .table = {{evil}, {{evil, {evil}}}},
                   .sections = {{evil, {{evil, {evil}, true}}}},
                   .link = evil,
                   .footer = evil};
  const std::string text = absl::StrJoin(RenderIrc(answer, 400), "|");
  EXPECT_THAT(text, StartsWith("a QUIT :bACTION04,05c z q: a QUIT"));
}

TEST(RenderIrcTest, BytesThatAreNoUtf8AreReplaced) {
  Answer answer;
  answer.lead = "a\xc2z\xff";
  EXPECT_THAT(RenderIrc(answer, 400), ElementsAre("a\ufffdz\ufffd"));
}

TEST(RenderIrcTest, LimitsOutsideTheRangeAreTakenAsTheNearest) {
  EXPECT_EQ(RenderIrc(InFull(9), 0), RenderIrc(InFull(9), 64));
  EXPECT_EQ(RenderIrc(InFull(9), 100'000), RenderIrc(InFull(9), 400));
}

void ExpectGoodLine(const std::string& line, size_t bytes) {
  EXPECT_FALSE(line.empty());
  EXPECT_LE(line.size(), bytes) << line;
  for (int32_t at = 0; at < static_cast<int32_t>(line.size());) {
    UChar32 c = 0;
    U8_NEXT(reinterpret_cast<const uint8_t*>(line.data()), at, static_cast<int32_t>(line.size()), c);
    ASSERT_GE(c, 0) << line;
    ASSERT_NE(u_charType(c), U_CONTROL_CHAR) << line;
  }
}

TEST(RenderIrcTest, RandomAnswersKeepTheLimits) {
  SCOPED_TRACE(absl::StrCat("seed ", Seed()));
  RandomAnswers answers(Seed(), {.controls = true, .long_words = true});
  for (int i = 0; i < kRandomAnswers; ++i) {
    Answer answer = answers.Next();
    if (i % 2 == 0) answer.link = "https://sipwhy.example/486";
    const auto bytes = static_cast<size_t>(answers.Number(64, 400));
    const std::vector<std::string> lines = RenderIrc(answer, bytes);
    const bool is_short = !answer.table.rows.empty() && answer.sections.size() <= 2;
    EXPECT_THAT(lines, SizeIs(AllOf(Ge(1u), Le(is_short ? 3u : 12u))));
    for (const std::string& line : lines) ExpectGoodLine(line, bytes);
  }
}

struct Typed {
  std::string text;
  std::string plain;
};

// The codes are those of modern.ircdocs.horse/formatting.
TEST(PlainOfIrcTest, FormattingIsTakenOut) {
  const std::vector<Typed> all = {
      {"", ""},
      {"486", "486"},
      {"\x02"
       "bold\x02 \x1ditalic\x1d \x1funder\x1f \x1estrike\x1e \x11mono\x11 \x16reverse\x16 \x0f",
       "bold italic under strike mono reverse "},
      {"\x03"
       "4red",
       "red"},
      {"\x03"
       "04red",
       "red"},
      {"\x03"
       "04486",
       "486"},
      {"\x03"
       "4,5red",
       "red"},
      {"\x03"
       "04,05486",
       "486"},
      {"\x03"
       "4,red",
       ",red"},
      {"\x03,5red", ",5red"},
      {"\x03red\x03", "red"},
      {"\x03"
       "4,",
       ","},
      {"\x03"
       "4",
       ""},
      {"\x04"
       "ff0000red",
       "red"},
      {"\x04"
       "FF0000,00ff00486",
       "486"},
      {"\x04"
       "ff000red",
       "ff000red"},
      {"\x04"
       "ff0000,00ffred",
       ",00ffred"},
      {"\x04", ""},
      {"a\tb", "a b"},
      {"a\x07\x1b[31mb\x7f\u0085", "a[31mb"},
      {std::string("a\0b", 3), "ab"},
      {"b\xfcsy", "b\ufffdsy"},
      {"\xc3", "\ufffd"},
      {"説明 👩‍💻", "説明 👩‍💻"},
  };
  for (const Typed& typed : all) EXPECT_EQ(PlainOfIrc(typed.text), typed.plain) << typed.text;
}

}  // namespace
}  // namespace sipwhy::bot
