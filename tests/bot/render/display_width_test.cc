#include "bot/render/display_width.h"

#include <gtest/gtest.h>

#include <string>

namespace sipwhy::bot {
namespace {

struct Case {
  const char* text;
  int width;
};

TEST(DisplayWidthTest, CharactersTakeTheirColumns) {
  constexpr Case kCases[] = {
      {"", 0},
      {"408 Request Timeout", 19},
      {"Khi bạn thấy mã này", 19},
      {"Cách khắc phục", 14},
      {"tie\u0302\u0301ng Vie\u0323\u0302t", 10},  // with combining marks
      {"説明", 4},
      {"このコード", 10},
      {"ﾊﾝｶｸ", 4},  // halfwidth katakana
      {"ＦＵＬＬ", 8},
      {"「はい」、。", 12},
      {"가입자", 6},
      {"\u1112\u1161\u11ab", 2},  // 한 as three conjoining letters
      {"📞", 2},
      {"e\u20dd", 1},  // enclosed
      {"a\u200bb\u200d\ufeff", 2},
      {"§–…“”’", 6},  // ambiguous ones are narrow
  };
  for (const Case& test : kCases) EXPECT_EQ(DisplayWidth(test.text), test.width) << test.text;
}

TEST(DisplayWidthTest, ControlCharactersTakeNone) { EXPECT_EQ(DisplayWidth("a\nb\tc\x1b\x7f\u009b"), 3); }

TEST(DisplayWidthTest, ZeroByteIsACharacterLikeOthers) { EXPECT_EQ(DisplayWidth({"a\0b", 3}), 2); }

TEST(DisplayWidthTest, BrokenBytesTakeOneEach) {
  EXPECT_EQ(DisplayWidth("a\xff\xfe"), 3);
  EXPECT_EQ(DisplayWidth("\xe8\xaa"), 1);  // cut off within a character
}

TEST(DisplayWidthTest, WidthOfAJoinIsTheSum) {
  const std::string left = "説明 Mô tả";
  const std::string right = "가입자 📞";
  EXPECT_EQ(DisplayWidth(left + right), DisplayWidth(left) + DisplayWidth(right));
}

}  // namespace
}  // namespace sipwhy::bot
