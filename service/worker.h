// One thread for the little work that may touch the disk.
#ifndef SIPWHY_SERVICE_WORKER_H_
#define SIPWHY_SERVICE_WORKER_H_

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>

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

  // How many jobs wait or run.
  size_t pending() const;

 private:
  void Loop();

  mutable std::mutex mutex_;  // guards what follows
  std::deque<std::function<void()>> jobs_;
  bool running_ = false;  // one of them, which is no longer among `jobs_`
  bool stopping_ = false;
  std::condition_variable changed_;  // of what the mutex guards
  std::thread thread_;               // last, so that it starts when all else is there
};

}  // namespace sipwhy

#endif  // SIPWHY_SERVICE_WORKER_H_
