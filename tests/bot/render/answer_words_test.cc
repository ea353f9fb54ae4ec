#include "bot/render/answer_words.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace sipwhy::bot {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(CellTextTest, EmptyCellIsUnknown) {
  EXPECT_EQ(CellText("cause 17"), "cause 17");
  EXPECT_EQ(CellText(""), kUnknown);
}

TEST(CodeOfTest, CodeBeginsTheHead) {
  const Table table = {{"301 Moved Permanently", "408", ""}, {}};
  EXPECT_EQ(CodeOf(table, 0), "301");
  EXPECT_EQ(CodeOf(table, 1), "408");
  EXPECT_EQ(CodeOf(table, 2), "");
  EXPECT_EQ(CodeOf(table, 3), "");
}

TEST(ShortHeadsTest, CodesAreEnoughWhereTheyDiffer) {
  EXPECT_THAT(ShortHeads({"301 Moved Permanently", "408 Request Timeout"}), ElementsAre("301", "408"));
  EXPECT_THAT(ShortHeads({}), IsEmpty());
}

TEST(ShortHeadsTest, HeadsStayWholeWhereTwoHaveOneCode) {
  EXPECT_THAT(ShortHeads({"486 at the caller", "486 at the proxy", "600 Busy"}),
              ElementsAre("486 at the caller", "486 at the proxy", "600 Busy"));
}

TEST(ArrowInWordsTest, SaysWhoSendsWhatToWhom) {
  const Ladder ladder = {{"Caller", "Proxy"}, {{0, 1, "INVITE"}, {1, 0, "100 Trying"}}};
  EXPECT_EQ(ArrowInWords(ladder, 0), "Caller → Proxy: INVITE");
  EXPECT_EQ(ArrowInWords(ladder, 1), "Proxy → Caller: 100 Trying");
}

TEST(ArrowInWordsTest, WhatHappensAtOnePartyGoesNowhere) {
  EXPECT_EQ(ArrowInWords({{"Proxy"}, {{0, 0, "Timer C fires"}}}, 0), "Proxy: Timer C fires");
}

TEST(ArrowInWordsTest, PartyThatIsNotThereIsUnknown) {
  EXPECT_EQ(ArrowInWords({{"Caller"}, {{0, 7, "INVITE"}}}, 0), "Caller → —: INVITE");
  EXPECT_EQ(ArrowInWords({{}, {{7, 7, "INVITE"}}}, 0), "—: INVITE");
}

TEST(CodeOfTest, CodeInAnIsolateStandsAlone) {
  EXPECT_EQ(CodeOf({{"\u2066486 Busy Here\u2069"}, {}}, 0), "486");
  EXPECT_THAT(ShortHeads({"\u2066486 Busy Here\u2069", "\u2066600 Busy\u2069"}), ElementsAre("486", "600"));
}

TEST(ArrowInWordsTest, ArrowFollowsTheDirectionOfTheNames) {
  const Ladder ladder = {{"المتصل", "بروكسي"}, {{0, 1, "407 Proxy Authentication Required"}}};
  EXPECT_EQ(ArrowInWords(ladder, 0), "المتصل ← بروكسي: \u2066407 Proxy Authentication Required\u2069");
}

}  // namespace
}  // namespace sipwhy::bot
