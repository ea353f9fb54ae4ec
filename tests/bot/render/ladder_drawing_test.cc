#include "bot/render/ladder_drawing.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "bot/render/display_width.h"

namespace sipwhy::bot {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;

const std::vector<std::string> kThree = {"Caller", "Proxy", "Callee"};

TEST(LadderDrawingTest, ArrowsRunBetweenTheLifelinesUnderTheNames) {
  EXPECT_THAT(DrawLadder({{"Caller", "Callee"}, {{0, 1, "INVITE"}, {1, 0, "486"}, {0, 1, "ACK"}}}, 80),
              ElementsAre("Caller        Callee",  //
                          "   |---INVITE--->|",    //
                          "   |<----486-----|",    //
                          "   |----ACK----->|"));
}

TEST(LadderDrawingTest, ArrowsCrossTheLifelinesBetween) {
  EXPECT_THAT(DrawLadder({kThree, {{0, 2, "ACK"}, {1, 2, "BYE"}, {0, 1, "INVITE"}}}, 80),
              ElementsAre("Caller         Proxy        Callee",  //
                          "   |-----------ACK------------>|",    //
                          "   |             |----BYE----->|",    //
                          "   |---INVITE--->|             |"));
}

TEST(LadderDrawingTest, WhatHappensAtAPartyStandsBesideItsLifeline) {
  EXPECT_THAT(DrawLadder({kThree, {{0, 0, "Timer B fires"}, {1, 1, "waits"}}}, 80),
              ElementsAre("Caller         Proxy        Callee",  //
                          "   | Timer B fires             |",    //
                          "   |             | waits       |"));
}

TEST(LadderDrawingTest, LongMessagesMoveTheLifelinesApart) {
  const std::string message = "REGISTER (Expires: 60)";
  const std::vector<std::string> lines = DrawLadder({{"A", "B"}, {{0, 1, message}}}, 80);
  ASSERT_EQ(lines.size(), 2u);
  EXPECT_THAT(lines[1], ::testing::HasSubstr("-" + message + "--"));
}

TEST(LadderDrawingTest, WhatHasNoRoomIsNotDrawn) {
  EXPECT_THAT(DrawLadder({kThree, {{0, 1, "INVITE"}}}, 30), IsEmpty());
  EXPECT_THAT(DrawLadder({{"A", "B"}, {{0, 1, std::string(60, 'x')}}}, 200), IsEmpty());
  EXPECT_THAT(DrawLadder({{"A", "B"}, {{1, 1, std::string(60, 'x')}}}, 80), IsEmpty());
}

TEST(LadderDrawingTest, PartiesThatAreNotThereAreNotDrawn) {
  EXPECT_THAT(DrawLadder({{}, {}}, 80), IsEmpty());
  EXPECT_THAT(DrawLadder({{"A", "B"}, {{0, 2, "INVITE"}}}, 80), IsEmpty());
}

TEST(LadderDrawingTest, WideLettersCountTwice) {
  const std::vector<std::string> lines = DrawLadder({{"発信側", "着信側"}, {{0, 1, "INVITE"}}}, 80);
  ASSERT_EQ(lines.size(), 2u);
  const size_t second = lines[0].find("着信側");
  ASSERT_NE(second, std::string::npos);
  EXPECT_EQ(DisplayWidth(lines[0].substr(0, second)) + 3, static_cast<int>(lines[1].rfind('>')) + 1);
}

TEST(LadderDrawingTest, NoLineIsWiderThanAsked) {
  for (int width = 1; width <= 120; ++width) {
    for (const std::string& line : DrawLadder({kThree, {{0, 1, "INVITE"}, {1, 2, "INVITE"}, {2, 2, "rings"}}}, width)) {
      EXPECT_LE(DisplayWidth(line), width) << line;
    }
  }
  EXPECT_THAT(DrawLadder({kThree, {{0, 1, "INVITE"}}}, 60), Not(IsEmpty()));
}

}  // namespace
}  // namespace sipwhy::bot
