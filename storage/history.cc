#include "storage/history.h"

#include <algorithm>
#include <iterator>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/substitute.h"
#include "storage/sha256.h"
#include "storage/statement.h"

namespace sipwhy {
namespace {

constexpr char kContentTablesSql[] =
    "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'kb\\_%' ESCAPE '\\'"
    " AND name NOT LIKE 'history\\_%' ESCAPE '\\' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name";

constexpr char kColumnsSql[] = "SELECT name, pk FROM pragma_table_info(?) ORDER BY cid";

constexpr char kCascadesSql[] =
    "SELECT COUNT(*) FROM pragma_foreign_key_list(?) WHERE on_delete <> 'NO ACTION'"
    " OR on_update <> 'NO ACTION'";

constexpr char kDefaultsSql[] = "SELECT COUNT(*) FROM pragma_table_info(?) WHERE dflt_value IS NOT NULL";

// History SQL is generated, since tables are not known beforehand; these names are checked to be plain words first.
bool IsPlainName(absl::string_view name) {
  return !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
    return absl::ascii_islower(static_cast<unsigned char>(c)) || c == '_';
  });
}

std::vector<std::string> Names(const ContentTable& table, bool keys_only) {
  std::vector<std::string> names;
  for (const ContentColumn& column : table.columns) {
    if (column.is_key || !keys_only) names.push_back(column.name);
  }
  return names;
}

// `$0` in `pattern` stands for each name in turn: JoinEach({"a", "b"}, "old.$0 = $0", " AND ").
std::string JoinEach(const std::vector<std::string>& names, absl::string_view pattern, absl::string_view separator) {
  return absl::StrJoin(names, separator, [&](std::string* out, const std::string& name) {
    absl::SubstituteAndAppend(out, pattern, name);
  });
}

absl::StatusOr<std::vector<ContentColumn>> ReadColumns(Database& database, const std::string& table) {
  std::vector<ContentColumn> columns;
  Statement query(database, kColumnsSql);
  query.Bind(1, table);
  while (true) {
    absl::StatusOr<bool> has_row = query.Step();
    if (!has_row.ok()) return has_row.status();
    if (!*has_row) return columns;
    columns.push_back({query.Text(0), query.Integer(1) > 0});
  }
}

absl::Status CheckCanHaveHistory(Database& database, const ContentTable& table) {
  const auto refuse = [&](absl::string_view why) {
    return absl::FailedPreconditionError(absl::StrCat("table ", table.name, " ", why));
  };
  const bool plain = std::all_of(table.columns.begin(), table.columns.end(),
                                 [](const ContentColumn& column) { return IsPlainName(column.name); });
  if (!IsPlainName(table.name) || !plain) return refuse("and its columns must be named in lower-case letters and _");
  if (Names(table, /*keys_only=*/true).empty()) return refuse("needs a PRIMARY KEY");
  // A default would fill a new column of old rows without a trigger, and may call the clock.
  const struct {
    absl::string_view count_sql;
    absl::string_view why;
  } rules[] = {{kCascadesSql, "must not have ON DELETE or ON UPDATE actions: they change rows unseen"},
               {kDefaultsSql, "must not have DEFAULT values: they fill rows unseen; new columns are nullable"}};
  for (const auto& [count_sql, why] : rules) {
    Statement query(database, count_sql);
    absl::StatusOr<bool> has_row = query.Bind(1, table.name).Step();
    if (!has_row.ok()) return has_row.status();
    if (query.Integer(0) > 0) return refuse(why);
  }
  return absl::OkStatus();
}

absl::Status CreateOrWidenHistoryTable(Database& database, const ContentTable& table) {
  const std::string history = absl::StrCat("history_", table.name);
  absl::StatusOr<std::vector<ContentColumn>> present = ReadColumns(database, history);
  if (!present.ok()) return present.status();
  if (present->empty()) {
    return database.Execute(absl::Substitute(
        "CREATE TABLE $0 ($1, rev_from INTEGER NOT NULL, rev_to INTEGER NOT NULL, CHECK (rev_from < rev_to));"
        "CREATE UNIQUE INDEX $0_row ON $0 ($2, rev_from);",
        history, absl::StrJoin(Names(table, false), ", "), absl::StrJoin(Names(table, true), ", ")));
  }
  for (const ContentColumn& column : table.columns) {
    const auto same_name = [&](const ContentColumn& other) { return other.name == column.name; };
    if (std::any_of(present->begin(), present->end(), same_name)) continue;
    absl::Status added = database.Execute(absl::StrCat("ALTER TABLE ", history, " ADD COLUMN ", column.name));
    if (!added.ok()) return added;
  }
  return absl::OkStatus();
}

// Ends the interval of the old row at the revision being written; one that began in this revision never was.
std::string CloseOldRowSql(const ContentTable& table) {
  constexpr absl::string_view kSql =
      "DELETE FROM history_$0 WHERE $1 AND rev_from = (SELECT revision FROM kb_context);"
      "UPDATE history_$0 SET rev_to = (SELECT revision FROM kb_context) WHERE $1 AND rev_to = $2;";
  return absl::Substitute(kSql, table.name, JoinEach(Names(table, true), "$0 = old.$0", " AND "), kForever);
}

std::string OpenNewRowSql(const ContentTable& table) {
  constexpr absl::string_view kSql =
      "INSERT INTO history_$0 ($1, rev_from, rev_to) VALUES ($2, (SELECT revision FROM kb_context), $3);";
  const std::vector<std::string> names = Names(table, false);
  return absl::Substitute(kSql, table.name, absl::StrJoin(names, ", "), JoinEach(names, "new.$0", ", "), kForever);
}

absl::Status RenewTriggers(Database& database, const ContentTable& table) {
  constexpr absl::string_view kSql =
      "DROP TRIGGER IF EXISTS history_$0_insert;"
      "DROP TRIGGER IF EXISTS history_$0_update;"
      "DROP TRIGGER IF EXISTS history_$0_delete;"
      "CREATE TRIGGER history_$0_insert AFTER INSERT ON $0 BEGIN $2 END;"
      "CREATE TRIGGER history_$0_update AFTER UPDATE ON $0 WHEN $3 BEGIN $1 $2 END;"
      "CREATE TRIGGER history_$0_delete AFTER DELETE ON $0 BEGIN $1 END;";
  const std::string changed = JoinEach(Names(table, false), "old.$0 IS NOT new.$0", " OR ");
  return database.Execute(absl::Substitute(kSql, table.name, CloseOldRowSql(table), OpenNewRowSql(table), changed));
}

struct DigestedRow {
  std::string digest;
  int64_t rev_from;
  int64_t rev_to;
};

std::string RowDigest(const ContentTable& table, const Statement& row) {
  std::string canonical;
  for (size_t i = 0; i < table.columns.size(); ++i) {
    const int column = static_cast<int>(i);
    if (row.IsNull(column)) continue;
    const int type = row.ColumnType(column);  // undefined once Text has converted the value
    const std::string value = row.Text(column);
    absl::StrAppend(&canonical, table.columns[i].name, "=", type, ":", value.size(), ":", value, ";");
  }
  return Sha256(canonical);
}

absl::StatusOr<std::vector<DigestedRow>> DigestRows(Database& database, const ContentTable& table, int first_revision) {
  const std::string sql =
      absl::Substitute("SELECT $0, rev_from, rev_to FROM history_$1 WHERE rev_to > ?1 ORDER BY $2, rev_from",
                       absl::StrJoin(Names(table, false), ", "), table.name, absl::StrJoin(Names(table, true), ", "));
  const int width = static_cast<int>(table.columns.size());
  std::vector<DigestedRow> rows;
  Statement query(database, sql);
  query.Bind(1, first_revision);
  while (true) {
    absl::StatusOr<bool> has_row = query.Step();
    if (!has_row.ok()) return has_row.status();
    if (!*has_row) return rows;
    rows.push_back({RowDigest(table, query), query.Integer(width), query.Integer(width + 1)});
  }
}

// Appends what `table` adds to the content of `revision`; nothing when it had no rows then.
void AppendContent(const ContentTable& table, const std::vector<DigestedRow>& rows, int revision, std::string& out) {
  bool named = false;
  for (const DigestedRow& row : rows) {
    if (row.rev_from > revision || revision >= row.rev_to) continue;
    if (!named) absl::StrAppend(&out, table.name, "\n");
    named = true;
    out += row.digest;
  }
}

absl::Status ChangedWithoutMigration(const ContentTable& table) {
  return absl::DataLossError(absl::StrCat("table ", table.name, " was changed without a migration"));
}

absl::Status CheckTable(Database& database, const ContentTable& table) {
  constexpr absl::string_view kDifferencesSql =
      "SELECT (SELECT COUNT(*) FROM (SELECT $1 FROM $0 EXCEPT SELECT $1 FROM history_$0 WHERE rev_to = $2))"
      " + (SELECT COUNT(*) FROM (SELECT $1 FROM history_$0 WHERE rev_to = $2 EXCEPT SELECT $1 FROM $0))";
  constexpr absl::string_view kOverlapsSql =
      "SELECT COUNT(*) FROM history_$0 AS a JOIN history_$0 AS b ON $1"
      " WHERE a.rev_from < b.rev_from AND b.rev_from < a.rev_to";
  const std::string columns = absl::StrJoin(Names(table, false), ", ");
  absl::StatusOr<int64_t> differences =
      database.ReadInteger(absl::Substitute(kDifferencesSql, table.name, columns, kForever));
  if (!differences.ok()) return differences.status();
  if (*differences > 0) return ChangedWithoutMigration(table);
  absl::StatusOr<int64_t> overlaps = database.ReadInteger(
      absl::Substitute(kOverlapsSql, table.name, JoinEach(Names(table, true), "a.$0 = b.$0", " AND ")));
  if (!overlaps.ok()) return overlaps.status();
  if (*overlaps == 0) return absl::OkStatus();
  return absl::DataLossError(absl::StrCat("the history of table ", table.name, " contradicts itself"));
}

}  // namespace

std::string StoodAt(absl::string_view alias, int placeholder) {
  return absl::Substitute("$0.rev_from <= ?$1 AND ?$1 < $0.rev_to", alias, placeholder);
}

absl::StatusOr<std::vector<ContentTable>> ReadContentTables(Database& database) {
  std::vector<ContentTable> tables;
  Statement query(database, kContentTablesSql);
  while (true) {
    absl::StatusOr<bool> has_row = query.Step();
    if (!has_row.ok()) return has_row.status();
    if (!*has_row) return tables;
    absl::StatusOr<std::vector<ContentColumn>> columns = ReadColumns(database, query.Text(0));
    if (!columns.ok()) return columns.status();
    tables.push_back({query.Text(0), *std::move(columns)});
  }
}

absl::Status InstallHistory(Database& database) {
  absl::StatusOr<std::vector<ContentTable>> tables = ReadContentTables(database);
  if (!tables.ok()) return tables.status();
  for (const ContentTable& table : *tables) {
    if (absl::Status status = CheckCanHaveHistory(database, table); !status.ok()) return status;
    if (absl::Status status = CreateOrWidenHistoryTable(database, table); !status.ok()) return status;
    if (absl::Status status = RenewTriggers(database, table); !status.ok()) return status;
  }
  return absl::OkStatus();
}

absl::StatusOr<std::vector<std::string>> ContentHashes(Database& database, int first, int last) {
  absl::StatusOr<std::vector<ContentTable>> tables = ReadContentTables(database);
  if (!tables.ok()) return tables.status();
  std::vector<std::vector<DigestedRow>> rows;
  for (const ContentTable& table : *tables) {
    absl::StatusOr<std::vector<DigestedRow>> digested = DigestRows(database, table, first);
    if (!digested.ok()) return digested.status();
    rows.push_back(*std::move(digested));
  }
  std::vector<std::string> hashes;
  for (int revision = first; revision <= last; ++revision) {
    std::string content;
    for (size_t i = 0; i < tables->size(); ++i) AppendContent((*tables)[i], rows[i], revision, content);
    hashes.push_back(Sha256Hex(content));
  }
  return hashes;
}

absl::Status CheckNothingAfter(Database& database, int head) {
  constexpr absl::string_view kLaterSql =
      "SELECT COUNT(*) FROM history_$0 WHERE rev_from > $1 OR (rev_to > $1 AND rev_to <> $2)";
  absl::StatusOr<std::vector<ContentTable>> tables = ReadContentTables(database);
  if (!tables.ok()) return tables.status();
  for (const ContentTable& table : *tables) {
    absl::StatusOr<int64_t> later = database.ReadInteger(absl::Substitute(kLaterSql, table.name, head, kForever));
    if (!later.ok()) return later.status();
    if (*later > 0) return ChangedWithoutMigration(table);
  }
  return absl::OkStatus();
}

absl::Status CheckHistory(Database& database) {
  absl::StatusOr<std::vector<ContentTable>> tables = ReadContentTables(database);
  if (!tables.ok()) return tables.status();
  for (const ContentTable& table : *tables) {
    if (absl::Status status = CheckTable(database, table); !status.ok()) return status;
  }
  return absl::OkStatus();
}

}  // namespace sipwhy
