#include "tests/storage/toy_migrations.h"

#include <cstdlib>
#include <iostream>
#include <random>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "storage/ledger.h"
#include "storage/statement.h"

namespace sipwhy::testing {
namespace {

constexpr char kTables[] =
    "CREATE TABLE shelf (shelf TEXT NOT NULL PRIMARY KEY) STRICT, WITHOUT ROWID;\n"
    "CREATE TABLE book (\n"
    "  shelf TEXT NOT NULL REFERENCES shelf (shelf),\n"
    "  position INTEGER NOT NULL,\n"
    "  title TEXT NOT NULL CHECK (title <> ''),\n"
    "  PRIMARY KEY (shelf, position)\n"
    ") STRICT, WITHOUT ROWID;\n";

constexpr char kFilled[] =
    "INSERT INTO shelf (shelf) VALUES ('a'), ('b');\n"
    "INSERT INTO book (shelf, position, title) VALUES ('a', 1, 'Emma'), ('a', 2, 'Ulysses'), ('b', 1, 'Dracula');\n";

constexpr char kChanged[] = "UPDATE book SET title = 'Persuasion' WHERE shelf = 'a' AND position = 1;\n";

constexpr char kReplaced[] =
    "DELETE FROM book WHERE shelf = 'b';\n"
    "INSERT INTO book (shelf, position, title) VALUES ('a', 3, 'Kim');\n";

template <typename T>
T ValueOrExit(absl::StatusOr<T> value) {
  if (value.ok()) return *std::move(value);
  std::cerr << "a toy knowledge base is broken: " << value.status() << std::endl;
  std::exit(1);
}

}  // namespace

std::string MigrationText(absl::string_view kind, absl::string_view body) {
  return absl::StrCat("-- kind: ", kind, "\n-- title: A toy\n-- author: Ann\n-- date: 2026-11-20\n",
                      "-- refs: RFC 3261\n-- notes: Toys.\n\n", body);
}

Migration ToyMigration(int number, absl::string_view kind, absl::string_view body) {
  return ValueOrExit(ParseMigration(absl::StrFormat("%04d_toy.sql", number), MigrationText(kind, body)));
}

std::vector<Migration> ToyMigrations() {
  return {ToyMigration(1, "schema", kTables), ToyMigration(2, "content", kFilled), ToyMigration(3, "content", kChanged),
          ToyMigration(4, "content", kReplaced)};
}

std::vector<Migration> ToyMigrationsAnd(absl::string_view kind, absl::string_view body) {
  std::vector<Migration> migrations = ToyMigrations();
  migrations.push_back(ToyMigration(static_cast<int>(migrations.size()) + 1, kind, body));
  return migrations;
}

absl::StatusOr<ApplyReport> Apply(Database& database, const std::vector<Migration>& migrations) {
  return ApplyMigrations(database, migrations, {.check = [](Database&) { return absl::OkStatus(); }});
}

Database EmptyDatabase() { return ValueOrExit(Database::OpenInMemory()); }

Database ToyDatabase() {
  Database database = EmptyDatabase();
  ValueOrExit(Apply(database, ToyMigrations()));
  return database;
}

std::vector<std::string> LedgerHashes(Database& database) {
  std::vector<std::string> hashes;
  for (const Revision& revision : ValueOrExit(ReadRevisions(database))) hashes.push_back(revision.content_hash);
  return hashes;
}

std::vector<std::string> Rows(Database& database, absl::string_view sql) {
  std::vector<std::string> rows;
  Statement query(database, sql);
  while (true) {
    absl::StatusOr<bool> has_row = query.Step();
    if (!has_row.ok()) rows.push_back(absl::StrCat("failed: ", has_row.status().message()));
    if (!has_row.ok() || !*has_row) return rows;
    std::vector<std::string> columns;
    for (int i = 0; i < query.ColumnCount(); ++i) columns.push_back(query.Text(i));
    rows.push_back(absl::StrJoin(columns, "|"));
  }
}

uint32_t PrintedSeed() {
  uint32_t seed = 0;
  const char* given = std::getenv("SIPWHY_SEED");
  if (given == nullptr || !absl::SimpleAtoi(given, &seed)) seed = std::random_device()();
  std::cout << "seed: SIPWHY_SEED=" << seed << std::endl;
  return seed;
}

}  // namespace sipwhy::testing
