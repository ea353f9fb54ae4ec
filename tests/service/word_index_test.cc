#include "service/word_index.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstddef>
#include <map>
#include <set>
#include <string>

#include "absl/strings/string_view.h"

namespace sipwhy {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

class WordIndexTest : public ::testing::Test {
 protected:
  WordIndexTest() {
    for (const Word& word : WordsOf("registration registered authentication busy bust password 488")) {
      stems_[index_.Add(word)] = word.stem;
    }
    index_.Finish();
  }

  std::set<std::string> Find(absl::string_view text) const {
    std::set<std::string> stems;
    for (const Word& word : WordsOf(text)) {
      for (const WordIndex::Candidate& candidate : index_.Find(word)) stems.insert(stems_.at(candidate.stem));
    }
    return stems;
  }

  double Likeness(absl::string_view text) const { return index_.Find(WordsOf(text).front()).at(0).likeness; }

  WordIndex index_{4};
  std::map<size_t, std::string> stems_;
};

TEST_F(WordIndexTest, WordStandsForItselfWhereItIsKnown) {
  EXPECT_THAT(Find("busy"), ElementsAre("busi"));
  EXPECT_THAT(Find("registering"), ElementsAre("regist"));
  EXPECT_DOUBLE_EQ(Likeness("busy"), 1);
}

TEST_F(WordIndexTest, EveryKindOfSlipIsForgiven) {
  EXPECT_THAT(Find("pasword"), ElementsAre("password"));    // dropped
  EXPECT_THAT(Find("passwortd"), ElementsAre("password"));  // added
  EXPECT_THAT(Find("possword"), ElementsAre("password"));   // replaced
  EXPECT_THAT(Find("psasword"), ElementsAre("password"));   // swapped
}

TEST_F(WordIndexTest, SlipCanMeanSeveralWords) { EXPECT_THAT(Find("busx"), UnorderedElementsAre("busi", "bust")); }

TEST_F(WordIndexTest, LongWordsMayHaveTwoSlips) {
  EXPECT_THAT(Find("authetnicatoin"), ElementsAre("authent"));
  EXPECT_THAT(Find("athentcation"), ElementsAre("authent"));
  EXPECT_THAT(Find("buxx"), IsEmpty());
  EXPECT_THAT(Find("ahtetnicatoin"), IsEmpty());  // more than two
  EXPECT_GT(Likeness("pasword"), Likeness("paswordd"));
}

TEST_F(WordIndexTest, BeginningStandsForTheWhole) { EXPECT_THAT(Find("passw"), ElementsAre("password")); }

TEST_F(WordIndexTest, ShortWordsAndNumbersAreNotGuessed) {
  EXPECT_THAT(Find("bsy"), IsEmpty());
  EXPECT_THAT(Find("489"), IsEmpty());
  EXPECT_THAT(Find("4888"), IsEmpty());
}

TEST_F(WordIndexTest, NumbersRunFromZeroWithoutGaps) {
  EXPECT_EQ(index_.size(), stems_.size());
  for (size_t i = 0; i < stems_.size(); ++i) EXPECT_TRUE(stems_.contains(i)) << i;
}

// The stems of `language` that `query` may stand for in an index of `texts`.
std::set<std::string> FindIn(const std::string& language, absl::string_view texts, absl::string_view query) {
  WordIndex index(4);
  std::map<size_t, std::string> stems;
  for (const Word& word : WordsOf(texts, language)) stems[index.Add(word)] = word.stem;
  index.Finish();
  std::set<std::string> found;
  for (const WordIndex::Candidate& candidate : index.Find(WordsOf(query, language).at(0))) {
    found.insert(stems.at(candidate.stem));
  }
  return found;
}

TEST(WordIndexAlphabetTest, SlipIsALetterAndNotAByte) {
  EXPECT_THAT(FindIn("vi", "пароль", "парль"), ElementsAre("пароль"));
  EXPECT_THAT(FindIn("vi", "пароль", "парогь"), ElementsAre("пароль"));
  EXPECT_THAT(FindIn("vi", "пароль", "парrль"), ElementsAre("пароль"));
  EXPECT_THAT(FindIn("vi", "пароль", "пгргль"), IsEmpty());
}

TEST(WordIndexDiacriticsTest, BareWordStandsForAllWithItsLetters) {
  EXPECT_THAT(FindIn("vi", "bận bạn ban", "ban"), UnorderedElementsAre("bận", "bạn", "ban"));
  EXPECT_THAT(FindIn("vi", "bận bạn ban", "bận"), ElementsAre("bận"));
  EXPECT_THAT(FindIn("vi", "máy", "may"), ElementsAre("máy"));  // however short
}

}  // namespace
}  // namespace sipwhy
