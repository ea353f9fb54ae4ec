// What changed between two revisions, row by row.
#ifndef SIPWHY_STORAGE_REVISION_DIFF_H_
#define SIPWHY_STORAGE_REVISION_DIFF_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "storage/database.h"

namespace sipwhy {

struct ColumnChange {
  std::string column;
  bool is_key = false;
  std::string before;  // as an SQL literal, so that NULL, 1 and '1' differ; "NULL" for a row that was not there
  std::string after;
  bool operator==(const ColumnChange&) const = default;
};

struct RowChange {
  enum class Kind { kAdded, kRemoved, kChanged };
  std::string table;
  Kind kind = Kind::kAdded;
  std::vector<ColumnChange> columns;  // every column, in the table's order, changed or not
  bool operator==(const RowChange&) const = default;

  // The key as "code = 301, language = 'en'".
  std::string Key() const;
};

// The changes that lead from revision `before` to revision `after`, by table and key; either may be the later one and
// 0 is the empty knowledge base. Both must exist.
absl::StatusOr<std::vector<RowChange>> DiffRevisions(Database& database, int before, int after);

// Those of them that speak of `code`: rows whose column "code" is that code. Pairs of codes are not among them.
absl::StatusOr<std::vector<RowChange>> DiffRevisionsOfCode(Database& database, int before, int after, int code);

// The revisions that changed a row which speaks of `code`, newest first.
absl::StatusOr<std::vector<int>> RevisionsOfCode(Database& database, int code);

// One SQL statement, ending in a semicolon, that makes `change` happen.
std::string ToSql(const RowChange& change);

}  // namespace sipwhy

#endif  // SIPWHY_STORAGE_REVISION_DIFF_H_
