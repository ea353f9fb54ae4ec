#include "files/file_watch.h"

#include <algorithm>
#include <utility>

#include "absl/time/clock.h"
#include "absl/time/time.h"

namespace sipwhy {
namespace {

constexpr absl::Duration kInterval = absl::Milliseconds(500);
constexpr absl::Duration kFresh = absl::Seconds(2);

bool IsFresh(const FileStamp& stamp) { return absl::Now() - stamp.changed < kFresh; }

}  // namespace

FileWatch::FileWatch(std::vector<std::string> paths, Reader reader)
    : paths_(std::move(paths)), reader_(std::move(reader)), thread_([this] { Loop(); }) {}

FileWatch::~FileWatch() {
  {
    const std::scoped_lock lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  thread_.join();
}

void FileWatch::ReadNow() {
  std::unique_lock lock(mutex_);
  const int64_t ticket = ++asked_;
  changed_.notify_all();
  changed_.wait(lock, [&] { return done_ >= ticket; });
}

FileWatch::Stamps FileWatch::Look() const {
  Stamps stamps;
  for (const std::string& path : paths_) {
    if (!path.empty()) stamps.push_back(StampOf(path));
  }
  return stamps;
}

void FileWatch::Loop() {
  Stamps seen;
  bool was_usable = false;
  std::unique_lock lock(mutex_);
  while (true) {
    changed_.wait_for(lock, absl::ToChronoNanoseconds(kInterval), [this] { return stopping_ || asked_ > done_; });
    const int64_t ticket = asked_;
    const bool is_asked = ticket > done_;
    // Whoever waits for a reading is given one before the end.
    if (stopping_ && !is_asked) return;
    lock.unlock();
    // The stamps are from before the reading, so that a change during it is seen at the next look.
    Stamps now = Look();
    if (is_asked || !was_usable || now != seen || std::any_of(now.begin(), now.end(), IsFresh)) {
      seen = std::move(now);
      was_usable = reader_(is_asked);
    }
    lock.lock();
    done_ = ticket;
    changed_.notify_all();
  }
}

}  // namespace sipwhy
