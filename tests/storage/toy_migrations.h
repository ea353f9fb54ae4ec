// Small knowledge bases for tests of the machinery, which must work for any tables.
#ifndef SIPWHY_TESTS_STORAGE_TOY_MIGRATIONS_H_
#define SIPWHY_TESTS_STORAGE_TOY_MIGRATIONS_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "storage/database.h"
#include "storage/migration.h"
#include "storage/migrator.h"

namespace sipwhy::testing {

// A whole header of `kind`, an empty line, then `body`, which begins at line kBodyLine.
std::string MigrationText(absl::string_view kind, absl::string_view body);
inline constexpr int kBodyLine = 8;

// The migration "NNNN_toy.sql" with that text. Ends the test program when it cannot be parsed.
Migration ToyMigration(int number, absl::string_view kind, absl::string_view body);

// Shelves of books. Revision 1 makes the tables, 2 fills them, 3 changes a book, 4 removes one and adds one.
std::vector<Migration> ToyMigrations();

// ToyMigrations() and one more after them.
std::vector<Migration> ToyMigrationsAnd(absl::string_view kind, absl::string_view body);

// Applies `migrations` without invariants.
absl::StatusOr<ApplyReport> Apply(Database& database, const std::vector<Migration>& migrations);

// A new database in memory; with ToyMigrations() applied. Ends the test program when that fails.
Database EmptyDatabase();
Database ToyDatabase();

// The content hash of each revision, as the ledger has it.
std::vector<std::string> LedgerHashes(Database& database);

// The rows of `sql`, each with its columns joined by '|'. A failure is a row that begins with "failed".
std::vector<std::string> Rows(Database& database, absl::string_view sql);

// A seed for random tests, printed: the value of SIPWHY_SEED if that is set, else a new one.
uint32_t PrintedSeed();

}  // namespace sipwhy::testing

#endif  // SIPWHY_TESTS_STORAGE_TOY_MIGRATIONS_H_
