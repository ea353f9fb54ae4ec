#include "storage/knowledge_reader.h"

#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "storage/history.h"
#include "storage/ledger.h"
#include "storage/migrator.h"
#include "tests/storage/toy_migrations.h"
#include "tests/testing/shipped_knowledge.h"
#include "tests/testing/status_matchers.h"

namespace sipwhy {
namespace {

using ::sipwhy::testing::IsOk;
using ::sipwhy::testing::IsOkAndHolds;
using ::sipwhy::testing::ShippedDatabase;
using ::sipwhy::testing::ShippedMigrations;
using ::sipwhy::testing::StatusIs;
using ::sipwhy::testing::ToyDatabase;
using ::sipwhy::testing::ToyMigration;
using ::testing::HasSubstr;

const int kNewest = static_cast<int>(ShippedMigrations().size());

// One of everything, said in as few rows as the tables allow.
constexpr char kLittleKnowledge[] =
    "INSERT INTO language VALUES ('en', 'English', 'English');"
    "INSERT INTO label VALUES ('none', 'en', 'None');"
    "INSERT INTO template VALUES ('list.or', 'en', ' or ');"
    "INSERT INTO class_text VALUES (4, 'en', 'Request Failure', 'It failed.');"
    "INSERT INTO term VALUES ('retry', 'soon', 'later');"
    "INSERT INTO term_text VALUES ('retry', 'soon', 'en', 'soon', '{code} may be tried soon');"
    "INSERT INTO code VALUES (486, 'Busy Here', 'registered', '', 3261, '21.4.24'),"
    "  (487, 'Mine', 'local', 'Box', NULL, NULL);"
    "INSERT INTO reference VALUES (486, 2, 3398, '7'), (486, 1, 4320, '4');"
    "INSERT INTO fact VALUES (486, 'retry', 1, 'soon', 3261, '21');"
    "INSERT INTO header VALUES (486, 'Retry-After', 1, 'may', 3261, '20.33');"
    "INSERT INTO header_text VALUES (486, 'Retry-After', 'en', 'It says when.');"
    "INSERT INTO cause_of_code VALUES (486, 17, 3398, '8');"
    "INSERT INTO code_of_cause VALUES (17, '', 486, 3398, '7'), (18, 'diagnostic', 487, 3398, '7');"
    "INSERT INTO related_code VALUES (486, 487, 'often_confused_with');"
    "INSERT INTO gist VALUES (486, 'en', 'says busy');"
    "INSERT INTO code_text VALUES (486, 'en', 'Busy.', 'The callee is busy.', 'Send it when busy.');"
    "INSERT INTO situation VALUES (486, 'en', 2, 'Second.'), (486, 'en', 1, 'First.');"
    "INSERT INTO step VALUES (486, 'en', 1, 'caller', 'Wait.');"
    "INSERT INTO pair_note VALUES (486, 487, 'en', 'They differ.', 'Take either.', 'None.');";

Knowledge ExpectedLittleKnowledge() {
  CodeEntry busy;
  busy.code = 486;
  busy.reason_phrase = "Busy Here";
  busy.state = "registered";
  busy.definition = Citation{3261, "21.4.24"};
  busy.references = {{4320, "4"}, {3398, "7"}};
  busy.facts = {{"retry", "soon", "later", {3261, "21"}}};
  Header& header = busy.headers.emplace_back();
  header.name = "Retry-After";
  header.strength = "may";
  header.source = {3261, "20.33"};
  header.purpose["en"] = "It says when.";
  busy.cause = Cause{17, {3398, "8"}};
  busy.related = {{487, "often_confused_with"}};
  busy.gist = {{"en", "says busy"}};
  busy.texts["en"] = {
      "Busy.", "The callee is busy.", "Send it when busy.", {"First.", "Second."}, {{"caller", "Wait."}}};
  CodeEntry mine;
  mine.code = 487;
  mine.reason_phrase = "Mine";
  mine.state = "local";
  mine.origin = "Box";
  Knowledge knowledge;
  knowledge.languages["en"] = {"English", "English"};
  knowledge.labels[{"none", "en"}] = "None";
  knowledge.templates[{"list.or", "en"}] = " or ";
  knowledge.classes[{4, "en"}] = {"Request Failure", "It failed."};
  knowledge.terms[{"retry", "soon"}]["en"] = {"soon", "{code} may be tried soon"};
  knowledge.codes[486] = busy;
  knowledge.codes[487] = mine;
  knowledge.code_of_cause = {{17, 486}};
  knowledge.pair_notes[{486, 487}]["en"] = {"They differ.", "Take either.", "None."};
  return knowledge;
}

TEST(KnowledgeReaderTest, EveryTableComesBackInItsPlace) {
  Database database = testing::EmptyDatabase();
  ASSERT_THAT(testing::Apply(database, {ShippedMigrations()[0], ToyMigration(2, "content", kLittleKnowledge)}), IsOk());
  absl::StatusOr<Knowledge> knowledge = ReadKnowledge(database, 2);
  ASSERT_THAT(knowledge, IsOk());
  EXPECT_EQ(knowledge->revision.number, 2);
  knowledge->revision = {};
  EXPECT_EQ(*knowledge, ExpectedLittleKnowledge());
}

TEST(KnowledgeReaderTest, OlderRevisionIgnoresLaterEdit) {
  Database database = ShippedDatabase();
  absl::StatusOr<Knowledge> before = ReadKnowledge(database, kNewest);
  ASSERT_THAT(before, IsOk());
  std::vector<Migration> migrations = ShippedMigrations();
  migrations.push_back(ToyMigration(kNewest + 1, "content",
                                    "UPDATE code SET reason_phrase = 'Changed' WHERE code = 301;"
                                    "DELETE FROM gist WHERE code = 408;"
                                    "INSERT INTO reference VALUES (408, 9, 3261, '1');"));
  ASSERT_THAT(testing::Apply(database, migrations), IsOk());
  EXPECT_THAT(ReadKnowledge(database, kNewest), IsOkAndHolds(*before));
  absl::StatusOr<Knowledge> after = ReadKnowledge(database, kNewest + 1);
  ASSERT_THAT(after, IsOk());
  EXPECT_EQ(after->codes.at(301).reason_phrase, "Changed");
  EXPECT_TRUE(after->codes.at(408).gist.empty());
  EXPECT_EQ(after->revision.number, kNewest + 1);
}

TEST(KnowledgeReaderTest, WhatWasDeletedIsGoneFromEveryTable) {
  Database database = ShippedDatabase();
  absl::StatusOr<std::vector<ContentTable>> tables = ReadContentTables(database);
  ASSERT_THAT(tables, IsOk());
  std::string sql;
  for (const ContentTable& table : *tables) {
    absl::StatusOr<int64_t> rows = database.ReadInteger("SELECT COUNT(*) FROM " + table.name);
    if (*rows > 0) absl::StrAppend(&sql, "DELETE FROM ", table.name, ";\n");
  }
  std::vector<Migration> migrations = ShippedMigrations();
  migrations.push_back(ToyMigration(kNewest + 1, "content", sql));
  ASSERT_THAT(testing::Apply(database, migrations), IsOk());
  absl::StatusOr<Knowledge> knowledge = ReadKnowledge(database, kNewest + 1);
  ASSERT_THAT(knowledge, IsOk());
  knowledge->revision = {};
  EXPECT_TRUE(*knowledge == Knowledge());
}

TEST(KnowledgeReaderTest, RevisionReadsTheSameBeforeAndAfterLaterMigrations) {
  Database whole = ShippedDatabase();
  for (int revision = 1; revision <= kNewest; ++revision) {
    Database database = testing::EmptyDatabase();
    const std::vector<Migration> some(ShippedMigrations().begin(), ShippedMigrations().begin() + revision);
    ASSERT_THAT(testing::Apply(database, some), IsOk());
    absl::StatusOr<Knowledge> then = ReadKnowledge(database, revision);
    ASSERT_THAT(then, IsOk());
    EXPECT_TRUE(ReadKnowledge(whole, revision) == then) << "revision " << revision;
  }
}

TEST(KnowledgeReaderTest, RevisionComesWithItsLedgerRow) {
  Database database = ShippedDatabase();
  absl::StatusOr<std::vector<Revision>> revisions = ReadRevisions(database);
  ASSERT_THAT(revisions, IsOk());
  for (const Revision& revision : *revisions) {
    absl::StatusOr<Knowledge> knowledge = ReadKnowledge(database, revision.number);
    ASSERT_THAT(knowledge, IsOk());
    EXPECT_EQ(knowledge->revision, revision);
  }
}

TEST(KnowledgeReaderTest, RevisionThatDoesNotExistIsNotFound) {
  Database database = ShippedDatabase();
  for (int revision : {-1, 0, kNewest + 1, 2'000'000'000}) {
    EXPECT_THAT(ReadKnowledge(database, revision),
                StatusIs(absl::StatusCode::kNotFound, HasSubstr(absl::StrCat("the knowledge base has 1 to ", kNewest))))
        << revision;
  }
}

TEST(KnowledgeReaderTest, TablesThatAreNotOursAreFailedPrecondition) {
  Database database = ToyDatabase();
  EXPECT_THAT(ReadKnowledge(database, 1), StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("lacks a table")));
}

TEST(KnowledgeReaderTest, EndsItsTransaction) {
  Database database = ShippedDatabase();
  ASSERT_THAT(ReadKnowledge(database, 1), IsOk());
  ASSERT_FALSE(ReadKnowledge(database, 99'999).ok());
  EXPECT_THAT(database.Execute("BEGIN IMMEDIATE"), IsOk());
}

}  // namespace
}  // namespace sipwhy
