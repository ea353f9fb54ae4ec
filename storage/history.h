// The history of every content table, kept by triggers that are generated here.
//
// A content table is any table that is not ours (kb_…), not a history and not SQLite's. For a table `code` there is
// `history_code` with the same columns and [rev_from, rev_to): the revisions in which a row stood. The row that
// stands now has rev_to = kForever.
#ifndef SIPWHY_STORAGE_HISTORY_H_
#define SIPWHY_STORAGE_HISTORY_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "storage/database.h"

namespace sipwhy {

inline constexpr int64_t kForever = 2147483647;

// The condition on a history row `alias` that it stood at the revision bound to ?`placeholder`.
std::string StoodAt(absl::string_view alias, int placeholder);

struct ContentColumn {
  std::string name;
  bool is_key = false;  // part of the primary key
  bool operator==(const ContentColumn&) const = default;
};

struct ContentTable {
  std::string name;
  std::vector<ContentColumn> columns;  // in the table's order
  bool operator==(const ContentTable&) const = default;
};

// The content tables in order of name. Their keys come in the table's order of columns.
absl::StatusOr<std::vector<ContentTable>> ReadContentTables(Database& database);

// Makes or widens the history table of each content table and renews its triggers. Call it after each schema
// migration, inside its transaction. FAILED_PRECONDITION for a table that cannot have a history: no primary key, a
// name other than lower-case words, a foreign key that cascades, or a column with a default.
absl::Status InstallHistory(Database& database);

// The content hashes of the revisions `first` to `last`, in order. A hash is a SHA-256 over the digests of all rows as
// of that revision; NULL columns and empty tables do not count, so a new column or table changes no earlier hash.
absl::StatusOr<std::vector<std::string>> ContentHashes(Database& database, int first, int last);

// DATA_LOSS when a table is not what its history says stands now, or two intervals of one row overlap.
absl::Status CheckHistory(Database& database);

// DATA_LOSS when a history knows of a revision after `head`.
absl::Status CheckNothingAfter(Database& database, int head);

}  // namespace sipwhy

#endif  // SIPWHY_STORAGE_HISTORY_H_
