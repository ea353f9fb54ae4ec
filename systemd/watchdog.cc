#include "systemd/watchdog.h"

#include <utility>

#include "absl/strings/str_cat.h"

namespace sipwhy {
namespace {

constexpr int kProbesAPeriod = 4;

}  // namespace

Watchdog::Watchdog(Probe probe, Listener listener, Options options)
    : probe_(std::move(probe)),
      listener_(std::move(listener)),
      options_(std::move(options)),
      interval_(options_.period / kProbesAPeriod) {
  if (options_.period > absl::ZeroDuration()) thread_ = std::thread([this] { Loop(); });
}

Watchdog::~Watchdog() {
  if (!thread_.joinable()) return;
  {
    const std::scoped_lock lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  thread_.join();
}

void Watchdog::Loop() {
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    const Clock::time_point next = Clock::now() + absl::ToChronoMicroseconds(interval_);
    lock.unlock();
    Tell(Attempt());
    lock.lock();
    changed_.wait_until(lock, next, [this] { return stopping_; });
  }
}

absl::Status Watchdog::Attempt() const {
  const Clock::time_point begin = options_.now();
  absl::Status outcome = probe_(interval_);
  const absl::Duration took = absl::FromChrono(options_.now() - begin);
  if (!outcome.ok() || took <= interval_) return outcome;
  return absl::DeadlineExceededError(
      absl::StrCat("the probe took ", absl::FormatDuration(took), " of ", absl::FormatDuration(interval_)));
}

void Watchdog::Tell(const absl::Status& outcome) {
  if (outcome.ok()) options_.feed();
  if (!outcome.ok() || failed_) listener_(outcome);
  failed_ = !outcome.ok();
}

}  // namespace sipwhy
