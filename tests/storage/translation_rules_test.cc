#include "storage/translation_rules.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "storage/migrator.h"
#include "storage/transaction.h"
#include "tests/testing/shipped_knowledge.h"
#include "tests/testing/status_matchers.h"

namespace sipwhy {
namespace {

using ::sipwhy::testing::IsOk;
using ::sipwhy::testing::StatusIs;
using ::testing::AllOf;
using ::testing::EndsWith;
using ::testing::StartsWith;

class TranslationRulesTest : public ::testing::Test {
 protected:
  // What CheckTranslations says after `sql`, which is then undone. A row of kb_context lets the triggers run.
  absl::Status CheckAfter(absl::string_view sql) {
    absl::StatusOr<Transaction> transaction = Transaction::Begin(database_, Transaction::Kind::kWrite);
    if (!transaction.ok()) return transaction.status();
    absl::Status changed = database_.Execute(absl::StrCat("INSERT INTO kb_context VALUES (1, 999);", sql));
    return changed.ok() ? CheckTranslations(database_) : changed;
  }

  Database database_ = testing::ShippedDatabase();
};

constexpr char kLeaveInEnglish[] =
    "UPDATE gist SET clause = (SELECT clause FROM gist WHERE code = 486 AND language = 'en')"
    " WHERE code = 486 AND language = 'de'";

TEST_F(TranslationRulesTest, ShippedKnowledgeIsClean) { EXPECT_THAT(CheckTranslations(database_), IsOk()); }

TEST_F(TranslationRulesTest, EveryRevisionFromTheFirstOnIsClean) {
  absl::StatusOr<Database> database = Database::OpenInMemory();
  EXPECT_THAT(ApplyMigrations(*database, testing::ShippedMigrations(), {.check = &CheckTranslations}), IsOk());
}

TEST_F(TranslationRulesTest, FaultNamesTextAndLanguage) {
  const struct {
    absl::string_view sql;
    absl::string_view fault;
  } cases[] = {
      {kLeaveInEnglish, "the gist of 486 in de is the English text"},
      {"UPDATE gist SET clause = 'the phone is in use and takes no call' WHERE code = 486 AND language = 'ko'",
       "the gist of 486 in ko is English in 20 of its 29 letters"},
      {"UPDATE gist SET clause = clause || ' 32' WHERE code = 486 AND language = 'fr'",
       "the gist of 486 in fr has the number 32, which is not in the English text"},
      {"UPDATE gist SET clause = clause || ' Retry-After' WHERE code = 486 AND language = 'ru'",
       "the gist of 486 in ru has the header Retry-After, which is not in the English text"},
      {"UPDATE gist SET clause = clause || ' INVITE' WHERE code = 486 AND language = 'th'",
       "the gist of 486 in th has the method INVITE, which is not in the English text"},
      {"UPDATE gist SET clause = clause || ' RFC 3261' WHERE code = 486 AND language = 'hi'",
       "the gist of 486 in hi has the reference RFC 3261, which is not in the English text"},
      {"UPDATE situation SET sentence = replace(sentence, '500', 'x') WHERE code = 491 AND language = 'vi'",
       "situation 4 of 491 in vi lacks the number 500 of the English text"},
      {"UPDATE step SET sentence = replace(sentence, 'Retry-After', 'x') WHERE code = 413 AND language = 'vi'",
       "step 1 of 413 in vi lacks the header Retry-After of the English text"},
      {"UPDATE situation SET sentence = replace(sentence, 'ACK', 'x') WHERE code = 491 AND language = 'vi'",
       "situation 4 of 491 in vi lacks the method ACK of the English text"},
      {"UPDATE situation SET sentence = replace(sentence, 'RFC 5407', 'x') WHERE code = 491 AND language = 'ja'",
       "situation 4 of 491 in ja lacks the reference RFC 5407 of the English text"},
      {"UPDATE situation SET sentence = replace(sentence, '§3.1.5', 'x') WHERE code = 491 AND language = 'ja'",
       "situation 4 of 491 in ja lacks the reference §3.1.5 of the English text"},
  };
  for (const auto& [sql, fault] : cases) {
    EXPECT_THAT(CheckAfter(sql), StatusIs(absl::StatusCode::kFailedPrecondition, std::string(fault))) << sql;
  }
  EXPECT_THAT(CheckTranslations(database_), IsOk());
}

TEST_F(TranslationRulesTest, TextOfEachKindIsJudged) {
  const struct {
    absl::string_view set;  // what of which table gets a number more
    absl::string_view fault;
  } cases[] = {
      {"label SET text = text || ' 77' WHERE label = 'how_to_fix'", "label how_to_fix"},
      {"template SET text = text || ' 77' WHERE template = 'title.code'", "template title.code"},
      {"class_text SET meaning = meaning || ' 77' WHERE class = 4", "the meaning of class 4"},
      {"term_text SET clause = clause || ' 77' WHERE aspect = 'retry' AND term = 'at_contact'",
       "the clause of retry.at_contact"},
      {"ladder_party_text SET name = name || ' 77' WHERE party = 'proxy'", "the name of party proxy"},
      {"code_text SET summary = substr(summary, 1, 90) || ' 77' WHERE code = 486", "the summary of 486"},
      {"code_text SET description = description || ' 77' WHERE code = 486", "the description of 486"},
      {"header_text SET purpose = purpose || ' 77' WHERE code = 401 AND header = 'WWW-Authenticate'",
       "the purpose of WWW-Authenticate in 401"},
      {"meaning_text SET advice = advice || ' 77' WHERE code = 408 AND position = 2", "meaning 2 of 408"},
      {"pair_note SET mistake = mistake || ' 77' WHERE low = 301 AND high = 380", "the note on 301 and 380"},
      {"group_note SET mistake = mistake || ' 77' WHERE code_group = 'no_answer'", "the note on no_answer"},
      {"cause_text SET to_sip = to_sip || ' 77' WHERE cause = 17", "cause 17"},
      {"stray_number_text SET advice = advice || ' 77' WHERE number = 701", "number 701"},
  };
  for (const auto& [set, fault] : cases) {
    EXPECT_THAT(
        CheckAfter(absl::StrCat("UPDATE ", set, " AND language = 'vi'")),
        StatusIs(absl::StatusCode::kFailedPrecondition, StartsWith(absl::StrCat(fault, " in vi has the number 77"))))
        << set;
  }
}

TEST_F(TranslationRulesTest, SummaryWithoutLongerTextsIsJudged) {
  EXPECT_THAT(CheckAfter("UPDATE summary SET summary = 'Busy; call again later.' WHERE code = 486 AND language = 'it'"),
              StatusIs(absl::StatusCode::kFailedPrecondition, StartsWith("the summary of 486 in it is English")));
}

TEST_F(TranslationRulesTest, PeoplesOwnWordsMayDiffer) {
  EXPECT_THAT(CheckAfter("UPDATE symptom SET words = 'busy signal 77' WHERE code = 486 AND position = 1 AND language ="
                         " 'de'; INSERT INTO language_request VALUES ('please answer in English 77', 'en', 'de')"),
              IsOk());
}

TEST_F(TranslationRulesTest, TextThatEnglishLacksIsNotJudged) {
  EXPECT_THAT(CheckAfter("INSERT INTO label VALUES ('mine', 'de', 'something in English')"), IsOk());
}

TEST_F(TranslationRulesTest, ChangeOfTheEnglishTextIsSeenInItsTranslations) {
  EXPECT_THAT(CheckAfter("UPDATE step SET sentence = sentence || ' Wait 77 s.'"
                         " WHERE code = 408 AND position = 1 AND language = 'en'"),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       AllOf(StartsWith("step 1 of 408 in "), EndsWith("lacks the number 77 of the English text"))));
}

TEST_F(TranslationRulesTest, VariantIsHeldAgainstItsBase) {
  EXPECT_THAT(CheckAfter("INSERT INTO template VALUES ('bot.diff.count[few]', 'ru', 'Отличаются 77 строк: {count}.')"),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       "template bot.diff.count[few] in ru has the number 77, which is not in the English text"));
  EXPECT_THAT(
      CheckAfter("INSERT INTO template VALUES ('bot.diff.count[few]', 'ru', '{count} rows differ.')"),
      StatusIs(absl::StatusCode::kFailedPrecondition, "template bot.diff.count[few] in ru is the English text"));
  EXPECT_THAT(CheckAfter("INSERT INTO template VALUES ('bot.diff.count[few]', 'ru', 'Отличаются строки: {count}.')"),
              IsOk());
}

TEST_F(TranslationRulesTest, KeptWordIsKeptInItsLanguageAndThatOfEnglishInAll) {
  constexpr absl::string_view kGerman = "UPDATE gist SET clause = 'says Nein' WHERE code = 486 AND language = 'de';";
  EXPECT_THAT(CheckAfter(kGerman), StatusIs(absl::StatusCode::kFailedPrecondition,
                                            "the gist of 486 in de is English in 4 of its 8 letters"));
  for (absl::string_view language : {"de", "en"}) {
    EXPECT_THAT(CheckAfter(absl::StrCat(kGerman, "INSERT INTO kept_word VALUES ('", language, "', 'says')")), IsOk());
  }
  EXPECT_THAT(CheckAfter(absl::StrCat(kGerman, "INSERT INTO kept_word VALUES ('fr', 'says')")),
              StatusIs(absl::StatusCode::kFailedPrecondition));
}

TEST_F(TranslationRulesTest, ReasonPhraseMayStandInEveryLanguage) {
  EXPECT_THAT(CheckAfter("UPDATE gist SET clause = 'meldet Bad Gateway' WHERE code = 502 AND language = 'de'"), IsOk());
}

TEST_F(TranslationRulesTest, KnowledgeWithoutKeptWordsIsNotJudged) {
  EXPECT_THAT(CheckAfter(absl::StrCat(kLeaveInEnglish, "; DELETE FROM kept_word")), IsOk());
}

TEST_F(TranslationRulesTest, DatabaseWithoutTheTableIsNotJudged) {
  absl::StatusOr<Database> empty = Database::OpenInMemory();
  EXPECT_THAT(CheckTranslations(*empty), IsOk());
}

}  // namespace
}  // namespace sipwhy
