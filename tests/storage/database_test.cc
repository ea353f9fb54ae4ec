#include "storage/database.h"

#include <gtest/gtest.h>
#include <sqlite3.h>

#include "tests/storage/toy_migrations.h"
#include "tests/testing/status_matchers.h"
#include "tests/testing/temp_directory.h"

namespace sipwhy {
namespace {

using ::sipwhy::testing::EmptyDatabase;
using ::sipwhy::testing::IsOk;
using ::sipwhy::testing::IsOkAndHolds;
using ::sipwhy::testing::ReadFile;
using ::sipwhy::testing::Rows;
using ::sipwhy::testing::StatusIs;
using ::sipwhy::testing::TempDirectory;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

TEST(DatabaseTest, MissingFileIsNotFoundUnlessItIsToBeMade) {
  const TempDirectory directory;
  EXPECT_THAT(Database::Open(directory.File("kb.db"), Database::Mode::kRead), StatusIs(absl::StatusCode::kNotFound));
  EXPECT_THAT(Database::Open(directory.File("kb.db"), Database::Mode::kWrite), StatusIs(absl::StatusCode::kNotFound));
  absl::StatusOr<Database> made = Database::Open(directory.File("kb.db"), Database::Mode::kCreate);
  ASSERT_TRUE(made.ok());
  EXPECT_THAT(made->ReadInteger("SELECT 7"), IsOkAndHolds(7));
}

TEST(DatabaseTest, FolderAndNamelessFileAreNotFound) {
  const TempDirectory directory;
  EXPECT_THAT(Database::Open("", Database::Mode::kCreate), StatusIs(absl::StatusCode::kNotFound));
  EXPECT_THAT(Database::Open(directory.path(), Database::Mode::kCreate), StatusIs(absl::StatusCode::kNotFound));
}

TEST(DatabaseTest, FileOfAnotherKindIsDataLossAndKeepsItsBytes) {
  const TempDirectory directory;
  const std::string text(5000, 'x');
  const std::string path = directory.Write("letter.txt", text);
  for (Database::Mode mode : {Database::Mode::kRead, Database::Mode::kWrite, Database::Mode::kCreate}) {
    EXPECT_THAT(Database::Open(path, mode), StatusIs(absl::StatusCode::kDataLoss));
  }
  EXPECT_EQ(ReadFile(path), text);
}

TEST(DatabaseTest, ReaderCannotWrite) {
  const TempDirectory directory;
  absl::StatusOr<Database> writer = Database::Open(directory.File("kb.db"), Database::Mode::kCreate);
  ASSERT_THAT(writer, IsOk());
  ASSERT_THAT(writer->Execute("CREATE TABLE t (a)"), IsOk());
  absl::StatusOr<Database> reader = Database::Open(directory.File("kb.db"), Database::Mode::kRead);
  ASSERT_THAT(reader, IsOk());
  EXPECT_THAT(reader->Execute("INSERT INTO t VALUES (1)"), StatusIs(absl::StatusCode::kPermissionDenied));
  EXPECT_THAT(reader->ReadInteger("SELECT COUNT(*) FROM t"), IsOkAndHolds(0));
}

TEST(DatabaseTest, DoubleQuotedStringIsRefused) {
  Database database = EmptyDatabase();
  ASSERT_THAT(database.Execute("CREATE TABLE t (a)"), IsOk());
  EXPECT_THAT(database.Execute("INSERT INTO t VALUES (\"word\")"), StatusIs(absl::StatusCode::kInternal));
  EXPECT_THAT(database.Execute("CREATE TABLE u (a CHECK (a <> \"word\"))"), StatusIs(absl::StatusCode::kInternal));
}

TEST(DatabaseTest, ReplaceFiresTheDeleteTrigger) {
  Database database = EmptyDatabase();
  ASSERT_THAT(database.Execute("CREATE TABLE t (a INTEGER PRIMARY KEY, b); CREATE TABLE log (b);"
                               "CREATE TRIGGER d AFTER DELETE ON t BEGIN INSERT INTO log VALUES (old.b); END;"
                               "INSERT INTO t VALUES (1, 'old'); REPLACE INTO t VALUES (1, 'new');"),
              IsOk());
  EXPECT_THAT(Rows(database, "SELECT b FROM log"), ElementsAre("old"));
}

TEST(DatabaseTest, SchemaTableCannotBeWrittenEvenWhenAskedFor) {
  Database database = EmptyDatabase();
  ASSERT_THAT(database.Execute("CREATE TABLE t (a)"), IsOk());
  EXPECT_FALSE(database.Execute("PRAGMA writable_schema = ON; DELETE FROM sqlite_schema").ok());
  EXPECT_THAT(database.ReadInteger("SELECT COUNT(*) FROM sqlite_schema"), IsOkAndHolds(1));
}

TEST(DatabaseTest, CommitsAreDurable) {
  Database database = EmptyDatabase();
  EXPECT_THAT(database.ReadInteger("PRAGMA synchronous"), IsOkAndHolds(2));
  EXPECT_THAT(database.ReadInteger("PRAGMA foreign_keys"), IsOkAndHolds(0));
}

TEST(DatabaseTest, ReadIntegerWithoutRowIsInternal) {
  Database database = EmptyDatabase();
  EXPECT_THAT(database.ReadInteger("SELECT 1 WHERE 0"), StatusIs(absl::StatusCode::kInternal));
  EXPECT_THAT(database.ReadInteger("SELECT absent"), StatusIs(absl::StatusCode::kInternal));
}

TEST(DatabaseTest, CopyReplacesWhatTheTargetHeld) {
  Database source = EmptyDatabase();
  Database target = EmptyDatabase();
  ASSERT_THAT(source.Execute("CREATE TABLE t (a); INSERT INTO t VALUES (1)"), IsOk());
  ASSERT_THAT(target.Execute("CREATE TABLE u (a)"), IsOk());
  ASSERT_THAT(source.CopyTo(target), IsOk());
  ASSERT_THAT(target.Execute("INSERT INTO t VALUES (2)"), IsOk());
  EXPECT_THAT(Rows(target, "SELECT name FROM sqlite_schema"), ElementsAre("t"));
  EXPECT_THAT(Rows(source, "SELECT a FROM t"), ElementsAre("1"));
}

TEST(DatabaseTest, CopyOfALockedFileIsUnavailable) {
  const TempDirectory directory;
  absl::StatusOr<Database> writer = Database::Open(directory.File("kb.db"), Database::Mode::kCreate);
  ASSERT_THAT(writer, IsOk());
  ASSERT_THAT(writer->Execute("CREATE TABLE t (a)"), IsOk());
  absl::StatusOr<Database> reader = Database::Open(directory.File("kb.db"), Database::Mode::kRead);
  ASSERT_THAT(reader, IsOk());
  ASSERT_THAT(writer->Execute("BEGIN EXCLUSIVE"), IsOk());
  sqlite3_busy_timeout(reader->handle(), 1);
  Database target = EmptyDatabase();
  EXPECT_THAT(reader->CopyTo(target), StatusIs(absl::StatusCode::kUnavailable, HasSubstr("locked")));
}

}  // namespace
}  // namespace sipwhy
