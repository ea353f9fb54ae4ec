#include "bot/render/line_breaking.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "bot/render/display_width.h"

namespace sipwhy::bot {
namespace {

using ::testing::ElementsAre;

TEST(LineBreakingTest, ShortTextIsOneLine) {
  EXPECT_THAT(BreakLines("Busy Here", 9), ElementsAre("Busy Here"));
  EXPECT_THAT(BreakLines("", 10), ElementsAre(""));
}

TEST(LineBreakingTest, LinesBreakAtSpacesWhichAreDropped) {
  EXPECT_THAT(BreakLines("Busy Here", 8), ElementsAre("Busy", "Here"));
  EXPECT_THAT(BreakLines("one two three", 7), ElementsAre("one two", "three"));
  EXPECT_THAT(BreakLines("one  two", 4), ElementsAre("one", "two"));
}

TEST(LineBreakingTest, WhiteSpaceAtTheEndIsDropped) {
  EXPECT_THAT(BreakLines("one  ", 10), ElementsAre("one"));
  EXPECT_THAT(BreakLines("one ", 3), ElementsAre("one"));
}

TEST(LineBreakingTest, WideSpaceAtALineEndTakesNoRoom) {
  EXPECT_THAT(BreakLines("説明　主な", 4), ElementsAre("説明", "主な"));
  EXPECT_THAT(BreakLines("説明　", 10), ElementsAre("説明"));
}

TEST(LineBreakingTest, WordThatIsTooWideStandsAlone) {
  EXPECT_THAT(BreakLines("a Proxy-Authenticate", 5), ElementsAre("a", "Proxy-", "Authenticate"));
  EXPECT_THAT(BreakLines("abcdef", 1), ElementsAre("abcdef"));
  EXPECT_THAT(BreakLines("abcdef g h", 3), ElementsAre("abcdef", "g h"));
}

TEST(LineBreakingTest, JapaneseBreaksBetweenCharacters) {
  EXPECT_THAT(BreakLines("説明主な違い", 5), ElementsAre("説明", "主な", "違い"));
}

TEST(LineBreakingTest, ClosingMarksNeverBeginALine) {
  EXPECT_THAT(BreakLines("説明。主な", 4), ElementsAre("説", "明。", "主な"));
  EXPECT_THAT(BreakLines("ab (cd)", 6), ElementsAre("ab", "(cd)"));
  EXPECT_THAT(BreakLines("主な（違い）", 6), ElementsAre("主な", "（違", "い）"));
}

TEST(LineBreakingTest, WidthCountsColumnsAndNotBytes) {
  EXPECT_THAT(BreakLines("thấy mã này", 11), ElementsAre("thấy mã này"));
  EXPECT_THAT(BreakLines("tie\u0302\u0301ng Vie\u0323\u0302t", 5),
              ElementsAre("tie\u0302\u0301ng", "Vie\u0323\u0302t"));
}

TEST(LineBreakingTest, BrokenBytesAreKept) {
  EXPECT_EQ(absl::StrJoin(BreakLines("a\xff b\xe8\xaa c", 2), " "), "a\xff b\xe8\xaa c");
}

TEST(LineBreakingTest, NothingIsLostAtAnyWidth) {
  const std::string text = "408 nói rằng không ai trả lời kịp（応答がありません）, nghĩa là 시간 초과 📞 64*T1.";
  const std::string packed = absl::StrReplaceAll(text, {{" ", ""}});
  for (int width = 1; width <= 120; ++width) {
    const std::vector<std::string> lines = BreakLines(text, width);
    EXPECT_EQ(absl::StrReplaceAll(absl::StrJoin(lines, ""), {{" ", ""}}), packed) << width;
    if (width < 12) continue;
    for (const std::string& line : lines) EXPECT_LE(DisplayWidth(line), width) << line;
  }
}

TEST(LineBreakingTest, ThaiBreaksBetweenWords) {
  EXPECT_THAT(BreakLines("ปลายสายไม่ว่าง", 8), ElementsAre("ปลายสาย", "ไม่ว่าง"));
}

TEST(LineBreakingTest, MarkStaysUponItsSpace) { EXPECT_THAT(BreakLines("ab \u0301cd", 3), ElementsAre("ab \u0301cd")); }

TEST(LineBreakingTest, IsolateGoesOnInTheNextLine) {
  EXPECT_THAT(BreakLines("مع \u2066Busy Here\u2069 الآن", 8),
              ElementsAre("مع \u2066Busy\u2069", "\u2066Here\u2069", "الآن"));
}

}  // namespace
}  // namespace sipwhy::bot
