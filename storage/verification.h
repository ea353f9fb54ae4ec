// Whether a knowledge base is whole.
#ifndef SIPWHY_STORAGE_VERIFICATION_H_
#define SIPWHY_STORAGE_VERIFICATION_H_

#include "absl/status/status.h"
#include "storage/database.h"

namespace sipwhy {

// Checks everything that can be checked without the migration files: SQLite's own integrity check, the ledger and its
// hash chain, every revision's content hash, tables against their histories, foreign keys. DATA_LOSS with what is
// wrong. Takes time in proportion to the size of the history. Reads in one transaction, as VerifyRevision does, so a
// writer may be at work.
absl::Status VerifyKnowledgeBase(Database& database);

// The part that a service does before it serves `revision`: the ledger and that revision's content hash. NOT_FOUND
// when there is no such revision.
absl::Status VerifyRevision(Database& database, int revision);

}  // namespace sipwhy

#endif  // SIPWHY_STORAGE_VERIFICATION_H_
