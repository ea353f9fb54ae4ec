#include "storage/coverage.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "storage/migrator.h"
#include "tests/testing/shipped_knowledge.h"
#include "tests/testing/status_matchers.h"

namespace sipwhy {
namespace {

using ::sipwhy::testing::IsOk;
using ::testing::AllOf;
using ::testing::Contains;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::ElementsAreArray;
using ::testing::Field;
using ::testing::Gt;
using ::testing::IsEmpty;
using ::testing::IsSupersetOf;
using ::testing::Not;
using ::testing::SizeIs;

// What every language has, and what only some have yet.
constexpr absl::string_view kShort[] = {"labels", "templates", "classes",  "terms",   "parties",
                                        "gists",  "summaries", "symptoms", "requests"};
constexpr absl::string_view kLong[] = {"descriptions", "situations", "steps",  "headers",
                                       "meanings",     "notes",      "causes", "numbers"};
constexpr absl::string_view kWholeLanguages[] = {"en", "ja", "vi"};
constexpr absl::string_view kShortLanguages[] = {"ar", "de", "es", "fr", "hi", "id",     "it",
                                                 "ko", "pt", "ru", "th", "tr", "zh-Hans"};

std::vector<LanguageCoverage> Coverage(Database& database) {
  absl::StatusOr<std::vector<LanguageCoverage>> coverage = FindCoverage(database);
  EXPECT_THAT(coverage, IsOk());
  return coverage.ok() ? *std::move(coverage) : std::vector<LanguageCoverage>();
}

LanguageCoverage CoverageOf(Database& database, absl::string_view language) {
  for (LanguageCoverage& coverage : Coverage(database)) {
    if (coverage.language == language) return std::move(coverage);
  }
  ADD_FAILURE() << "no language " << language;
  return {};
}

KindCoverage KindOf(const LanguageCoverage& coverage, absl::string_view name) {
  for (const KindCoverage& kind : coverage.kinds) {
    if (kind.kind == name) return kind;
  }
  ADD_FAILURE() << "no kind " << name << " in " << coverage.language;
  return {};
}

std::vector<std::string> KindsOf(const LanguageCoverage& coverage) {
  std::vector<std::string> kinds;
  for (const KindCoverage& kind : coverage.kinds) kinds.push_back(kind.kind);
  return kinds;
}

// The revisions of the repository up to `last`, without invariants.
Database DatabaseAt(int last) {
  std::vector<Migration> migrations = testing::ShippedMigrations();
  migrations.resize(static_cast<size_t>(last));
  absl::StatusOr<Database> database = Database::OpenInMemory();
  EXPECT_THAT(ApplyMigrations(*database, migrations, {}), IsOk());
  return *std::move(database);
}

class CoverageTest : public ::testing::Test {
 protected:
  // A row of kb_context lets the triggers run.
  void Change(absl::string_view sql) {
    ASSERT_THAT(database_.Execute(absl::StrCat("INSERT OR IGNORE INTO kb_context VALUES (1, 999);", sql)), IsOk())
        << sql;
  }

  Database database_ = testing::ShippedDatabase();
};

TEST_F(CoverageTest, EnglishComesFirstAndTheOthersByTag) {
  std::vector<std::string> tags;
  for (const LanguageCoverage& language : Coverage(database_)) tags.push_back(language.language);
  ASSERT_THAT(tags, SizeIs(Gt(size_t{1})));
  EXPECT_EQ(tags[0], "en");
  EXPECT_TRUE(std::is_sorted(tags.begin() + 1, tags.end())) << ::testing::PrintToString(tags);
  EXPECT_THAT(tags, IsSupersetOf(kShortLanguages));
}

TEST_F(CoverageTest, LanguagesHaveTheirNames) {
  EXPECT_EQ(CoverageOf(database_, "vi").name, "Vietnamese");
  EXPECT_EQ(CoverageOf(database_, "zh-Hans").name, "Simplified Chinese");
}

TEST_F(CoverageTest, EveryKindIsCounted) {
  std::vector<absl::string_view> kinds(std::begin(kShort), std::end(kShort));
  kinds.insert(kinds.end(), std::begin(kLong), std::end(kLong));
  EXPECT_THAT(KindsOf(CoverageOf(database_, "en")), ElementsAreArray(kinds));
}

TEST_F(CoverageTest, WholeLanguagesLackNothing) {
  for (absl::string_view tag : kWholeLanguages) {
    const LanguageCoverage language = CoverageOf(database_, tag);
    EXPECT_EQ(language.lacking, 0) << tag;
    EXPECT_THAT(language.kinds, Each(Field(&KindCoverage::lacking, IsEmpty()))) << tag;
    EXPECT_EQ(LacksInWords(language), "lacks nothing");
  }
}

TEST_F(CoverageTest, EveryLanguageHasTheShortTexts) {
  for (const LanguageCoverage& language : Coverage(database_)) {
    for (absl::string_view kind : kShort) EXPECT_THAT(KindOf(language, kind).lacking, IsEmpty()) << language.language;
  }
}

TEST_F(CoverageTest, ThirteenLanguagesLackExactlyTheLongTexts) {
  for (absl::string_view tag : kShortLanguages) {
    const LanguageCoverage language = CoverageOf(database_, tag);
    for (absl::string_view name : kLong) {
      const KindCoverage kind = KindOf(language, name);
      EXPECT_GT(kind.texts, 0) << name;
      EXPECT_EQ(kind.lacking.size(), static_cast<size_t>(kind.texts)) << name << " in " << tag;
    }
  }
}

TEST_F(CoverageTest, SumsAreThoseOfTheKinds) {
  for (const LanguageCoverage& language : Coverage(database_)) {
    int texts = 0;
    size_t lacking = 0;
    for (const KindCoverage& kind : language.kinds) {
      texts += kind.texts;
      lacking += kind.lacking.size();
    }
    EXPECT_EQ(language.texts, texts) << language.language;
    EXPECT_EQ(static_cast<size_t>(language.lacking), lacking) << language.language;
  }
}

TEST_F(CoverageTest, DeletedRowIsNamed) {
  const struct {
    absl::string_view sql;
    absl::string_view kind;
    absl::string_view text;
  } cases[] = {
      {"DELETE FROM label WHERE label = 'how_to_fix' AND language = 'vi'", "labels", "label how_to_fix"},
      {"DELETE FROM template WHERE template = 'title.code' AND language = 'vi'", "templates", "template title.code"},
      {"DELETE FROM term_text WHERE aspect = 'retry' AND term = 'at_contact' AND language = 'vi'", "terms",
       "the clause of retry.at_contact"},
      {"DELETE FROM ladder_party_text WHERE party = 'proxy' AND language = 'vi'", "parties", "the name of party proxy"},
      {"DELETE FROM gist WHERE code = 486 AND language = 'vi'", "gists", "the gist of 486"},
      {"DELETE FROM code_text WHERE code = 486 AND language = 'vi'", "summaries", "the summary of 486"},
      {"DELETE FROM code_text WHERE code = 487 AND language = 'vi'", "descriptions", "the use_when of 487"},
      {"DELETE FROM symptom WHERE code = 486 AND position = 1 AND language = 'vi'", "symptoms", "symptom 1 of 486"},
      {"DELETE FROM language_request WHERE language = 'ja' AND asked_in = 'vi'", "requests", "how to ask for ja"},
      {"DELETE FROM situation WHERE code = 486 AND position = 2 AND language = 'vi'", "situations",
       "situation 2 of 486"},
      {"DELETE FROM step WHERE code = 486 AND position = 1 AND language = 'vi'", "steps", "step 1 of 486"},
      {"DELETE FROM header_text WHERE code = 401 AND header = 'WWW-Authenticate' AND language = 'vi'", "headers",
       "the purpose of WWW-Authenticate in 401"},
      {"DELETE FROM meaning_text WHERE code = 408 AND position = 2 AND language = 'vi'", "meanings",
       "meaning 2 of 408"},
      {"DELETE FROM pair_note WHERE low = 301 AND high = 380 AND language = 'vi'", "notes", "the note on 301 and 380"},
      {"DELETE FROM group_note WHERE code_group = 'no_answer' AND language = 'vi'", "notes", "the note on no_answer"},
      {"DELETE FROM cause_text WHERE cause = 17 AND language = 'vi'", "causes", "cause 17"},
      {"DELETE FROM stray_number_text WHERE number = 701 AND language = 'vi'", "numbers", "number 701"},
  };
  for (const auto& [sql, kind, text] : cases) {
    Change(sql);
    EXPECT_THAT(KindOf(CoverageOf(database_, "vi"), kind).lacking, Contains(text)) << sql;
  }
  EXPECT_EQ(CoverageOf(database_, "ja").lacking, 0);
}

TEST_F(CoverageTest, OneDeletedRowLowersTheCountByOne) {
  const LanguageCoverage before = CoverageOf(database_, "de");
  Change("DELETE FROM gist WHERE code = 486 AND language = 'de'");
  const LanguageCoverage after = CoverageOf(database_, "de");
  EXPECT_EQ(after.texts, before.texts);
  EXPECT_EQ(after.lacking, before.lacking + 1);
  EXPECT_THAT(KindOf(after, "gists").lacking, ElementsAre("the gist of 486"));
}

TEST_F(CoverageTest, EmptyTextCountsAsNone) {
  Change("UPDATE term_text SET clause = '' WHERE aspect = 'retry' AND term = 'at_contact' AND language = 'vi'");
  EXPECT_THAT(KindOf(CoverageOf(database_, "vi"), "terms").lacking, ElementsAre("the clause of retry.at_contact"));
}

TEST_F(CoverageTest, TextThatEnglishLacksIsNotWanted) {
  const int texts = CoverageOf(database_, "vi").texts;
  Change("DELETE FROM gist WHERE code = 486 AND language = 'en'");
  EXPECT_EQ(CoverageOf(database_, "vi").texts, texts - 1);
  EXPECT_EQ(CoverageOf(database_, "vi").lacking, 0);
}

TEST_F(CoverageTest, NewEnglishTextIsLackingInEveryOtherLanguage) {
  Change("INSERT INTO label VALUES ('mine', 'en', 'x')");
  for (const LanguageCoverage& language : Coverage(database_)) {
    if (language.language == "en") continue;
    EXPECT_THAT(KindOf(language, "labels").lacking, ElementsAre("label mine")) << language.language;
  }
}

TEST_F(CoverageTest, VariantsDoNotCount) {
  const int texts = CoverageOf(database_, "en").texts;
  Change("INSERT INTO template VALUES ('title.code[few]', 'en', '{code} {phrase}')");
  EXPECT_EQ(CoverageOf(database_, "en").texts, texts);
  EXPECT_EQ(CoverageOf(database_, "vi").lacking, 0);
}

TEST_F(CoverageTest, VariantDoesNotStandForItsBase) {
  Change(
      "INSERT INTO template VALUES ('title.code[few]', 'vi', '{code} {phrase}');"
      "DELETE FROM template WHERE template = 'title.code' AND language = 'vi'");
  EXPECT_THAT(KindOf(CoverageOf(database_, "vi"), "templates").lacking, ElementsAre("template title.code"));
}

TEST_F(CoverageTest, LackingTextsAreCountedInWords) {
  Change(
      "DELETE FROM gist WHERE code IN (486, 600) AND language = 'vi';"
      "DELETE FROM step WHERE code = 486 AND language = 'vi' AND position <= 3");
  EXPECT_EQ(LacksInWords(CoverageOf(database_, "vi")), "lacks 2 gists, 3 steps");
}

TEST(CoverageOfOlderKnowledgeTest, EveryRevisionHasItsCoverage) {
  absl::StatusOr<Database> database = Database::OpenInMemory();
  const auto find = [](Database& at) { return FindCoverage(at).status(); };
  EXPECT_THAT(ApplyMigrations(*database, testing::ShippedMigrations(), {.check = find}), IsOk());
}

TEST(CoverageOfOlderKnowledgeTest, TablesWithoutLanguagesHaveNoCoverage) {
  Database database = DatabaseAt(1);
  EXPECT_THAT(Coverage(database), IsEmpty());
}

TEST(CoverageOfOlderKnowledgeTest, KindsOfLaterTablesAreLeftOut) {
  Database database = DatabaseAt(26);  // the last without the table summary
  const LanguageCoverage english = CoverageOf(database, "en");
  EXPECT_THAT(KindsOf(english),
              AllOf(Contains("gists"), Contains("causes"), Not(Contains("summaries")), Not(Contains("requests"))));
  EXPECT_EQ(english.lacking, 0);
  EXPECT_GT(CoverageOf(database, "ja").lacking, 0);
}

TEST(CoverageOfOlderKnowledgeTest, DatabaseWithoutTheTablesIsInternal) {
  absl::StatusOr<Database> empty = Database::OpenInMemory();
  EXPECT_THAT(FindCoverage(*empty), testing::StatusIs(absl::StatusCode::kInternal));
}

}  // namespace
}  // namespace sipwhy
