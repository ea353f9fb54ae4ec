#include "service/snapshot_store.h"

#include <mutex>
#include <shared_mutex>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "storage/database.h"
#include "storage/format.h"
#include "storage/knowledge_reader.h"
#include "storage/ledger.h"
#include "storage/verification.h"

namespace sipwhy {
namespace {

// A few MB each. People pin the revision before the newest, hardly ever more.
constexpr size_t kMostOlder = 4;

// Reads `revision` (0 for the newest) out of an open file and verifies it.
absl::StatusOr<std::shared_ptr<const Snapshot>> ReadSnapshot(Database& database, int revision) {
  absl::StatusOr<int> newest = HeadRevision(database);
  if (!newest.ok()) return newest.status();
  const int wanted = revision == 0 ? *newest : revision;
  absl::StatusOr<Knowledge> knowledge = ReadKnowledge(database, wanted);
  if (!knowledge.ok()) return knowledge.status();
  if (absl::Status status = VerifyRevision(database, wanted); !status.ok()) return status;
  absl::StatusOr<std::vector<Revision>> revisions = ReadRevisions(database);
  if (!revisions.ok()) return revisions.status();
  revisions->resize(static_cast<size_t>(wanted));
  return std::make_shared<const Snapshot>(*std::move(knowledge), *std::move(revisions));
}

absl::StatusOr<std::shared_ptr<const Snapshot>> ReadSnapshotFile(const std::string& path, int revision) {
  absl::StatusOr<Database> database = OpenKnowledgeBase(path);
  if (!database.ok()) return database.status();
  absl::StatusOr<std::shared_ptr<const Snapshot>> snapshot = ReadSnapshot(*database, revision);
  if (absl::IsDataLoss(snapshot.status())) {
    return absl::DataLossError(absl::StrCat(path, ": ", snapshot.status().message(),
                                            "; make the file anew with sipwhy-kb apply, or restore a copy of it"));
  }
  if (!snapshot.ok()) {
    return absl::Status(snapshot.status().code(), absl::StrCat(path, ": ", snapshot.status().message()));
  }
  return snapshot;
}

}  // namespace

absl::Status SnapshotStore::LoadHead() {
  absl::StatusOr<std::shared_ptr<const Snapshot>> snapshot = ReadSnapshotFile(database_path_, 0);
  if (!snapshot.ok()) return snapshot.status();
  const std::unique_lock lock(mutex_);
  head_ = *std::move(snapshot);
  return absl::OkStatus();
}

std::shared_ptr<const Snapshot> SnapshotStore::head() const {
  const std::shared_lock lock(mutex_);
  return head_;
}

std::shared_ptr<const Snapshot> SnapshotStore::Find(int revision) const {
  const std::shared_lock lock(mutex_);
  if (head_ != nullptr && head_->revision().number == revision) return head_;
  for (const auto& snapshot : older_) {
    if (snapshot->revision().number == revision) return snapshot;
  }
  return nullptr;
}

absl::StatusOr<std::shared_ptr<const Snapshot>> SnapshotStore::Load(int revision) {
  if (auto snapshot = Find(revision)) return snapshot;
  const std::shared_ptr<const Snapshot> newest = head();
  if (newest == nullptr) return absl::NotFoundError("no revision is loaded yet");
  if (revision < 1 || revision > newest->revision().number) {
    return absl::NotFoundError(absl::StrCat("there is no revision ", revision, " up to ", newest->revision().number));
  }
  absl::StatusOr<std::shared_ptr<const Snapshot>> snapshot = ReadSnapshotFile(database_path_, revision);
  if (!snapshot.ok()) return snapshot.status();
  const std::unique_lock lock(mutex_);
  older_.push_front(*snapshot);
  if (older_.size() > kMostOlder) older_.pop_back();
  return snapshot;
}

}  // namespace sipwhy
