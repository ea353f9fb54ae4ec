#include "storage/history.h"

#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "tests/storage/toy_migrations.h"
#include "tests/testing/status_matchers.h"

namespace sipwhy {
namespace {

using ::sipwhy::testing::Apply;
using ::sipwhy::testing::EmptyDatabase;
using ::sipwhy::testing::IsOk;
using ::sipwhy::testing::IsOkAndHolds;
using ::sipwhy::testing::LedgerHashes;
using ::sipwhy::testing::Rows;
using ::sipwhy::testing::StatusIs;
using ::sipwhy::testing::ToyDatabase;
using ::sipwhy::testing::ToyMigrationsAnd;
using ::testing::ElementsAre;
using ::testing::ElementsAreArray;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr char kHistoryOfBooks[] =
    "SELECT shelf, position, title, rev_from, rev_to FROM history_book ORDER BY shelf, position, rev_from";

std::vector<std::string> BooksAt(Database& database, int revision) {
  return Rows(database, absl::StrCat("SELECT shelf, position, title FROM history_book WHERE rev_from <= ", revision,
                                     " AND ", revision, " < rev_to ORDER BY shelf, position"));
}

// Runs `sql` the way a migration to revision 5 would.
absl::Status RunAtRevisionFive(Database& database, const char* sql) {
  return database.Execute(
      absl::StrCat("INSERT INTO kb_context VALUES (1, 5);", sql, ";DELETE FROM kb_context WHERE one = 1"));
}

TEST(HistoryTest, ContentTablesAreListedWithKeysAndOursAreNot) {
  Database database = ToyDatabase();
  EXPECT_THAT(ReadContentTables(database),
              IsOkAndHolds(ElementsAre(ContentTable{"book", {{"shelf", true}, {"position", true}, {"title", false}}},
                                       ContentTable{"shelf", {{"shelf", true}}})));
}

TEST(HistoryTest, EachRowHasTheRevisionsInWhichItStood) {
  Database database = ToyDatabase();
  EXPECT_THAT(Rows(database, kHistoryOfBooks),
              ElementsAre("a|1|Emma|2|3", "a|1|Persuasion|3|2147483647", "a|2|Ulysses|2|2147483647",
                          "a|3|Kim|4|2147483647", "b|1|Dracula|2|4"));
}

TEST(HistoryTest, OlderRevisionIgnoresLaterEdits) {
  Database database = ToyDatabase();
  EXPECT_THAT(BooksAt(database, 1), IsEmpty());
  EXPECT_THAT(BooksAt(database, 2), ElementsAre("a|1|Emma", "a|2|Ulysses", "b|1|Dracula"));
  EXPECT_THAT(BooksAt(database, 3), ElementsAre("a|1|Persuasion", "a|2|Ulysses", "b|1|Dracula"));
  EXPECT_THAT(BooksAt(database, 4), ElementsAre("a|1|Persuasion", "a|2|Ulysses", "a|3|Kim"));
}

TEST(HistoryTest, StoodAtNamesAliasAndPlaceholder) { EXPECT_EQ(StoodAt("h", 2), "h.rev_from <= ?2 AND ?2 < h.rev_to"); }

TEST(HistoryTest, SeveralChangesInOneRevisionLeaveItsLastState) {
  const struct {
    const char* sql;
    std::vector<std::string> books;
  } cases[] = {
      {"INSERT INTO book VALUES ('b', 9, 'X'); DELETE FROM book WHERE position = 9",
       {"a|1|Persuasion", "a|2|Ulysses", "a|3|Kim"}},
      {"UPDATE book SET title = 'X' WHERE position = 3; UPDATE book SET title = 'Y' WHERE position = 3",
       {"a|1|Persuasion", "a|2|Ulysses", "a|3|Y"}},
      {"DELETE FROM book WHERE position = 3; INSERT INTO book VALUES ('a', 3, 'Kim')",
       {"a|1|Persuasion", "a|2|Ulysses", "a|3|Kim"}},
      {"DELETE FROM book WHERE position = 3; INSERT INTO book VALUES ('a', 3, 'X');"
       "DELETE FROM book WHERE position = 3",
       {"a|1|Persuasion", "a|2|Ulysses"}},
      {"UPDATE book SET position = position + 10 WHERE title <> 'Kim'", {"a|3|Kim", "a|11|Persuasion", "a|12|Ulysses"}},
      {"UPDATE book SET position = position - 1", {"a|0|Persuasion", "a|1|Ulysses", "a|2|Kim"}},
      {"INSERT INTO book VALUES ('a', 3, 'X') ON CONFLICT DO UPDATE SET title = excluded.title",
       {"a|1|Persuasion", "a|2|Ulysses", "a|3|X"}},
      {"REPLACE INTO book VALUES ('a', 3, 'X')", {"a|1|Persuasion", "a|2|Ulysses", "a|3|X"}}};
  for (const auto& [sql, books] : cases) {
    Database database = ToyDatabase();
    const std::vector<std::string> before = BooksAt(database, 4);
    ASSERT_THAT(RunAtRevisionFive(database, sql), IsOk()) << sql;
    EXPECT_EQ(BooksAt(database, 5), books) << sql;
    EXPECT_EQ(BooksAt(database, 4), before) << sql;
    EXPECT_THAT(CheckHistory(database), IsOk()) << sql;
  }
}

TEST(HistoryTest, UpdateToTheSameValuesLeavesNoTrace) {
  Database database = ToyDatabase();
  const std::vector<std::string> before = Rows(database, kHistoryOfBooks);
  ASSERT_THAT(RunAtRevisionFive(database, "UPDATE book SET title = title"), IsOk());
  EXPECT_EQ(Rows(database, kHistoryOfBooks), before);
}

TEST(HistoryTest, EditByHandIsRefused) {
  Database database = ToyDatabase();
  for (const char* sql : {"INSERT INTO book VALUES ('b', 5, 'X')", "UPDATE book SET title = 'X' WHERE position = 1",
                          "DELETE FROM book WHERE position = 1", "REPLACE INTO book VALUES ('a', 1, 'X')"}) {
    EXPECT_THAT(database.Execute(sql), StatusIs(absl::StatusCode::kFailedPrecondition)) << sql;
  }
  EXPECT_THAT(CheckHistory(database), IsOk());
}

TEST(InstallHistoryTest, TableThatCannotHaveHistoryIsRefused) {
  const struct {
    const char* sql;
    const char* message;
  } cases[] = {{"CREATE TABLE t (a TEXT)", "table t needs a PRIMARY KEY"},
               {"CREATE TABLE t AS SELECT 1 AS a", "table t needs a PRIMARY KEY"},
               {"CREATE TABLE Shelf (a INTEGER PRIMARY KEY)", "lower-case"},
               {"CREATE TABLE t (a INTEGER PRIMARY KEY, b1 TEXT)", "lower-case"},
               {"CREATE TABLE t (a INTEGER PRIMARY KEY, \"b c\" TEXT)", "lower-case"},
               {"CREATE TABLE p (a INTEGER PRIMARY KEY);"
                "CREATE TABLE t (a INTEGER PRIMARY KEY REFERENCES p ON DELETE CASCADE)",
                "must not have ON DELETE"},
               {"CREATE TABLE p (a INTEGER PRIMARY KEY);"
                "CREATE TABLE t (a INTEGER PRIMARY KEY REFERENCES p ON UPDATE SET NULL)",
                "must not have ON DELETE"},
               {"CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT DEFAULT CURRENT_TIMESTAMP)", "DEFAULT"},
               {"CREATE TABLE t (a INTEGER PRIMARY KEY, b INTEGER DEFAULT (random()))", "DEFAULT"},
               {"CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT NOT NULL DEFAULT 'x')", "DEFAULT"}};
  for (const auto& [sql, message] : cases) {
    Database database = EmptyDatabase();
    ASSERT_THAT(database.Execute(sql), IsOk()) << sql;
    EXPECT_THAT(InstallHistory(database), StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr(message))) << sql;
  }
}

TEST(InstallHistoryTest, NewColumnIsKeptFromThenOn) {
  Database database = ToyDatabase();
  ASSERT_THAT(Apply(database, ToyMigrationsAnd("schema", "ALTER TABLE book ADD COLUMN year INTEGER;")), IsOk());
  ASSERT_THAT(database.Execute("INSERT INTO kb_context VALUES (1, 6); UPDATE book SET year = 1901 WHERE position = 3;"
                               "DELETE FROM kb_context WHERE one = 1"),
              IsOk());
  EXPECT_THAT(Rows(database, "SELECT title, IFNULL(year, '-'), rev_from FROM history_book WHERE position = 3"),
              ElementsAre("Kim|-|4", "Kim|1901|6"));
}

TEST(ContentHashesTest, AreTheOnesOfTheLedgerForAnyRange) {
  Database database = ToyDatabase();
  const std::vector<std::string> all = LedgerHashes(database);
  EXPECT_THAT(ContentHashes(database, 1, 4), IsOkAndHolds(ElementsAreArray(all)));
  EXPECT_THAT(ContentHashes(database, 3, 4), IsOkAndHolds(ElementsAre(all[2], all[3])));
  EXPECT_THAT(ContentHashes(database, 2, 2), IsOkAndHolds(ElementsAre(all[1])));
  EXPECT_NE(all[1], all[2]);
  EXPECT_NE(all[2], all[3]);
}

TEST(ContentHashesTest, NullColumnAndEmptyTableDoNotCount) {
  Database database = ToyDatabase();
  const std::vector<std::string> before = LedgerHashes(database);
  ASSERT_THAT(Apply(database, ToyMigrationsAnd("schema",
                                               "ALTER TABLE book ADD COLUMN year INTEGER;"
                                               "CREATE TABLE author (name TEXT NOT NULL PRIMARY KEY);")),
              IsOk());
  EXPECT_EQ(LedgerHashes(database).back(), before.back());
}

TEST(ContentHashesTest, EveryValueAndItsTypeCount) {
  const char* const cases[] = {"UPDATE book SET title = 'Ki' WHERE position = 3",
                               "UPDATE book SET title = 'kim' WHERE position = 3",
                               "UPDATE book SET position = 4 WHERE position = 3",
                               "UPDATE book SET shelf = 'b' WHERE position = 3",
                               "UPDATE book SET title = 'Kim ' WHERE position = 3",
                               "DELETE FROM shelf WHERE shelf = 'b'",
                               "INSERT INTO shelf VALUES ('c')",
                               "UPDATE book SET title = 'Kim' || char(0) WHERE position = 3"};
  Database toy = ToyDatabase();
  std::vector<std::string> hashes = {LedgerHashes(toy).back()};
  for (const char* sql : cases) {
    Database database = ToyDatabase();
    ASSERT_THAT(RunAtRevisionFive(database, sql), IsOk()) << sql;
    absl::StatusOr<std::vector<std::string>> hash = ContentHashes(database, 5, 5);
    ASSERT_THAT(hash, IsOk());
    for (const std::string& other : hashes) EXPECT_NE(hash->front(), other) << sql;
    hashes.push_back(hash->front());
  }
}

TEST(CheckHistoryTest, ContradictionsAreDataLoss) {
  const struct {
    const char* sql;
    const char* message;
  } cases[] = {
      {"DROP TRIGGER history_book_update; UPDATE book SET title = 'X' WHERE position = 1",
       "table book was changed without a migration"},
      {"DROP TRIGGER history_book_delete; DELETE FROM book WHERE position = 1",
       "table book was changed without a migration"},
      {"DROP TRIGGER history_shelf_insert; INSERT INTO shelf VALUES ('c')",
       "table shelf was changed without a migration"},
      {"UPDATE history_book SET title = 'X' WHERE title = 'Kim'", "table book was changed without a migration"},
      {"UPDATE history_book SET rev_to = 4 WHERE title = 'Kim'", nullptr},  // refused by the CHECK of the table
      {"UPDATE history_book SET rev_to = 4 WHERE title = 'Emma'", "the history of table book contradicts itself"},
      {"INSERT INTO history_book VALUES ('a', 1, 'Persuasion', 4, 2147483647)",
       "the history of table book contradicts itself"},
      {"INSERT INTO history_book VALUES ('b', 1, 'X', 3, 4)", "the history of table book contradicts itself"}};
  for (const auto& [sql, message] : cases) {
    Database database = ToyDatabase();
    ASSERT_EQ(database.Execute(sql).ok(), message != nullptr) << sql;
    if (message == nullptr) continue;
    EXPECT_THAT(CheckHistory(database), StatusIs(absl::StatusCode::kDataLoss, HasSubstr(message))) << sql;
  }
}

TEST(CheckHistoryTest, IntervalsThatTouchAreFine) {
  Database database = ToyDatabase();
  ASSERT_THAT(database.Execute("INSERT INTO history_book VALUES ('a', 1, 'Middlemarch', 1, 2)"), IsOk());
  EXPECT_THAT(CheckHistory(database), IsOk());
}

}  // namespace
}  // namespace sipwhy
