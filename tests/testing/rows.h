// Rows of files and databases, as text.
#ifndef SIPWHY_TESTS_TESTING_ROWS_H_
#define SIPWHY_TESTS_TESTING_ROWS_H_

#include <cstddef>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "storage/database.h"

namespace sipwhy::testing {

using Row = std::vector<std::string>;

// The rows of a file of tab-separated values, empty lines aside. Fails the test where one has not `columns` of them,
// and when there is none.
std::vector<Row> ReadTable(const std::string& path, size_t columns);

// What `sql` selects; NULL is "". Fails the test when SQLite does.
std::vector<Row> Query(Database& database, absl::string_view sql);

// The tables that hold knowledge, apart from their history and the ledger, in the order of the alphabet.
std::vector<std::string> KnowledgeTables(Database& database);

// The names of the columns of `table`.
std::vector<std::string> ColumnsOf(Database& database, absl::string_view table);

}  // namespace sipwhy::testing

#endif  // SIPWHY_TESTS_TESTING_ROWS_H_
