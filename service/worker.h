// One thread for the little work that may touch the disk.
#ifndef SIPWHY_SERVICE_WORKER_H_
#define SIPWHY_SERVICE_WORKER_H_

#include <deque>
#include <functional>
#include <thread>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"

namespace sipwhy {

// Runs jobs one after the other, in the order in which they came. Safe to call from any thread. The destructor runs
// what is queued and then returns.
class Worker {
 public:
  Worker();
  ~Worker();
  Worker(const Worker&) = delete;
  Worker& operator=(const Worker&) = delete;

  // Queues `job`. False, and the job is dropped, when too many wait already.
  bool TryRun(std::function<void()> job);

 private:
  void Loop();
  bool HasWork() const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) { return stopping_ || !jobs_.empty(); }

  absl::Mutex mutex_;
  std::deque<std::function<void()>> jobs_ ABSL_GUARDED_BY(mutex_);
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  std::thread thread_;  // last, so that it starts when all else is there
};

}  // namespace sipwhy

#endif  // SIPWHY_SERVICE_WORKER_H_
