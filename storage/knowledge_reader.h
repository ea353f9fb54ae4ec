// Reads one revision out of SQLite.
#ifndef SIPWHY_STORAGE_KNOWLEDGE_READER_H_
#define SIPWHY_STORAGE_KNOWLEDGE_READER_H_

#include "absl/status/statusor.h"
#include "storage/database.h"
#include "storage/knowledge.h"

namespace sipwhy {

// Everything as it stood at `revision`, read in one transaction. NOT_FOUND when the database has no such revision,
// FAILED_PRECONDITION when its tables are not the ones that this program reads.
absl::StatusOr<Knowledge> ReadKnowledge(Database& database, int revision);

}  // namespace sipwhy

#endif  // SIPWHY_STORAGE_KNOWLEDGE_READER_H_
