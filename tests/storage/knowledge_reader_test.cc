#include "storage/knowledge_reader.h"

#include <gtest/gtest.h>

#include <algorithm>

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
    "INSERT INTO document VALUES ('Q.850', 'Causes', 'https://www.itu.int/'), ('Manual', 'The manual', '');"
    "INSERT INTO term VALUES ('retry', 'soon', 'later');"
    "INSERT INTO term_text VALUES ('retry', 'soon', 'en', 'soon', '{code} may be tried soon');"
    "INSERT INTO code VALUES (486, 'Busy Here', 'registered', '', 3261, '21.4.24'),"
    "  (487, 'Mine', 'local', 'Box', NULL, NULL), (600, 'Busy', 'historic', '', 2543, '');"
    "INSERT INTO reference VALUES (486, 2, 3398, '7', NULL), (486, 1, 4320, '4', NULL), (486, 3, 0, 'Errors', "
    "'Manual');"
    "INSERT INTO fact VALUES (486, 'retry', 1, 'soon', 3261, '21', NULL), (487, 'retry', 1, 'soon', 0, '5', 'Manual');"
    "INSERT INTO header VALUES (486, 'Retry-After', 1, 'may', 3261, '20.33');"
    "INSERT INTO header_text VALUES (486, 'Retry-After', 'en', 'It says when.');"
    "INSERT INTO cause VALUES (17, '2.2.5', 'Q.850');"
    "INSERT INTO cause_text VALUES (17, 'en', 'User busy', 'The user is busy.', 'Wait for it.', 'It sends a tone.');"
    "INSERT INTO cause_of_code VALUES (486, 17, 3398, '8');"
    "INSERT INTO code_of_cause VALUES (17, 'diagnostic', 600, 3398, '7.1'), (17, '', 486, 3398, '7'),"
    "  (18, '', 487, 3398, '7.2');"
    "INSERT INTO product_code_of_cause VALUES ('Switch', 17, 600, 'Table 2', 'Manual'), ('Box', 17, 487, '3', "
    "'Manual');"
    "INSERT INTO product_cause_of_code VALUES ('Switch', 486, 17, '6', 'Manual'), ('Box', 486, 17, '', 'Manual');"
    "INSERT INTO stray_number VALUES (603, 600, 'a slip of the pen', '9', 'Manual'), (999, NULL, 'a library', '', "
    "NULL);"
    "INSERT INTO stray_number_text VALUES (999, 'en', 'Timeout', 'No code.', 'It is none.', 'Ask the library.');"
    "INSERT INTO related_code VALUES (486, 600, 'global_twin'), (486, 487, 'often_confused_with');"
    "INSERT INTO meaning VALUES (486, 2, 'Rejected', 'Reason', 'Q.850;cause=21', 0, '2', 'Q.850'),"
    "  (486, 1, '', '', '', 3261, '21.4.24', NULL);"
    "INSERT INTO meaning_text VALUES (486, 2, 'en', 'rejected', 'Someone rejected it.', 'Reason is there.', 'Ask.'),"
    "  (486, 1, 'en', 'busy', 'It is busy.', 'Nothing is there.', 'Wait.');"
    "INSERT INTO sample VALUES (486, 'SIP/2.0 486 Busy Here');"
    "INSERT INTO ladder_party VALUES ('callee', 2), ('caller', 1);"
    "INSERT INTO ladder_party_text VALUES ('callee', 'en', 'Callee'), ('caller', 'en', 'Caller');"
    "INSERT INTO ladder VALUES (486, 2, 'callee', 'caller', '486 Busy Here'), (486, 1, 'caller', 'callee', 'INVITE'),"
    "  (486, 3, 'caller', 'caller', 'Timer D');"
    "INSERT INTO symptom VALUES (486, 'en', 2, 'busy tone'), (486, 'en', 1, 'line engaged');"
    "INSERT INTO gist VALUES (486, 'en', 'says busy');"
    "INSERT INTO code_text VALUES (486, 'en', 'Busy.', 'The callee is busy.', 'Send it when busy.');"
    "INSERT INTO situation VALUES (486, 'en', 2, 'Second.'), (486, 'en', 1, 'First.');"
    "INSERT INTO step VALUES (486, 'en', 1, 'caller', 'Wait.');"
    "INSERT INTO pair_note VALUES (486, 487, 'en', 'They differ.', 'Take either.', 'None.');"
    "INSERT INTO code_group VALUES ('busy');"
    "INSERT INTO code_group_member VALUES ('busy', 600), ('busy', 486), ('busy', 487);"
    "INSERT INTO group_note VALUES ('busy', 'en', 'All differ.', 'Take any.', 'Too many.');"
    "INSERT INTO language VALUES ('qtz', 'Zorian', 'zor');"
    "INSERT INTO summary VALUES (486, 'qtz', 'Zor.');"
    "INSERT INTO language_request VALUES ('in english', 'en', 'en'), ('auf englisch', 'en', 'qtz');"
    "INSERT INTO question_word VALUES ('en', 'ask', 'why');"
    "INSERT INTO kept_word VALUES ('en', 'zor');"
    "INSERT INTO promise VALUES ('every_registered_code_is_explained');";

CodeEntry ExpectedBusyHere() {
  CodeEntry busy;
  busy.code = 486;
  busy.reason_phrase = "Busy Here";
  busy.state = "registered";
  busy.definition = Citation{3261, "21.4.24"};
  busy.references = {{4320, "4"}, {3398, "7"}, {0, "Errors", "Manual"}};
  busy.facts = {{"retry", "soon", "later", {3261, "21"}}};
  busy.headers = {{"Retry-After", "may", {3261, "20.33"}, {{"en", "It says when."}}}};
  busy.cause = Cause{17, {3398, "8"}};
  busy.product_causes = {{"Box", 17, {0, "", "Manual"}}, {"Switch", 17, {0, "6", "Manual"}}};
  busy.related = {{487, "often_confused_with"}, {600, "global_twin"}};
  busy.meanings = {{"", "", "", {3261, "21.4.24"}, {{"en", {"busy", "It is busy.", "Nothing is there.", "Wait."}}}},
                   {"Rejected",
                    "Reason",
                    "Q.850;cause=21",
                    {0, "2", "Q.850"},
                    {{"en", {"rejected", "Someone rejected it.", "Reason is there.", "Ask."}}}}};
  busy.sample = "SIP/2.0 486 Busy Here";
  busy.ladder = {
      {"caller", "callee", "INVITE"}, {"callee", "caller", "486 Busy Here"}, {"caller", "caller", "Timer D"}};
  busy.gist = {{"en", "says busy"}};
  busy.summary = {{"en", "Busy."}, {"qtz", "Zor."}};
  busy.texts["en"] = {"The callee is busy.", "Send it when busy.", {"First.", "Second."}, {{"caller", "Wait."}}};
  busy.symptoms = {{"en", {"line engaged", "busy tone"}}};
  return busy;
}

Knowledge ExpectedLittleKnowledge() {
  Knowledge knowledge;
  knowledge.languages["en"] = {"English", "English", {"auf englisch", "in english"}, {{"ask", "why"}}};
  knowledge.languages["qtz"] = {"Zorian", "zor"};
  knowledge.labels[{"none", "en"}] = "None";
  knowledge.templates[{"list.or", "en"}] = " or ";
  knowledge.classes[{4, "en"}] = {"Request Failure", "It failed."};
  knowledge.terms[{"retry", "soon"}]["en"] = {"soon", "{code} may be tried soon"};
  knowledge.codes[486] = ExpectedBusyHere();
  CodeEntry& mine = knowledge.codes[487];
  mine.code = 487;
  mine.reason_phrase = "Mine";
  mine.state = "local";
  mine.origin = "Box";
  mine.facts = {{"retry", "soon", "later", {0, "5", "Manual"}}};
  CodeEntry& old = knowledge.codes[600];
  old.code = 600;
  old.reason_phrase = "Busy";
  old.state = "historic";
  old.definition = Citation{2543, ""};
  knowledge.causes[17] = {17,
                          {0, "2.2.5", "Q.850"},
                          {{"", 486, {3398, "7"}}, {"diagnostic", 600, {3398, "7.1"}}},
                          {{"Box", 487, {0, "3", "Manual"}}, {"Switch", 600, {0, "Table 2", "Manual"}}},
                          {{"en", {"User busy", "The user is busy.", "Wait for it.", "It sends a tone."}}}};
  knowledge.causes[18] = {18, {}, {{"", 487, {3398, "7.2"}}}, {}, {}};
  knowledge.stray_numbers[603] = {600, "a slip of the pen", Citation{0, "9", "Manual"}, {}};
  knowledge.stray_numbers[999] = {
      std::nullopt, "a library", std::nullopt, {{"en", {"Timeout", "No code.", "It is none.", "Ask the library."}}}};
  knowledge.notes[{486, 487}]["en"] = {"They differ.", "Take either.", "None."};
  knowledge.notes[{486, 487, 600}]["en"] = {"All differ.", "Take any.", "Too many."};
  knowledge.ladder_parties = {{"caller", {1, {{"en", "Caller"}}}}, {"callee", {2, {{"en", "Callee"}}}}};
  knowledge.documents = {{"Manual", {"The manual", ""}}, {"Q.850", {"Causes", "https://www.itu.int/"}}};
  return knowledge;
}

// The migrations that make the tables, without those that fill them.
std::vector<Migration> SchemaMigrations() {
  std::vector<Migration> schema;
  for (const Migration& migration : ShippedMigrations()) {
    if (migration.kind != MigrationKind::kSchema) continue;
    schema.push_back(migration);
    schema.back().number = static_cast<int>(schema.size());
  }
  return schema;
}

TEST(KnowledgeReaderTest, EveryTableComesBackInItsPlace) {
  Database database = testing::EmptyDatabase();
  std::vector<Migration> migrations = SchemaMigrations();
  const int filled = static_cast<int>(migrations.size()) + 1;
  migrations.push_back(ToyMigration(filled, "content", kLittleKnowledge));
  ASSERT_THAT(testing::Apply(database, migrations), IsOk());
  absl::StatusOr<Knowledge> knowledge = ReadKnowledge(database, filled);
  ASSERT_THAT(knowledge, IsOk());
  EXPECT_EQ(knowledge->revision.number, filled);
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
                                    "INSERT INTO reference VALUES (408, 9, 3261, '1', NULL);"));
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
  const std::vector<Migration>& all = ShippedMigrations();
  const auto is_schema = [](const Migration& migration) { return migration.kind == MigrationKind::kSchema; };
  const int newest_schema = std::find_if(all.rbegin(), all.rend(), is_schema)->number;
  Database whole = ShippedDatabase();
  Database growing = testing::EmptyDatabase();
  for (int revision = 1; revision <= kNewest; ++revision) {
    const std::vector<Migration> some(all.begin(), all.begin() + std::max(revision, newest_schema));
    ASSERT_THAT(testing::Apply(growing, some), IsOk());
    absl::StatusOr<Knowledge> then = ReadKnowledge(growing, revision);
    ASSERT_THAT(then, IsOk());
    EXPECT_TRUE(ReadKnowledge(whole, revision) == then) << "revision " << revision;
  }
}

TEST(KnowledgeReaderTest, TablesBeforeTheNewestSchemaAreFailedPrecondition) {
  Database database = testing::EmptyDatabase();
  ASSERT_THAT(testing::Apply(database, {ShippedMigrations().front()}), IsOk());
  EXPECT_THAT(ReadKnowledge(database, 1), StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("lacks a table")));
}

TEST(KnowledgeReaderTest, EditOfEveryTableIsOfItsRevision) {
  Database database = testing::EmptyDatabase();
  std::vector<Migration> migrations = SchemaMigrations();
  const int filled = static_cast<int>(migrations.size()) + 1;
  migrations.push_back(ToyMigration(filled, "content", kLittleKnowledge));
  migrations.push_back(ToyMigration(filled + 1, "content",
                                    "UPDATE sample SET message = 'SIP/2.0 486 Busy';"
                                    "UPDATE ladder SET message = 'ACK' WHERE position = 1;"
                                    "UPDATE ladder_party_text SET name = 'Bob' WHERE party = 'callee';"
                                    "UPDATE meaning_text SET name = 'other' WHERE position = 2;"
                                    "UPDATE document SET url = 'https://x/' WHERE document = 'Manual';"
                                    "UPDATE group_note SET mistake = 'Few.';"
                                    "DELETE FROM symptom WHERE position = 2;"
                                    "DELETE FROM product_code_of_cause WHERE product = 'Box';"
                                    "DELETE FROM stray_number WHERE number = 603;"));
  ASSERT_THAT(testing::Apply(database, migrations), IsOk());
  Knowledge expected = ExpectedLittleKnowledge();
  absl::StatusOr<Knowledge> before = ReadKnowledge(database, filled);
  ASSERT_THAT(before, IsOk());
  expected.revision = before->revision;
  EXPECT_EQ(*before, expected);
  expected.codes[486].sample = "SIP/2.0 486 Busy";
  expected.codes[486].ladder[0].message = "ACK";
  expected.ladder_parties["callee"].name["en"] = "Bob";
  expected.codes[486].meanings[1].texts["en"].name = "other";
  expected.documents["Manual"].url = "https://x/";
  expected.notes[{486, 487, 600}]["en"].mistake = "Few.";
  expected.codes[486].symptoms["en"].pop_back();
  expected.causes[17].product_codes.erase(expected.causes[17].product_codes.begin());
  expected.stray_numbers.erase(603);
  absl::StatusOr<Knowledge> after = ReadKnowledge(database, filled + 1);
  ASSERT_THAT(after, IsOk());
  expected.revision = after->revision;
  EXPECT_EQ(*after, expected);
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
