#include "storage/ledger.h"

#include <gtest/gtest.h>

#include "tests/storage/toy_migrations.h"
#include "tests/testing/status_matchers.h"

namespace sipwhy {
namespace {

using ::sipwhy::testing::EmptyDatabase;
using ::sipwhy::testing::IsOk;
using ::sipwhy::testing::IsOkAndHolds;
using ::sipwhy::testing::StatusIs;
using ::sipwhy::testing::ToyDatabase;
using ::sipwhy::testing::ToyMigrations;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

absl::Status CheckStored(Database& database) {
  absl::StatusOr<std::vector<Revision>> revisions = ReadRevisions(database);
  return revisions.ok() ? CheckLedger(database, *revisions) : revisions.status();
}

TEST(LedgerTest, DatabaseWithoutLedgerIsAtRevisionZero) {
  Database database = EmptyDatabase();
  EXPECT_THAT(HeadRevision(database), IsOkAndHolds(0));
  EXPECT_THAT(ReadRevisions(database), IsOkAndHolds(IsEmpty()));
  EXPECT_THAT(CheckStored(database), IsOk());
}

TEST(LedgerTest, AppendedRevisionComesBackWholeAndSetsUserVersion) {
  Database database = EmptyDatabase();
  ASSERT_THAT(CreateLedger(database), IsOk());
  Migration migration = ToyMigrations()[0];
  migration.reader = 4;
  const Revision revision = NextRevision({}, migration, "0123");
  ASSERT_THAT(AppendRevision(database, revision), IsOk());
  EXPECT_THAT(ReadRevisions(database), IsOkAndHolds(::testing::ElementsAre(revision)));
  EXPECT_EQ(revision.reader, 4);
  EXPECT_EQ(revision.file_name, "0001_toy.sql");
  EXPECT_THAT(HeadRevision(database), IsOkAndHolds(1));
  EXPECT_THAT(database.ReadInteger("PRAGMA user_version"), IsOkAndHolds(1));
}

TEST(LedgerTest, ReaderVersionNeverFalls) {
  const std::vector<Migration> migrations = ToyMigrations();
  EXPECT_EQ(NextRevision({}, migrations[0], "").reader, 1);
  Revision earlier = NextRevision({}, migrations[0], "");
  earlier.reader = 7;
  EXPECT_EQ(NextRevision({earlier}, migrations[1], "").reader, 7);
}

TEST(LedgerTest, ChainHashDependsOnContentSqlAndPast) {
  const std::vector<Migration> migrations = ToyMigrations();
  const Revision first = NextRevision({}, migrations[0], "a");
  Revision other_first = first;
  other_first.chain_hash = "x";
  Migration other_sql = migrations[1];
  other_sql.sql_hash = "x";
  const std::string chain = NextRevision({first}, migrations[1], "b").chain_hash;
  EXPECT_EQ(chain.size(), 64u);
  EXPECT_NE(NextRevision({first}, migrations[1], "c").chain_hash, chain);
  EXPECT_NE(NextRevision({first}, other_sql, "b").chain_hash, chain);
  EXPECT_NE(NextRevision({other_first}, migrations[1], "b").chain_hash, chain);
}

TEST(LedgerTest, MendedTitleChangesNoChainHash) {
  Migration migration = ToyMigrations()[0];
  const std::string chain = NextRevision({}, migration, "a").chain_hash;
  migration.title = "Better words";
  migration.notes = "Better notes";
  EXPECT_EQ(NextRevision({}, migration, "a").chain_hash, chain);
}

TEST(CheckLedgerTest, AlterationsAreDataLoss) {
  const struct {
    const char* sql;
    const char* message;
  } cases[] = {{"UPDATE kb_revision SET content_hash = 'x' WHERE revision = 2", "row for revision 2 was altered"},
               {"UPDATE kb_revision SET sql_hash = 'x' WHERE revision = 4", "row for revision 4 was altered"},
               {"UPDATE kb_revision SET chain_hash = 'x' WHERE revision = 1", "row for revision 1 was altered"},
               {"UPDATE kb_revision SET reader = 0 WHERE revision = 3", "row for revision 3 was altered"},
               {"UPDATE kb_revision SET kind = 'schema' WHERE revision = 3", "row for revision 3 was altered"},
               {"DELETE FROM kb_revision WHERE revision = 2", "no revision 2"},
               {"DELETE FROM kb_revision WHERE revision = 1", "no revision 1"},
               {"DELETE FROM kb_revision WHERE revision = 4", "says revision 4 and its ledger ends at 3"},
               {"DELETE FROM kb_revision", "says revision 4 and its ledger ends at 0"},
               {"PRAGMA user_version = 5", "says revision 5 and its ledger ends at 4"}};
  for (const auto& [sql, message] : cases) {
    Database database = ToyDatabase();
    ASSERT_THAT(CheckStored(database), IsOk());
    ASSERT_THAT(database.Execute(sql), IsOk()) << sql;
    EXPECT_THAT(CheckStored(database), StatusIs(absl::StatusCode::kDataLoss, HasSubstr(message))) << sql;
  }
}

}  // namespace
}  // namespace sipwhy
