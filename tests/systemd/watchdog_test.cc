#include "systemd/watchdog.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <cstdlib>
#include <latch>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "tests/systemd/notify_socket.h"
#include "tests/testing/status_matchers.h"

namespace sipwhy {
namespace {

using ::sipwhy::testing::IsOk;
using ::sipwhy::testing::NotifySocket;
using ::sipwhy::testing::StatusIs;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr absl::Duration kSoon = absl::Milliseconds(4);  // a period in which nobody waits long for the next probe
constexpr absl::Duration kNever = absl::Hours(24);       // one in which there is no second probe

const Watchdog::Listener kNobody = [](const absl::Status&) {};

// A clock that does not go by itself, so that no probe is late because the machine is busy.
Watchdog::Clock::time_point Stopped() { return {}; }

TEST(WatchdogTest, ProbeThatSucceedsFeedsEachTime) {
  std::latch fed(3);
  std::atomic<int> left = 3;
  const Watchdog watchdog([](absl::Duration) { return absl::OkStatus(); }, kNobody,
                          {.period = kSoon,
                           .feed =
                               [&] {
                                 if (left-- > 0) fed.count_down();
                               },
                           .now = Stopped});
  fed.wait();
}

TEST(WatchdogTest, ProbeThatFailsDoesNotFeedAndIsTold) {
  int fed = 0;
  std::vector<absl::Status> told;
  std::latch third(1);
  {
    const Watchdog watchdog([](absl::Duration) { return absl::UnavailableError("nobody accepts"); },
                            [&](const absl::Status& outcome) {
                              told.push_back(outcome);
                              if (told.size() == 3) third.count_down();
                            },
                            {.period = kSoon, .feed = [&] { ++fed; }, .now = Stopped});
    third.wait();
  }
  EXPECT_EQ(fed, 0);
  EXPECT_THAT(told, ::testing::Each(StatusIs(absl::StatusCode::kUnavailable, "nobody accepts")));
}

TEST(WatchdogTest, RecoveryFeedsAndIsToldOnce) {
  int probes = 0;
  std::vector<absl::Status> told;
  std::latch fifth(1);
  std::atomic<int> fed = 0;
  {
    const Watchdog watchdog(
        [&](absl::Duration) {
          if (++probes == 5) fifth.count_down();
          return probes == 2 ? absl::UnavailableError("busy") : absl::OkStatus();
        },
        [&](const absl::Status& outcome) { told.push_back(outcome); },
        {.period = kSoon, .feed = [&] { ++fed; }, .now = Stopped});
    fifth.wait();
  }
  EXPECT_THAT(told, ElementsAre(StatusIs(absl::StatusCode::kUnavailable), IsOk()));
  EXPECT_EQ(fed, probes - 1);
}

TEST(WatchdogTest, ProbeThatSucceedsTooLateDoesNotFeed) {
  Watchdog::Clock::time_point now;
  int fed = 0;
  absl::Status told;
  std::latch is_told(1);
  {
    const Watchdog watchdog(
        [&](absl::Duration) {
          now += std::chrono::hours(7);
          return absl::OkStatus();
        },
        [&](const absl::Status& outcome) {
          told = outcome;
          is_told.count_down();
        },
        {.period = kNever, .feed = [&] { ++fed; }, .now = [&] { return now; }});
    is_told.wait();
  }
  EXPECT_EQ(fed, 0);
  EXPECT_THAT(told, StatusIs(absl::StatusCode::kDeadlineExceeded, HasSubstr("took 7h of 6h")));
}

TEST(WatchdogTest, ProbeHasAQuarterOfThePeriod) {
  absl::Duration patience;
  std::latch probed(1);
  {
    const Watchdog watchdog(
        [&](absl::Duration given) {
          patience = given;
          probed.count_down();
          return absl::OkStatus();
        },
        kNobody, {.period = kNever, .feed = [] {}, .now = Stopped});
    probed.wait();
  }
  EXPECT_EQ(patience, absl::Hours(6));
}

TEST(WatchdogTest, WithoutPeriodNothingIsProbed) {
  int probes = 0;
  {
    const Watchdog watchdog([&](absl::Duration) { return ++probes, absl::OkStatus(); }, kNobody,
                            {.period = absl::ZeroDuration()});
  }
  EXPECT_EQ(probes, 0);
}

TEST(WatchdogTest, EndDoesNotWaitForTheNextProbe) {
  std::latch probed(1);
  const Watchdog watchdog([&](absl::Duration) { return probed.count_down(), absl::OkStatus(); }, kNobody,
                          {.period = kNever, .feed = [] {}, .now = Stopped});
  probed.wait();
}

TEST(WatchdogTest, FeedsTheServiceManagerUnlessToldOtherwise) {
  const NotifySocket manager;
  setenv("WATCHDOG_USEC", absl::StrCat(absl::ToInt64Microseconds(kNever)).c_str(), 1);
  setenv("WATCHDOG_PID", absl::StrCat(getpid()).c_str(), 1);
  const Watchdog watchdog([](absl::Duration) { return absl::OkStatus(); }, kNobody);
  unsetenv("WATCHDOG_USEC");
  unsetenv("WATCHDOG_PID");
  EXPECT_EQ(manager.Receive(), "WATCHDOG=1");
}

}  // namespace
}  // namespace sipwhy
