#include "service/compare.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "service/aspects.h"
#include "service/explain.h"
#include "tests/service/small_knowledge.h"
#include "tests/service/text_matchers.h"
#include "tests/testing/shipped_knowledge.h"

namespace sipwhy {
namespace {

using ::sipwhy::testing::IsClean;
using ::sipwhy::testing::IsCleanIn;
using ::sipwhy::testing::IsSentence;
using ::sipwhy::testing::IsSentenceIn;
using ::sipwhy::testing::ShippedSnapshot;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

using Languages = std::vector<std::string>;

const Languages kEnglish = {"en"};
const Languages kVi = {"vi", "en"};

Comparison CompareSmall(const std::vector<int>& codes, const Languages& languages = kEnglish) {
  return Compare(testing::SmallSnapshot(), codes, languages);
}

std::vector<std::string> AspectsOf(const Comparison& comparison) {
  std::vector<std::string> aspects;
  for (const Difference& difference : comparison.differences) aspects.push_back(difference.aspect);
  return aspects;
}

const Difference& DifferenceIn(const Comparison& comparison, absl::string_view aspect) {
  const auto found = std::find_if(comparison.differences.begin(), comparison.differences.end(),
                                  [&](const Difference& difference) { return difference.aspect == aspect; });
  static const Difference& kNone = *new Difference;
  return found == comparison.differences.end() ? kNone : *found;
}

constexpr size_t kLongestSummary = 400;  // characters

// How many characters UTF-8 `text` has.
size_t Characters(absl::string_view text) {
  return static_cast<size_t>(std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xC0) != 0x80; }));
}

std::string Sorted(std::string text) {
  std::sort(text.begin(), text.end());
  return text;
}

TEST(CompareTest, TitleNamesTheCodesInTheirOrder) {
  EXPECT_EQ(CompareSmall({600, 486}).title, (Text{"600 Busy Everywhere vs 486 Busy Here", "en"}));
  EXPECT_EQ(CompareSmall({480, 499}).title.text, "480 Temporarily Unavailable vs 499 (not registered)");
}

TEST(CompareTest, SharedClassIsSaidOnce) {
  EXPECT_EQ(CompareSmall({480, 486}).summary.text,
            "Both are 4xx Request Failure: 480 finds nobody there; 486 finds one phone busy.");
}

TEST(CompareTest, DifferentClassesArePhrasedOtherwise) {
  EXPECT_EQ(CompareSmall({480, 503}).summary.text, "480 finds nobody there; 503 says that a server is down.");
}

TEST(CompareTest, ThreeOfOneClassAreCounted) {
  Knowledge knowledge = testing::SmallKnowledge();
  knowledge.codes[487] = knowledge.codes[486];
  knowledge.codes[487].code = 487;
  EXPECT_EQ(Compare(Snapshot(std::move(knowledge), {}), {480, 486, 487}, kEnglish).summary.text,
            "All 3 are 4xx Request Failure: 480 finds nobody there; 486 finds one phone busy; "
            "487 finds one phone busy.");
}

TEST(CompareTest, FourCodesOfSeveralClassesAreListed) {
  EXPECT_EQ(CompareSmall({480, 486, 503, 600}).summary.text,
            "480 finds nobody there; 486 finds one phone busy; 503 says that a server is down; "
            "600 finds every phone busy.");
}

TEST(CompareTest, CodesWithoutAnEntryAreToldByTheirClass) {
  EXPECT_EQ(CompareSmall({486, 404}).summary.text, "486 finds one phone busy; 404 is a 4xx Request Failure.");
  EXPECT_EQ(CompareSmall({499, 699}).summary.text, "499 is a 4xx Request Failure; 699 is a 6xx Global Failure.");
}

TEST(CompareTest, PairNoteIsSaidFirstWhicheverCodeComesFirst) {
  for (const std::vector<int>& codes : {std::vector{486, 600}, std::vector{600, 486}}) {
    const Comparison comparison = CompareSmall(codes);
    EXPECT_EQ(comparison.summary, (Text{"One phone, or all of them.", "en"}));
    EXPECT_THAT(comparison.when_to_use_which, ElementsAre(Text{"Send 486 first.", "en"}));
    EXPECT_EQ(comparison.common_mistake, (Text{"Both are taken for 603.", "en"}));
  }
}

TEST(CompareTest, NoteOnAGroupIsSaidInAnyOrderOfItsCodes) {
  std::vector<int> codes = {480, 486, 503};
  do {
    const Comparison comparison = CompareSmall(codes);
    EXPECT_EQ(comparison.summary, (Text{"Nobody, busy or down.", "en"}));
    EXPECT_THAT(comparison.when_to_use_which, ElementsAre(Text{"Send 480 last.", "en"}));
    EXPECT_EQ(comparison.common_mistake, (Text{"All are called busy.", "en"}));
  } while (std::next_permutation(codes.begin(), codes.end()));
  codes = {404, 480, 486, 503};
  do {
    EXPECT_EQ(CompareSmall(codes).summary, (Text{"One of four.", "en"}));
  } while (std::next_permutation(codes.begin(), codes.end()));
}

TEST(CompareTest, NoteIsForExactlyItsCodes) {
  for (const std::vector<int>& codes : {std::vector{486, 600, 480}, {480, 486, 503, 600}, {480, 486}, {503, 486}}) {
    const Comparison comparison = CompareSmall(codes);
    EXPECT_TRUE(absl::StrContains(comparison.summary.text, "486 finds one phone busy")) << comparison.summary.text;
    EXPECT_EQ(comparison.common_mistake, Text{}) << comparison.title.text;
  }
}

TEST(CompareTest, StrayNumbersAreToldToBeNone) {
  EXPECT_EQ(CompareSmall({486, 701}).summary.text, "486 finds one phone busy; 701 is no code.");
  EXPECT_EQ(CompareSmall({510, 503}).summary.text, "510 is no code; 503 says that a server is down.");
  EXPECT_EQ(CompareSmall({701, 499}).summary.text, "701 is no code; 499 is a 4xx Request Failure.");
}

TEST(CompareTest, StrayNumberBeyondTheClassesHasNoClassToDifferIn) {
  EXPECT_THAT(AspectsOf(CompareSmall({486, 701})), IsEmpty());
  const Comparison comparison = CompareSmall({486, 701, 600});
  EXPECT_THAT(DifferenceIn(comparison, "class").values,
              ElementsAre(Text{"4xx Request Failure", "en"}, Text{}, Text{"6xx Global Failure", "en"}));
  EXPECT_THAT(AspectsOf(CompareSmall({486, 510})), ElementsAre("class"));
}

TEST(CompareTest, StrayNumberIsTitledAndAdvisedOn) {
  const Comparison comparison = CompareSmall({701, 486});
  EXPECT_EQ(comparison.title.text, "701 No Response vs 486 Busy Here");
  EXPECT_THAT(comparison.when_to_use_which, ElementsAre(Text{"Trace the request.", "en"}, Text{"Use 486.", "en"}));
}

TEST(CompareTest, WithoutANoteEachCodeSaysWhenToUseIt) {
  EXPECT_THAT(CompareSmall({480, 486, 404}).when_to_use_which,
              ElementsAre(Text{"Use 480.", "en"}, Text{"Use 486.", "en"}));
}

TEST(CompareTest, NoteInAnotherLanguageGivesWayToASummaryInTheReaders) {
  Knowledge knowledge = testing::SmallKnowledge();
  knowledge.codes[600].gist["vi"] = "vi finds every phone busy";
  EXPECT_EQ(Compare(Snapshot(std::move(knowledge), {}), {486, 600}, kVi).summary,
            (Text{"vi vi 486 vi finds one phone busy; vi 600 vi finds every phone busy.", "vi"}));
}

TEST(CompareTest, SummaryThatTheLanguageLacksIsInEnglish) {
  EXPECT_EQ(CompareSmall({486, 600}, kVi).summary.language, "en");
  EXPECT_EQ(CompareSmall({480, 486}, kVi).summary.language, "vi");
}

TEST(CompareTest, OnlyAspectsThatDifferAreNamed) {
  EXPECT_THAT(AspectsOf(CompareSmall({480, 486})), ElementsAre("pstn", "timers", "headers"));
  EXPECT_THAT(AspectsOf(CompareSmall({486, 600})),
              ElementsAre("class", "sent_by", "retry", "look_at", "pstn", "forking"));
}

TEST(CompareTest, DifferenceHasAValuePerCodeAndASentence) {
  const Comparison comparison = CompareSmall({486, 600});
  const Difference& difference = DifferenceIn(comparison, "pstn");
  EXPECT_EQ(difference.label, (Text{"label aspect.pstn", "en"}));
  EXPECT_THAT(difference.values, ElementsAre(Text{"cause 17", "en"}, Text{"cause 17, back as 486", "en"}));
  EXPECT_EQ(difference.sentence, (Text{"486 becomes cause 17; 600 becomes cause 17, back as 486.", "en"}));
}

TEST(CompareTest, EachCellIsInTheFirstLanguageThatHasIt) {
  const Comparison comparison = CompareSmall({486, 600}, kVi);
  const Difference& difference = DifferenceIn(comparison, "retry");
  EXPECT_THAT(difference.values, ElementsAre(Text{"vi later", "vi"}, Text{"never", "en"}));
  EXPECT_EQ(difference.sentence, (Text{"486 may be tried later; 600 is final.", "en"}));
}

TEST(CompareTest, CodeWithoutAnEntryDiffersInItsClassAlone) {
  EXPECT_THAT(AspectsOf(CompareSmall({486, 500})), ElementsAre("class"));
  EXPECT_THAT(AspectsOf(CompareSmall({486, 404})), IsEmpty());
  EXPECT_THAT(AspectsOf(CompareSmall({499, 399})), ElementsAre("class"));
}

TEST(CompareTest, OneCodeHasNothingToDifferFrom) {
  for (int code : {486, 404, 499}) {
    const Comparison comparison = CompareSmall({code});
    EXPECT_THAT(comparison.differences, IsEmpty()) << code;
    EXPECT_THAT(comparison.when_to_use_which, IsEmpty()) << code;
    EXPECT_THAT(comparison.codes, SizeIs(1)) << code;
  }
}

TEST(CompareTest, CodeWithoutAnEntryLeavesTheOthersToCompare) {
  const Comparison comparison = CompareSmall({486, 404, 600});
  EXPECT_EQ(AspectsOf(comparison), AspectsOf(CompareSmall({486, 600})));
  const Difference& difference = DifferenceIn(comparison, "retry");
  EXPECT_THAT(difference.values, ElementsAre(Text{"later", "en"}, Text{}, Text{"never", "en"}));
  EXPECT_EQ(difference.sentence.text, "486 may be tried later; 600 is final.");
  EXPECT_THAT(DifferenceIn(comparison, "class").values, ::testing::Each(IsClean()));
}

TEST(CompareTest, EveryCodeIsAnsweredAsExplainDoesButForItsOverview) {
  const Snapshot snapshot = testing::SmallSnapshot();
  const Comparison comparison = Compare(snapshot, {600, 499}, kVi);
  ASSERT_THAT(comparison.codes, SizeIs(2));
  for (const CodeAnswer& code : comparison.codes) {
    CodeAnswer explained = Explain(snapshot, code.code, kVi).entry;
    explained.overview.clear();
    EXPECT_EQ(code, explained) << code.code;
  }
  EXPECT_EQ(comparison.labels, AnswerLabels(snapshot, kVi));
}

TEST(CompareTest, KnowledgeWithoutAnyWordsComparesInSilence) {
  const Comparison comparison = Compare(Snapshot(Knowledge{}, {}), {486, 600}, kEnglish);
  EXPECT_EQ(comparison.summary, Text{});
  EXPECT_THAT(comparison.codes, SizeIs(2));
}

// From here on the shipped knowledge base, once per language that it speaks.
class ShippedCompareTest : public ::testing::TestWithParam<std::string> {
 protected:
  Comparison CompareShipped(const std::vector<int>& codes) const { return Compare(snapshot_, codes, languages_); }

  // Every two codes, the lower one first.
  std::vector<std::vector<int>> Pairs() const {
    std::vector<std::vector<int>> pairs;
    for (const auto& [left, left_entry] : snapshot_.knowledge().codes) {
      for (const auto& [right, right_entry] : snapshot_.knowledge().codes) {
        if (left < right) pairs.push_back({left, right});
      }
    }
    return pairs;
  }

  // Those that products made up can be alike in all that is known of them.
  bool IsRegistered(int code) const { return snapshot_.Find(code)->state == "registered"; }

  bool HasNote(std::vector<int> codes) const {
    std::sort(codes.begin(), codes.end());
    return snapshot_.knowledge().notes.contains(codes);
  }

  // Whether `summary` is what the note on `codes` says in its language.
  bool IsNoteOn(std::vector<int> codes, const Text& summary) const {
    std::sort(codes.begin(), codes.end());
    const auto notes = snapshot_.knowledge().notes.find(codes);
    if (notes == snapshot_.knowledge().notes.end()) return false;
    const auto note = notes->second.find(summary.language);
    return note != notes->second.end() && note->second.difference == summary.text;
  }

  static void CheckMirrorImage(const Comparison& forth, const Comparison& back) {
    EXPECT_EQ(forth.codes, (std::vector<CodeAnswer>{back.codes[1], back.codes[0]}));
    EXPECT_EQ(forth.common_mistake, back.common_mistake);
    EXPECT_EQ(forth.labels, back.labels);
    ASSERT_EQ(AspectsOf(forth), AspectsOf(back));
    for (size_t i = 0; i < forth.differences.size(); ++i) {
      const Difference& left = forth.differences[i];
      const Difference& right = back.differences[i];
      EXPECT_EQ(left.label, right.label);
      EXPECT_EQ(left.values, (std::vector<Text>{right.values[1], right.values[0]}));
      EXPECT_EQ(Sorted(left.sentence.text), Sorted(right.sentence.text));
    }
  }

  // A note is the same sentence both ways; a summary made of clauses has them in the order of the codes.
  void CheckSummary(const std::vector<int>& pair, const Text& forth, const Text& back) const {
    EXPECT_THAT(forth, IsSentenceIn(GetParam()));
    EXPECT_LE(Characters(forth.text), kLongestSummary) << forth.text;
    EXPECT_EQ(forth.language, back.language);
    EXPECT_EQ(Sorted(forth.text), Sorted(back.text));
    EXPECT_EQ(forth.text == back.text, IsNoteOn(pair, forth));
  }

  void CheckDifferences(const std::vector<int>& pair, const Comparison& comparison) const {
    EXPECT_THAT(comparison.title, IsCleanIn(GetParam()));
    const bool same_class = pair[0] / 100 == pair[1] / 100;
    EXPECT_EQ(DifferenceIn(comparison, "class").aspect.empty(), same_class);
    if (IsRegistered(pair[0]) && IsRegistered(pair[1])) {
      EXPECT_THAT(comparison.differences, Not(IsEmpty()));
    }
    for (const Difference& difference : comparison.differences) {
      EXPECT_THAT(difference.label, IsCleanIn(GetParam()));
      EXPECT_THAT(difference.values, AllOf(SizeIs(2), ::testing::Each(IsCleanIn(GetParam()))));
      EXPECT_NE(difference.values[0], difference.values[1]) << difference.aspect;
      EXPECT_THAT(difference.sentence, IsSentenceIn(GetParam()));
    }
  }

  // Advice is in the reader's language, or a notice has told which language longer texts are in.
  void CheckAdvice(const std::vector<int>& pair, const Comparison& comparison) const {
    EXPECT_THAT(comparison.when_to_use_which, AllOf(SizeIs(HasNote(pair) ? 1 : 2), ::testing::Each(IsSentence())));
    const bool announced = std::any_of(comparison.codes.begin(), comparison.codes.end(),
                                       [&](const CodeAnswer& code) { return code.description.language != GetParam(); });
    for (const Text& advice : comparison.when_to_use_which) EXPECT_TRUE(announced || advice.language == GetParam());
    if (!HasNote(pair)) return;
    EXPECT_THAT(comparison.common_mistake, IsSentence());
    EXPECT_TRUE(announced || comparison.common_mistake.language == GetParam());
  }

  const Snapshot& snapshot_ = ShippedSnapshot();
  const Languages languages_ = snapshot_.LanguagesFor(GetParam());
};

INSTANTIATE_TEST_SUITE_P(Languages, ShippedCompareTest, ::testing::Values("en", "vi", "ja"),
                         [](const auto& language) { return language.param; });

// Every two codes are compared once and the other way round, and all rules are held to the two comparisons.
TEST_P(ShippedCompareTest, EveryTwoCodesCompareByTheRules) {
  EXPECT_GE(Pairs().size(), 3500u);
  for (const std::vector<int>& pair : Pairs()) {
    const Comparison forth = CompareShipped(pair);
    const Comparison back = CompareShipped({pair[1], pair[0]});
    SCOPED_TRACE(forth.title.text);
    CheckMirrorImage(forth, back);
    CheckSummary(pair, forth.summary, back.summary);
    CheckDifferences(pair, forth);
    CheckAdvice(pair, forth);
  }
}

TEST_P(ShippedCompareTest, SummaryDependsOnWhetherTheCodesShareAClass) {
  // None of these has a note: 401, 408 and 487 share a class, 301, 401 and 408 do not.
  Voice voice(snapshot_, GetParam());
  const std::string shared = voice.ClassName(401);
  EXPECT_TRUE(absl::StrContains(CompareShipped({401, 408, 487}).summary.text, shared));
  EXPECT_FALSE(absl::StrContains(CompareShipped({301, 401, 408}).summary.text, shared));
  EXPECT_THAT(CompareShipped({301, 380, 401, 487}).summary, IsSentenceIn(GetParam()));
}

TEST_P(ShippedCompareTest, OneCodeHasNoDifferences) {
  for (const auto& [code, entry] : snapshot_.knowledge().codes) {
    EXPECT_THAT(CompareShipped({code}).differences, IsEmpty()) << code;
  }
}

// Each note's difference is the summary, and its codes in any other order have the same advice.
TEST_P(ShippedCompareTest, EveryNoteIsSaidInAnyOrder) {
  for (const auto& [codes, notes] : snapshot_.knowledge().notes) {
    const Comparison forth = CompareShipped(codes);
    const Comparison back = CompareShipped({codes.rbegin(), codes.rend()});
    SCOPED_TRACE(forth.title.text);
    EXPECT_THAT(forth.summary, IsSentenceIn(GetParam()));
    EXPECT_THAT(forth.when_to_use_which, AllOf(SizeIs(1), ::testing::Each(IsSentence())));
    EXPECT_THAT(forth.common_mistake, IsSentence());
    EXPECT_EQ(forth.when_to_use_which, back.when_to_use_which);
    EXPECT_EQ(forth.common_mistake, back.common_mistake);
    if (notes.contains(GetParam())) {
      EXPECT_EQ(forth.summary.text, notes.at(GetParam()).difference);
      EXPECT_EQ(forth.summary, back.summary);
    }
  }
}

TEST_P(ShippedCompareTest, StrayNumbersCompareToo) {
  for (const auto& [number, stray] : snapshot_.knowledge().stray_numbers) {
    for (int code : {408, 499, 701, 510}) {
      if (code == number) continue;
      const Comparison comparison = CompareShipped({number, code});
      EXPECT_THAT(comparison.title, IsClean());
      EXPECT_THAT(comparison.summary, IsSentenceIn(GetParam())) << comparison.title.text;
      for (const Difference& difference : comparison.differences) EXPECT_EQ(difference.aspect, "class");
    }
  }
}

TEST_P(ShippedCompareTest, UnregisteredCodesCompareToo) {
  const Comparison comparison = CompareShipped({499, 599, 408});
  EXPECT_THAT(comparison.title, IsCleanIn(GetParam()));
  EXPECT_THAT(comparison.summary, IsSentenceIn(GetParam()));
  EXPECT_THAT(AspectsOf(comparison), ElementsAre("class"));
}

}  // namespace
}  // namespace sipwhy
