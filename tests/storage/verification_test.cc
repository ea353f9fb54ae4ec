#include "storage/verification.h"

#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "tests/storage/toy_migrations.h"
#include "tests/testing/shipped_knowledge.h"
#include "tests/testing/status_matchers.h"
#include "tests/testing/temp_directory.h"

namespace sipwhy {
namespace {

using ::sipwhy::testing::Apply;
using ::sipwhy::testing::EmptyDatabase;
using ::sipwhy::testing::IsOk;
using ::sipwhy::testing::ReadFile;
using ::sipwhy::testing::StatusIs;
using ::sipwhy::testing::TempDirectory;
using ::sipwhy::testing::ToyDatabase;
using ::sipwhy::testing::ToyMigrations;
using ::testing::HasSubstr;

TEST(VerificationTest, WholeKnowledgeBasesPass) {
  Database empty = EmptyDatabase();
  Database toy = ToyDatabase();
  Database shipped = testing::ShippedDatabase();
  for (Database* database : {&empty, &toy, &shipped}) EXPECT_THAT(VerifyKnowledgeBase(*database), IsOk());
  for (int revision = 1; revision <= 4; ++revision) EXPECT_THAT(VerifyRevision(toy, revision), IsOk());
}

TEST(VerificationTest, WhatWasAlteredIsNamed) {
  const struct {
    const char* sql;
    const char* message;
  } cases[] = {
      {"PRAGMA application_id = 7", "no sipwhy knowledge base"},
      {"UPDATE kb_revision SET content_hash = 'x' WHERE revision = 2", "row for revision 2 was altered"},
      {"DELETE FROM kb_revision WHERE revision = 4", "says revision 4 and its ledger ends at 3"},
      {"PRAGMA user_version = 9", "says revision 9 and its ledger ends at 4"},
      {"DROP TRIGGER history_book_update; UPDATE book SET title = 'X'", "table book was changed without a migration"},
      {"INSERT INTO history_book VALUES ('b', 1, 'X', 3, 4)", "the history of table book contradicts itself"},
      {"UPDATE history_book SET title = 'X' WHERE title = 'Emma'", "content of revision 2 is not what its hash says"},
      {"DELETE FROM history_book WHERE title = 'Dracula'", "content of revision 2 is not what its hash says"},
      {"UPDATE history_book SET rev_from = 1 WHERE title = 'Ulysses'",
       "content of revision 1 is not what its hash says"},
      {"INSERT INTO kb_context VALUES (1, 3); DELETE FROM shelf WHERE shelf = 'a'",
       "content of revision 3 is not what its hash says"},
      {"INSERT INTO kb_context VALUES (1, 5); DELETE FROM shelf WHERE shelf = 'a'",
       "table shelf was changed without a migration"}};
  for (const auto& [sql, message] : cases) {
    Database database = ToyDatabase();
    ASSERT_THAT(database.Execute(sql), IsOk()) << sql;
    EXPECT_THAT(VerifyKnowledgeBase(database), StatusIs(absl::StatusCode::kDataLoss, HasSubstr(message))) << sql;
  }
}

TEST(VerificationTest, OnlyTheAskedRevisionIsVerified) {
  Database database = ToyDatabase();
  ASSERT_THAT(database.Execute("UPDATE history_book SET title = 'X' WHERE title = 'Emma'"), IsOk());
  EXPECT_THAT(VerifyRevision(database, 1), IsOk());
  EXPECT_THAT(VerifyRevision(database, 2), StatusIs(absl::StatusCode::kDataLoss, HasSubstr("revision 2")));
  EXPECT_THAT(VerifyRevision(database, 4), IsOk());
}

TEST(VerificationTest, RevisionThatDoesNotExistIsNotFound) {
  Database database = ToyDatabase();
  for (int revision : {-1, 0, 5, 99}) {
    EXPECT_THAT(VerifyRevision(database, revision), StatusIs(absl::StatusCode::kNotFound)) << revision;
  }
}

TEST(VerificationTest, IndexThatLostItsRowsIsDamage) {
  const TempDirectory directory;
  const std::string path = directory.File("kb.db");
  int64_t root = 0;
  {
    absl::StatusOr<Database> database = Database::Open(path, Database::Mode::kCreate);
    ASSERT_THAT(Apply(*database, ToyMigrations()), IsOk());
    root = *database->ReadInteger("SELECT rootpage FROM sqlite_schema WHERE name = 'history_shelf_row'");
  }
  std::string bytes = ReadFile(path);
  bytes.replace(static_cast<size_t>(root - 1) * 4096 + 3, 2, 2, '\0');  // the number of entries on the page
  directory.Write("kb.db", bytes);
  absl::StatusOr<Database> database = Database::Open(path, Database::Mode::kRead);
  EXPECT_THAT(VerifyKnowledgeBase(*database), StatusIs(absl::StatusCode::kDataLoss, HasSubstr("the file is damaged")));
}

// Flips bytes all over the file, some in each page. What is not noticed must be in bytes that hold nothing.
TEST(VerificationTest, FlippedBytesAreFoundOrHarmless) {
  const TempDirectory directory;
  const std::string path = directory.File("kb.db");
  {
    absl::StatusOr<Database> database = Database::Open(path, Database::Mode::kCreate);
    ASSERT_THAT(Apply(*database, ToyMigrations()), IsOk());
  }
  const std::string whole = ReadFile(path);
  int found = 0;
  for (size_t at = 0; at < whole.size(); at += 149) {
    std::string flipped = whole;
    flipped[at] = static_cast<char>(flipped[at] ^ 0xff);
    directory.Write("kb.db", flipped);
    absl::StatusOr<Database> database = Database::Open(path, Database::Mode::kRead);
    const absl::Status status = database.ok() ? VerifyKnowledgeBase(*database) : database.status();
    if (!status.ok()) ++found;
    if (!status.ok() || whole[at] == 0) continue;
    EXPECT_EQ(testing::Rows(*database, "SELECT * FROM book").size(), 3u) << "at byte " << at;
  }
  EXPECT_GT(found, 20);
}

}  // namespace
}  // namespace sipwhy
