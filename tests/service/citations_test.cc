// Holds what the shipped knowledge base cites to a list that people keep, and both to the RFCs where they are at hand.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "tests/testing/rows.h"
#include "tests/testing/shipped_knowledge.h"

namespace sipwhy {
namespace {

using ::sipwhy::testing::Row;

// An RFC's number, or the name of another document, and the section.
using CitedSection = std::pair<std::string, std::string>;

// "RFC 3261 §21.4.9 §16.8" in `text` are two citations.
void AddSpokenCitations(const std::string& text, std::set<CitedSection>& citations) {
  static const auto& kCitation = *new std::regex("RFC ([0-9]+)((?: §[0-9]+(?:\\.[0-9]+)*)+)");
  static const auto& kSection = *new std::regex("[0-9]+(?:\\.[0-9]+)*");
  for (std::sregex_iterator match(text.begin(), text.end(), kCitation), end; match != end; ++match) {
    const std::string sections = (*match)[2];
    for (std::sregex_iterator section(sections.begin(), sections.end(), kSection); section != end; ++section) {
      citations.emplace((*match)[1].str(), section->str());
    }
  }
}

bool Has(const std::vector<std::string>& columns, const char* name) {
  return std::find(columns.begin(), columns.end(), name) != columns.end();
}

void AddColumnCitations(Database& database, const std::string& table, std::set<CitedSection>& citations) {
  const std::vector<std::string> columns = testing::ColumnsOf(database, table);
  if (!Has(columns, "section")) return;
  const char* document = Has(columns, "document") ? "NULLIF(document, '')" : "NULL";
  const char* rfc = Has(columns, "rfc") ? "rfc" : "NULL";
  const std::string sql = absl::StrCat("SELECT COALESCE(", document, ", ", rfc, ") AS source, section FROM ", table,
                                       " WHERE source IS NOT NULL");
  for (const Row& row : testing::Query(database, sql)) citations.emplace(row[0], row[1]);
}

// Everything that a row cites, in its columns or in its words.
std::set<CitedSection> ShippedCitations() {
  std::set<CitedSection> citations;
  Database database = testing::ShippedDatabase();
  for (const std::string& table : testing::KnowledgeTables(database)) {
    AddColumnCitations(database, table, citations);
    for (const Row& row : testing::Query(database, absl::StrCat("SELECT * FROM ", table))) {
      for (const std::string& text : row) AddSpokenCitations(text, citations);
    }
  }
  return citations;
}

std::map<CitedSection, std::string> ReadTitles(const std::string& path) {
  std::map<CitedSection, std::string> titles;
  for (const Row& row : testing::ReadTable(path, 3)) {
    EXPECT_FALSE(row[2].empty()) << row[0] << ' ' << row[1] << " has no title";
    EXPECT_TRUE(titles.insert({{row[0], row[1]}, row[2]}).second) << row[0] << ' ' << row[1] << " is there twice";
  }
  return titles;
}

std::map<CitedSection, std::string> ListedSections() {
  return ReadTitles(absl::StrCat(SIPWHY_TEST_DATA_DIR, "/service/cited_sections.tsv"));
}

TEST(CitationsTest, EverySectionThatIsCitedIsInTheListAndNoOther) {
  std::set<CitedSection> listed;
  for (const auto& [section, title] : ListedSections()) listed.insert(section);
  // A citation that is new here needs a look at the RFC; then list it with its title.
  EXPECT_EQ(ShippedCitations(), listed);
}

TEST(CitationsTest, ListedSectionsStandInTheRfcsUnderTheirTitles) {
  const std::string sections = absl::StrCat(SIPWHY_RFC_DIR, "/sections.tsv");
  if (!std::ifstream(sections).good()) GTEST_SKIP() << "the RFCs' table of sections is not at hand: " << sections;
  const std::map<CitedSection, std::string> titles = ReadTitles(sections);
  for (const auto& [section, title] : ListedSections()) {
    const bool is_rfc = section.first.find_first_not_of("0123456789") == std::string::npos;
    if (!is_rfc) continue;
    const auto found = titles.find(section);
    ASSERT_NE(found, titles.end()) << "RFC " << section.first << " has no section " << section.second;
    EXPECT_EQ(title, found->second) << "RFC " << section.first << " §" << section.second;
  }
}

TEST(CitationsTest, SpokenCitationsAreFound) {
  std::set<CitedSection> citations;
  AddSpokenCitations("(RFC 8760 §2.4), RFC 3261 §21.4.9 §16.8.", citations);
  EXPECT_EQ(citations, (std::set<CitedSection>{{"8760", "2.4"}, {"3261", "21.4.9"}, {"3261", "16.8"}}));
}

}  // namespace
}  // namespace sipwhy
