// One migration file: a header of SQL comments, then SQL.
#ifndef SIPWHY_STORAGE_MIGRATION_H_
#define SIPWHY_STORAGE_MIGRATION_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace sipwhy {

enum class MigrationKind {
  kSchema,   // creates and widens tables, changes no row
  kContent,  // changes rows, no table
};

// "schema" or "content", as headers and the ledger write it.
absl::string_view ToString(MigrationKind kind);

struct MigrationStatement {
  std::string sql;
  int line;  // of its first token, counted from 1
  bool operator==(const MigrationStatement&) const = default;
};

// Everything that a migration file says. Its number is the revision that it makes.
struct Migration {
  int number;
  std::string file_name;  // "0007_tell_486_from_600.sql"
  MigrationKind kind;
  std::string title;
  std::string author;
  std::string date;  // YYYY-MM-DD
  std::string refs;
  std::string notes;  // the release notes
  int reader;         // the reader version that this schema needs, 0 when it asks for none
  std::vector<MigrationStatement> statements;
  std::string sql_hash;  // checksum over the SQL's tokens: comments, spacing and line ends do not count
};

// Reads the text of a migration. INVALID_ARGUMENT, opening with "FILE:LINE: ", when the name is not NNNN_words.sql,
// the header lacks a key, the text is not clean UTF-8, or a statement is of a kind that migrations may not have.
// CRLF line ends are read as LF, also within strings.
absl::StatusOr<Migration> ParseMigration(absl::string_view file_name, absl::string_view text);

// Reads every *.sql file of `directory` in order. NOT_FOUND when there is no such directory or no file in it,
// INVALID_ARGUMENT when a file is wrong, or when the numbers do not run 1, 2, 3 without a gap or a double.
absl::StatusOr<std::vector<Migration>> ReadMigrations(const std::string& directory);

}  // namespace sipwhy

#endif  // SIPWHY_STORAGE_MIGRATION_H_
