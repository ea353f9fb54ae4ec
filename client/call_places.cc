#include "client/call_places.h"

namespace sipwhy {
namespace {

constexpr std::chrono::milliseconds kLongestFull(100);

}  // namespace

bool CallPlaces::Take() {
  std::unique_lock lock(mutex_);
  if (!left_.wait_until(lock, full_since_ + kLongestFull, [this] { return free_ > 0; })) return false;
  if (--free_ == 0) full_since_ = std::chrono::steady_clock::now();
  return true;
}

void CallPlaces::Leave() {
  {
    const std::scoped_lock lock(mutex_);
    ++free_;
  }
  left_.notify_one();
}

}  // namespace sipwhy
