#include "storage/text_kinds.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "tests/testing/rows.h"
#include "tests/testing/shipped_knowledge.h"
#include "tests/testing/status_matchers.h"

namespace sipwhy {
namespace {

using ::sipwhy::testing::ColumnsOf;
using ::sipwhy::testing::IsOk;
using ::sipwhy::testing::KnowledgeTables;
using ::sipwhy::testing::Query;
using ::sipwhy::testing::Row;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::SizeIs;

// Words of which no text of the knowledge base has any.
constexpr absl::string_view kMark = "qqqq";

// The tables that the query of `kind` names after FROM.
std::set<std::string> TablesOf(const TextKind& kind) {
  std::set<std::string> tables;
  const std::vector<std::string> words = absl::StrSplit(kind.sql, ' ', absl::SkipEmpty());
  for (size_t i = 0; i + 1 < words.size(); ++i) {
    if (words[i] == "FROM") tables.insert(words[i + 1]);
  }
  return tables;
}

// The columns of `table` that hold text: neither its key nor names of rows elsewhere, nor who takes a step.
std::vector<std::string> TextColumns(Database& database, const std::string& table) {
  std::vector<std::string> columns;
  const std::string sql = absl::StrCat("SELECT name FROM pragma_table_info('", table,
                                       "') WHERE type = 'TEXT' AND pk = 0 AND name <> 'party' AND name NOT IN"
                                       " (SELECT \"from\" FROM pragma_foreign_key_list('",
                                       table, "')) ORDER BY cid");
  for (const Row& row : Query(database, sql)) columns.push_back(row[0]);
  return columns;
}

// The tables that hold rows of a language, the languages themselves aside.
std::vector<std::string> TablesByLanguage(Database& database) {
  std::vector<std::string> tables;
  for (const std::string& table : KnowledgeTables(database)) {
    const std::vector<std::string> columns = ColumnsOf(database, table);
    const bool by_language = std::find(columns.begin(), columns.end(), "language") != columns.end();
    if (by_language && table != "language") tables.push_back(table);
  }
  return tables;
}

bool AnyKindReads(Database& database, absl::string_view words) {
  for (const TextKind& kind : TextKinds()) {
    for (const Row& row : Query(database, kind.sql)) {
      if (absl::StrContains(row[2], words)) return true;
    }
  }
  return false;
}

TEST(TextKindsTest, EveryTableByLanguageIsReadByAKindButThoseOfWordsForTheBotAndTheChecks) {
  Database database = testing::ShippedDatabase();
  std::set<std::string> read;
  for (const TextKind& kind : TextKinds()) read.merge(TablesOf(kind));
  std::vector<std::string> unread;
  for (const std::string& table : TablesByLanguage(database)) {
    if (!read.contains(table)) unread.push_back(table);
  }
  EXPECT_THAT(unread, ElementsAre("kept_word", "question_word"));
}

TEST(TextKindsTest, EveryTextColumnIsReadByAKind) {
  int columns = 0;
  for (Database database = testing::ShippedDatabase(); const std::string& table : TablesByLanguage(database)) {
    for (const std::string& column : TextColumns(database, table)) {
      Database changed = testing::ShippedDatabase();
      ASSERT_THAT(changed.Execute(absl::StrCat("INSERT INTO kb_context VALUES (1, 999); UPDATE ", table, " SET ",
                                               column, " = '", kMark, "'")),
                  IsOk())
          << table << "." << column;
      EXPECT_TRUE(AnyKindReads(changed, kMark)) << table << "." << column;
      ++columns;
    }
  }
  EXPECT_GT(columns, 20);
}

TEST(TextKindsTest, WordsThatAskForALanguageAreOfTheLanguageTheyAreIn) {
  Database database = testing::ShippedDatabase();
  const auto requests = std::find_if(TextKinds().begin(), TextKinds().end(),
                                     [](const TextKind& kind) { return kind.name == "requests"; });
  ASSERT_NE(requests, TextKinds().end());
  EXPECT_THAT(Query(database, requests->sql), Contains(Row{"how to ask for ja", "de", "auf Japanisch"}));
}

TEST(TextKindsTest, EachKindHasEnglishTextsWithANameOfTheirOwn) {
  Database database = testing::ShippedDatabase();
  std::set<std::string> names;
  for (const TextKind& kind : TextKinds()) {
    bool has_english = false;
    for (const Row& row : Query(database, kind.sql)) {
      if (row[1] != "en") continue;
      has_english = true;
      // There are several ways to ask for one language.
      EXPECT_TRUE(names.insert(row[0]).second || kind.name == "requests") << row[0];
    }
    EXPECT_TRUE(has_english) << kind.name;
  }
}

TEST(TextKindsTest, KindsHaveNamesOfTheirOwn) {
  std::set<absl::string_view> names;
  for (const TextKind& kind : TextKinds()) names.insert(kind.name);
  EXPECT_THAT(names, SizeIs(TextKinds().size()));
}

TEST(TextKindsTest, PeoplesOwnWordsDoNotFollowTheEnglish) {
  std::vector<absl::string_view> own;
  for (const TextKind& kind : TextKinds()) {
    if (!kind.follows_english) own.push_back(kind.name);
  }
  EXPECT_THAT(own, ElementsAre("symptoms", "requests"));
}

TEST(BaseTemplateTest, VariantIsNamedAfterItsBase) {
  EXPECT_EQ(BaseTemplate("notice.treat_as[few]"), "notice.treat_as");
  EXPECT_EQ(BaseTemplate("template notice.treat_as[one]"), "template notice.treat_as");
}

TEST(BaseTemplateTest, BaseIsNamedAfterItself) {
  EXPECT_EQ(BaseTemplate("notice.treat_as"), "notice.treat_as");
  EXPECT_EQ(BaseTemplate(""), "");
}

}  // namespace
}  // namespace sipwhy
