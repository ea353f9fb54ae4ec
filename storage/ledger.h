// The ledger: one row per revision of the knowledge base, chained by hashes.
#ifndef SIPWHY_STORAGE_LEDGER_H_
#define SIPWHY_STORAGE_LEDGER_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "storage/database.h"
#include "storage/knowledge.h"
#include "storage/migration.h"

namespace sipwhy {

// Makes the ledger's tables in a database that has none yet. Call it inside a write transaction.
absl::Status CreateLedger(Database& database);

// The number of the newest revision; 0 for a database without any.
absl::StatusOr<int> HeadRevision(Database& database);

// Every revision, oldest first; empty for a database without a ledger.
absl::StatusOr<std::vector<Revision>> ReadRevisions(Database& database);

// The ledger row that `migration` makes on top of `earlier`, given the content hash of its revision.
Revision NextRevision(const std::vector<Revision>& earlier, const Migration& migration, std::string content_hash);

// Writes `revision` and sets `user_version` to its number. Call it inside a write transaction.
absl::Status AppendRevision(Database& database, const Revision& revision);

// DATA_LOSS when the numbers do not run from 1 without a gap, a chain hash is not what its row and the row before
// give, or `user_version` is not the newest number.
absl::Status CheckLedger(Database& database, const std::vector<Revision>& revisions);

}  // namespace sipwhy

#endif  // SIPWHY_STORAGE_LEDGER_H_
