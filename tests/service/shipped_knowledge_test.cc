// Holds the knowledge base that we ship to what was decided outside it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <regex>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "service/explain.h"
#include "storage/statement.h"
#include "storage/vocabulary.h"
#include "tests/testing/shipped_knowledge.h"
#include "tests/testing/temp_directory.h"

namespace sipwhy {
namespace {

using ::sipwhy::testing::ShippedSnapshot;
using ::testing::Contains;
using ::testing::IsEmpty;
using ::testing::Not;

constexpr absl::string_view kLanguages[] = {"en", "vi", "ja"};

std::set<std::string> VocabularyLabels() {
  std::set<std::string> labels(std::begin(kAnswerLabels), std::end(kAnswerLabels));
  labels.insert(std::begin(kValueLabels), std::end(kValueLabels));
  return labels;
}

// The rows of a file beside this one, each of three columns.
std::vector<std::vector<std::string>> ReadRows(absl::string_view name) {
  std::vector<std::vector<std::string>> rows;
  const std::string text = testing::ReadFile(absl::StrCat(SIPWHY_TEST_DATA_DIR, "/service/", name));
  for (absl::string_view line : absl::StrSplit(text, '\n', absl::SkipEmpty())) {
    std::vector<std::string> columns = absl::StrSplit(line, '\t');
    EXPECT_EQ(columns.size(), 3u) << name << ": " << line;
    if (columns.size() == 3) rows.push_back(std::move(columns));
  }
  EXPECT_THAT(rows, Not(IsEmpty())) << name;
  return rows;
}

std::vector<std::vector<std::string>> Query(Database& database, absl::string_view sql) {
  std::vector<std::vector<std::string>> rows;
  Statement query(database, sql);
  while (true) {
    const absl::StatusOr<bool> has_row = query.Step();
    EXPECT_TRUE(has_row.ok()) << has_row.status();
    if (!has_row.ok() || !*has_row) return rows;
    std::vector<std::string>& row = rows.emplace_back();
    for (int i = 0; i < query.ColumnCount(); ++i) row.push_back(query.Text(i));
  }
}

// "3261 21.4.9" of "RFC 3261 §21.4.9", each time that `text` says so.
void AddSpokenCitations(const std::string& text, std::set<std::string>& citations) {
  static const auto& kCitation = *new std::regex("RFC ([0-9]+)((?: §[0-9]+(?:\\.[0-9]+)*)+)");
  static const auto& kSection = *new std::regex("[0-9]+(?:\\.[0-9]+)*");
  for (std::sregex_iterator match(text.begin(), text.end(), kCitation), end; match != end; ++match) {
    const std::string sections = (*match)[2];
    for (std::sregex_iterator section(sections.begin(), sections.end(), kSection); section != end; ++section) {
      citations.insert(absl::StrCat((*match)[1].str(), " ", section->str()));
    }
  }
}

// Everything that a row cites, in its columns or in its words.
std::set<std::string> ShippedCitations() {
  std::set<std::string> citations;
  Database database = testing::ShippedDatabase();
  for (absl::string_view table : {"code", "reference", "fact", "header", "cause_of_code", "code_of_cause"}) {
    const std::string sql =
        absl::StrCat("SELECT DISTINCT rfc || ' ' || section FROM ", table, " WHERE rfc IS NOT NULL ORDER BY 1");
    for (const std::vector<std::string>& row : Query(database, sql)) citations.insert(row[0]);
  }
  for (absl::string_view table :
       {"template", "class_text", "term_text", "header_text", "gist", "code_text", "situation", "step", "pair_note"}) {
    for (const std::vector<std::string>& row : Query(database, absl::StrCat("SELECT * FROM ", table, " ORDER BY 1"))) {
      for (const std::string& text : row) AddSpokenCitations(text, citations);
    }
  }
  return citations;
}

TEST(ShippedKnowledgeTest, CodesAreThoseOfTheRegistry) {
  std::map<int, std::string> registry;  // reason phrase and RFC by code
  for (const std::vector<std::string>& row : ReadRows("registry.tsv")) {
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

TEST(ShippedKnowledgeTest, EverySectionThatIsCitedIsInTheList) {
  std::set<std::string> listed;
  for (const std::vector<std::string>& row : ReadRows("cited_sections.tsv")) {
    EXPECT_THAT(row[2], Not(IsEmpty())) << "no title for RFC " << row[0] << " section " << row[1];
    EXPECT_TRUE(listed.insert(absl::StrCat(row[0], " ", row[1])).second) << row[0] << ' ' << row[1] << " is twice";
  }
  // A citation that is new here needs a look at the RFC; then list it with its title.
  EXPECT_EQ(ShippedCitations(), listed);
}

TEST(ShippedKnowledgeTest, SpokenCitationsAreFound) {
  std::set<std::string> citations;
  AddSpokenCitations("(RFC 8760 §2.4), RFC 3261 §21.4.9 §16.8.", citations);
  EXPECT_EQ(citations, (std::set<std::string>{"8760 2.4", "3261 21.4.9", "3261 16.8"}));
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
    for (const std::string& label : VocabularyLabels()) {
      EXPECT_TRUE(knowledge.labels.contains({label, std::string(language)})) << language << ' ' << label;
    }
    for (absl::string_view name : kTemplates) {
      EXPECT_TRUE(knowledge.templates.contains({std::string(name), std::string(language)})) << language << ' ' << name;
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
  const std::set<std::string> labels = VocabularyLabels();
  const std::set<std::string> templates(std::begin(kTemplates), std::end(kTemplates));
  for (const auto& [key, text] : ShippedSnapshot().knowledge().labels) {
    if (key.first.rfind("language.", 0) != 0) {
      EXPECT_THAT(labels, Contains(key.first));
    }
  }
  for (const auto& [key, text] : ShippedSnapshot().knowledge().templates) EXPECT_THAT(templates, Contains(key.first));
}

TEST(ShippedKnowledgeTest, ValuesForProgramsAreOfTheClosedSets) {
  const std::map<std::string, std::set<std::string>> closed = {
      {"sent_by", {"uas", "proxy", "registrar", "redirect_server", "b2bua", "gateway", "uac"}},
      {"retry", {"not_needed", "as_is", "later", "changed", "elsewhere", "never"}},
      {"forking", {"none", "branch_ends", "adds_targets", "ends_search"}},
      {"dialog", {"none", "ends_usage", "ends_dialog", "uac_ends_dialog", "ends_early_dialog", "unsettled"}},
      {"transaction", {"completes", "synthesised"}},
      {"pstn", {"cause", "redirect", "none", "by_default"}}};
  Database database = testing::ShippedDatabase();
  std::set<std::string> seen;
  for (const std::vector<std::string>& row : Query(database, "SELECT aspect, value FROM term ORDER BY aspect, value")) {
    const auto values = closed.find(row[0]);
    if (values == closed.end()) continue;
    seen.insert(row[0]);
    EXPECT_THAT(values->second, Contains(row[1])) << row[0];
  }
  EXPECT_EQ(seen.size(), closed.size());
}

}  // namespace
}  // namespace sipwhy
