// The only place where an SQLite result code becomes a status.
#ifndef SIPWHY_STORAGE_SQLITE_STATUS_H_
#define SIPWHY_STORAGE_SQLITE_STATUS_H_

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

struct sqlite3;

namespace sipwhy {

// The status for the last error of `database`, which may be null when it could not be opened. `doing` opens the
// message and says what was tried: "opening kb.db". Busy and locked are UNAVAILABLE, a damaged or foreign file is
// DATA_LOSS, a refusal of the authorizer is PERMISSION_DENIED, a broken constraint is FAILED_PRECONDITION, a full
// disk is RESOURCE_EXHAUSTED; all that is our own mistake is INTERNAL.
absl::Status SqliteStatus(sqlite3* database, int result_code, absl::string_view doing);

}  // namespace sipwhy

#endif  // SIPWHY_STORAGE_SQLITE_STATUS_H_
