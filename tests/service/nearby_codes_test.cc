#include "service/nearby_codes.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <limits>
#include <optional>
#include <vector>

#include "tests/service/small_knowledge.h"
#include "tests/testing/shipped_knowledge.h"

namespace sipwhy {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

bool IsRegistered(const Snapshot& snapshot, int code) {
  return snapshot.Find(code) != nullptr && snapshot.Find(code)->state == "registered";
}

TEST(NearbyCodesTest, SwappedDigitsComeFirst) {
  EXPECT_EQ(NearbyCodes(testing::ShippedSnapshot(), 468).front(), 486);
  EXPECT_THAT(NearbyCodes(testing::SmallSnapshot(), 440), ElementsAre(404, 400, 480));
}

TEST(NearbyCodesTest, DigitsSwappedAcrossTheClassCount) {
  EXPECT_THAT(NearbyCodes(testing::ShippedSnapshot(), 145), ElementsAre(415));
}

TEST(NearbyCodesTest, OneWrongDigitOfTheSameClassFollowsNearestFirst) {
  EXPECT_THAT(NearbyCodes(testing::SmallSnapshot(), 487), ElementsAre(486, 489, 480));
}

TEST(NearbyCodesTest, OnlyRegisteredCodesAreNamed) {
  EXPECT_THAT(NearbyCodes(testing::SmallSnapshot(), 408), ElementsAre(480, 404, 400));  // 409 is historic
  EXPECT_THAT(NearbyCodes(testing::SmallSnapshot(), 201), ElementsAre(200));            // 202 is deprecated
}

TEST(NearbyCodesTest, NothingNearGivesNothing) {
  EXPECT_THAT(NearbyCodes(testing::SmallSnapshot(), 357), IsEmpty());
  EXPECT_THAT(NearbyCodes(Snapshot(Knowledge{}, {}), 486), IsEmpty());
}

TEST(NearbyCodesTest, EveryNumberGivesAtMostThreeRegisteredCodesOnce) {
  const Snapshot& snapshot = testing::ShippedSnapshot();
  for (int code = 100; code <= 699; ++code) {
    std::vector<int> nearby = NearbyCodes(snapshot, code);
    EXPECT_LE(nearby.size(), 3u) << code;
    for (int other : nearby) EXPECT_TRUE(IsRegistered(snapshot, other)) << other << " for " << code;
    std::sort(nearby.begin(), nearby.end());
    EXPECT_EQ(std::adjacent_find(nearby.begin(), nearby.end()), nearby.end()) << code;
  }
}

TEST(IntendedCodeTest, DigitTooManyIsDropped) {
  const Snapshot& snapshot = testing::ShippedSnapshot();
  EXPECT_EQ(IntendedCode(snapshot, 4080), 408);
  EXPECT_EQ(IntendedCode(snapshot, 4486), 486);
  EXPECT_EQ(IntendedCode(snapshot, 4866), 486);
  EXPECT_EQ(IntendedCode(snapshot, 1486), 486);
}

TEST(IntendedCodeTest, LastDigitIsDroppedFirst) {
  EXPECT_EQ(IntendedCode(testing::SmallSnapshot(), 4806), 480);  // not 486
}

TEST(IntendedCodeTest, PjsipAddsAnOffset) {
  EXPECT_EQ(IntendedCode(testing::ShippedSnapshot(), 170'408), 408);
  EXPECT_EQ(IntendedCode(testing::ShippedSnapshot(), 170'000), std::nullopt);
  EXPECT_EQ(IntendedCode(testing::ShippedSnapshot(), 170'499), std::nullopt);
}

TEST(IntendedCodeTest, OtherNumbersMeanNothing) {
  const Snapshot& snapshot = testing::ShippedSnapshot();
  for (int number : {99, 700, 0, 9, 9'999, 48'600, 408'408, -1, -99, -4'080, -170'408, std::numeric_limits<int>::max(),
                     std::numeric_limits<int>::max() - 1}) {
    EXPECT_EQ(IntendedCode(snapshot, number), std::nullopt) << number;
  }
}

TEST(IntendedCodeTest, MinusIsDroppedLikeADigit) { EXPECT_EQ(IntendedCode(testing::ShippedSnapshot(), -486), 486); }

TEST(IntendedCodeTest, LowestNumbersAreSafe) {
  const Snapshot& snapshot = testing::ShippedSnapshot();
  constexpr int kLowest = std::numeric_limits<int>::min();
  for (int number : {kLowest, kLowest + 1, kLowest + 169'999, kLowest + 170'408}) {
    EXPECT_EQ(IntendedCode(snapshot, number), std::nullopt) << number;
  }
}

}  // namespace
}  // namespace sipwhy
