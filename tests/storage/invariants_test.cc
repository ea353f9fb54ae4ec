#include "storage/invariants.h"

#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "storage/migrator.h"
#include "storage/transaction.h"
#include "tests/storage/toy_migrations.h"
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
      {"INSERT INTO term VALUES ('retry', 'on_monday', 'later')", "term retry.on_monday has no English text"},
      {"DELETE FROM term_text WHERE aspect = 'retry' AND term = 'at_contact' AND language = 'en'",
       "term retry.at_contact has no English text"},
      {"INSERT INTO fact VALUES (301, 'retry', 2, 'other_flow', 3261, '8', NULL)",
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
      {"INSERT INTO language VALUES ('qtz', 'Zorian', 'zor')", "label language.qtz is missing in English"},
      {"INSERT INTO language VALUES ('qtz', 'Zorian', 'zor');"
       "INSERT INTO label VALUES ('language.qtz', 'en', 'Zorian')",
       "language qtz does not name all six classes"},
      {"DELETE FROM class_text WHERE class = 6 AND language = 'ja'", "language ja does not name all six classes"},
      {"DELETE FROM label WHERE label = 'how_to_fix' AND language = 'en'", "label how_to_fix is missing in English"},
      {"DELETE FROM template WHERE template = 'title.code'", "template title.code is missing in English"},
      {"INSERT INTO template VALUES ('new.one', 'vi', 'x')", "template new.one has no English text"},
      {"UPDATE template SET text = 'none' WHERE template = 'title.code' AND language = 'vi'",
       "template title.code in vi has other named values than in English"},
      {"UPDATE template SET text = text || '{more}' WHERE template = 'title.code' AND language = 'en'",
       "template title.code in ar has other named values than in English"},
      {"UPDATE term_text SET phrase = phrase || '{more}' WHERE aspect = 'pstn' AND term = 'none' AND language = 'ja'",
       "term pstn.none in ja has other named values than in English"}};
  for (const auto& [sql, fault] : cases) {
    EXPECT_THAT(CheckAfter(sql), StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr(fault))) << sql;
  }
  EXPECT_THAT(CheckKnowledge(database_), IsOk());
}

TEST_F(InvariantsTest, VariantOfATemplateHasTheNamedValuesOfItsBaseInEnglish) {
  constexpr char kOther[] = "in ru has other named values than in English";
  EXPECT_THAT(CheckAfter("INSERT INTO template VALUES ('bot.diff.count[few]', 'ru', 'Отличаются строки.')"),
              StatusIs(absl::StatusCode::kFailedPrecondition, absl::StrCat("template bot.diff.count[few] ", kOther)));
  EXPECT_THAT(CheckAfter("INSERT INTO template VALUES ('bot.diff.count[few]', 'ru', '{count} {more}')"),
              StatusIs(absl::StatusCode::kFailedPrecondition, absl::StrCat("template bot.diff.count[few] ", kOther)));
  EXPECT_THAT(CheckAfter("INSERT INTO template VALUES ('bot.diff.count[few]', 'ru', 'Отличаются строки: {count}.')"),
              IsOk());  // though English has no [few]
}

TEST_F(InvariantsTest, VariantOfNoTemplateIsTold) {
  EXPECT_THAT(CheckAfter("INSERT INTO template VALUES ('new.one[few]', 'ru', '{count}')"),
              StatusIs(absl::StatusCode::kFailedPrecondition, "template new.one[few] has no English text"));
  EXPECT_THAT(CheckAfter("INSERT INTO template VALUES ('new.one', 'ru', 'x'), ('new.one[few]', 'en', 'x')"),
              StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("has no English text")));
}

TEST_F(InvariantsTest, StatementHasOneSource) {
  const struct {
    const char* sql;
    const char* fault;
  } cases[] = {{"UPDATE fact SET rfc = 0 WHERE code = 301 AND aspect = 'retry'",
                "of code 301 needs either an RFC or a document as its source"},
               {"UPDATE fact SET rfc = -1 WHERE code = 301 AND aspect = 'retry'",
                "of code 301 needs either an RFC or a document as its source"},
               {"UPDATE fact SET document = 'ITU-T Q.850' WHERE code = 301 AND aspect = 'retry'",
                "of code 301 needs either an RFC or a document as its source"},
               {"UPDATE reference SET rfc = 0 WHERE code = 408 AND position = 1",
                "reference 1 of code 408 needs either an RFC or a document"},
               {"UPDATE reference SET document = 'ITU-T Q.850' WHERE code = 408 AND position = 1",
                "reference 1 of code 408 needs either an RFC or a document"},
               {"UPDATE header SET rfc = 0 WHERE code = 401 AND header = 'WWW-Authenticate'",
                "header WWW-Authenticate of code 401 has no RFC section as its source"},
               {"UPDATE meaning SET section = '' WHERE code = 408 AND position = 2",
                "meaning 2 of code 408 has no section as its source"}};
  for (const auto& [sql, fault] : cases) {
    EXPECT_THAT(CheckAfter(sql), StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr(fault))) << sql;
  }
  EXPECT_THAT(CheckAfter("UPDATE fact SET rfc = 0, document = 'ITU-T Q.850' WHERE code = 301 AND aspect = 'retry'"),
              IsOk());
}

TEST_F(InvariantsTest, PromiseIsKept) {
  const struct {
    const char* sql;
    const char* fault;
  } cases[] = {
      {"DELETE FROM fact WHERE code = 486", "code 486 is registered but not explained"},
      {"INSERT INTO code VALUES (499, 'New', 'registered', '', 9999, '1')", "code 499 is registered but not explained"},
      {"INSERT INTO code VALUES (499, 'New', 'deprecated', '', 9999, '1')", "code 499 is registered but not explained"},
      {"DELETE FROM sample WHERE code = 486", "code 486 has no sample"},
      {"DELETE FROM ladder WHERE code = 486", "code 486 has no ladder"},
      {"DELETE FROM symptom WHERE code = 486 AND language = 'en'", "code 486 has no symptom"}};
  for (const auto& [sql, fault] : cases) {
    EXPECT_THAT(CheckAfter(sql), StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr(fault))) << sql;
    EXPECT_THAT(CheckAfter(absl::StrCat("DELETE FROM promise;", sql)), IsOk()) << sql;
  }
  EXPECT_THAT(CheckAfter("INSERT INTO code VALUES (499, 'New', 'local', 'Box', NULL, NULL)"), IsOk());
}

TEST_F(InvariantsTest, BrokenLadderSymptomOrMeaningIsTold) {
  const struct {
    const char* sql;
    const char* fault;
  } cases[] = {{"UPDATE ladder SET message = 'RTP' WHERE code = 408 AND message LIKE '408 %'",
                "the ladder of code 408 does not show 408"},
               {"UPDATE ladder SET message = '200 OK (408 elsewhere)' WHERE code = 408 AND message LIKE '408 %'",
                "the ladder of code 408 does not show 408"},
               {"UPDATE ladder SET receiver = sender WHERE code = 408 AND position = 1",
                "arrow 1 in the ladder of code 408 goes from caller to itself"},
               {"DELETE FROM ladder_party_text WHERE party = 'proxy' AND language = 'en'",
                "ladder party proxy has no English name"},
               {"INSERT INTO ladder_party VALUES ('moon', 999)", "ladder party moon has no English name"},
               {"UPDATE ladder SET position = 99 WHERE code = 408 AND position = 1",
                "arrows in the ladder of code 408 are not numbered 1, 2, 3"},
               {"UPDATE symptom SET position = 99 WHERE code = 408 AND language = 'en' AND position = 1",
                "symptoms of code 408 in en are not numbered 1, 2, 3"},
               {"UPDATE meaning SET position = 99 WHERE code = 408 AND position = 2",
                "meanings of code 408 are not numbered 1, 2, 3"},
               {"UPDATE meaning SET phrase = 'Late' WHERE code = 408 AND position = 1",
                "code 408 has meanings, but the first is not the one without phrase and header"},
               {"UPDATE meaning SET header = 'Reason' WHERE code = 408 AND position = 1",
                "code 408 has meanings, but the first is not the one without phrase and header"},
               {"DELETE FROM meaning_text WHERE code = 408 AND position = 2 AND language = 'en'",
                "meaning 2 of code 408 has no English text"}};
  for (const auto& [sql, fault] : cases) {
    EXPECT_THAT(CheckAfter(sql), StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr(fault))) << sql;
  }
  EXPECT_THAT(CheckAfter("UPDATE ladder SET message = 'Timer B', receiver = sender WHERE code = 408 AND position = 1"),
              IsOk());
}

TEST_F(InvariantsTest, BrokenNoteOrGroupIsTold) {
  const struct {
    const char* sql;
    const char* fault;
  } cases[] = {
      {"UPDATE pair_note SET difference = printf('%.401c', 'a') WHERE low = 301 AND high = 380 AND language = 'vi'",
       "the note on 301 and 380 in vi has 401 characters of difference, and 400 fit"},
      {"INSERT INTO group_note VALUES ('no_answer', 'de', printf('%.401c', 'a'), 'b', 'c')",
       "the note on no_answer in de has 401 characters of difference, and 400 fit"},
      {"INSERT INTO code_group VALUES ('none')", "group none has not three or four codes"},
      {"DELETE FROM code_group_member WHERE code_group = 'no_answer' AND code <> 408",
       "group no_answer has not three or four codes"},
      {"INSERT INTO code_group_member VALUES ('rejecting_a_call', 100)",
       "group rejecting_a_call has not three or four codes"},
      {"DELETE FROM group_note WHERE code_group = 'no_answer' AND language = 'en'",
       "group no_answer has no English note"},
      {"INSERT INTO code_group VALUES ('twice');"
       "INSERT INTO group_note SELECT 'twice', language, difference, when_to_use, mistake FROM group_note"
       "  WHERE code_group = 'no_answer';"
       "INSERT INTO code_group_member SELECT 'twice', code FROM code_group_member WHERE code_group = 'no_answer'"
       "  ORDER BY code DESC",
       "group twice has the codes of group no_answer"}};
  for (const auto& [sql, fault] : cases) {
    EXPECT_THAT(CheckAfter(sql), StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr(fault))) << sql;
  }
  for (const char* sql : {"UPDATE pair_note SET difference = printf('%.400c', 'a') WHERE language = 'vi'",
                          "INSERT INTO group_note VALUES ('no_answer', 'de', printf('%.400c', 'a'), 'b', 'c')"}) {
    EXPECT_THAT(CheckAfter(sql), IsOk()) << sql;
  }
}

TEST_F(InvariantsTest, BrokenCauseProductOrStrayNumberIsTold) {
  const struct {
    const char* sql;
    const char* fault;
  } cases[] = {
      {"DELETE FROM cause_text WHERE cause = 17 AND language = 'en'", "cause 17 has no English text"},
      {"INSERT INTO cause VALUES (126, '1', 'ITU-T Q.850')", "cause 126 has no English text"},
      {"INSERT INTO product_code_of_cause VALUES ('Toy', 17, 486, '1', 'Asterisk')",
       "Toy answers cause 17 with 486, as RFC 3398 does"},
      {"DELETE FROM code_of_cause WHERE cause = 17;"
       "INSERT INTO product_code_of_cause VALUES ('Toy', 17, 500, '1', 'Asterisk')",
       "Toy answers cause 17 with 500, as RFC 3398 does"},
      {"INSERT INTO product_cause_of_code VALUES ('Toy', 486, 17, '1', 'Asterisk')",
       "Toy releases with cause 17 on 486, as RFC 3398 does"},
      {"INSERT INTO stray_number VALUES (486, NULL, 'a slip', '', NULL)", "number 486 is a code of the knowledge base"},
      {"INSERT INTO stray_number VALUES (999, NULL, 'a slip', '', NULL)", "number 999 has no English text"},
      {"DELETE FROM stray_number_text WHERE number = 701 AND language = 'en'", "number 701 has no English text"}};
  for (const auto& [sql, fault] : cases) {
    EXPECT_THAT(CheckAfter(sql), StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr(fault))) << sql;
  }
  for (const char* sql : {"INSERT INTO product_code_of_cause VALUES ('Toy', 17, 600, '1', 'Asterisk')",
                          "INSERT INTO product_cause_of_code VALUES ('Toy', 486, 18, '1', 'Asterisk')"}) {
    EXPECT_THAT(CheckAfter(sql), IsOk()) << sql;
  }
}

TEST_F(InvariantsTest, VocabularyComesWithItsTable) {
  for (const char* label :
       {"sample_message", "ladder", "meanings", "to_sip", "condition.diagnostic", "found.symptom"}) {
    EXPECT_THAT(CheckAfter(absl::StrCat("DELETE FROM label WHERE label = '", label, "' AND language = 'en'")),
                StatusIs(absl::StatusCode::kFailedPrecondition,
                         HasSubstr(absl::StrCat("label ", label, " is missing in English"))));
  }
  for (const char* name : {"title.cause", "cause.to_sip.default", "notice.stray", "found"}) {
    EXPECT_THAT(CheckAfter(absl::StrCat("DELETE FROM template WHERE template = '", name, "'")),
                StatusIs(absl::StatusCode::kFailedPrecondition,
                         HasSubstr(absl::StrCat("template ", name, " is missing in English"))));
  }
}

TEST_F(InvariantsTest, SampleOrLadderThatIsNoSipIsTold) {
  const struct {
    const char* sql;
    const char* fault;
  } cases[] = {{"UPDATE sample SET message = replace(message, ';tag=', ';gat=') WHERE code = 408",
                "the sample of 408 has a From without a tag"},
               {"UPDATE sample SET message = replace(message, 'Request Timeout', 'Too Late') WHERE code = 408",
                "the sample of 408 does not start with SIP/2.0 408 Request Timeout"},
               {"UPDATE code SET reason_phrase = 'Too Late' WHERE code = 408",
                "the sample of 408 does not start with SIP/2.0 408 Too Late"},
               {"UPDATE sample SET message = replace(message, 'WWW-Authenticate', 'X-Authenticate') WHERE code = 401",
                "the sample of 401 lacks WWW-Authenticate, which it must have"},
               {"INSERT INTO header VALUES (408, 'Retry-After', 99, 'must', 3261, '1');"
                "INSERT INTO header_text VALUES (408, 'Retry-After', 'en', 'It tells.');"
                "UPDATE header SET position = (SELECT COUNT(*) FROM header WHERE code = 408) WHERE position = 99",
                "the sample of 408 lacks Retry-After, which it must have"},
               {"UPDATE sample SET message = replace(message, 'client.example.com', 'sip.test') WHERE code = 408",
                "the sample of 408 names sip.test, which is no host for documentation"},
               {"UPDATE ladder SET message = 'HELLO' WHERE code = 408 AND position = 1",
                "arrow 1 in the ladder of 408: \"HELLO\" is no method"},
               {"UPDATE ladder SET message = '100 Waiting' WHERE code = 408 AND position = 2",
                "arrow 2 in the ladder of 408: \"100 Waiting\" has another reason phrase"}};
  for (const auto& [sql, fault] : cases) {
    EXPECT_THAT(CheckAfter(sql), StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr(fault))) << sql;
  }
}

TEST_F(InvariantsTest, TablesRefuseWhatTheirConstraintsForbid) {
  for (const char* sql :
       {"UPDATE code_text SET summary = printf('%.111c', 'a') WHERE code = 408 AND language = 'en'",
        "UPDATE code_text SET summary = '' WHERE code = 408 AND language = 'en'",
        "UPDATE stray_number_text SET summary = printf('%.111c', 'a') WHERE number = 701",
        "UPDATE sample SET message = 'INVITE sip:bob@example.com SIP/2.0' WHERE code = 408",
        "UPDATE meaning SET header = '' WHERE code = 408 AND position = 2",
        "UPDATE meaning SET rfc = 0 WHERE code = 408 AND position = 2",
        "INSERT INTO cause VALUES (128, '1', 'ITU-T Q.850')",
        "INSERT INTO stray_number VALUES (99, NULL, 'a slip', '', NULL)", "INSERT INTO promise VALUES ('nothing')"}) {
    EXPECT_THAT(CheckAfter(sql), StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("CHECK constraint failed")))
        << sql;
  }
}

TEST_F(InvariantsTest, MigrationThatNamesAnUnknownPartyIsRefused) {
  for (const char* sql : {"UPDATE ladder SET sender = 'moon' WHERE code = 408 AND position = 1;",
                          "UPDATE ladder SET receiver = 'moon' WHERE code = 408 AND position = 1;"}) {
    std::vector<Migration> migrations = testing::ShippedMigrations();
    migrations.push_back(testing::ToyMigration(static_cast<int>(migrations.size()) + 1, "content", sql));
    EXPECT_THAT(ApplyMigrations(database_, migrations, {.check = &CheckKnowledge}),
                StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("ladder")))
        << sql;
  }
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
  } slips[] = {{"has two  spaces", "has a double space"},
               {" leads with one", "begins or ends with a space"},
               {"trails with one ", "begins or ends with a space"},
               {"is the the word", "says \"the\" twice"},
               {"waits , then calls", "has a space before punctuation"},
               {"says \"busy\"", "has a straight quotation mark or apostrophe; use “ ” and ’"},
               {"says “busy", "has a quotation mark or bracket without its pair"},
               {"says (busy", "has a quotation mark or bracket without its pair"},
               {"says busy.", "has a full stop, and becomes part of a sentence"}};
  for (const auto& [text, slip] : slips) {
    EXPECT_THAT(CheckAfter(absl::StrCat("UPDATE gist SET clause = '", text, "' WHERE code = 301 AND language = 'en'")),
                StatusIs(absl::StatusCode::kFailedPrecondition, absl::StrCat("the gist of 301 ", slip)))
        << text;
  }
  EXPECT_THAT(
      CheckAfter("UPDATE gist SET clause = 'had 5 5 times, had, had it, A. A and -- -- dashes' WHERE code = 301"),
      IsOk());
}

TEST_F(InvariantsTest, SentenceHasItsCapitalAndItsFullStop) {
  EXPECT_THAT(
      CheckAfter("UPDATE step SET sentence = 'One. two.' WHERE code = 301 AND language = 'en' AND position = 1"),
      StatusIs(absl::StatusCode::kFailedPrecondition, "step 1 of 301 begins a sentence with \"two.\""));
  EXPECT_THAT(CheckAfter("UPDATE step SET sentence = 'One. Two' WHERE code = 301 AND language = 'en' AND position = 1"),
              StatusIs(absl::StatusCode::kFailedPrecondition, "step 1 of 301 does not end with a full stop"));
}

TEST_F(InvariantsTest, EveryEnglishTextIsReadForSlips) {
  const struct {
    const char* sql;
    const char* place;
  } cases[] = {{"UPDATE code_text SET summary = 'a  b'", "the summary of 100"},
               {"UPDATE code_text SET description = 'a  b'", "the description of 100"},
               {"UPDATE code_text SET use_when = 'a  b'", "the use_when of 100"},
               {"UPDATE gist SET clause = 'a  b'", "the gist of 100"},
               {"UPDATE situation SET sentence = 'a  b'", "situation 1 of 100"},
               {"UPDATE step SET sentence = 'a  b'", "step 1 of 100"},
               {"UPDATE header_text SET purpose = 'a  b'", "the purpose of "},
               {"UPDATE pair_note SET difference = 'a  b'", "the note on 100 and 180"},
               {"UPDATE pair_note SET when_to_use = 'a  b'", "the note on 100 and 180"},
               {"UPDATE pair_note SET mistake = 'a  b'", "the note on 100 and 180"},
               {"UPDATE term_text SET phrase = replace(phrase, ' ', '  ')", "the phrase of "},
               {"UPDATE term_text SET clause = replace(clause, ' ', '  ')", "the clause of "},
               {"UPDATE symptom SET words = 'a  b'", "symptom 1 of 100"},
               {"UPDATE meaning_text SET meaning = 'a  b'", "meaning 1 of "},
               {"UPDATE meaning_text SET sign = 'a  b'", "meaning 1 of "},
               {"UPDATE meaning_text SET advice = 'a  b'", "meaning 1 of "},
               {"UPDATE meaning_text SET name = 'a  b'", "the name of meaning 1 of "},
               {"UPDATE group_note SET difference = 'a  b'", "the note on group "},
               {"UPDATE group_note SET when_to_use = 'a  b'", "the note on group "},
               {"UPDATE group_note SET mistake = 'a  b'", "the note on group "},
               {"UPDATE cause_text SET meaning = 'a  b'", "cause 1 has a double space"},
               {"UPDATE cause_text SET advice = 'a  b'", "cause 1 has a double space"},
               {"UPDATE cause_text SET to_sip = 'a  b'", "cause 1 has a double space"},
               {"UPDATE cause_text SET name = 'a  b'", "the name of cause 1 "},
               {"UPDATE stray_number_text SET summary = 'a  b'", "number 101 has a double space"},
               {"UPDATE stray_number_text SET description = 'a  b'", "number 101 has a double space"},
               {"UPDATE stray_number_text SET advice = 'a  b'", "number 101 has a double space"},
               {"UPDATE stray_number_text SET name = 'a  b'", "the name of number 101 "}};
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
