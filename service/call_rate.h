// How many calls a second are answered.
#ifndef SIPWHY_SERVICE_CALL_RATE_H_
#define SIPWHY_SERVICE_CALL_RATE_H_

#include <atomic>
#include <chrono>
#include <cstdint>

#include "absl/time/time.h"

namespace sipwhy {

// Lets calls through at a steady rate, and a second's worth of them at once after a quiet second (the generic cell rate
// algorithm, ITU-T I.371, annex A). Takes no lock; safe to call from any thread.
class CallRate {
 public:
  using Clock = std::chrono::steady_clock;

  // 0 for no limit.
  explicit CallRate(int most_per_second);

  // Zero when a call that comes at `now` may be answered, which then counts; else how long after `now` one may.
  absl::Duration Take(Clock::time_point now);

 private:
  const int64_t interval_;                // between two calls, in nanoseconds; 0 for no limit
  std::atomic<int64_t> due_ = INT64_MIN;  // when the next would come if all came at the rate, by the clock
};

}  // namespace sipwhy

#endif  // SIPWHY_SERVICE_CALL_RATE_H_
