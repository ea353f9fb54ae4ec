#include "service/revision_watch.h"

#include <algorithm>
#include <utility>

#include "absl/time/clock.h"

namespace sipwhy {
namespace {

constexpr absl::Duration kInterval = absl::Milliseconds(250);
constexpr absl::Duration kRetry = absl::Seconds(5);

int NumberOf(const std::shared_ptr<const Snapshot>& snapshot) {
  return snapshot == nullptr ? 0 : snapshot->revision().number;
}

}  // namespace

RevisionWatch::RevisionWatch(SnapshotStore& store, Listener listener)
    : store_(store), listener_(std::move(listener)), thread_([this] { Loop(); }) {}

RevisionWatch::~RevisionWatch() {
  {
    const std::scoped_lock lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  thread_.join();
}

Reload RevisionWatch::ReloadNow() {
  std::unique_lock lock(mutex_);
  const int64_t ticket = ++asked_;
  changed_.notify_all();
  changed_.wait(lock, [&] { return done_ >= ticket; });
  return last_;
}

void RevisionWatch::Loop() {
  absl::Time retry_at = absl::InfiniteFuture();
  std::unique_lock lock(mutex_);
  while (true) {
    changed_.wait_for(lock, absl::ToChronoNanoseconds(kInterval), [this] { return stopping_ || asked_ > done_; });
    const int64_t ticket = asked_;
    const bool is_asked = ticket > done_;
    // Whoever waits for an outcome is told one before the end.
    if (stopping_ && !is_asked) return;
    lock.unlock();
    if (is_asked || absl::Now() >= retry_at || store_.HasChanged()) {
      Reload reload = Attempt();
      reload.after_failure = retry_at != absl::InfiniteFuture();
      retry_at = reload.status.ok() ? absl::InfiniteFuture() : absl::Now() + kRetry;
      listener_(reload);
      lock.lock();
      last_ = std::move(reload);
      done_ = ticket;
      changed_.notify_all();
    } else {
      lock.lock();
    }
  }
}

Reload RevisionWatch::Attempt() {
  const absl::Time begin = absl::Now();
  Reload reload;
  reload.before = NumberOf(store_.head());
  reload.status = store_.LoadHead();
  reload.after = NumberOf(store_.head());
  reload.took = absl::Now() - begin;
  return reload;
}

}  // namespace sipwhy
