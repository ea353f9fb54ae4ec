// Whether a file is a knowledge base that this program can read.
#ifndef SIPWHY_STORAGE_FORMAT_H_
#define SIPWHY_STORAGE_FORMAT_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "storage/database.h"

namespace sipwhy {

// The newest schema that this program understands; a schema migration that older programs would misread raises it
// with `-- reader: N` in its header.
inline constexpr int kReaderVersion = 1;

// Marks an empty database as ours. Call it inside a write transaction.
absl::Status MarkAsKnowledgeBase(Database& database);

// OK for a file that is ours or empty. DATA_LOSS when another program made it.
absl::Status CheckIsOurs(Database& database);

// Opens the file at `path`, which may be empty still, to apply migrations to or to look at. NOT_FOUND when it cannot be
// opened, DATA_LOSS when it is no SQLite file.
absl::StatusOr<Database> OpenFile(const std::string& path, Database::Mode mode);

// Opens the knowledge base at `path` for reading. Each failure is one sentence that says what to do: NOT_FOUND when
// there is no file, DATA_LOSS when it is damaged or not ours, FAILED_PRECONDITION when no migration was applied yet
// or it needs a newer program.
absl::StatusOr<Database> OpenKnowledgeBase(const std::string& path);

}  // namespace sipwhy

#endif  // SIPWHY_STORAGE_FORMAT_H_
