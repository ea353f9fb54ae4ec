// One prepared SQL statement.
#ifndef SIPWHY_STORAGE_STATEMENT_H_
#define SIPWHY_STORAGE_STATEMENT_H_

#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "storage/database.h"

struct sqlite3_stmt;

namespace sipwhy {

// Prepares, binds, steps and reads. A failure to prepare or to bind is remembered and returned by Step(), so a query
// reads straight down. The database must outlive the statement. Use it from the database's thread.
class Statement {
 public:
  // Prepares the first statement of `sql`; what follows it is ignored.
  Statement(Database& database, absl::string_view sql);

  // Binds the placeholder `index`, which counts from 1.
  Statement& Bind(int index, int64_t value);
  Statement& Bind(int index, absl::string_view value);
  Statement& BindNull(int index);

  // Makes the statement ready to run again from its first row; what was bound stays until it is bound anew.
  Statement& Reset();

  // Moves to the next row: true when there is one, false at the end.
  absl::StatusOr<bool> Step();

  // Columns of the current row, counted from 0. Text is empty and Integer 0 where the value is NULL.
  int64_t Integer(int column) const;
  std::string Text(int column) const;
  bool IsNull(int column) const;
  int ColumnCount() const;
  // One of SQLITE_INTEGER, SQLITE_FLOAT, SQLITE_TEXT, SQLITE_BLOB and SQLITE_NULL.
  int ColumnType(int column) const;

 private:
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const;
  };
  void Remember(int result_code);

  Database& database_;
  std::unique_ptr<sqlite3_stmt, Finalize> statement_;
  absl::Status status_;
};

}  // namespace sipwhy

#endif  // SIPWHY_STORAGE_STATEMENT_H_
