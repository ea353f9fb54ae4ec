// Holds the knowledge base that we ship to what was decided outside it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <set>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "service/explain.h"
#include "storage/vocabulary.h"
#include "tests/testing/rows.h"
#include "tests/testing/shipped_knowledge.h"

namespace sipwhy {
namespace {

using ::sipwhy::testing::ShippedSnapshot;
using ::testing::Contains;

constexpr absl::string_view kLanguages[] = {"en", "ar", "de", "es", "fr", "hi", "id", "it",
                                            "ja", "ko", "pt", "ru", "th", "tr", "vi", "zh-Hans"};

// All names of `kind`, "label" or "template".
std::set<std::string> VocabularyOf(absl::string_view kind) {
  std::set<std::string> names;
  for (const VocabularyPart& part : kVocabulary) {
    if (part.kind == kind) names.insert(part.names.begin(), part.names.end());
  }
  return names;
}

TEST(ShippedKnowledgeTest, CodesAreThoseOfTheRegistry) {
  std::map<int, std::string> registry;  // reason phrase and RFC by code
  for (const testing::Row& row : testing::ReadTable(absl::StrCat(SIPWHY_TEST_DATA_DIR, "/service/registry.tsv"), 3)) {
    int code = 0;
    ASSERT_TRUE(absl::SimpleAtoi(row[0], &code)) << row[0];
    registry[code] = absl::StrCat(row[1], ", RFC ", row[2]);
  }
  std::map<int, std::string> shipped;
  for (const auto& [code, entry] : ShippedSnapshot().knowledge().codes) {
    if (entry.state != "registered" && entry.state != "deprecated") continue;
    ASSERT_TRUE(entry.definition.has_value()) << code;
    shipped[code] = absl::StrCat(entry.reason_phrase, ", RFC ", entry.definition->rfc);
  }
  EXPECT_EQ(registry.size(), 75u);
  EXPECT_EQ(shipped, registry);
}

TEST(ShippedKnowledgeTest, SectionLabelsAreTheOnesAgreedOn) {
  const std::map<std::string, std::map<std::string, std::string>> agreed = {
      {"en",
       {{"description", "Description"},
        {"when_you_see_it", "When You See It"},
        {"how_to_fix", "How to Fix"},
        {"key_differences", "Key Differences"},
        {"when_to_use_which", "When to Use Which"},
        {"learn_more", "Learn More"}}},
      {"vi",
       {{"description", "Mô tả"},
        {"when_you_see_it", "Khi bạn thấy mã này"},
        {"how_to_fix", "Cách khắc phục"},
        {"key_differences", "Sự khác biệt chính"},
        {"when_to_use_which", "Khi nào dùng cái nào"},
        {"learn_more", "Tìm hiểu thêm"}}},
      {"ja",
       {{"description", "説明"},
        {"when_you_see_it", "このコードが表示される場合"},
        {"how_to_fix", "解決方法"},
        {"key_differences", "主な違い"},
        {"when_to_use_which", "どちらをいつ使うか"},
        {"learn_more", "詳しく見る"}}}};
  for (const auto& [language, labels] : agreed) {
    const Labels answered = AnswerLabels(ShippedSnapshot(), ShippedSnapshot().LanguagesFor(language));
    for (const auto& [name, text] : labels) EXPECT_EQ(answered.at(name), (Text{text, language})) << name;
  }
}

TEST(ShippedKnowledgeTest, EveryLanguageHasEveryLabelAndTemplate) {
  const Knowledge& knowledge = ShippedSnapshot().knowledge();
  for (absl::string_view language : kLanguages) {
    for (const std::string& label : VocabularyOf("label")) {
      EXPECT_TRUE(knowledge.labels.contains({label, std::string(language)})) << language << ' ' << label;
    }
    for (const std::string& name : VocabularyOf("template")) {
      EXPECT_TRUE(knowledge.templates.contains({name, std::string(language)})) << language << ' ' << name;
    }
  }
}

TEST(ShippedKnowledgeTest, EveryLanguageNamesEveryLanguage) {
  const Knowledge& knowledge = ShippedSnapshot().knowledge();
  for (absl::string_view language : kLanguages) {
    ASSERT_TRUE(knowledge.languages.contains(std::string(language))) << language;
    for (const auto& [other, names] : knowledge.languages) {
      EXPECT_TRUE(knowledge.labels.contains({absl::StrCat("language.", other), std::string(language)}))
          << language << ' ' << other;
    }
  }
}

TEST(ShippedKnowledgeTest, NoLabelOrTemplateIsForgottenByTheVocabulary) {
  const std::set<std::string> labels = VocabularyOf("label");
  const std::set<std::string> templates = VocabularyOf("template");
  for (const auto& [key, text] : ShippedSnapshot().knowledge().labels) {
    if (key.first.rfind("language.", 0) != 0) {
      EXPECT_THAT(labels, Contains(key.first));
    }
  }
  for (const auto& [key, text] : ShippedSnapshot().knowledge().templates) {
    // The bot's own sentences are in bot/english_sentences.cc, and variants go with their template.
    if (absl::StartsWith(key.first, "bot.") || absl::EndsWith(key.first, "]")) continue;
    EXPECT_THAT(templates, Contains(key.first));
  }
}

TEST(ShippedKnowledgeTest, ValuesForProgramsAreOfTheClosedSets) {
  const std::map<std::string, std::set<std::string>> closed = {
      {"sent_by", {"uas", "proxy", "registrar", "redirect_server", "b2bua", "gateway", "uac"}},
      {"retry", {"not_needed", "as_is", "later", "changed", "elsewhere", "never"}},
      {"forking", {"none", "branch_ends", "adds_targets", "ends_search"}},
      {"dialog",
       {"none", "ends_usage", "ends_dialog", "uac_ends_dialog", "ends_early_dialog", "unsettled", "opens_early_dialog",
        "opens_dialog"}},
      {"transaction", {"completes", "synthesised", "proceeds"}},
      {"pstn", {"cause", "redirect", "none", "by_default", "by_warning", "progress", "answer"}}};
  Database database = testing::ShippedDatabase();
  std::set<std::string> seen;
  for (const testing::Row& row : testing::Query(database, "SELECT aspect, value FROM term ORDER BY aspect, value")) {
    const auto values = closed.find(row[0]);
    if (values == closed.end()) continue;
    seen.insert(row[0]);
    EXPECT_THAT(values->second, Contains(row[1])) << row[0];
  }
  EXPECT_EQ(seen.size(), closed.size());
}

}  // namespace
}  // namespace sipwhy
