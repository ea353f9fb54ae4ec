#include "bot/render/text_size.h"

#include <gtest/gtest.h>

#include <string>

namespace sipwhy::bot {
namespace {

TEST(TextSizeTest, EachUnitCountsItsOwnWay) {
  const std::string text = "a\u00e9\u65e5\U0001F600";
  EXPECT_EQ(SizeOf(text, TextUnit::kBytes), 10u);
  EXPECT_EQ(SizeOf(text, TextUnit::kUtf16), 5u);
  EXPECT_EQ(SizeOf(text, TextUnit::kCodePoints), 4u);
  EXPECT_EQ(SizeOf("", TextUnit::kUtf16), 0u);
}

TEST(TextSizeTest, TextThatFitsIsLeftAlone) {
  EXPECT_EQ(CutTo("\u65e5\u672c", 6, TextUnit::kBytes), "\u65e5\u672c");
  EXPECT_EQ(CutTo("", 0, TextUnit::kBytes), "");
}

TEST(TextSizeTest, CutFallsBetweenCodePointsAndLeavesRoomForTheEllipsis) {
  EXPECT_EQ(CutTo("abcdef", 4, TextUnit::kCodePoints), "abc…");
  EXPECT_EQ(CutTo("\u65e5\u672c\u8a9e", 8, TextUnit::kBytes), "\u65e5…");
  EXPECT_EQ(CutTo("\U0001F600\U0001F600\U0001F600", 4, TextUnit::kUtf16), "\U0001F600…");
  EXPECT_EQ(CutTo("abcdef", 2, TextUnit::kBytes), "ab");
}

TEST(TextSizeTest, CombiningMarkStaysWithItsLetter) {
  EXPECT_EQ(CutTo("ae\u0301\u0301xyz", 4, TextUnit::kCodePoints), "a…");
  EXPECT_EQ(CutTo("ae\u0301\u0301xyz", 5, TextUnit::kCodePoints), "ae\u0301\u0301…");
}

TEST(TextSizeTest, CutIsNeverLongerThanAllowedWhateverTheBytes) {
  const std::string hostile =
      "\xff\xfe"
      "a\xe6\x97"
      "\u65e5\xf0\x9f\x98\u0301\u0301 end";
  for (const TextUnit unit : {TextUnit::kBytes, TextUnit::kUtf16, TextUnit::kCodePoints}) {
    for (size_t most = 0; most <= hostile.size(); ++most) {
      EXPECT_LE(SizeOf(CutTo(hostile, most, unit), unit), most) << most;
    }
  }
}

}  // namespace
}  // namespace sipwhy::bot
