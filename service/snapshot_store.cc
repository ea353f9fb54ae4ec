#include "service/snapshot_store.h"

#include <mutex>
#include <shared_mutex>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "storage/format.h"
#include "storage/knowledge_reader.h"
#include "storage/ledger.h"
#include "storage/verification.h"

namespace sipwhy {
namespace {

// A few MB each. People pin the revision before the newest, hardly ever more.
constexpr size_t kMostOlder = 4;
// Coarser than the clock of any file system that a knowledge base is on.
constexpr absl::Duration kGrain = absl::Seconds(2);

using Check = std::function<absl::Status(Database& database)>;

// Reads `revision` (0 for the newest) out of an open file and verifies it.
absl::StatusOr<std::shared_ptr<const Snapshot>> ReadSnapshot(Database& database, int revision, const Check& check) {
  absl::StatusOr<int> newest = HeadRevision(database);
  if (!newest.ok()) return newest.status();
  const int wanted = revision == 0 ? *newest : revision;
  absl::StatusOr<Knowledge> knowledge = ReadKnowledge(database, wanted);
  if (!knowledge.ok()) return knowledge.status();
  if (absl::Status status = VerifyRevision(database, wanted); !status.ok()) return status;
  if (wanted == *newest) {
    if (absl::Status status = check(database); !status.ok()) return status;
  }
  absl::StatusOr<std::vector<Revision>> revisions = ReadRevisions(database);
  if (!revisions.ok()) return revisions.status();
  revisions->resize(static_cast<size_t>(wanted));
  return std::make_shared<const Snapshot>(*std::move(knowledge), *std::move(revisions));
}

absl::StatusOr<std::shared_ptr<const Snapshot>> ReadSnapshotFile(const std::string& path, int revision,
                                                                 const Check& check) {
  absl::StatusOr<Database> database = OpenKnowledgeBase(path);
  if (!database.ok()) return database.status();
  absl::StatusOr<std::shared_ptr<const Snapshot>> snapshot = ReadSnapshot(*database, revision, check);
  if (absl::IsDataLoss(snapshot.status())) {
    return absl::DataLossError(absl::StrCat(path, ": ", snapshot.status().message(),
                                            "; make the file anew with sipwhy-kb apply, or restore a copy of it"));
  }
  if (!snapshot.ok()) {
    return absl::Status(snapshot.status().code(), absl::StrCat(path, ": ", snapshot.status().message()));
  }
  return snapshot;
}

// The ledger's row for `revision` (0 for the newest) in the file.
absl::StatusOr<Revision> ReadRevision(const std::string& path, int revision) {
  absl::StatusOr<Database> database = OpenKnowledgeBase(path);
  if (!database.ok()) return database.status();
  absl::StatusOr<std::vector<Revision>> revisions = ReadRevisions(*database);
  if (!revisions.ok()) return revisions.status();
  const size_t wanted = revision == 0 ? revisions->size() : static_cast<size_t>(revision);
  if (wanted == 0 || wanted > revisions->size()) return absl::NotFoundError("there is no such revision");
  return (*revisions)[wanted - 1];
}

// Whether `older` is a revision on the way to `head`.
bool LeadsTo(const Snapshot& older, const Snapshot& head) {
  const auto number = static_cast<size_t>(older.revision().number);
  return number <= head.revisions().size() && head.revisions()[number - 1] == older.revision();
}

}  // namespace

absl::Status SnapshotStore::LoadHead() {
  seen_ = StampOf(database_path_);
  was_at_rest_ = absl::Now() - seen_.modified > kGrain;
  absl::StatusOr<std::shared_ptr<const Snapshot>> snapshot =
      ReadSnapshotFile(database_path_, options_.pinned_revision, options_.check);
  if (!snapshot.ok()) return snapshot.status();
  const std::unique_lock lock(mutex_);
  head_ = *std::move(snapshot);
  older_.remove_if([this](const auto& older) { return !LeadsTo(*older, *head_); });
  preparing_ = std::jthread([head = head_](const std::stop_token& end) { head->PrepareSearch(end); });
  return absl::OkStatus();
}

bool SnapshotStore::HasChanged() {
  const FileStamp stamp = StampOf(database_path_);
  const bool looks_the_same = stamp == seen_;
  if (looks_the_same && was_at_rest_) return false;
  const bool at_rest = absl::Now() - stamp.modified > kGrain;
  const std::shared_ptr<const Snapshot> served = head();
  const absl::StatusOr<Revision> revision = ReadRevision(database_path_, options_.pinned_revision);
  if (served == nullptr || !revision.ok()) return !looks_the_same;
  if (*revision != served->revision()) return true;
  seen_ = stamp;
  was_at_rest_ = at_rest;
  return false;
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
  absl::StatusOr<std::shared_ptr<const Snapshot>> snapshot = ReadSnapshotFile(database_path_, revision, options_.check);
  if (!snapshot.ok()) return snapshot.status();
  const std::unique_lock lock(mutex_);
  if (!LeadsTo(**snapshot, *head_)) return absl::UnavailableError("the knowledge base is being replaced; try again");
  older_.push_front(*snapshot);
  if (older_.size() > kMostOlder) older_.pop_back();
  return snapshot;
}

}  // namespace sipwhy
