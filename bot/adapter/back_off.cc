#include "bot/adapter/back_off.h"

#include <algorithm>

namespace sipwhy::bot {
namespace {

constexpr absl::Duration kShortest = absl::Seconds(1);
constexpr absl::Duration kLongest = absl::Minutes(5);
constexpr absl::Duration kHealthy = absl::Minutes(1);

}  // namespace

absl::Duration BackOff::NoteFailure(absl::Time now) {
  if (connected_at_ != absl::InfiniteFuture() && now - connected_at_ >= kHealthy) next_ = kShortest;
  connected_at_ = absl::InfiniteFuture();
  const absl::Duration wait = next_;
  next_ = std::min(next_ * 2, kLongest);
  return wait * (1 + std::uniform_real_distribution<double>(0, 0.5)(random_));
}

}  // namespace sipwhy::bot
