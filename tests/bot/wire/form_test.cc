#include "bot/wire/form.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <map>
#include <random>
#include <string>

#include "absl/strings/str_cat.h"

namespace sipwhy::bot {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;

constexpr int kRandomForms = 500;

std::string RandomBytes(std::mt19937& random, int most) {
  std::string bytes(static_cast<size_t>(std::uniform_int_distribution<int>(0, most)(random)), '\0');
  for (char& byte : bytes) byte = static_cast<char>(std::uniform_int_distribution<int>(0, 255)(random));
  return bytes;
}

TEST(FormTest, FieldsAreDecoded) {
  EXPECT_THAT(ParseForm("command=%2Fsip&text=301+vs+408%3F&empty="),
              ElementsAre(Pair("command", "/sip"), Pair("empty", ""), Pair("text", "301 vs 408?")));
}

TEST(FormTest, EscapedPlusIsNoSpace) { EXPECT_THAT(ParseForm("a=1%2B1+%2b"), ElementsAre(Pair("a", "1+1 +"))); }

TEST(FormTest, NamesAreDecodedToo) { EXPECT_THAT(ParseForm("a+b%3D=1"), ElementsAre(Pair("a b=", "1"))); }

TEST(FormTest, FieldThatIsNotThereIsEmpty) {
  const Form form = ParseForm("text=486");
  EXPECT_EQ(FieldOf(form, "text"), "486");
  EXPECT_EQ(FieldOf(form, "token"), "");
}

TEST(FormTest, OfFieldsOfOneNameTheFirstCounts) {
  EXPECT_THAT(ParseForm("token=first&token=second&%74oken=third"), ElementsAre(Pair("token", "first")));
}

TEST(FormTest, OnlyTheFirstEqualsSignParts) {
  EXPECT_THAT(ParseForm("a=b=c&d==e"), ElementsAre(Pair("a", "b=c"), Pair("d", "=e")));
}

TEST(FormTest, OddFieldsStayAsTheyCame) {
  EXPECT_THAT(ParseForm("a"), ElementsAre(Pair("a", "")));
  EXPECT_THAT(ParseForm("=a"), ElementsAre(Pair("", "a")));
  EXPECT_THAT(ParseForm("a=%&b=%4&c=%zz&d=%4g&e=%%41"),
              ElementsAre(Pair("a", "%"), Pair("b", "%4"), Pair("c", "%zz"), Pair("d", "%4g"), Pair("e", "%A")));
}

TEST(FormTest, NothingHasNoFields) {
  EXPECT_THAT(ParseForm(""), IsEmpty());
  EXPECT_THAT(ParseForm("&&&"), IsEmpty());
}

TEST(FormTest, AnyBytesMayStandInAField) {
  EXPECT_THAT(ParseForm("a=%00%FF%80"), ElementsAre(Pair("a", std::string("\x00\xFF\x80", 3))));
  EXPECT_THAT(ParseForm(absl::string_view("a=\0\xFF", 4)), ElementsAre(Pair("a", std::string("\x00\xFF", 2))));
}

TEST(FormTest, DecodedSignsArePartOfTheValue) {
  EXPECT_THAT(ParseForm("a=%26b%3D1&c=%2541"), ElementsAre(Pair("a", "&b=1"), Pair("c", "%41")));
}

TEST(FormTest, FieldsAreWrittenInTheOrderOfTheAlphabet) {
  EXPECT_EQ(WriteForm({{"text", "301 & 408"}, {"chat_id", "-1"}}), "chat_id=-1&text=301%20%26%20408");
  EXPECT_EQ(WriteForm({}), "");
}

TEST(FormTest, WrittenFormsComeBack) {
  const uint32_t seed = std::random_device()();
  SCOPED_TRACE(absl::StrCat("seed ", seed));
  std::mt19937 random(seed);
  for (int i = 0; i < kRandomForms; ++i) {
    std::map<std::string, std::string> fields;
    for (int j = 0; j < 4; ++j) fields.emplace(RandomBytes(random, 6), RandomBytes(random, 20));
    ASSERT_EQ(ParseForm(WriteForm(fields)), fields) << WriteForm(fields);
  }
}

TEST(FormTest, RandomBytesAreReadWithoutHarm) {
  const uint32_t seed = std::random_device()();
  SCOPED_TRACE(absl::StrCat("seed ", seed));
  std::mt19937 random(seed);
  for (int i = 0; i < kRandomForms; ++i) {
    const std::string body = RandomBytes(random, 60);
    size_t size = 0;
    for (const auto& [name, value] : ParseForm(body)) size += name.size() + value.size();
    ASSERT_LE(size, body.size());
  }
}

TEST(FormTest, PercentEncodingLeavesWhatTheRfcLeaves) {
  EXPECT_EQ(PercentEncode("AZaz09-._~"), "AZaz09-._~");
  EXPECT_EQ(PercentEncode(" +/?#&=%:@\"<>"), "%20%2B%2F%3F%23%26%3D%25%3A%40%22%3C%3E");
  EXPECT_EQ(PercentEncode("応"), "%E5%BF%9C");
  EXPECT_EQ(PercentEncode(absl::string_view("\0\n\xFF", 3)), "%00%0A%FF");
}

TEST(FormTest, PercentDecodingLeavesPlusAndWhatIsNoEscape) {
  EXPECT_EQ(PercentDecode("a+b"), "a+b");
  EXPECT_EQ(PercentDecode("%e5%BF%9c"), "応");
  EXPECT_EQ(PercentDecode("%"), "%");
  EXPECT_EQ(PercentDecode("100%"), "100%");
  EXPECT_EQ(PercentDecode("%4"), "%4");
  EXPECT_EQ(PercentDecode("%-1%+1% 1"), "%-1%+1% 1");
}

}  // namespace
}  // namespace sipwhy::bot
