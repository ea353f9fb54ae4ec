#include "tests/service/growing_knowledge_base.h"

#include <gtest/gtest.h>

#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/string_view.h"
#include "storage/database.h"
#include "storage/migration.h"
#include "storage/migrator.h"
#include "tests/testing/shipped_knowledge.h"
#include "tests/testing/status_matchers.h"

namespace sipwhy::testing {
namespace {

absl::StatusOr<Migration> ParseNumbered(int number, absl::string_view kind, absl::string_view sql) {
  return ParseMigration(absl::StrFormat("%04d_step.sql", number),
                        absl::StrCat("-- kind: ", kind, "\n-- title: Step\n-- author: A\n-- date: 2026-11-20\n",
                                     "-- refs: RFC 3261\n-- notes: One more step.\n\n", sql));
}

// All shipped tables, as one migration.
absl::StatusOr<Migration> ShippedSchema() {
  std::string sql;
  for (const Migration& migration : ShippedMigrations()) {
    if (migration.kind != MigrationKind::kSchema) continue;
    for (const MigrationStatement& statement : migration.statements) absl::StrAppend(&sql, statement.sql, ";\n");
  }
  return ParseNumbered(1, "schema", sql);
}

// The shipped tables, and after them revisions that register a code each: revision 3 knows 102 and 103.
std::vector<Migration> SmallMigrations(int count, const std::string& phrase) {
  std::vector<Migration> migrations;
  for (int number = 1; number <= count; ++number) {
    const std::string sql = absl::StrFormat(
        "INSERT INTO code (code, reason_phrase, state, origin, rfc, section) VALUES\n"
        "  (%d, '%s', 'registered', '', 3261, '1');\n",
        100 + number, phrase);
    absl::StatusOr<Migration> migration = number == 1 ? ShippedSchema() : ParseNumbered(number, "content", sql);
    EXPECT_THAT(migration, IsOk());
    if (migration.ok()) migrations.push_back(*std::move(migration));
  }
  return migrations;
}

}  // namespace

void GrowTo(const std::string& path, int count, const std::string& phrase) {
  absl::StatusOr<Database> database = Database::Open(path, Database::Mode::kCreate);
  ASSERT_THAT(database, IsOk());
  const ApplyOptions options = {.check = [](Database&) { return absl::OkStatus(); }};
  ASSERT_THAT(ApplyMigrations(*database, SmallMigrations(count, phrase), options), IsOk());
}

}  // namespace sipwhy::testing
