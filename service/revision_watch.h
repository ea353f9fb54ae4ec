// New revisions come into service while the service runs.
#ifndef SIPWHY_SERVICE_REVISION_WATCH_H_
#define SIPWHY_SERVICE_REVISION_WATCH_H_

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <thread>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "service/snapshot_store.h"

namespace sipwhy {

// What came of one attempt to move the head of a SnapshotStore.
struct Reload {
  absl::Status status;         // of SnapshotStore::LoadHead(); the head is as it was unless this is OK
  int before = 0;              // the revision that was served until then; 0 for none
  int after = 0;               // the one that is served now
  bool after_failure = false;  // whether the attempt before failed
  absl::Duration took = absl::ZeroDuration();
};

// Looks at the file of a SnapshotStore four times a second and, when that was written or replaced, moves the head.
// After a failure it tries again every five seconds, and when the file changes. Owns its thread; safe to call from any
// other.
class RevisionWatch {
 public:
  using Listener = std::function<void(const Reload& reload)>;

  // Starts to watch. `store`, whose head no other thread may move from now on, outlives the watch. `listener` is called
  // on the watch's thread after each attempt.
  RevisionWatch(SnapshotStore& store, Listener listener);

  // Ends after the attempt that is under way.
  ~RevisionWatch();
  RevisionWatch(const RevisionWatch&) = delete;
  RevisionWatch& operator=(const RevisionWatch&) = delete;

  // Reads the file now, whether or not it looks changed, and waits for what comes of it. Several callers at once may
  // share an attempt that began after each of them had called.
  Reload ReloadNow();

 private:
  void Loop();
  Reload Attempt();

  SnapshotStore& store_;
  const Listener listener_;

  std::mutex mutex_;                 // guards what follows
  std::condition_variable changed_;  // of what the mutex guards
  bool stopping_ = false;
  int64_t asked_ = 0;  // how many attempts were asked for
  int64_t done_ = 0;   // up to which of them there is an outcome: that in `last_`
  Reload last_;

  std::thread thread_;  // last, so that it starts when all else is there
};

}  // namespace sipwhy

#endif  // SIPWHY_SERVICE_REVISION_WATCH_H_
