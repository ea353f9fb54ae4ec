#include "service/worker.h"

#include <utility>

namespace sipwhy {
namespace {

constexpr size_t kMostQueued = 64;

}  // namespace

Worker::Worker() : thread_([this] { Loop(); }) {}

Worker::~Worker() {
  {
    const std::scoped_lock lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_one();
  thread_.join();
}

bool Worker::TryRun(std::function<void()> job) {
  {
    const std::scoped_lock lock(mutex_);
    if (jobs_.size() >= kMostQueued) return false;
    jobs_.push_back(std::move(job));
  }
  changed_.notify_one();
  return true;
}

size_t Worker::pending() const {
  const std::scoped_lock lock(mutex_);
  return jobs_.size() + (running_ ? 1 : 0);
}

void Worker::Loop() {
  while (true) {
    std::function<void()> job;
    {
      std::unique_lock lock(mutex_);
      running_ = false;
      changed_.wait(lock, [this] { return stopping_ || !jobs_.empty(); });
      if (jobs_.empty()) return;
      job = std::move(jobs_.front());
      jobs_.pop_front();
      running_ = true;
    }
    job();
  }
}

}  // namespace sipwhy
