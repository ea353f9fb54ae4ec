#include "tests/testing/rows.h"

#include <gtest/gtest.h>

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "storage/statement.h"
#include "tests/testing/temp_directory.h"

namespace sipwhy::testing {
namespace {

std::vector<std::string> FirstColumn(const std::vector<Row>& rows) {
  std::vector<std::string> column;
  for (const Row& row : rows) column.push_back(row[0]);
  return column;
}

}  // namespace

std::vector<Row> ReadTable(const std::string& path, size_t columns) {
  std::vector<Row> rows;
  for (absl::string_view line : absl::StrSplit(ReadFile(path), '\n', absl::SkipEmpty())) {
    Row row = absl::StrSplit(line, '\t');
    EXPECT_EQ(row.size(), columns) << path << ": " << line;
    if (row.size() == columns) rows.push_back(std::move(row));
  }
  EXPECT_FALSE(rows.empty()) << path;
  return rows;
}

std::vector<Row> Query(Database& database, absl::string_view sql) {
  std::vector<Row> rows;
  Statement query(database, sql);
  while (true) {
    const absl::StatusOr<bool> has_row = query.Step();
    EXPECT_TRUE(has_row.ok()) << has_row.status();
    if (!has_row.ok() || !*has_row) return rows;
    Row& row = rows.emplace_back();
    for (int i = 0; i < query.ColumnCount(); ++i) row.push_back(query.Text(i));
  }
}

std::vector<std::string> KnowledgeTables(Database& database) {
  return FirstColumn(Query(database,
                           "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT GLOB 'history_*' "
                           "AND name NOT GLOB 'kb_*' AND name NOT GLOB 'sqlite_*' ORDER BY name"));
}

std::vector<std::string> ColumnsOf(Database& database, absl::string_view table) {
  return FirstColumn(Query(database, absl::StrCat("SELECT name FROM pragma_table_info('", table, "')")));
}

}  // namespace sipwhy::testing
