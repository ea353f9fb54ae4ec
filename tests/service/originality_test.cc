// Every sentence of the knowledge base is our own: where the RFCs are at hand, none of their runs of words is in it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <deque>
#include <filesystem>
#include <map>
#include <regex>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "tests/testing/rows.h"
#include "tests/testing/shipped_knowledge.h"
#include "tests/testing/temp_directory.h"

namespace sipwhy {
namespace {

constexpr size_t kLongestRun = 8;  // words that must not be those of an RFC

// Calls `use` with every run of words in `text`, small and joined by blanks.
template <typename Use>
void ForEachRun(absl::string_view text, Use use) {
  std::deque<std::string> run;
  for (size_t begin = 0; begin < text.size();) {
    if (!absl::ascii_isalnum(static_cast<unsigned char>(text[begin]))) {
      ++begin;
      continue;
    }
    size_t end = begin;
    while (end < text.size() && absl::ascii_isalnum(static_cast<unsigned char>(text[end]))) ++end;
    run.push_back(absl::AsciiStrToLower(text.substr(begin, end - begin)));
    if (run.size() > kLongestRun) run.pop_front();
    if (run.size() == kLongestRun) use(absl::StrJoin(run, " "));
    begin = end;
  }
}

// The text of an RFC with the page breaks taken out.
std::string ReadRfc(const std::string& path) {
  static const auto& kPageBreak = *new std::regex("\n[^\n]*\\[Page [0-9]+\\]\n\f?\n?[^\n]*\n");
  return std::regex_replace(testing::ReadFile(path), kPageBreak, " ");
}

// Whether the rows of `table` are words of ours. Messages are SIP's, and titles belong to the documents.
bool IsOurs(absl::string_view table) { return table != "sample" && table != "ladder" && table != "document"; }

// The runs of all our texts, each with one text that has it. Only English words have so many ASCII letters in a row.
std::map<std::string, std::string> OurRuns() {
  std::map<std::string, std::string> runs;
  Database database = testing::ShippedDatabase();
  for (const std::string& table : testing::KnowledgeTables(database)) {
    if (!IsOurs(table)) continue;
    for (const testing::Row& row : testing::Query(database, absl::StrCat("SELECT * FROM ", table))) {
      for (const std::string& text : row) {
        ForEachRun(text, [&](std::string run) { runs.try_emplace(std::move(run), text); });
      }
    }
  }
  return runs;
}

TEST(OriginalityTest, NoRunOfEightWordsStandsInAnRfc) {
  if (!std::filesystem::is_directory(SIPWHY_RFC_DIR)) GTEST_SKIP() << "the RFCs are not at hand: " << SIPWHY_RFC_DIR;
  const std::map<std::string, std::string> ours = OurRuns();
  ASSERT_GT(ours.size(), 1000u);
  int rfcs = 0;
  for (const std::filesystem::directory_entry& file : std::filesystem::directory_iterator(SIPWHY_RFC_DIR)) {
    if (!absl::StartsWith(file.path().filename().string(), "rfc")) continue;
    ++rfcs;
    ForEachRun(ReadRfc(file.path().string()), [&](const std::string& run) {
      const auto found = ours.find(run);
      EXPECT_EQ(found, ours.end()) << file.path().filename() << " says “" << run << "”, and so does: " << found->second;
    });
  }
  EXPECT_GT(rfcs, 50);
}

TEST(OriginalityTest, RunsAreFoundWhateverStandsBetweenTheWords) {
  std::vector<std::string> runs;
  ForEachRun("One two, three\n   four-five (six) SEVEN “eight”, nine.", [&](std::string run) { runs.push_back(run); });
  EXPECT_THAT(runs, ::testing::ElementsAre("one two three four five six seven eight",
                                           "two three four five six seven eight nine"));
}

}  // namespace
}  // namespace sipwhy
