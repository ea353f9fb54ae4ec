#include "service/call_rate.h"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>
#include <vector>

namespace sipwhy {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr CallRate::Clock::time_point kStart(std::chrono::hours(1));

// How many of `calls` that come at `now` are let through.
int LetThrough(CallRate& rate, int calls, CallRate::Clock::time_point now) {
  int count = 0;
  for (int i = 0; i < calls; ++i) count += rate.Take(now) == absl::ZeroDuration() ? 1 : 0;
  return count;
}

TEST(CallRateTest, WithoutALimitAllMayPass) {
  CallRate rate(0);
  EXPECT_EQ(LetThrough(rate, 1000, kStart), 1000);
}

TEST(CallRateTest, ASecondsWorthMayComeAtOnce) {
  CallRate rate(100);
  EXPECT_EQ(LetThrough(rate, 1000, kStart), 100);
}

TEST(CallRateTest, AfterThatCallsPassAtTheRate) {
  CallRate rate(100);
  LetThrough(rate, 100, kStart);
  EXPECT_EQ(LetThrough(rate, 10, kStart + milliseconds(10)), 1);
  EXPECT_EQ(LetThrough(rate, 10, kStart + milliseconds(50)), 4);
  EXPECT_EQ(LetThrough(rate, 1000, kStart + seconds(60)), 100);
}

TEST(CallRateTest, RefusedCallsAreToldWhenToComeAndAreThenLetThrough) {
  CallRate rate(4);
  LetThrough(rate, 4, kStart);
  EXPECT_EQ(rate.Take(kStart), absl::Milliseconds(250));
  EXPECT_EQ(rate.Take(kStart + milliseconds(100)), absl::Milliseconds(150));
  EXPECT_EQ(rate.Take(kStart + milliseconds(250)), absl::ZeroDuration());
}

TEST(CallRateTest, ThreadsTogetherGetNoMore) {
  CallRate rate(1000);
  std::atomic<int> passed = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) threads.emplace_back([&] { passed += LetThrough(rate, 1000, kStart); });
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(passed, 1000);
}

}  // namespace
}  // namespace sipwhy
