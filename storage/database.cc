#include "storage/database.h"

#include <sqlite3.h>

#include "absl/strings/str_cat.h"
#include "storage/sqlite_status.h"
#include "storage/statement.h"

namespace sipwhy {
namespace {

constexpr int kBusyTimeoutMilliseconds = 30'000;

// A REPLACE deletes the old row without firing its trigger unless recursive triggers are on. A foreign key cannot be
// switched inside a transaction, so it is off for good and `PRAGMA foreign_key_check` runs before each commit.
constexpr char kSettings[] =
    "PRAGMA recursive_triggers = ON;"
    "PRAGMA foreign_keys = OFF;"
    "PRAGMA synchronous = FULL;"
    "PRAGMA temp_store = MEMORY;";

absl::Status Configure(Database& database) {
  sqlite3* handle = database.handle();
  sqlite3_extended_result_codes(handle, 1);
  sqlite3_busy_timeout(handle, kBusyTimeoutMilliseconds);
  const struct {
    int option;
    int value;
  } options[] = {{SQLITE_DBCONFIG_DEFENSIVE, 1},
                 {SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0},
                 {SQLITE_DBCONFIG_DQS_DML, 0},
                 {SQLITE_DBCONFIG_DQS_DDL, 0},
                 {SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0}};
  for (const auto& [option, value] : options) sqlite3_db_config(handle, option, value, nullptr);
  return database.Execute(kSettings);
}

}  // namespace

void Database::Close::operator()(sqlite3* handle) const { sqlite3_close_v2(handle); }

absl::StatusOr<Database> Database::OpenWithFlags(const std::string& path, int flags) {
  sqlite3* handle = nullptr;
  const int result = sqlite3_open_v2(path.c_str(), &handle, flags | SQLITE_OPEN_NOMUTEX, nullptr);
  Database database(handle);  // SQLite returns a handle to close even when it fails
  if (result != SQLITE_OK) return SqliteStatus(handle, result, absl::StrCat("cannot open ", path));
  if (absl::Status status = Configure(database); !status.ok()) return status;
  return database;
}

absl::StatusOr<Database> Database::Open(const std::string& path, Mode mode) {
  // SQLite takes no name for a temporary database, which would be lost.
  if (path.empty()) return absl::NotFoundError("a database file needs a name");
  const int flags = SQLITE_OPEN_READWRITE | (mode == Mode::kCreate ? SQLITE_OPEN_CREATE : 0);
  absl::StatusOr<Database> database = OpenWithFlags(path, flags);
  if (!database.ok()) return database.status();
  // SQLite opens lazily: this reads the header, and rolls back what a killed writer left.
  absl::StatusOr<int64_t> schema = database->ReadInteger("PRAGMA schema_version");
  if (!schema.ok()) return schema.status();
  if (mode == Mode::kRead) {
    if (absl::Status status = database->Execute("PRAGMA query_only = ON"); !status.ok()) return status;
  }
  return database;
}

absl::StatusOr<Database> Database::OpenInMemory() {
  return OpenWithFlags(":memory:", SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
}

absl::Status Database::Execute(const std::string& sql) {
  const int result = sqlite3_exec(handle_.get(), sql.c_str(), nullptr, nullptr, nullptr);
  return result == SQLITE_OK ? absl::OkStatus() : SqliteStatus(handle_.get(), result, "running SQL");
}

absl::StatusOr<int64_t> Database::ReadInteger(absl::string_view sql) {
  Statement query(*this, sql);
  absl::StatusOr<bool> has_row = query.Step();
  if (!has_row.ok()) return has_row.status();
  if (!*has_row) return absl::InternalError("a query that always has a row returned none");
  return query.Integer(0);
}

absl::StatusOr<bool> Database::HasTable(absl::string_view name) {
  Statement query(*this, "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?");
  return query.Bind(1, name).Step();
}

absl::Status Database::CopyTo(Database& target) const {
  sqlite3_backup* backup = sqlite3_backup_init(target.handle(), "main", handle(), "main");
  if (backup == nullptr) return SqliteStatus(target.handle(), sqlite3_errcode(target.handle()), "copying");
  sqlite3_backup_step(backup, -1);
  const int result = sqlite3_backup_finish(backup);
  return result == SQLITE_OK ? absl::OkStatus() : SqliteStatus(target.handle(), result, "copying");
}

}  // namespace sipwhy
