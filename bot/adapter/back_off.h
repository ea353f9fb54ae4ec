// How long to wait before the next try.
#ifndef SIPWHY_BOT_ADAPTER_BACK_OFF_H_
#define SIPWHY_BOT_ADAPTER_BACK_OFF_H_

#include <cstdint>
#include <random>

#include "absl/time/time.h"

namespace sipwhy::bot {

// Waits double from one second to five minutes, each with up to half of itself added at random, so that many bots do
// not come back at one moment. Only a link that held for a minute makes them short again: one that breaks at once is
// not healthy. Pure: the caller tells the time and does the waiting. Use it from one thread.
class BackOff {
 public:
  explicit BackOff(uint64_t seed) : random_(seed) {}

  // The link is up.
  void NoteConnected(absl::Time now) { connected_at_ = now; }

  // The link failed or could not be made: how long to wait.
  absl::Duration NoteFailure(absl::Time now);

 private:
  std::mt19937_64 random_;
  absl::Duration next_ = absl::Seconds(1);
  absl::Time connected_at_ = absl::InfiniteFuture();
};

}  // namespace sipwhy::bot

#endif  // SIPWHY_BOT_ADAPTER_BACK_OFF_H_
