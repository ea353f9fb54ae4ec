#include "service/worker.h"

#include <utility>

namespace sipwhy {
namespace {

constexpr size_t kMostQueued = 64;

}  // namespace

Worker::Worker() : thread_([this] { Loop(); }) {}

Worker::~Worker() {
  {
    absl::MutexLock lock(&mutex_);
    stopping_ = true;
  }
  thread_.join();
}

bool Worker::TryRun(std::function<void()> job) {
  absl::MutexLock lock(&mutex_);
  if (jobs_.size() >= kMostQueued) return false;
  jobs_.push_back(std::move(job));
  return true;
}

void Worker::Loop() {
  while (true) {
    std::function<void()> job;
    {
      absl::MutexLock lock(&mutex_);
      mutex_.Await(absl::Condition(
          +[](Worker* self) ABSL_NO_THREAD_SAFETY_ANALYSIS { return self->HasWork(); }, this));
      if (jobs_.empty()) return;
      job = std::move(jobs_.front());
      jobs_.pop_front();
    }
    job();
  }
}

}  // namespace sipwhy
