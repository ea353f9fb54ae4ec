#include "service/search_index.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "tests/service/small_knowledge.h"

namespace sipwhy {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr size_t kMost = 10;

using Place = SearchIndex::Place;

// Knowledge of nothing but `reason_phrase` for each of `codes`.
Knowledge KnowledgeOf(const std::vector<int>& codes, const std::string& reason_phrase) {
  Knowledge knowledge;
  for (int code : codes) {
    knowledge.codes[code].code = code;
    knowledge.codes[code].reason_phrase = reason_phrase;
  }
  return knowledge;
}

std::vector<int> CodesOf(const std::vector<SearchIndex::Hit>& hits) {
  std::vector<int> codes;
  for (const SearchIndex::Hit& hit : hits) codes.push_back(hit.code);
  return codes;
}

class SearchIndexTest : public ::testing::Test {
 protected:
  std::vector<int> Codes(absl::string_view query, size_t most = kMost) const {
    return CodesOf(index_.Find(query, most));
  }

  // The best hit for `query`, of code 0 if there is none.
  SearchIndex::Hit Best(absl::string_view query) const {
    const std::vector<SearchIndex::Hit> hits = index_.Find(query, 1);
    return hits.empty() ? SearchIndex::Hit{} : hits.front();
  }

  const SearchIndex index_{testing::SmallKnowledge(), "en"};
};

TEST_F(SearchIndexTest, HitTellsWhereTheWordsStand) {
  const std::pair<const char*, std::pair<Place, const char*>> kPlaces[] = {
      {"nobody answers", {Place::kSymptom, "nobody answers"}},
      {"temporarily unavailable", {Place::kReasonPhrase, "Temporarily Unavailable"}},
      {"absent subscriber", {Place::kMeaning, "Absent Subscriber"}},
      {"coverage", {Place::kMeaning, "out of coverage"}},
      {"retry-after", {Place::kHeader, "Retry-After"}},
      {"nobody there", {Place::kText, "finds nobody there."}}};
  for (const auto& [query, expected] : kPlaces) {
    EXPECT_EQ(Best(query).code, 480) << query;
    if (expected.first == Place::kText) continue;  // a symptom says more
    EXPECT_EQ(Best(query).place, expected.first) << query;
    EXPECT_EQ(Best(query).words, expected.second) << query;
  }
}

TEST_F(SearchIndexTest, TextsAreSearchedToo) {
  EXPECT_EQ(Best("server down").code, 503);
  EXPECT_EQ(Best("server down").place, Place::kText);
  EXPECT_EQ(Best("server down").words, "says that a server is down.");
}

TEST_F(SearchIndexTest, RegisteredCodesAreFoundByTheirReasonPhrases) {
  EXPECT_EQ(Best("not found").code, 404);
  EXPECT_EQ(Best("unfortunately").code, 477);
}

TEST_F(SearchIndexTest, SymptomSaysMoreThanATextAndAPhrase) {
  EXPECT_EQ(Codes("busy").front(), 486);
  EXPECT_EQ(Codes("busy tone").front(), 486);
  EXPECT_EQ(Codes("busy everywhere").front(), 600);
}

TEST_F(SearchIndexTest, NothingKnownFindsNothing) {
  for (const char* query : {"", " ", "?", "the", "thanks", "asdfgh", "xyzzy plugh", "vi symptom"}) {
    EXPECT_THAT(Codes(query), IsEmpty()) << query;
  }
}

TEST_F(SearchIndexTest, HalfOfTheWordsAreEnough) {
  EXPECT_EQ(Best("busy qwertz").code, 486);
  EXPECT_THAT(Codes("busy qwertz asdfgh"), IsEmpty());
}

TEST_F(SearchIndexTest, SlipsOfTheFingerAreForgiven) {
  for (const char* query : {"busi", "busyy", "bsuy", "tonne"}) EXPECT_EQ(Best(query).code, 486) << query;
  for (const char* query : {"nobdoy", "nobdy", "nobodyy", "nobpdy", "unavialable", "unavailble", "temporarly",
                            "switchd", "subscribr", "coverege"}) {
    EXPECT_EQ(Best(query).code, 480) << query;
  }
  EXPECT_THAT(Codes("bsy"), IsEmpty());  // too short to tell what it was to be
}

TEST_F(SearchIndexTest, BeginningOfAWordIsEnough) {
  EXPECT_EQ(Best("temp").code, 480);
  EXPECT_EQ(Best("unfort").code, 477);
}

TEST_F(SearchIndexTest, ExactWordBeatsASlip) { EXPECT_GT(Best("nobody answers").score, Best("nobdy answers").score); }

TEST_F(SearchIndexTest, AtMostSoManyCodesAreFound) {
  const std::vector<int> all = Codes("busy phone", 100);
  ASSERT_GE(all.size(), 3u);
  for (size_t most = 0; most <= all.size(); ++most) {
    EXPECT_EQ(Codes("busy phone", most), std::vector<int>(all.begin(), all.begin() + static_cast<long>(most)));
  }
}

TEST_F(SearchIndexTest, ScoresFallAndCodesComeOnce) {
  const std::vector<SearchIndex::Hit> hits = index_.Find("the phone finds nobody busy", kMost);
  ASSERT_GE(hits.size(), 3u);
  for (size_t i = 1; i < hits.size(); ++i) {
    EXPECT_GE(hits[i - 1].score, hits[i].score);
    for (size_t j = 0; j < i; ++j) EXPECT_NE(hits[i].code, hits[j].code);
  }
}

TEST_F(SearchIndexTest, OrderAndRepetitionOfWordsDoNotMatter) {
  EXPECT_EQ(Codes("busy phone"), Codes("Phone, phone! BUSY"));
}

TEST_F(SearchIndexTest, EqualsComeInTheOrderOfTheirCodes) {
  const SearchIndex index(KnowledgeOf({499, 404, 603}, "Twin"), "en");
  EXPECT_THAT(CodesOf(index.Find("twin", kMost)), ElementsAre(404, 499, 603));
}

TEST_F(SearchIndexTest, EmptyKnowledgeFindsNothing) {
  EXPECT_THAT(SearchIndex(Knowledge{}, "en").Find("busy", kMost), IsEmpty());
}

TEST_F(SearchIndexTest, OneCodeIsFoundByItself) {
  EXPECT_THAT(SearchIndex(KnowledgeOf({486}, "Busy Here"), "en").Find("busy", kMost), SizeIs(1));
}

TEST_F(SearchIndexTest, KnowsTheShareOfTheWordsThatItHas) {
  EXPECT_DOUBLE_EQ(index_.Knows("is the line busy?"), 0.5);
  EXPECT_DOUBLE_EQ(index_.Knows("busy tone"), 1);
  EXPECT_DOUBLE_EQ(index_.Knows("the"), 0);
}

Knowledge GermanKnowledge() {
  Knowledge knowledge = KnowledgeOf({480, 486}, "Reason");
  knowledge.codes[480].symptoms["de"] = {"niemand geht ran"};
  knowledge.codes[486].symptoms["de"] = {"Gerät für Gespräche gesperrt"};
  knowledge.codes[486].gist["de"] = "besagt, dass das Telefon besetzt ist";
  return knowledge;
}

TEST(ForeignSearchIndexTest, SymptomsAndGistsAreFound) {
  const SearchIndex index(GermanKnowledge(), "de");
  EXPECT_THAT(CodesOf(index.Find("warum geht niemand ran", kMost)), ElementsAre(480));
  EXPECT_THAT(CodesOf(index.Find("besetzt", kMost)), ElementsAre(486));
  EXPECT_EQ(index.Find("besetzt", kMost).front().words, "besagt, dass das Telefon besetzt ist");
}

TEST(ForeignSearchIndexTest, EnglishIsLeftToTheEnglishIndex) {
  EXPECT_THAT(SearchIndex(GermanKnowledge(), "de").Find("reason", kMost), IsEmpty());
}

TEST(ForeignSearchIndexTest, DiacriticsMayBeLeftOut) {
  const SearchIndex index(GermanKnowledge(), "de");
  EXPECT_THAT(CodesOf(index.Find("gesprache gesperrt", kMost)), ElementsAre(486));
}

}  // namespace
}  // namespace sipwhy
