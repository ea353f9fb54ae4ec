#include "storage/revision_diff.h"

#include <algorithm>
#include <functional>
#include <optional>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/substitute.h"
#include "storage/history.h"
#include "storage/statement.h"

namespace sipwhy {
namespace {

// The rows of a history that stood at the revision bound to ?`placeholder`, of all codes or of the one bound to ?3.
std::string RowsAt(const ContentTable& table, int placeholder, bool of_one_code) {
  return absl::Substitute("SELECT * FROM history_$0 AS h WHERE $1$2", table.name, StoodAt("h", placeholder),
                          of_one_code ? " AND h.code = ?3" : "");
}

std::string DiffSql(const ContentTable& table, bool of_one_code) {
  std::vector<std::string> values;
  std::vector<std::string> same_key;
  std::vector<std::string> order;
  std::vector<std::string> differs;
  for (const ContentColumn& column : table.columns) {
    values.push_back(absl::Substitute("quote(a.$0), quote(b.$0)", column.name));
    differs.push_back(absl::Substitute("a.$0 IS NOT b.$0", column.name));
    if (!column.is_key) continue;
    same_key.push_back(absl::Substitute("a.$0 = b.$0", column.name));
    order.push_back(absl::Substitute("COALESCE(a.$0, b.$0)", column.name));
  }
  return absl::Substitute(
      "SELECT a.rev_from IS NOT NULL, b.rev_from IS NOT NULL, $0"
      " FROM ($1) AS a FULL OUTER JOIN ($2) AS b ON $3 WHERE $4 ORDER BY $5",
      absl::StrJoin(values, ", "), RowsAt(table, 1, of_one_code), RowsAt(table, 2, of_one_code),
      absl::StrJoin(same_key, " AND "), absl::StrJoin(differs, " OR "), absl::StrJoin(order, ", "));
}

RowChange ReadRowChange(const ContentTable& table, const Statement& row) {
  RowChange change;
  change.table = table.name;
  const bool was = row.Integer(0) != 0;
  const bool is = row.Integer(1) != 0;
  change.kind = was && is ? RowChange::Kind::kChanged : is ? RowChange::Kind::kAdded : RowChange::Kind::kRemoved;
  int column = 2;
  for (const ContentColumn& described : table.columns) {
    change.columns.push_back({described.name, described.is_key, row.Text(column), row.Text(column + 1)});
    column += 2;
  }
  return change;
}

std::string KeyText(const RowChange& change, absl::string_view separator) {
  std::vector<std::string> parts;
  for (const ColumnChange& column : change.columns) {
    if (!column.is_key) continue;
    const std::string& value = change.kind == RowChange::Kind::kAdded ? column.after : column.before;
    parts.push_back(absl::StrCat(column.column, " = ", value));
  }
  return absl::StrJoin(parts, separator);
}

std::string InsertSql(const RowChange& change) {
  std::vector<std::string> names;
  std::vector<std::string> values;
  for (const ColumnChange& column : change.columns) {
    names.push_back(column.column);
    values.push_back(column.after);
  }
  return absl::Substitute("INSERT INTO $0 ($1)\nVALUES ($2);", change.table, absl::StrJoin(names, ", "),
                          absl::StrJoin(values, ", "));
}

std::string UpdateSql(const RowChange& change) {
  std::vector<std::string> settings;
  for (const ColumnChange& column : change.columns) {
    if (column.before != column.after) settings.push_back(absl::StrCat(column.column, " = ", column.after));
  }
  return absl::Substitute("UPDATE $0 SET $1\nWHERE $2;", change.table, absl::StrJoin(settings, ", "),
                          KeyText(change, " AND "));
}

bool SpeaksOfCodes(const ContentTable& table) {
  return std::any_of(table.columns.begin(), table.columns.end(),
                     [](const ContentColumn& column) { return column.name == "code"; });
}

// Calls `visit` for each row of `query`.
template <typename Visit>
absl::Status ForEachRow(Statement& query, const Visit& visit) {
  while (true) {
    absl::StatusOr<bool> has_row = query.Step();
    if (!has_row.ok()) return has_row.status();
    if (!*has_row) return absl::OkStatus();
    visit(query);
  }
}

// Of all codes, or of one.
absl::StatusOr<std::vector<RowChange>> Diff(Database& database, int before, int after, std::optional<int> code) {
  absl::StatusOr<std::vector<ContentTable>> tables = ReadContentTables(database);
  if (!tables.ok()) return tables.status();
  std::vector<RowChange> changes;
  for (const ContentTable& table : *tables) {
    if (code.has_value() && !SpeaksOfCodes(table)) continue;
    const std::string sql = DiffSql(table, code.has_value());
    Statement query(database, sql);
    query.Bind(1, before).Bind(2, after);
    if (code.has_value()) query.Bind(3, *code);
    absl::Status status =
        ForEachRow(query, [&](const Statement& row) { changes.push_back(ReadRowChange(table, row)); });
    if (!status.ok()) return status;
  }
  return changes;
}

}  // namespace

std::string RowChange::Key() const { return KeyText(*this, ", "); }

absl::StatusOr<std::vector<RowChange>> DiffRevisions(Database& database, int before, int after) {
  return Diff(database, before, after, std::nullopt);
}

absl::StatusOr<std::vector<RowChange>> DiffRevisionsOfCode(Database& database, int before, int after, int code) {
  return Diff(database, before, after, code);
}

absl::StatusOr<std::vector<int>> RevisionsOfCode(Database& database, int code) {
  absl::StatusOr<std::vector<ContentTable>> tables = ReadContentTables(database);
  if (!tables.ok()) return tables.status();
  std::set<int, std::greater<>> revisions;
  for (const ContentTable& table : *tables) {
    if (!SpeaksOfCodes(table)) continue;
    const std::string sql = absl::Substitute(
        "SELECT rev_from FROM history_$0 WHERE code = ?1 UNION SELECT rev_to FROM history_$0 WHERE code = ?1 AND "
        "rev_to <> $1",
        table.name, kForever);
    Statement query(database, sql);
    query.Bind(1, code);
    absl::Status status =
        ForEachRow(query, [&](const Statement& row) { revisions.insert(static_cast<int>(row.Integer(0))); });
    if (!status.ok()) return status;
  }
  return std::vector<int>(revisions.begin(), revisions.end());
}

std::string ToSql(const RowChange& change) {
  switch (change.kind) {
    case RowChange::Kind::kAdded:
      return InsertSql(change);
    case RowChange::Kind::kRemoved:
      return absl::Substitute("DELETE FROM $0 WHERE $1;", change.table, KeyText(change, " AND "));
    case RowChange::Kind::kChanged:
      return UpdateSql(change);
  }
  return "";
}

}  // namespace sipwhy
