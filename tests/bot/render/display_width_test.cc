#include "bot/render/display_width.h"

#include <gtest/gtest.h>

#include <string>

#include "absl/strings/str_split.h"
#include "bot/render/plain_text.h"

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

TEST(DisplayWidthTest, MarksTakeNoColumnAndLettersTakeTheirs) {
  constexpr Case kCases[] = {
      {"ที่นี่", 2},               // Thai: two letters, marks above
      {"ไม่ว่าง", 5},            // the vowels ไ and า stand beside
      {"น้ำ", 2},               // SARA AM is beside and above
      {"नमस्ते", 4},             // with a virama, and a vowel sign above; terminals join no columns
      {"क्षत्रिय", 6},           // two conjuncts, and a vowel sign beside that has a column
      {"क्\u200dष", 2},         // half a letter, by a joiner
      {"مُسجَّل", 4},             // short vowels and doubling
      {"لا", 2},               // a ligature
      {"ـعـ", 3},              // stretched
      {"\u0600١", 2},          // a sign that stands under the number
      {"\u2066486\u2069", 3},  // in an isolate
      {"\u1112\u1161\u11ab\u1100\u1173\u11af", 4},
      {"co\u00adop", 5},
  };
  for (const Case& test : kCases) EXPECT_EQ(DisplayWidth(test.text), test.width) << test.text;
}

TEST(DisplayWidthTest, EmojiOfWhateverPartsTakesTwo) {
  constexpr Case kCases[] = {
      {"❤", 1},  // a text character
      {"❤\ufe0f", 2},
      {"1\ufe0f\u20e3", 2},
      {"👍🏽", 2},
      {"☝🏽", 2},
      {"☝\ufe0f🏽", 2},
      {"🏽", 2},
      {"a🏽", 3},
      {"👩\u200d💻", 2},
      {"👩🏽\u200d💻", 2},
      {"👨\u200d👩\u200d👧\u200d👦", 2},
      {"❤\ufe0f\u200d🔥", 2},
      {"🇻🇳", 2},
      {"📞📞", 4},
      {"a\ufe0f", 1},
  };
  for (const Case& test : kCases) EXPECT_EQ(DisplayWidth(test.text), test.width) << test.text;
}

TEST(DisplayWidthTest, ColumnsOfATableBeginOneBelowTheOther) {
  Answer answer;
  answer.table.heads = {"486", "600"};
  for (const char* text : {"ปลายสายไม่ว่าง ให้ลองใหม่", "व्यस्त है, क्षमा करें", "الطرف المطلوب مشغول 486 Busy Here",
                           "話し中です", "통화 중", "👩🏽\u200d💻 ❤\ufe0f 🇻🇳", "đang bận"}) {
    answer.table.rows.push_back({text, {text, "@"}});
  }
  const std::string text = RenderPlainText(answer, 100);
  int rows = 0;
  for (const absl::string_view line : absl::StrSplit(text, '\n')) {
    const size_t at = line.find('@');
    if (at == absl::string_view::npos) continue;
    ++rows;
    EXPECT_EQ(DisplayWidth(line.substr(0, at)), 64) << text;
  }
  EXPECT_EQ(rows, 7);
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
