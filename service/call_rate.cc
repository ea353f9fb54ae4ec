#include "service/call_rate.h"

#include <algorithm>

namespace sipwhy {
namespace {

constexpr int64_t kSecond = 1'000'000'000;

}  // namespace

CallRate::CallRate(int most_per_second) : interval_(most_per_second <= 0 ? 0 : kSecond / most_per_second) {}

absl::Duration CallRate::Take(Clock::time_point now) {
  if (interval_ == 0) return absl::ZeroDuration();
  const int64_t arrival = std::chrono::nanoseconds(now.time_since_epoch()).count();
  int64_t due = due_.load(std::memory_order_relaxed);
  while (true) {
    const int64_t next = std::max(due, arrival) + interval_;
    if (next - arrival > kSecond) return absl::Nanoseconds(next - arrival - kSecond);
    if (due_.compare_exchange_weak(due, next, std::memory_order_relaxed)) return absl::ZeroDuration();
  }
}

}  // namespace sipwhy
