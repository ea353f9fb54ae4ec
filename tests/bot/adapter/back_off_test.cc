#include "bot/adapter/back_off.h"

#include <gtest/gtest.h>

namespace sipwhy::bot {
namespace {

const absl::Time kStart = absl::FromUnixSeconds(1'700'000'000);

TEST(BackOffTest, WaitsDoubleToFiveMinutesWithUpToHalfAddedAtRandom) {
  for (uint64_t seed = 0; seed < 50; ++seed) {
    BackOff back_off(seed);
    absl::Duration expected = absl::Seconds(1);
    for (int i = 0; i < 20; ++i) {
      const absl::Duration wait = back_off.NoteFailure(kStart);
      EXPECT_GE(wait, expected) << "seed " << seed;
      EXPECT_LE(wait, expected * 1.5) << "seed " << seed;
      expected = std::min(expected * 2, absl::Minutes(5));
    }
  }
}

TEST(BackOffTest, TwoBotsDoNotComeBackAtOneMoment) {
  EXPECT_NE(BackOff(1).NoteFailure(kStart), BackOff(2).NoteFailure(kStart));
}

TEST(BackOffTest, OnlyALinkThatHeldForAMinuteMakesWaitsShortAgain) {
  BackOff back_off(1);
  for (int i = 0; i < 6; ++i) back_off.NoteFailure(kStart);
  back_off.NoteConnected(kStart);
  EXPECT_GE(back_off.NoteFailure(kStart + absl::Seconds(59)), absl::Seconds(64));
  back_off.NoteConnected(kStart);
  EXPECT_LE(back_off.NoteFailure(kStart + absl::Seconds(60)), absl::Seconds(1.5));
}

TEST(BackOffTest, FailureToConnectAfterAHealthyLinkDoesNotCountAsHealthy) {
  BackOff back_off(1);
  back_off.NoteConnected(kStart);
  back_off.NoteFailure(kStart + absl::Minutes(2));
  EXPECT_GE(back_off.NoteFailure(kStart + absl::Minutes(10)), absl::Seconds(2));
}

}  // namespace
}  // namespace sipwhy::bot
