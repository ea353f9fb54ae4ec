#include "storage/invariants.h"

#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "storage/migrator.h"
#include "storage/transaction.h"
#include "tests/testing/shipped_knowledge.h"
#include "tests/testing/status_matchers.h"

namespace sipwhy {
namespace {

using ::sipwhy::testing::IsOk;
using ::sipwhy::testing::StatusIs;
using ::testing::HasSubstr;

class InvariantsTest : public ::testing::Test {
 protected:
  // What CheckKnowledge says after `sql`, which is then undone. A row of kb_context lets the triggers run.
  absl::Status CheckAfter(const std::string& sql) {
    absl::StatusOr<Transaction> transaction = Transaction::Begin(database_, Transaction::Kind::kWrite);
    if (!transaction.ok()) return transaction.status();
    absl::Status changed = database_.Execute(absl::StrCat("INSERT INTO kb_context VALUES (1, 999);", sql));
    return changed.ok() ? CheckKnowledge(database_) : changed;
  }

  Database database_ = testing::ShippedDatabase();
};

TEST_F(InvariantsTest, ShippedKnowledgeIsClean) { EXPECT_THAT(CheckKnowledge(database_), IsOk()); }

TEST_F(InvariantsTest, EveryRevisionFromTheFirstOnIsClean) {
  // The fixture applied each migration with CheckKnowledge; an empty knowledge base is clean as well.
  absl::StatusOr<Database> database = Database::OpenInMemory();
  const std::vector<Migration> first = {testing::ShippedMigrations().front()};
  EXPECT_THAT(ApplyMigrations(*database, first, {.check = &CheckKnowledge}), IsOk());
}

TEST_F(InvariantsTest, OneBrokenRowIsToldInWords) {
  const struct {
    const char* sql;
    const char* fault;
  } cases[] = {
      {"DELETE FROM fact WHERE code = 301 AND aspect = 'forking'", "code 301 has facts but none for forking"},
      {"DELETE FROM code_text WHERE code = 408 AND language = 'en'", "code 408 has facts but no English text"},
      {"DELETE FROM gist WHERE code = 408 AND language = 'en'", "code 408 has an English text but no gist"},
      {"DELETE FROM situation WHERE code = 487 AND language = 'en'", "code 487 has a text in en but no situation"},
      {"DELETE FROM step WHERE code = 430 AND language = 'en'", "code 430 has a text in en but no step"},
      {"DELETE FROM header_text WHERE code = 401 AND language = 'en'", "of code 401 has no English purpose"},
      {"INSERT INTO term VALUES ('retry', 'never', 'never')", "term retry.never has no English text"},
      {"DELETE FROM term_text WHERE aspect = 'retry' AND term = 'at_contact' AND language = 'en'",
       "term retry.at_contact has no English text"},
      {"INSERT INTO fact VALUES (301, 'retry', 2, 'other_flow', 3261, '8')",
       "code 301 has more than one fact for retry"},
      {"UPDATE term_text SET clause = 'no code' WHERE aspect = 'retry' AND term = 'at_contact' AND language = 'en'",
       "term retry.at_contact lacks its clause in en"},
      {"DELETE FROM cause_of_code WHERE code = 408", "code 408 goes to a cause but has no row in cause_of_code"},
      {"UPDATE fact SET position = 9 WHERE code = 301 AND aspect = 'sent_by' AND position = 1",
       "facts of code 301 about sent_by are not numbered"},
      {"UPDATE header SET position = position + 9 WHERE code = 401", "headers of code 401 are not numbered"},
      {"UPDATE reference SET position = position + 9 WHERE code = 408 AND position = 1",
       "references of code 408 are not numbered"},
      {"UPDATE situation SET position = 99 WHERE code = 408 AND language = 'en' AND position = 1",
       "situations of code 408 in en are not numbered"},
      {"UPDATE step SET position = 99 WHERE code = 408 AND language = 'en' AND position = 1",
       "steps of code 408 in en are not numbered"},
      {"INSERT INTO related_code VALUES (100, 699, 'often_confused_with')",
       "code 100 is related to 699 as often_confused_with, and 699 lacks the mirror row"},
      {"INSERT INTO related_code VALUES (100, 699, 'obsoletes'), (699, 100, 'obsoletes')", "lacks the mirror row"},
      {"INSERT INTO related_code VALUES (100, 699, 'proxy_twin'), (699, 100, 'proxy_twin')", "lacks the mirror row"},
      {"INSERT INTO related_code VALUES (100, 699, 'global_twin'), (699, 100, 'global_twin')", "lacks the mirror row"},
      {"INSERT INTO language VALUES ('fr', 'French', 'français')", "label language.fr is missing in English"},
      {"INSERT INTO language VALUES ('fr', 'French', 'français');"
       "INSERT INTO label VALUES ('language.fr', 'en', 'French')",
       "language fr does not name all six classes"},
      {"DELETE FROM class_text WHERE class = 6 AND language = 'ja'", "language ja does not name all six classes"},
      {"DELETE FROM label WHERE label = 'how_to_fix' AND language = 'en'", "label how_to_fix is missing in English"},
      {"DELETE FROM template WHERE template = 'title.code'", "template title.code is missing in English"},
      {"INSERT INTO template VALUES ('new.one', 'vi', 'x')", "template new.one has no English text"},
      {"UPDATE template SET text = 'none' WHERE template = 'title.code' AND language = 'vi'",
       "template title.code in vi has other named values than in English"},
      {"UPDATE template SET text = text || '{more}' WHERE template = 'title.code' AND language = 'en'",
       "template title.code in ja has other named values than in English"},
      {"UPDATE term_text SET phrase = phrase || '{more}' WHERE aspect = 'pstn' AND term = 'none' AND language = 'ja'",
       "term pstn.none in ja has other named values than in English"}};
  for (const auto& [sql, fault] : cases) {
    EXPECT_THAT(CheckAfter(sql), StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr(fault))) << sql;
  }
  EXPECT_THAT(CheckKnowledge(database_), IsOk());
}

TEST_F(InvariantsTest, RelationsWithTheirMirrorAreFine) {
  for (const char* sql : {"INSERT INTO related_code VALUES (100, 699, 'proxy_twin'), (699, 100, 'uas_twin')",
                          "INSERT INTO related_code VALUES (100, 699, 'global_twin'), (699, 100, 'local_twin')",
                          "INSERT INTO related_code VALUES (100, 699, 'obsoletes'), (699, 100, 'obsoleted_by')"}) {
    EXPECT_THAT(CheckAfter(sql), IsOk()) << sql;
  }
}

TEST_F(InvariantsTest, TypingSlipInAnEnglishTextIsNamed) {
  const struct {
    const char* text;
    const char* slip;
  } slips[] = {{"Two  spaces.", "has a double space"},
               {" Leads with one.", "begins or ends with a space"},
               {"Trails with one. ", "begins or ends with a space"},
               {"It is the the word.", "says \"the\" twice"},
               {"The the word.", "says \"the\" twice"}};
  for (const auto& [text, slip] : slips) {
    EXPECT_THAT(CheckAfter(absl::StrCat("UPDATE gist SET clause = '", text, "' WHERE code = 301 AND language = 'en'")),
                StatusIs(absl::StatusCode::kFailedPrecondition, absl::StrCat("the gist of 301 ", slip)))
        << text;
  }
  for (const char* fine : {"Had 5 5 times, had, had it, A. A and -- -- dashes."}) {
    EXPECT_THAT(CheckAfter(absl::StrCat("UPDATE gist SET clause = '", fine, "' WHERE code = 301 AND language = 'en'")),
                IsOk());
  }
}

TEST_F(InvariantsTest, EveryEnglishTextIsReadForSlips) {
  const struct {
    const char* sql;
    const char* place;
  } cases[] = {{"UPDATE code_text SET summary = 'a  b'", "the summary of 301"},
               {"UPDATE code_text SET description = 'a  b'", "the description of 301"},
               {"UPDATE code_text SET use_when = 'a  b'", "the use_when of 301"},
               {"UPDATE gist SET clause = 'a  b'", "the gist of 301"},
               {"UPDATE situation SET sentence = 'a  b'", "situation 1 of 301"},
               {"UPDATE step SET sentence = 'a  b'", "step 1 of 301"},
               {"UPDATE header_text SET purpose = 'a  b'", "the purpose of "},
               {"UPDATE pair_note SET difference = 'a  b'", "the note on 301 and 380"},
               {"UPDATE pair_note SET when_to_use = 'a  b'", "the note on 301 and 380"},
               {"UPDATE pair_note SET mistake = 'a  b'", "the note on 301 and 380"},
               {"UPDATE term_text SET phrase = replace(phrase, ' ', '  ')", "the phrase of "},
               {"UPDATE term_text SET clause = replace(clause, ' ', '  ')", "the clause of "}};
  for (const auto& [sql, place] : cases) {
    EXPECT_THAT(CheckAfter(sql), StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr(place))) << sql;
    EXPECT_THAT(CheckAfter(absl::StrCat(sql, " WHERE language = 'vi'")), IsOk()) << sql;
  }
}

TEST_F(InvariantsTest, DatabaseWithoutTheTablesIsInternal) {
  absl::StatusOr<Database> empty = Database::OpenInMemory();
  EXPECT_THAT(CheckKnowledge(*empty), StatusIs(absl::StatusCode::kInternal));
}

}  // namespace
}  // namespace sipwhy
