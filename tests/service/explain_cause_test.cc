#include "service/explain_cause.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <iterator>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "storage/vocabulary.h"
#include "tests/service/small_knowledge.h"
#include "tests/service/text_matchers.h"
#include "tests/testing/shipped_knowledge.h"

namespace sipwhy {
namespace {

using ::sipwhy::testing::IsCleanIn;
using ::sipwhy::testing::IsSentence;
using ::sipwhy::testing::IsSentenceIn;
using ::sipwhy::testing::ShippedSnapshot;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

using Languages = std::vector<std::string>;

const Languages kEnglish = {"en"};
const Languages kVi = {"vi", "en"};

CauseAnswer ExplainSmall(int cause, const Languages& languages = kEnglish) {
  return ExplainCause(testing::SmallSnapshot(), cause, languages);
}

TEST(ExplainCauseTest, TextsInAnotherLanguageThanAskedForAreToldOnce) {
  const CauseAnswer german = ExplainCause(ShippedSnapshot(), 17, {"de", "en"});
  EXPECT_EQ(german.meaning.language, "en");
  EXPECT_THAT(german.notices, ElementsAre(Text{"Die längeren Texte unten sind auf Englisch.", "de"}));
  EXPECT_THAT(ExplainCause(ShippedSnapshot(), 17, {"vi", "en"}).notices, IsEmpty());
  EXPECT_THAT(ExplainCause(ShippedSnapshot(), 17, kEnglish).notices, IsEmpty());
}

TEST(ExplainCauseTest, AnswerHoldsTheWholeEntry) {
  const CauseAnswer answer = ExplainSmall(17);
  EXPECT_EQ(answer.cause, 17);
  EXPECT_EQ(answer.title, (Text{"Cause 17 User busy", "en"}));
  EXPECT_EQ(answer.class_name, (Text{"label cause_class.normal_event", "en"}));
  EXPECT_EQ(answer.name, (Text{"User busy", "en"}));
  EXPECT_EQ(answer.meaning, (Text{"The called side is busy.", "en"}));
  EXPECT_EQ(answer.advice, (Text{"Call later.", "en"}));
  EXPECT_THAT(answer.notices, IsEmpty());
}

TEST(ExplainCauseTest, RulesAreSaidWithTheirConditions) {
  const CauseAnswer answer = ExplainSmall(17);
  ASSERT_THAT(answer.rules, SizeIs(2));
  EXPECT_EQ(answer.rules[0].rule.code, 486);
  EXPECT_EQ(answer.rules[0].title, (Text{"486 Busy Here", "en"}));
  EXPECT_EQ(answer.rules[0].condition, Text{});
  EXPECT_EQ(answer.rules[1].title, (Text{"600 Busy Everywhere", "en"}));
  EXPECT_EQ(answer.rules[1].condition, (Text{"label condition.location user", "en"}));
  EXPECT_EQ(answer.to_sip, (Text{"Becomes 486 Busy Here or 600 Busy Everywhere label condition.location user.", "en"}));
}

TEST(ExplainCauseTest, ConditionalRuleCanBeTheOnlyOne) {
  const CauseAnswer answer = ExplainSmall(22);
  EXPECT_EQ(answer.to_sip, (Text{"Becomes 503 Service Unavailable label condition.diagnostic.", "en"}));
}

TEST(ExplainCauseTest, WithoutARuleTheDefaultHolds) {
  const CauseAnswer answer = ExplainSmall(18);
  EXPECT_THAT(answer.rules, IsEmpty());
  EXPECT_EQ(answer.to_sip, (Text{"Becomes 500 Server Internal Error by default.", "en"}));
}

TEST(ExplainCauseTest, WhatAGatewayDoesInsteadOfAnsweringIsSaidAsItStands) {
  EXPECT_EQ(ExplainSmall(16).to_sip, (Text{"Becomes BYE or CANCEL.", "en"}));
}

TEST(ExplainCauseTest, CodesThatBecomeItAreNamed) {
  const CauseAnswer answer = ExplainSmall(17);
  EXPECT_THAT(answer.codes, ElementsAre(SourceCode{486, "Busy Here", {3261, "1.1", {}}},
                                        SourceCode{600, "Busy Everywhere", {3261, "1.1", {}}}));
  EXPECT_EQ(answer.from_sip, (Text{"Comes from 486 Busy Here or 600 Busy Everywhere.", "en"}));
}

TEST(ExplainCauseTest, NoCodeMayBecomeIt) {
  EXPECT_THAT(ExplainSmall(22).codes, IsEmpty());
  EXPECT_EQ(ExplainSmall(22).from_sip, (Text{"Comes from no code.", "en"}));
}

TEST(ExplainCauseTest, CodesThatBecomeItByDefaultAreNotNamed) {
  Knowledge knowledge = testing::SmallKnowledge();
  for (int code : {404, 503}) knowledge.codes[code].cause = Cause{31, {3398, "8.2.6.1", {}}};
  knowledge.codes[503].facts = {{"pstn", "by_default", "by_default", {}}};
  EXPECT_THAT(ExplainCause(Snapshot(std::move(knowledge), {}), 31, kEnglish).codes,
              ElementsAre(SourceCode{404, "Not Found", {3398, "8.2.6.1", {}}}));
}

TEST(ExplainCauseTest, ProductsThatDifferAreSaid) {
  const CauseAnswer answer = ExplainSmall(17, kVi);
  ASSERT_THAT(answer.product_codes, SizeIs(1));
  EXPECT_EQ(answer.product_codes[0].code, (ProductCode{"Exchange", 480, {0, "causes.c", "Exchange"}}));
  EXPECT_EQ(answer.product_codes[0].sentence, (Text{"vi Exchange answers with vi 480 Temporarily Unavailable.", "vi"}));
  EXPECT_THAT(ExplainSmall(18).product_codes, IsEmpty());
}

TEST(ExplainCauseTest, ReferencesEndWithBothTables) {
  EXPECT_THAT(ExplainSmall(17).references,
              ElementsAre(Citation{0, "2.2", "Q.850"}, Citation{3398, "7.2.4.1", {}}, Citation{3398, "8.2.6.1", {}}));
}

TEST(ExplainCauseTest, EachTextIsInTheFirstLanguageThatHasIt) {
  EXPECT_EQ(ExplainSmall(17, kVi).title, (Text{"vi Cause 17 vi User busy", "vi"}));
  EXPECT_EQ(ExplainSmall(17, kVi).meaning, (Text{"vi the called side is busy.", "vi"}));
  const CauseAnswer answer = ExplainSmall(18, kVi);
  EXPECT_EQ(answer.name, (Text{"No user responding", "en"}));
  EXPECT_EQ(answer.advice, (Text{"Call later.", "en"}));
  EXPECT_EQ(answer.class_name.language, "vi");
  EXPECT_EQ(answer.from_sip.language, "vi");
}

TEST(ExplainCauseTest, UndefinedCauseGetsANoticeAndTheDefault) {
  const CauseAnswer answer = ExplainSmall(99, kVi);
  EXPECT_EQ(answer.title, (Text{"vi Cause 99", "vi"}));
  EXPECT_EQ(answer.class_name.text, "vi label cause_class.protocol_error");
  EXPECT_EQ(answer.name, Text{});
  EXPECT_EQ(answer.to_sip, (Text{"vi Becomes vi 500 Server Internal Error by default.", "vi"}));
  EXPECT_THAT(answer.notices, ElementsAre(Text{"vi 99 means nothing.", "vi"}));
  EXPECT_THAT(answer.references, ElementsAre(Citation{3398, "7.2.4.1", {}}, Citation{3398, "8.2.6.1", {}}));
}

TEST(ExplainCauseTest, CauseWithRulesAloneIsUndefinedToo) {
  EXPECT_EQ(ExplainSmall(22).title.text, "Cause 22");
  EXPECT_THAT(ExplainSmall(22).notices, ElementsAre(Text{"22 means nothing.", "en"}));
}

TEST(ExplainCauseTest, LabelsAreTheOnesForCauses) {
  const Labels labels = ExplainSmall(17, kVi).labels;
  EXPECT_EQ(labels.size(), std::size(kCauseLabels));
  EXPECT_EQ(labels.at("to_sip"), (Text{"vi label to_sip", "vi"}));
}

TEST(ExplainCauseTest, KnowledgeWithoutAnyWordsAnswersInSilence) {
  const CauseAnswer answer = ExplainCause(Snapshot(Knowledge{}, {}), 17, kEnglish);
  EXPECT_EQ(answer.cause, 17);
  EXPECT_EQ(answer.title, Text{});
}

TEST(CauseClassTest, FollowsTheUpperBits) {
  const std::pair<int, const char*> kFirstAndLast[] = {{1, "normal_event"},
                                                       {31, "normal_event"},
                                                       {32, "resource_unavailable"},
                                                       {47, "resource_unavailable"},
                                                       {48, "service_not_available"},
                                                       {63, "service_not_available"},
                                                       {64, "service_not_implemented"},
                                                       {79, "service_not_implemented"},
                                                       {80, "invalid_message"},
                                                       {95, "invalid_message"},
                                                       {96, "protocol_error"},
                                                       {111, "protocol_error"},
                                                       {112, "interworking"},
                                                       {127, "interworking"}};
  for (const auto& [cause, expected] : kFirstAndLast) EXPECT_EQ(CauseClass(cause), expected) << cause;
}

// From here on the shipped knowledge base, once per language that it speaks.
class ShippedExplainCauseTest : public ::testing::TestWithParam<std::string> {
 protected:
  CauseAnswer ExplainShipped(int cause) const { return ExplainCause(snapshot_, cause, languages_); }

  const Snapshot& snapshot_ = ShippedSnapshot();
  const Languages languages_ = snapshot_.LanguagesFor(GetParam());
};

INSTANTIATE_TEST_SUITE_P(Languages, ShippedExplainCauseTest, ::testing::Values("en", "vi", "ja"),
                         [](const auto& language) { return language.param; });

TEST_P(ShippedExplainCauseTest, EveryCauseIsAnsweredInTheReadersLanguage) {
  for (int cause = 1; cause <= 127; ++cause) {
    SCOPED_TRACE(cause);
    const CauseAnswer answer = ExplainShipped(cause);
    EXPECT_THAT(answer.title, IsCleanIn(GetParam()));
    EXPECT_TRUE(absl::StrContains(answer.title.text, absl::StrCat(cause))) << answer.title.text;
    EXPECT_THAT(answer.class_name, IsCleanIn(GetParam()));
    EXPECT_THAT(answer.to_sip, IsSentence());
    EXPECT_THAT(answer.from_sip, IsSentenceIn(GetParam()));
    EXPECT_THAT(answer.references, Not(IsEmpty()));
    for (const SaidRule& rule : answer.rules) EXPECT_THAT(rule.title, IsCleanIn(GetParam()));
    for (const SaidProductCode& other : answer.product_codes) {
      EXPECT_THAT(other.sentence, IsSentenceIn(GetParam()));
    }
  }
}

TEST_P(ShippedExplainCauseTest, CauseEitherHasItsTextsOrANotice) {
  for (int cause = 1; cause <= 127; ++cause) {
    SCOPED_TRACE(cause);
    const CauseAnswer answer = ExplainShipped(cause);
    if (answer.name.text.empty()) {
      EXPECT_THAT(answer.notices, ElementsAre(IsSentenceIn(GetParam())));
    } else {
      EXPECT_THAT(answer.notices, IsEmpty());
      EXPECT_THAT(answer.meaning, IsSentence());
      EXPECT_THAT(answer.advice, IsSentence());
    }
  }
}

TEST_P(ShippedExplainCauseTest, LabelsAreInTheReadersLanguage) {
  for (const auto& [name, label] : ExplainShipped(17).labels) EXPECT_THAT(label, IsCleanIn(GetParam())) << name;
}

// RFC 3398, section 7.2.4.1.
TEST(ExplainCauseTest, ShippedRulesAreThoseOfTheRfc) {
  const std::pair<int, int> kRules[] = {{1, 404},  {3, 404},  {17, 486}, {18, 408}, {19, 480},
                                        {21, 403}, {22, 410}, {28, 484}, {34, 503}, {102, 504}};
  for (const auto& [cause, code] : kRules) {
    const CauseAnswer answer = ExplainCause(ShippedSnapshot(), cause, kEnglish);
    ASSERT_THAT(answer.rules, Not(IsEmpty())) << cause;
    EXPECT_EQ(answer.rules.front().rule.code, code) << cause;
    EXPECT_EQ(answer.rules.front().rule.condition, "") << cause;
  }
}

TEST(ExplainCauseTest, ShippedCodesThatBecomeACause) {
  const CauseAnswer busy = ExplainCause(ShippedSnapshot(), 17, kEnglish);
  ASSERT_THAT(busy.codes, SizeIs(2));
  EXPECT_EQ(busy.codes[0].code, 486);
  EXPECT_EQ(busy.codes[1].code, 600);
}

}  // namespace
}  // namespace sipwhy
