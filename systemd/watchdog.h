// A program proves to its service manager that it works.
#ifndef SIPWHY_SYSTEMD_WATCHDOG_H_
#define SIPWHY_SYSTEMD_WATCHDOG_H_

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>
#include <utility>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "systemd/service_manager.h"

namespace sipwhy {

// Probes the program four times in each period of the service manager's watchdog, and feeds the watchdog after each
// probe that succeeds in time. So two probes in a row may fail before the program is taken for dead; one that never
// returns is its end as well. Owns its thread; the destructor waits for the probe that is under way.
class Watchdog {
 public:
  // Does what a caller of the program does, and may take `patience`. Called on the watchdog's thread.
  using Probe = std::function<absl::Status(absl::Duration patience)>;

  // Hears of each probe that failed, with its error or DEADLINE_EXCEEDED if it took longer than its patience, and with
  // OK of the first that succeeds after one. Called on the watchdog's thread.
  using Listener = std::function<void(const absl::Status& outcome)>;

  // One that nobody sets: a machine whose time is corrected must not lose its services.
  using Clock = std::chrono::steady_clock;

  struct Options {
    absl::Duration period = WatchdogPeriod();  // zero for no watchdog, and then nothing is probed
    std::function<void()> feed = FeedWatchdog;
    std::function<Clock::time_point()> now = Clock::now;  // by which a probe is timed
  };

  // Starts to probe, at once.
  Watchdog(Probe probe, Listener listener, Options options);
  Watchdog(Probe probe, Listener listener) : Watchdog(std::move(probe), std::move(listener), Options()) {}
  ~Watchdog();
  Watchdog(const Watchdog&) = delete;
  Watchdog& operator=(const Watchdog&) = delete;

 private:
  void Loop();
  absl::Status Attempt() const;
  void Tell(const absl::Status& outcome);

  const Probe probe_;
  const Listener listener_;
  const Options options_;
  const absl::Duration interval_;  // between the beginnings of two probes, and the patience with one
  bool failed_ = false;            // the last probe; of the thread alone

  std::mutex mutex_;                 // guards what follows
  std::condition_variable changed_;  // of what the mutex guards
  bool stopping_ = false;

  std::thread thread_;  // last, so that it starts when all else is there
};

}  // namespace sipwhy

#endif  // SIPWHY_SYSTEMD_WATCHDOG_H_
