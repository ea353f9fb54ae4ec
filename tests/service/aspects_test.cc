#include "service/aspects.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>
#include <string>

#include "tests/service/small_knowledge.h"

namespace sipwhy {
namespace {

using ::testing::ElementsAreArray;

class AspectsTest : public ::testing::Test {
 protected:
  std::string Cell(int code, absl::string_view aspect) {
    return AspectCell(english_, code, snapshot_.Find(code), aspect);
  }
  std::string Clause(int code, absl::string_view aspect) {
    return AspectClause(english_, code, snapshot_.Find(code), aspect);
  }

  const Snapshot snapshot_ = testing::SmallSnapshot();
  Voice english_{snapshot_, "en"};
};

TEST_F(AspectsTest, ClassNeedsNoEntry) {
  EXPECT_EQ(Cell(499, "class"), "4xx Request Failure");
  EXPECT_EQ(Clause(499, "class"), "499 is a 4xx Request Failure");
}

TEST_F(AspectsTest, ListsHaveCommasInACellAndAWordInAClause) {
  EXPECT_EQ(Cell(600, "sent_by"), "a UAS, a proxy, a registrar");
  EXPECT_EQ(Clause(600, "sent_by"), "600 comes from a UAS, a proxy or a registrar");
  EXPECT_EQ(Clause(600, "look_at"), "600 calls for Reason and Warning");
  EXPECT_EQ(Clause(480, "timers"), "480 hangs on Timer B or Timer C");
}

TEST_F(AspectsTest, EmptyListsAreSaid) {
  EXPECT_EQ(Cell(486, "timers"), "label none");
  EXPECT_EQ(Clause(486, "timers"), "486 involves no timer");
  EXPECT_EQ(Cell(486, "headers"), "label none");
  EXPECT_EQ(Clause(486, "headers"), "486 needs no header");
}

TEST_F(AspectsTest, HeadersCarryTheirStrength) {
  EXPECT_EQ(Cell(480, "headers"), "Retry-After (label strength.may)");
  EXPECT_EQ(Clause(480, "headers"), "480 comes with Retry-After (label strength.may)");
}

TEST_F(AspectsTest, SingleFactsHaveAPhraseAndAClause) {
  EXPECT_EQ(Cell(486, "retry"), "later");
  EXPECT_EQ(Clause(486, "retry"), "486 may be tried later");
}

TEST_F(AspectsTest, CauseThatComesBackAsAnotherCodeSaysSo) {
  EXPECT_EQ(Cell(600, "pstn"), "cause 17, back as 486");
  EXPECT_EQ(Clause(600, "pstn"), "600 becomes cause 17, back as 486");
}

TEST_F(AspectsTest, CauseThatComesBackAsTheSameCodeIsNotWorthAWord) { EXPECT_EQ(Cell(486, "pstn"), "cause 17"); }

TEST_F(AspectsTest, ComesBackNeedsACauseAndARuleForIt) {
  EXPECT_EQ(ComesBackAs(snapshot_, *snapshot_.Find(600)), std::optional(486));
  EXPECT_EQ(ComesBackAs(snapshot_, *snapshot_.Find(480)), std::nullopt);  // cause 18 has no rule
  EXPECT_EQ(ComesBackAs(snapshot_, *snapshot_.Find(503)), std::nullopt);  // no cause
  EXPECT_EQ(Cell(480, "pstn"), "cause 18");
}

TEST_F(AspectsTest, EverythingIsSaidInOneLanguage) {
  Voice vi(snapshot_, "vi");
  for (absl::string_view aspect : kAspects) AspectCell(vi, 480, snapshot_.Find(480), aspect);
  for (absl::string_view aspect : kAspects) AspectClause(vi, 480, snapshot_.Find(480), aspect);
  EXPECT_TRUE(vi.complete());
  AspectCell(vi, 600, snapshot_.Find(600), "retry");
  EXPECT_FALSE(vi.complete());
}

TEST_F(AspectsTest, OnlyCodesWithFactsHaveFacts) {
  EXPECT_TRUE(HasFacts(snapshot_.Find(486)));
  EXPECT_FALSE(HasFacts(snapshot_.Find(404)));
  EXPECT_FALSE(HasFacts(nullptr));
}

TEST_F(AspectsTest, AspectsComeInTheOrderInWhichTheyTellMost) {
  EXPECT_THAT(kAspects, ElementsAreArray({"class", "sent_by", "retry", "look_at", "dialog", "pstn", "forking",
                                          "transaction", "methods", "timers", "headers"}));
}

}  // namespace
}  // namespace sipwhy
