// The snapshots that a service answers from.
#ifndef SIPWHY_SERVICE_SNAPSHOT_STORE_H_
#define SIPWHY_SERVICE_SNAPSHOT_STORE_H_

#include <list>
#include <memory>
#include <shared_mutex>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "service/snapshot.h"

namespace sipwhy {

// Holds the newest snapshot and the last few older ones that were asked for, all read from one SQLite file. Safe to
// call from any thread. head() and Find() touch no disk; LoadHead() and Load() do.
class SnapshotStore {
 public:
  explicit SnapshotStore(std::string database_path) : database_path_(std::move(database_path)) {}

  // Reads the newest revision, verifies its ledger and content hash, and makes it the head. The head stays what it was
  // on failure: NOT_FOUND, DATA_LOSS or FAILED_PRECONDITION with one sentence that says what to do.
  absl::Status LoadHead();

  // The newest snapshot, or null until LoadHead() has succeeded.
  std::shared_ptr<const Snapshot> head() const;

  // The snapshot of `revision` if it is in memory, else null.
  std::shared_ptr<const Snapshot> Find(int revision) const;

  // The snapshot of `revision`, from memory or else from the file. NOT_FOUND when there is no such revision up to the
  // head, which must have been loaded, and as LoadHead() otherwise.
  absl::StatusOr<std::shared_ptr<const Snapshot>> Load(int revision);

 private:
  const std::string database_path_;
  mutable std::shared_mutex mutex_;  // guards what follows
  std::shared_ptr<const Snapshot> head_;
  std::list<std::shared_ptr<const Snapshot>> older_;  // newest load first
};

}  // namespace sipwhy

#endif  // SIPWHY_SERVICE_SNAPSHOT_STORE_H_
