#include "storage/migrator.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "storage/history.h"
#include "storage/invariants.h"
#include "storage/ledger.h"
#include "storage/verification.h"
#include "tests/storage/toy_migrations.h"
#include "tests/testing/shipped_knowledge.h"
#include "tests/testing/status_matchers.h"
#include "tests/testing/temp_directory.h"

namespace sipwhy {
namespace {

using ::sipwhy::testing::Apply;
using ::sipwhy::testing::EmptyDatabase;
using ::sipwhy::testing::IsOk;
using ::sipwhy::testing::IsOkAndHolds;
using ::sipwhy::testing::kBodyLine;
using ::sipwhy::testing::LedgerHashes;
using ::sipwhy::testing::MigrationText;
using ::sipwhy::testing::ReadFile;
using ::sipwhy::testing::Rows;
using ::sipwhy::testing::ShippedMigrations;
using ::sipwhy::testing::StatusIs;
using ::sipwhy::testing::TempDirectory;
using ::sipwhy::testing::ToyDatabase;
using ::sipwhy::testing::ToyMigration;
using ::sipwhy::testing::ToyMigrations;
using ::sipwhy::testing::ToyMigrationsAnd;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::StartsWith;

// A file, since what a failure leaves is judged by its bytes.
class MigratorTest : public ::testing::Test {
 protected:
  absl::StatusOr<ApplyReport> ApplyToFile(const std::vector<Migration>& migrations) {
    absl::StatusOr<Database> database = Database::Open(path_, Database::Mode::kCreate);
    if (!database.ok()) return database.status();
    return Apply(*database, migrations);
  }

  TempDirectory directory_;
  std::string path_ = directory_.File("kb.db");
};

TEST_F(MigratorTest, AppliesAllThenFindsNothingToDo) {
  EXPECT_THAT(ApplyToFile(ToyMigrations()), IsOkAndHolds(ApplyReport{0, 4}));
  const std::string bytes = ReadFile(path_);
  EXPECT_THAT(ApplyToFile(ToyMigrations()), IsOkAndHolds(ApplyReport{4, 4}));
  EXPECT_EQ(ReadFile(path_), bytes);
  EXPECT_THAT(ApplyToFile(ToyMigrationsAnd("content", "DELETE FROM book;")), IsOkAndHolds(ApplyReport{4, 5}));
}

TEST_F(MigratorTest, TellsOfEachRevisionOnceItIsCommitted) {
  Database database = EmptyDatabase();
  std::vector<int> told;
  const ApplyOptions options = {.check = [](Database&) { return absl::OkStatus(); },
                                .on_applied =
                                    [&](const Revision& revision) {
                                      told.push_back(revision.number);
                                      EXPECT_THAT(HeadRevision(database), IsOkAndHolds(revision.number));
                                      EXPECT_THAT(database.ReadInteger("PRAGMA user_version"),
                                                  IsOkAndHolds(revision.number));
                                    }};
  ASSERT_THAT(ApplyMigrations(database, ToyMigrations(), options), IsOk());
  EXPECT_THAT(told, ElementsAre(1, 2, 3, 4));
}

TEST_F(MigratorTest, StatementThatBreaksARuleIsNamedAndLeavesTheFileAsItWas) {
  ASSERT_THAT(ApplyToFile(ToyMigrations()), IsOk());
  const std::string bytes = ReadFile(path_);
  const struct {
    const char* sql;
    int line;  // of the body
    const char* message;
  } cases[] = {
      {"UPDATE book SET title = 'X' WHERE shelf = 'z';", 1, "the statement matches no row"},
      {"DELETE FROM book WHERE shelf = 'z';", 1, "the statement matches no row"},
      {"INSERT INTO shelf SELECT 'z' WHERE 0;", 1, "the statement matches no row"},
      {"INSERT INTO shelf VALUES ('a') ON CONFLICT DO NOTHING;", 1, "the statement matches no row"},
      {"INSERT OR IGNORE INTO shelf VALUES ('a');", 1, "the statement matches no row"},
      {"UPDATE book SET title = 'Kim' WHERE position = 3;", 1, "the statement changes nothing"},
      {"INSERT INTO book VALUES ('a', 3, 'Kim') ON CONFLICT DO UPDATE SET title = excluded.title;", 1,
       "the statement changes nothing"},
      {"WITH x AS (SELECT 1) SELECT * FROM x;", 1, "the statement"},
      {"DELETE FROM book WHERE shelf = 'a';\n\n-- Again.\nDELETE FROM book WHERE shelf = 'a';", 4, "matches no row"},
      {"INSERT INTO book (shelf, position, title)\nVALUES\n  ('b', 1, 'X'),\n  ('b', 2, tittle);", 4, "tittle"},
      {"UPDATE book\nSET title = 'X'\nWHERE shelf = \"a\";", 3, "no such column: a"},
      {"UPDATE book\nSET titel = 'X';", 1, "no such column: titel"},
      {"INSERT INTO books VALUES (1);", 1, "no such table: books"},
      {"INSERT INTO shelf VALUES ('z')\n,\n();", 3, "syntax error"},
      {"INSERT INTO shelf VALUES ('a');", 1, "UNIQUE constraint failed: shelf.shelf"},
      {"INSERT INTO shelf VALUES (NULL);", 1, "NOT NULL constraint failed: shelf.shelf"},
      {"UPDATE book SET title = '';", 1, "CHECK constraint failed"},
      {"UPDATE book SET position = 'one';", 1, "cannot store TEXT value in INTEGER column"},
      {"INSERT INTO shelf VALUES ('z'); UPDATE shelf SET shelf = random();", 1, "may not call random()"},
      {"INSERT INTO shelf VALUES (date('now'));", 1, "may not call date()"},
      {"INSERT INTO shelf VALUES (CURRENT_TIMESTAMP);", 1, "may not call current_timestamp()"},
      {"INSERT INTO shelf VALUES (last_insert_rowid());", 1, "may not call last_insert_rowid()"},
      {"DELETE FROM kb_revision;", 1, "kb_revision, which sipwhy keeps itself"},
      {"DELETE FROM history_book;", 1, "history_book, which sipwhy keeps itself"},
      {"INSERT INTO shelf SELECT name FROM sqlite_schema;", 1, "may not read the schema"},
      {"INSERT INTO book VALUES ('z', 1, 'X');", 0, "a row of table book refers to a row of table shelf that does not"},
      {"DELETE FROM shelf WHERE shelf = 'a';", 0, "a row of table book refers to a row of table shelf that does not"}};
  for (const auto& [sql, line, message] : cases) {
    const std::string place = absl::StrCat("0005_toy.sql:", line == 0 ? 1 : kBodyLine - 1 + line, ": ");
    EXPECT_THAT(ApplyToFile(ToyMigrationsAnd("content", sql)),
                StatusIs(absl::StatusCode::kInvalidArgument, ::testing::AllOf(StartsWith(place), HasSubstr(message))))
        << sql;
    EXPECT_EQ(ReadFile(path_), bytes) << sql;
  }
}

TEST_F(MigratorTest, SchemaThatBreaksARuleIsNamedAndLeavesTheFileAsItWas) {
  ASSERT_THAT(ApplyToFile(ToyMigrations()), IsOk());
  const std::string bytes = ReadFile(path_);
  const struct {
    const char* sql;
    const char* message;
  } cases[] = {{"CREATE TABLE t (a TEXT);", "needs a PRIMARY KEY"},
               {"CREATE TABLE t (a INTEGER PRIMARY KEY REFERENCES shelf ON DELETE CASCADE);", "ON DELETE"},
               {"CREATE TABLE kb_t (a INTEGER PRIMARY KEY);", "kb_ and history_ are ours"},
               {"CREATE TABLE t (a INTEGER PRIMARY KEY CHECK (a <> \"x\"));", "no such column"},
               {"CREATE TRIGGER t AFTER INSERT ON book BEGIN DELETE FROM shelf;", "may not"},
               {"CREATE VIEW v AS SELECT 1;", "may not"},
               {"CREATE TABLE book (a INTEGER PRIMARY KEY);", "already exists"},
               {"ALTER TABLE book ADD COLUMN year INTEGER NOT NULL;", "NOT NULL"},
               {"ALTER TABLE book ADD COLUMN year INTEGER NOT NULL DEFAULT 1;", "must not have DEFAULT"},
               {"ALTER TABLE book ADD COLUMN year INTEGER DEFAULT 1;", "must not have DEFAULT"}};
  for (const auto& [sql, message] : cases) {
    const absl::Status status = ApplyToFile(ToyMigrationsAnd("schema", sql)).status();
    EXPECT_THAT(std::string(status.message()), ::testing::AllOf(StartsWith("0005_toy.sql:"), HasSubstr(message)))
        << sql;
    EXPECT_EQ(ReadFile(path_), bytes) << sql;
  }
}

TEST_F(MigratorTest, NullableColumnIsFineAndChangesNoHash) {
  ASSERT_THAT(ApplyToFile(ToyMigrations()), IsOk());
  absl::StatusOr<Database> database = Database::Open(path_, Database::Mode::kWrite);
  const std::vector<std::string> before = LedgerHashes(*database);
  ASSERT_THAT(Apply(*database, ToyMigrationsAnd("schema", "ALTER TABLE book ADD COLUMN year INTEGER;")), IsOk());
  EXPECT_THAT(LedgerHashes(*database), ElementsAre(before[0], before[1], before[2], before[3], before[3]));
  EXPECT_THAT(VerifyKnowledgeBase(*database), IsOk());
}

TEST_F(MigratorTest, AlteredPastIsDataLossAndStopsTheNextMigration) {
  const struct {
    const char* sql;
    const char* message;
  } cases[] = {
      {"UPDATE history_book SET title = 'X' WHERE title = 'Emma'", "would alter revision 2"},
      {"DELETE FROM history_book WHERE title = 'Dracula'", "would alter revision 2"},
      {"UPDATE kb_revision SET content_hash = 'x' WHERE revision = 3", "row for revision 3 was altered"},
      {"PRAGMA user_version = 3", "says revision 3 and its ledger ends at 4"},
      {"DROP TRIGGER history_book_delete; DELETE FROM book WHERE position = 3", "changed without a migration"}};
  for (const auto& [sql, message] : cases) {
    Database database = ToyDatabase();
    ASSERT_THAT(database.Execute(sql), IsOk()) << sql;
    EXPECT_THAT(Apply(database, ToyMigrationsAnd("content", "INSERT INTO shelf VALUES ('z');")),
                StatusIs(absl::StatusCode::kDataLoss, HasSubstr(message)))
        << sql;
    EXPECT_THAT(Rows(database, "SELECT shelf FROM shelf"), ElementsAre("a", "b")) << sql;
  }
}

TEST_F(MigratorTest, FailedCheckLeavesTheFileAsItWas) {
  ASSERT_THAT(ApplyToFile(ToyMigrations()), IsOk());
  const std::string bytes = ReadFile(path_);
  absl::StatusOr<Database> database = Database::Open(path_, Database::Mode::kWrite);
  const ApplyOptions options = {.check = [](Database& now) {
    EXPECT_THAT(Rows(now, "SELECT shelf FROM shelf WHERE shelf = 'z'"), ElementsAre("z"));  // it sees the new rows
    return absl::FailedPreconditionError("shelf z is haunted");
  }};
  EXPECT_THAT(ApplyMigrations(*database, ToyMigrationsAnd("content", "INSERT INTO shelf VALUES ('z');"), options),
              StatusIs(absl::StatusCode::kInvalidArgument, "0005_toy.sql:1: shelf z is haunted"));
  EXPECT_EQ(ReadFile(path_), bytes);
}

TEST_F(MigratorTest, FailureKeepsTheRevisionsBeforeIt) {
  std::vector<Migration> migrations = ToyMigrations();
  migrations[2] = ToyMigration(3, "content", "DELETE FROM book WHERE shelf = 'z';");
  EXPECT_THAT(ApplyToFile(migrations), StatusIs(absl::StatusCode::kInvalidArgument, StartsWith("0003_toy.sql:8: ")));
  EXPECT_THAT(ApplyToFile(ToyMigrations()), IsOkAndHolds(ApplyReport{2, 4}));
}

TEST_F(MigratorTest, FailedFirstMigrationLeavesAnEmptyFile) {
  EXPECT_THAT(ApplyToFile({ToyMigration(1, "schema", "CREATE TABLE t (a);")}),
              StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_EQ(ReadFile(path_), "");
  EXPECT_THAT(ApplyToFile(ToyMigrations()), IsOkAndHolds(ApplyReport{0, 4}));
}

TEST_F(MigratorTest, EditOfAnAppliedFileIsRefusedUnlessItIsLayout) {
  ASSERT_THAT(ApplyToFile(ToyMigrations()), IsOk());
  const std::string bytes = ReadFile(path_);
  const std::string good = "UPDATE book SET title = 'Persuasion' WHERE shelf = 'a' AND position = 1;";
  const std::string text = MigrationText("content", good);
  const struct {
    std::string text;
    bool fine;
  } cases[] = {{absl::StrReplaceAll(text, {{"\n", "\r\n"}}), true},
               {absl::StrCat("-- Copyright 2031 Ann\n", text), true},
               {absl::StrCat("/* Copyright 2031 Ann */\n", text), true},
               {absl::StrReplaceAll(text, {{"WHERE", "-- only this one\n   WHERE"}}), true},
               {absl::StrReplaceAll(text, {{"A toy", "A better title"}}), true},
               {absl::StrReplaceAll(text, {{"Persuasion", "Emma"}}), false},
               {absl::StrCat(text, "DELETE FROM book;"), false}};
  for (const auto& [edited, fine] : cases) {
    std::vector<Migration> migrations = ToyMigrations();
    absl::StatusOr<Migration> parsed = ParseMigration("0003_toy.sql", edited);
    ASSERT_THAT(parsed, IsOk()) << edited;
    migrations[2] = *parsed;
    const absl::StatusOr<ApplyReport> report = ApplyToFile(migrations);
    EXPECT_EQ(report.ok(), fine) << edited << report.status();
    EXPECT_EQ(ReadFile(path_), bytes) << edited;
    if (fine) continue;
    EXPECT_THAT(report, StatusIs(absl::StatusCode::kFailedPrecondition, StartsWith("0003_toy.sql:1: ")));
  }
}

TEST_F(MigratorTest, FileAheadOfTheFolderIsRefused) {
  ASSERT_THAT(ApplyToFile(ToyMigrations()), IsOk());
  std::vector<Migration> fewer = ToyMigrations();
  fewer.pop_back();
  EXPECT_THAT(ApplyToFile(fewer), StatusIs(absl::StatusCode::kFailedPrecondition,
                                           HasSubstr("at revision 4 and there are only 3 migration files")));
}

TEST_F(MigratorTest, FileOfAnotherProgramIsRefusedAndKeepsItsBytes) {
  const char* const cases[] = {"CREATE TABLE theirs (a)", "PRAGMA application_id = 7",
                               "CREATE TABLE theirs (a); PRAGMA application_id = 7; PRAGMA user_version = 4"};
  for (const char* sql : cases) {
    const TempDirectory directory;
    absl::StatusOr<Database> database = Database::Open(directory.File("their.db"), Database::Mode::kCreate);
    ASSERT_THAT(database->Execute(sql), IsOk());
    const std::string bytes = ReadFile(directory.File("their.db"));
    EXPECT_THAT(Apply(*database, ToyMigrations()),
                StatusIs(absl::StatusCode::kDataLoss, HasSubstr("no sipwhy knowledge base")));
    EXPECT_EQ(ReadFile(directory.File("their.db")), bytes) << sql;
  }
}

TEST(ReplayTest, GivesTheSameLedgerEveryTime) {
  Database first = testing::ShippedDatabase();
  Database second = testing::ShippedDatabase();
  absl::StatusOr<std::vector<Revision>> ledger = ReadRevisions(first);
  ASSERT_THAT(ledger, IsOk());
  EXPECT_EQ(ledger->size(), ShippedMigrations().size());
  EXPECT_THAT(ReadRevisions(second), IsOkAndHolds(*ledger));
}

// From the first revision, from either side of each change of the tables, and from the last but one.
std::set<size_t> Starts() {
  const std::vector<Migration>& all = ShippedMigrations();
  std::set<size_t> starts = {all.size() - 1};
  for (size_t i = 0; i < all.size(); ++i) {
    if (all[i].kind == MigrationKind::kSchema) starts.insert({std::max<size_t>(i, 1), i + 1});
  }
  return starts;
}

TEST(ReplayTest, UpgradeFromAnEarlierRevisionGivesTheSameHashes) {
  Database whole = testing::ShippedDatabase();
  const std::vector<Migration>& all = ShippedMigrations();
  for (size_t start : Starts()) {
    const TempDirectory directory;
    const ApplyOptions options = {.check = &CheckKnowledge};
    {
      absl::StatusOr<Database> older = Database::Open(directory.File("kb.db"), Database::Mode::kCreate);
      const std::vector<Migration> some(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(start));
      ASSERT_THAT(ApplyMigrations(*older, some, options), IsOk());
    }
    absl::StatusOr<Database> newer = Database::Open(directory.File("kb.db"), Database::Mode::kWrite);
    EXPECT_THAT(ApplyMigrations(*newer, all, options),
                IsOkAndHolds(ApplyReport{static_cast<int>(start), static_cast<int>(all.size())}));
    EXPECT_EQ(LedgerHashes(*newer), LedgerHashes(whole)) << "from revision " << start;
  }
}

}  // namespace
}  // namespace sipwhy
