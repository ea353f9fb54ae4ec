// A language is added by one migration and nothing else.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "bot/bot.h"
#include "bot/render/plain_text.h"
#include "storage/invariants.h"
#include "storage/knowledge_reader.h"
#include "storage/ledger.h"
#include "storage/migrator.h"
#include "storage/translation_rules.h"
#include "tests/testing/fake_knowledge_client.h"
#include "tests/testing/shipped_knowledge.h"
#include "tests/testing/status_matchers.h"

namespace sipwhy::bot {
namespace {

using ::sipwhy::testing::FakeKnowledgeClient;
using ::sipwhy::testing::IsOk;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::StartsWith;

// Zorian puts the code last and calls 4xx otherwise than other classes. It has no terms, so facts come in English.
constexpr char kZorian[] = R"(
INSERT INTO language (language, name, own_name) VALUES ('qtz', 'Zorian', 'Zorgar');
INSERT INTO label (label, language, text)
  SELECT label, 'qtz', 'zor ' || replace(replace(replace(upper(label), '_', 'Z'), '.', 'Z'), ' ', 'Z') FROM label WHERE language = 'en';
INSERT INTO label (label, language, text) VALUES ('language.qtz', 'en', 'Zorian'), ('language.qtz', 'qtz', 'zorgar');
INSERT INTO template (template, language, text)
  SELECT template, 'qtz', text FROM template WHERE language = 'ja' AND template NOT LIKE 'bot.%';
UPDATE template SET text = '{gist} zor {code}' WHERE template = 'summary.clause' AND language = 'qtz';
UPDATE template SET text = '{clauses}!' WHERE template = 'summary.different_class' AND language = 'qtz';
UPDATE template SET text = '{clauses}, zorik {class}!' WHERE template = 'summary.same_class.two' AND language = 'qtz';
UPDATE template SET text = ' zu ' WHERE template IN ('title.separator', 'clause.separator') AND language = 'qtz';
UPDATE template SET text = '{name} ({digit})' WHERE template = 'class.name' AND language = 'qtz';
UPDATE template SET text = 'zorin {language}' WHERE template = 'notice.text_language' AND language = 'qtz';
INSERT INTO template (template, language, text) VALUES
  ('class.name[4xx]', 'qtz', '{digit} zarra {name}'),
  ('bot.ask_back', 'qtz', 'zorzor'),
  ('bot.language_chosen', 'qtz', 'zorna {language}');
INSERT INTO class_text (class, language, name, meaning) SELECT class, 'qtz', 'zar', 'zor' FROM class_text
  WHERE language = 'en';
INSERT INTO gist (code, language, clause) VALUES (301, 'qtz', 'zorgo'), (408, 'qtz', 'zorlan'), (486, 'qtz', 'zorbi');
INSERT INTO summary (code, language, summary) VALUES (486, 'qtz', 'Zorbi zor.');
INSERT INTO language_request (words, language, asked_in) VALUES
  ('in Zorian', 'qtz', 'en'), ('zorgar na', 'qtz', 'qtz'), ('inglar na', 'en', 'qtz');
INSERT INTO question_word (language, role, word) VALUES
  ('qtz', 'ask', 'zwas'), ('qtz', 'between', 'zug'), ('qtz', 'full', 'zalles'), ('qtz', 'language', 'zprak');
)";

Snapshot WithZorian() {
  Database database = sipwhy::testing::ShippedDatabase();
  std::vector<Migration> migrations = sipwhy::testing::ShippedMigrations();
  const int number = static_cast<int>(migrations.size()) + 1;
  const std::string name = absl::StrCat("00", number, "_speak_zorian.sql");
  const absl::StatusOr<Migration> zorian = ParseMigration(
      name, absl::StrCat("-- kind: content\n-- title: Speak Zorian\n-- author: A. Maintainer <a@example>\n"
                         "-- date: 2026-11-21\n-- refs: RFC 3261\n-- notes: Answers in Zorian.\n",
                         kZorian));
  EXPECT_THAT(zorian, IsOk());
  migrations.push_back(*zorian);
  const auto check = [](Database& changed) {
    absl::Status status = CheckKnowledge(changed);
    return status.ok() ? CheckTranslations(changed) : status;
  };
  EXPECT_THAT(ApplyMigrations(database, migrations, {.check = check}), IsOk());
  absl::StatusOr<Knowledge> knowledge = ReadKnowledge(database, number);
  EXPECT_THAT(knowledge, IsOk());
  return Snapshot(*std::move(knowledge), *ReadRevisions(database));
}

class MadeUpLanguageTest : public ::testing::Test {
 protected:
  std::string Ask(const std::string& text) {
    const std::optional<Reply> reply = bot_.Handle(text, Addressing::kAddressed, conversation_, absl::InfiniteFuture());
    return reply.has_value() ? RenderPlainText(reply->answer, 100) : "";
  }

  const Snapshot snapshot_ = WithZorian();
  FakeKnowledgeClient client_{snapshot_};
  Bot bot_{client_, {}};
  Conversation conversation_;
};

TEST_F(MadeUpLanguageTest, ComparisonIsPutTogetherInItsOrderOfWords) {
  EXPECT_THAT(Ask("301 vs 408 in Zorian"), StartsWith("301 Moved Permanently zu 408 Request Timeout: "
                                                      "zorgo zor 301 zu zorlan zor 408!"));
}

TEST_F(MadeUpLanguageTest, ClassHasItsOwnVariant) {
  EXPECT_THAT(Ask("408 vs 486 in Zorian"), HasSubstr("zorik 4 zarra zar!"));
  EXPECT_THAT(Ask("3xx in Zorian"), StartsWith("zar (3)"));
}

TEST_F(MadeUpLanguageTest, SummaryIsTakenAndWhatIsMissingIsEnglishAndSaidToBeOnce) {
  const std::string answer = Ask("486 in Zorian");
  EXPECT_THAT(answer, AllOf(StartsWith("486 Busy Here: Zorbi zor."), HasSubstr("zorin zor LANGUAGEZEN"),
                            HasSubstr("zor ASPECTZRETRY"), HasSubstr("later, or on another device")));
  EXPECT_EQ(answer.find("zorin"), answer.rfind("zorin"));
}

TEST_F(MadeUpLanguageTest, QuestionInItIsUnderstoodAndAnsweredInIt) {
  EXPECT_THAT(Ask("zwas 486?"), StartsWith("486 Busy Here: Zorbi zor."));
  EXPECT_THAT(Ask("301 zug 408"), StartsWith("301 Moved Permanently zu 408 Request Timeout: zorgo"));
  EXPECT_THAT(Ask("zalles"), HasSubstr("zor KEYZDIFFERENCES"));
}

TEST_F(MadeUpLanguageTest, ItIsAskedForInItsOwnWords) {
  EXPECT_THAT(Ask("486 zorgar na"), StartsWith("486 Busy Here: Zorbi zor."));
  EXPECT_THAT(Ask("zprak zorgar"), StartsWith("zorna Zorgar"));
  EXPECT_EQ(conversation_.chosen_language, "qtz");
  EXPECT_THAT(Ask("zzzzzz"), StartsWith("zorzor "));
  EXPECT_THAT(Ask("486 inglar na"), StartsWith("486 Busy Here: This phone was reached"));
}

}  // namespace
}  // namespace sipwhy::bot
