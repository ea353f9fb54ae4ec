#include "client/call_places.h"

#include <gtest/gtest.h>

#include <chrono>

namespace sipwhy {
namespace {

constexpr int kPlaces = 12;

void TakeAll(CallPlaces& places) {
  for (int i = 0; i < kPlaces; ++i) ASSERT_TRUE(places.Take());
}

TEST(CallPlacesTest, WhoFindsAllTakenIsTurnedAway) {
  CallPlaces places;
  TakeAll(places);
  EXPECT_FALSE(places.Take());
}

TEST(CallPlacesTest, OnceTurnedAwayOthersDoNotWait) {
  CallPlaces places;
  TakeAll(places);
  ASSERT_FALSE(places.Take());
  const auto begin = std::chrono::steady_clock::now();
  for (int i = 0; i < 1000; ++i) EXPECT_FALSE(places.Take());
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(10));
}

TEST(CallPlacesTest, PlaceThatIsGivenBackCanBeTaken) {
  CallPlaces places;
  TakeAll(places);
  places.Leave();
  EXPECT_TRUE(places.Take());
  EXPECT_FALSE(places.Take());
}

}  // namespace
}  // namespace sipwhy
