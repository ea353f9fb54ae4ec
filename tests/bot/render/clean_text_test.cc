#include "bot/render/clean_text.h"

#include <gtest/gtest.h>

#include <string>

namespace sipwhy::bot {
namespace {

constexpr char kLineSeparators[] = "a\u2028b\u2029c";
constexpr char kTurns[] = "a\u202a\u202b\u202c\u202d\u202eb\u2066\u2067\u2068\u2069c";

using Clean = std::string (*)(absl::string_view text);
constexpr Clean kAll[] = {WithoutControls, OneLine, OneLineWithoutTurns};

TEST(CleanTextTest, LineFeedsAndTabsAreSpaces) {
  for (const Clean clean : kAll) EXPECT_EQ(clean("a\nb\tc\r\nd"), "a b c d");
}

TEST(CleanTextTest, ControlsAreGone) {
  for (const Clean clean : kAll) {
    EXPECT_EQ(clean("a\x1b[2Jb\u009b1mc\x7f\u0085\x01"), "a[2Jb1mc");
    EXPECT_EQ(clean(absl::string_view("a\0b", 3)), "ab");
  }
}

TEST(CleanTextTest, BytesThatAreNoUtf8AreReplaced) {
  for (const Clean clean : kAll) EXPECT_EQ(clean("a\xff\xe8\xaa"), "a\ufffd\ufffd");
}

TEST(CleanTextTest, OtherTextStays) {
  for (const Clean clean : kAll) {
    EXPECT_EQ(clean(""), "");
    EXPECT_EQ(clean("  Tiếng Việt 説明 👩‍🔧 —  "), "  Tiếng Việt 説明 👩‍🔧 —  ");
  }
}

TEST(CleanTextTest, LineSeparatorsAreSpacesInOneLine) {
  EXPECT_EQ(WithoutControls(kLineSeparators), kLineSeparators);
  EXPECT_EQ(OneLine(kLineSeparators), "a b c");
  EXPECT_EQ(OneLineWithoutTurns(kLineSeparators), "a b c");
}

TEST(CleanTextTest, TurnsAreGoneWhereTheyAreNotWanted) {
  EXPECT_EQ(OneLine(kTurns), kTurns);
  EXPECT_EQ(OneLineWithoutTurns(kTurns), "abc");
}

TEST(CleanLadderTest, NamesAndMessagesAreClean) {
  const Ladder ladder = {{"Cal\nler", "Callee\x07"}, {{0, 1, "IN\x1bVITE"}}};
  EXPECT_EQ(CleanLadder(ladder, OneLine), (Ladder{{"Cal ler", "Callee"}, {{0, 1, "INVITE"}}}));
}

TEST(CleanTextTest, EveryTextOfAnAnswerIsCleanedButItsLink) {
  Answer answer;
  answer.title = answer.lead = answer.footer = answer.link = "a\tb";
  answer.shortened = answer.shortened_with_link = "a\tb";
  answer.notices = {"a\tb"};
  answer.table = {{"a\tb"}, {{"a\tb", {"a\tb"}}}};
  answer.sections = {{"a\tb", {{"a\tb", {"a\tb"}}}}, {"", {}, {{"a\tb"}, {{0, 0, "a\tb"}}}}, {"", {}, {}, {"a\tb"}}};
  Answer clean;
  clean.title = clean.lead = clean.footer = clean.shortened = clean.shortened_with_link = "a b";
  clean.link = "a\tb";
  clean.notices = {"a b"};
  clean.table = {{"a b"}, {{"a b", {"a b"}}}};
  clean.sections = {{"a b", {{"a b", {"a b"}}}}, {"", {}, {{"a b"}, {{0, 0, "a b"}}}}, {"", {}, {}, {"a b"}}};
  EXPECT_EQ(CleanAnswer(answer, OneLine), clean);
}

}  // namespace
}  // namespace sipwhy::bot
