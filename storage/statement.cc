#include "storage/statement.h"

#include <sqlite3.h>

#include "storage/sqlite_status.h"

namespace sipwhy {

void Statement::Finalize::operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }

Statement::Statement(Database& database, absl::string_view sql) : database_(database) {
  sqlite3_stmt* statement = nullptr;
  const int result =
      sqlite3_prepare_v2(database.handle(), sql.data(), static_cast<int>(sql.size()), &statement, nullptr);
  statement_.reset(statement);
  Remember(result);
}

void Statement::Remember(int result_code) {
  if (result_code == SQLITE_OK || !status_.ok()) return;
  status_ = SqliteStatus(database_.handle(), result_code, "preparing a statement");
}

Statement& Statement::Bind(int index, int64_t value) {
  if (status_.ok()) Remember(sqlite3_bind_int64(statement_.get(), index, value));
  return *this;
}

Statement& Statement::Bind(int index, absl::string_view value) {
  if (status_.ok()) {
    Remember(sqlite3_bind_text64(statement_.get(), index, value.data(), value.size(), SQLITE_TRANSIENT, SQLITE_UTF8));
  }
  return *this;
}

Statement& Statement::BindNull(int index) {
  if (status_.ok()) Remember(sqlite3_bind_null(statement_.get(), index));
  return *this;
}

Statement& Statement::Reset() {
  // It returns the error of the last run, which Step() returned already.
  if (statement_ != nullptr) sqlite3_reset(statement_.get());
  return *this;
}

absl::StatusOr<bool> Statement::Step() {
  if (!status_.ok()) return status_;
  const int result = sqlite3_step(statement_.get());
  if (result == SQLITE_ROW) return true;
  if (result == SQLITE_DONE) return false;
  return SqliteStatus(database_.handle(), result, "running a statement");
}

int64_t Statement::Integer(int column) const { return sqlite3_column_int64(statement_.get(), column); }

std::string Statement::Text(int column) const {
  const void* bytes = sqlite3_column_blob(statement_.get(), column);
  const int size = sqlite3_column_bytes(statement_.get(), column);
  return bytes == nullptr ? std::string() : std::string(static_cast<const char*>(bytes), static_cast<size_t>(size));
}

bool Statement::IsNull(int column) const { return ColumnType(column) == SQLITE_NULL; }

int Statement::ColumnCount() const { return sqlite3_column_count(statement_.get()); }

int Statement::ColumnType(int column) const { return sqlite3_column_type(statement_.get(), column); }

}  // namespace sipwhy
