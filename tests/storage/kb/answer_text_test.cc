#include "storage/kb/answer_text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "service/compare.h"
#include "service/explain.h"
#include "tests/testing/shipped_knowledge.h"

namespace sipwhy {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Pair;

CodeAnswer SomeAnswer() {
  CodeAnswer answer;
  answer.title.text = "486 Busy Here";
  answer.state = "registered";
  answer.notices = {{"Old.", "en"}, {"Rare.", "en"}};
  answer.summary.text = "Busy.";
  answer.overview = {{"retry", {"Try again", "en"}, {"later", "en"}}};
  answer.facts = {{{"retry", "later_unchanged", "later", {3261, "21"}}, {"later", "en"}}};
  answer.headers = {{"Retry-After", "may", {3261, "20.33"}, {"It says when.", "en"}}};
  answer.description.text = "The callee is busy.";
  answer.situations = {{"One.", "en"}, {"Two.", "en"}};
  answer.steps = {{"caller", {"Caller", "en"}, {"Wait.", "en"}}};
  answer.use_when.text = "Send it when busy.";
  answer.related = {{600, "Busy Everywhere", "global_twin", {"says so for all", "en"}}};
  answer.references = {{3261, "21.4.24"}, {4320, "4"}};
  return answer;
}

TEST(AnswerTextTest, EveryPartOfACodeHasItsPlace) {
  EXPECT_THAT(
      LinesOf(SomeAnswer()),
      ElementsAre(Pair("title", "486 Busy Here"), Pair("state", "registered"), Pair("notice 1", "Old."),
                  Pair("notice 2", "Rare."), Pair("summary", "Busy."), Pair("overview, Try again", "later"),
                  Pair("fact retry.later_unchanged", "RFC 3261 §21"),
                  Pair("header Retry-After", "may, RFC 3261 §20.33: It says when."),
                  Pair("description", "The callee is busy."), Pair("situation 1", "One."), Pair("situation 2", "Two."),
                  Pair("step 1", "Caller: Wait."), Pair("use when", "Send it when busy."),
                  Pair("related 600", "says so for all"), Pair("references", "RFC 3261 §21.4.24, RFC 4320 §4")));
}

TEST(AnswerTextTest, EmptyPartsAreLeftOut) {
  CodeAnswer answer;
  answer.title.text = "499";
  EXPECT_THAT(LinesOf(answer), ElementsAre(Pair("title", "499")));
  EXPECT_THAT(LinesOf(Comparison()), ElementsAre());
}

TEST(AnswerTextTest, ComparisonTellsWhatItAddsToItsCodes) {
  Comparison comparison;
  comparison.title.text = "486 vs 600";
  comparison.summary.text = "Both are busy.";
  comparison.differences = {{"class", {"Class", "en"}, {}, {"They differ in class.", "en"}}};
  comparison.when_to_use_which = {{"Either.", "en"}};
  comparison.common_mistake.text = "None.";
  EXPECT_THAT(LinesOf(comparison),
              ElementsAre(Pair("title", "486 vs 600"), Pair("summary", "Both are busy."),
                          Pair("difference, Class", "They differ in class."), Pair("when to use which 1", "Either."),
                          Pair("common mistake", "None.")));
}

TEST(AnswerTextTest, TextHasALineForEach) {
  EXPECT_EQ(ToText({{"title", "486"}, {"step 1", "Wait."}}), "  title: 486\n  step 1: Wait.\n");
}

TEST(AnswerTextTest, PlacesOfAnAnswerAreDistinct) {
  const Snapshot& snapshot = testing::ShippedSnapshot();
  for (const auto& [code, entry] : snapshot.knowledge().codes) {
    const std::vector<AnswerLine> lines = LinesOf(AnswerCode(snapshot, code, {"en"}));
    EXPECT_EQ((std::map<std::string, std::string>(lines.begin(), lines.end()).size()), lines.size()) << code;
  }
}

TEST(AnswerTextTest, ShippedAnswerIsSaidInFull) {
  const Snapshot& snapshot = testing::ShippedSnapshot();
  EXPECT_THAT(LinesOf(AnswerCode(snapshot, 408, {"en"})), Contains(Pair("references", HasSubstr("RFC 3261 §21.4.9"))));
  EXPECT_THAT(LinesOf(Compare(snapshot, {301, 408}, {"en"})), Contains(Pair("title", HasSubstr("408"))));
}

}  // namespace
}  // namespace sipwhy
