// The bot's log: one line an event on standard error.
#ifndef SIPWHY_BOT_LOG_H_
#define SIPWHY_BOT_LOG_H_

#include <atomic>
#include <cstdint>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace sipwhy::bot {

// Writes "sipwhy-bot: WHO: WHAT". `who` is the adapter's name. `what` holds no secret and nothing that a user wrote;
// controls in it are left out. Safe to call from any thread; lines never mix.
void Log(absl::string_view who, absl::string_view what);

// For what may happen a thousand times a second: logs it once a second and counts the rest. Safe to call from any
// thread.
class SparseLog {
 public:
  void Write(absl::string_view who, absl::string_view what, absl::Time now);

 private:
  std::atomic<int64_t> last_ = 0;  // in seconds since 1970
  std::atomic<int64_t> left_out_ = 0;
};

}  // namespace sipwhy::bot

#endif  // SIPWHY_BOT_LOG_H_
