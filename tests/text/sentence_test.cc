#include "text/sentence.h"

#include <gtest/gtest.h>

namespace sipwhy {
namespace {

TEST(SentenceTest, NamedValuesAreReplacedWhereverTheyStand) {
  EXPECT_EQ(FillTemplate("{code} is {class}; {code}", {{"code", "408"}, {"class", "4xx"}}), "408 is 4xx; 408");
}

TEST(SentenceTest, TextWithoutNamesStaysAsItIs) {
  EXPECT_EQ(FillTemplate("", {{"code", "408"}}), "");
  EXPECT_EQ(FillTemplate("no names here", {{"code", "408"}}), "no names here");
  EXPECT_EQ(FillTemplate("各コード", {}), "各コード");
}

TEST(SentenceTest, NameWithoutAValueStays) {
  EXPECT_EQ(FillTemplate("{code} and {other}", {{"code", "408"}}), "408 and {other}");
  EXPECT_EQ(FillTemplate("{}", {{"code", "408"}}), "{}");
}

TEST(SentenceTest, ValuesAreNotSearchedForNames) {
  EXPECT_EQ(FillTemplate("{phrase} {code}", {{"phrase", "{code}"}, {"code", "408"}}), "{code} 408");
}

TEST(SentenceTest, LooseBracesAreText) {
  EXPECT_EQ(FillTemplate("{code", {{"code", "408"}}), "{code");
  EXPECT_EQ(FillTemplate("a } b {code}", {{"code", "408"}}), "a } b 408");
  EXPECT_EQ(FillTemplate("{{code}}", {{"code", "408"}}), "{{code}}");
  EXPECT_EQ(FillTemplate("{code} {", {{"code", "408"}}), "408 {");
}

TEST(SentenceTest, ListsAreJoinedByCommasAndALastWord) {
  EXPECT_EQ(JoinList({}, ", ", " or "), "");
  EXPECT_EQ(JoinList({"a"}, ", ", " or "), "a");
  EXPECT_EQ(JoinList({"a", "b"}, ", ", " or "), "a or b");
  EXPECT_EQ(JoinList({"a", "b", "c"}, ", ", " or "), "a, b or c");
  EXPECT_EQ(JoinList({"甲", "乙", "丙"}, "、", "または"), "甲、乙または丙");
}

}  // namespace
}  // namespace sipwhy
