#include "bot/memory/schema.h"

#include <cstddef>
#include <cstdint>
#include <iterator>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "storage/transaction.h"

namespace sipwhy::bot {
namespace {

constexpr int64_t kApplicationId = 0x73697077;  // "sipw"

// `user_version` counts the steps that were applied. Times are milliseconds since 1970.
constexpr const char* kSteps[] = {
    "CREATE TABLE message (\n"
    "  adapter TEXT NOT NULL,\n"
    "  id TEXT NOT NULL,\n"
    "  came_at INTEGER NOT NULL,\n"
    "  payload TEXT,\n"
    "  delivered INTEGER NOT NULL CHECK (delivered IN (0, 1)),\n"
    "  UNIQUE (adapter, id)\n"
    ") STRICT;\n"
    "CREATE INDEX message_by_time ON message (came_at);\n"
    "CREATE TABLE conversation (\n"
    "  adapter TEXT NOT NULL,\n"
    "  id TEXT NOT NULL,\n"
    "  language TEXT NOT NULL,\n"
    "  PRIMARY KEY (adapter, id)\n"
    ") STRICT, WITHOUT ROWID;\n"
    "CREATE TABLE position (\n"
    "  adapter TEXT NOT NULL PRIMARY KEY,\n"
    "  position TEXT NOT NULL\n"
    ") STRICT, WITHOUT ROWID;\n",
};

absl::Status ApplySteps(Database& database, int64_t applied) {
  for (auto i = static_cast<size_t>(applied); i < std::size(kSteps); ++i) {
    if (absl::Status status = database.Execute(kSteps[i]); !status.ok()) return status;
  }
  return database.Execute(absl::StrCat("PRAGMA user_version = ", std::size(kSteps)));
}

// A file without tables is new; any other must say that it is ours.
absl::Status CheckOwner(Database& database) {
  const absl::StatusOr<int64_t> tables = database.ReadInteger("SELECT count(*) FROM sqlite_schema");
  if (!tables.ok()) return tables.status();
  if (*tables == 0) return database.Execute(absl::StrCat("PRAGMA application_id = ", kApplicationId));
  const absl::StatusOr<int64_t> owner = database.ReadInteger("PRAGMA application_id");
  if (!owner.ok()) return owner.status();
  if (*owner == kApplicationId) return absl::OkStatus();
  return absl::FailedPreconditionError("the file is the database of another program; name a file of the bot's own");
}

}  // namespace

absl::Status BringUpToDate(Database& database) {
  absl::StatusOr<Transaction> transaction = Transaction::Begin(database, Transaction::Kind::kWrite);
  if (!transaction.ok()) return transaction.status();
  if (absl::Status status = CheckOwner(database); !status.ok()) return status;
  const absl::StatusOr<int64_t> applied = database.ReadInteger("PRAGMA user_version");
  if (!applied.ok()) return applied.status();
  if (*applied < 0 || *applied > static_cast<int64_t>(std::size(kSteps))) {
    return absl::FailedPreconditionError("the file was written by a newer sipwhy-bot; start that one");
  }
  if (absl::Status status = ApplySteps(database, *applied); !status.ok()) return status;
  return transaction->Commit();
}

}  // namespace sipwhy::bot
