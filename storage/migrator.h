// Applies migrations to a knowledge base. The rules are in ARCHITECTURE.md, section "Revisions".
#ifndef SIPWHY_STORAGE_MIGRATOR_H_
#define SIPWHY_STORAGE_MIGRATOR_H_

#include <functional>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "storage/database.h"
#include "storage/knowledge.h"
#include "storage/migration.h"

namespace sipwhy {

struct ApplyOptions {
  // Run before each commit; a failure undoes the migration. Usually CheckKnowledge of invariants.h.
  std::function<absl::Status(Database&)> check = [](Database&) { return absl::OkStatus(); };
  // Told of each revision once it is committed, for progress.
  std::function<void(const Revision&)> on_applied = [](const Revision&) {};
};

struct ApplyReport {
  int before = 0;  // the revision before the run
  int after = 0;   // the revision after it; equal to `before` when there was nothing to do
  bool operator==(const ApplyReport&) const = default;
};

// Brings `database` to the newest of `migrations`, which are numbered 1, 2, 3 and so on. Each is one transaction: a
// failure leaves the revisions before it in place and nothing of itself. Another process may do the same at the same
// time; one waits and finds nothing to do.
//
// INVALID_ARGUMENT, opening with "FILE:LINE: ", when a migration breaks a rule; FAILED_PRECONDITION when a file was
// edited after it was applied, or the database is ahead of the files; DATA_LOSS when the database is not ours, was
// altered by hand, or a migration would alter an earlier revision; UNAVAILABLE when another writer took too long.
absl::StatusOr<ApplyReport> ApplyMigrations(Database& database, const std::vector<Migration>& migrations,
                                            const ApplyOptions& options);

// OK when `migrations` begin with exactly what `revisions` say was applied, else FAILED_PRECONDITION with the file.
absl::Status CheckAgainstLedger(const std::vector<Migration>& migrations, const std::vector<Revision>& revisions);

}  // namespace sipwhy

#endif  // SIPWHY_STORAGE_MIGRATOR_H_
