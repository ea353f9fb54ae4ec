// The snapshots that a service answers from.
#ifndef SIPWHY_SERVICE_SNAPSHOT_STORE_H_
#define SIPWHY_SERVICE_SNAPSHOT_STORE_H_

#include <functional>
#include <list>
#include <memory>
#include <shared_mutex>
#include <string>
#include <thread>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "files/file_stamp.h"
#include "service/snapshot.h"
#include "storage/database.h"
#include "storage/invariants.h"

namespace sipwhy {

// Holds the snapshot that is served, the head, and the last few older ones that were asked for, all read from one
// SQLite file. Safe to call from any thread, but for the head, which one thread at a time may move. head() and Find()
// touch no disk; all else does.
class SnapshotStore {
 public:
  struct Options {
    int pinned_revision = 0;  // that is always the head; 0 for the file's newest
    // What must hold for the newest revision beside its hashes.
    std::function<absl::Status(Database& database)> check = CheckKnowledge;
  };

  explicit SnapshotStore(std::string database_path) : SnapshotStore(std::move(database_path), Options()) {}
  SnapshotStore(std::string database_path, Options options)
      : database_path_(std::move(database_path)), options_(std::move(options)) {}

  // Reads the revision that shall be the head, checks its ledger, its content hash and, of the newest, what
  // Options::check demands, and makes it the head in one step. The head stays what it was on failure: NOT_FOUND,
  // DATA_LOSS or FAILED_PRECONDITION with one sentence that says what to do.
  absl::Status LoadHead();

  // Whether the file was written or replaced since LoadHead() last looked at it, and holds another head now. As good as
  // free as long as the file looks the same from outside. A file that cannot be read is one that has changed.
  bool HasChanged();

  // The snapshot that is served, or null until LoadHead() has succeeded.
  std::shared_ptr<const Snapshot> head() const;

  // The snapshot of `revision` if it is in memory, else null.
  std::shared_ptr<const Snapshot> Find(int revision) const;

  // The snapshot of `revision`, from memory or else from the file. NOT_FOUND when there is no such revision up to the
  // head, which must have been loaded, UNAVAILABLE when the file is no longer the one of the head, and as LoadHead()
  // otherwise.
  absl::StatusOr<std::shared_ptr<const Snapshot>> Load(int revision);

  const std::string& database_path() const { return database_path_; }

 private:
  const std::string database_path_;
  const Options options_;

  // Of the thread that moves the head: how the file looked before it was last read, and whether it was at rest then.
  FileStamp seen_;
  bool was_at_rest_ = false;

  mutable std::shared_mutex mutex_;  // guards what follows
  std::shared_ptr<const Snapshot> head_;
  std::list<std::shared_ptr<const Snapshot>> older_;  // newest load first
  std::jthread preparing_;                            // makes the search indexes of the head
};

}  // namespace sipwhy

#endif  // SIPWHY_SERVICE_SNAPSHOT_STORE_H_
