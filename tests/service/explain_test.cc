#include "service/explain.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <iterator>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "service/aspects.h"
#include "service/voice.h"
#include "storage/vocabulary.h"
#include "tests/service/small_knowledge.h"
#include "tests/service/text_matchers.h"
#include "tests/testing/shipped_knowledge.h"

namespace sipwhy {
namespace {

using ::sipwhy::testing::IsClean;
using ::sipwhy::testing::IsCleanIn;
using ::sipwhy::testing::IsSentence;
using ::sipwhy::testing::ShippedSnapshot;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Matcher;
using ::testing::Not;
using ::testing::SizeIs;

using Languages = std::vector<std::string>;

const Languages kEnglish = {"en"};
const Languages kVi = {"vi", "en"};

std::vector<std::string> Notices(const Snapshot& snapshot, int code, const Languages& languages = kEnglish) {
  std::vector<std::string> notices;
  for (const Text& notice : AnswerCode(snapshot, code, languages).notices) notices.push_back(notice.text);
  return notices;
}

std::vector<std::string> OverviewOf(const CodeAnswer& answer) {
  std::vector<std::string> aspects;
  for (const AspectValue& value : answer.overview) aspects.push_back(value.aspect);
  return aspects;
}

TEST(ExplainTest, AnswerHoldsTheWholeEntry) {
  const CodeAnswer answer = AnswerCode(testing::SmallSnapshot(), 486, kEnglish);
  EXPECT_EQ(answer.code, 486);
  EXPECT_EQ(answer.reason_phrase, "Busy Here");
  EXPECT_EQ(answer.state, "registered");
  EXPECT_EQ(answer.title, (Text{"486 Busy Here", "en"}));
  EXPECT_EQ(answer.class_name, (Text{"4xx Request Failure", "en"}));
  EXPECT_EQ(answer.summary, (Text{"finds one phone busy.", "en"}));
  EXPECT_EQ(answer.description, (Text{"Description.", "en"}));
  EXPECT_EQ(answer.use_when, (Text{"Use 486.", "en"}));
  EXPECT_THAT(answer.situations, ElementsAre(Text{"Situation one.", "en"}, Text{"Situation two.", "en"}));
  EXPECT_THAT(answer.steps, ElementsAre(SaidStep{"caller", {"label party.caller", "en"}, {"Step one.", "en"}},
                                        SaidStep{"operator", {"label party.operator", "en"}, {"Step two.", "en"}}));
  EXPECT_THAT(answer.notices, IsEmpty());
}

TEST(ExplainTest, DefinitionIsTheFirstReference) {
  const CodeAnswer answer = AnswerCode(testing::SmallSnapshot(), 486, kEnglish);
  EXPECT_EQ(answer.definition, (Citation{3261, "21.4.86", {}}));
  EXPECT_THAT(answer.references, ElementsAre(Citation{3261, "21.4.86", {}}, Citation{4320, "4.2", {}}));
}

TEST(ExplainTest, RelatedCodesAreNamedAndTheirRelationSaid) {
  const CodeAnswer answer = AnswerCode(testing::SmallSnapshot(), 486, kVi);
  EXPECT_THAT(
      answer.related,
      ElementsAre(
          SaidRelation{600, "Busy Everywhere", "global_twin", {"vi label relation.global_twin", "vi"}},
          SaidRelation{
              480, "Temporarily Unavailable", "often_confused_with", {"vi label relation.often_confused_with", "vi"}}));
}

TEST(ExplainTest, CauseComesWithTheCodeItComesBackAs) {
  const CodeAnswer answer = AnswerCode(testing::SmallSnapshot(), 600, kEnglish);
  ASSERT_TRUE(answer.cause.has_value());
  EXPECT_EQ(answer.cause->number, 17);
  EXPECT_EQ(answer.comes_back_as, 486);
}

TEST(ExplainTest, FactsKeepTheirTermsForPrograms) {
  const Snapshot snapshot = testing::SmallSnapshot();
  const CodeAnswer answer = AnswerCode(snapshot, 600, kVi);
  ASSERT_EQ(answer.facts.size(), snapshot.Find(600)->facts.size());
  for (size_t i = 0; i < answer.facts.size(); ++i) EXPECT_EQ(answer.facts[i].fact, snapshot.Find(600)->facts[i]);
}

TEST(ExplainTest, EachTextIsInTheFirstLanguageThatHasIt) {
  const CodeAnswer answer = AnswerCode(testing::SmallSnapshot(), 480, kVi);
  EXPECT_EQ(answer.title.language, "vi");
  EXPECT_EQ(answer.summary.language, "en");
  ASSERT_THAT(answer.headers, SizeIs(1));
  EXPECT_EQ(answer.headers[0].purpose, (Text{"When to call again.", "en"}));
  EXPECT_THAT(answer.notices, ElementsAre(Text{"vi Texts are in vi language.en.", "vi"}));
}

TEST(ExplainTest, TextsInTheReadersLanguageNeedNoNotice) {
  const CodeAnswer answer = AnswerCode(testing::SmallSnapshot(), 486, kVi);
  EXPECT_EQ(answer.description, (Text{"vi description.", "vi"}));
  EXPECT_THAT(answer.notices, IsEmpty());
}

TEST(ExplainTest, OverviewHasEveryAspectOfAnEntryAndTheClassOfOtherCodes) {
  const CodeAnswer answer = AnswerCode(testing::SmallSnapshot(), 486, kEnglish);
  EXPECT_THAT(OverviewOf(answer), ::testing::ElementsAreArray(kAspects));
  EXPECT_THAT(OverviewOf(AnswerCode(testing::SmallSnapshot(), 404, kEnglish)), ElementsAre("class"));
  EXPECT_THAT(OverviewOf(AnswerCode(testing::SmallSnapshot(), 499, kEnglish)), ElementsAre("class"));
}

TEST(ExplainTest, RegisteredCodeWithoutAnEntrySaysSo) {
  EXPECT_THAT(Notices(testing::SmallSnapshot(), 404), ElementsAre("404 has no entry (RFC 3261 §21.4.4)."));
}

TEST(ExplainTest, DeprecatedCodeNamesTheSection) {
  EXPECT_EQ(Notices(testing::SmallSnapshot(), 202).front(), "202 is deprecated (RFC 3261 §21.2.2).");
}

TEST(ExplainTest, CodesThatAreNotRegisteredSayWhyAndHowTheyAreTreated) {
  const Snapshot snapshot = testing::SmallSnapshot();
  EXPECT_THAT(Notices(snapshot, 477), ElementsAre("477 is made by Kamailio.", "Treated as 400 Bad Request."));
  EXPECT_THAT(Notices(snapshot, 490), ElementsAre("490 is only in an old draft.", "Treated as 400 Bad Request."));
  EXPECT_THAT(Notices(snapshot, 409), ElementsAre("409 is historic.", "Treated as 400 Bad Request."));
}

TEST(ExplainTest, UnknownCodeGetsNoticesInsteadOfAnEntry) {
  const CodeAnswer answer = AnswerCode(testing::SmallSnapshot(), 499, kVi);
  EXPECT_EQ(answer.title, (Text{"vi 499 (not registered)", "vi"}));
  EXPECT_EQ(answer.state, "");
  EXPECT_EQ(answer.definition, std::nullopt);
  EXPECT_EQ(answer.summary, Text{});
  EXPECT_THAT(answer.references, IsEmpty());
  EXPECT_THAT(answer.notices,
              ElementsAre(Text{"vi 499 is not registered.", "vi"}, Text{"vi Treated as vi 400 Bad Request.", "vi"},
                          Text{"vi Did you mean vi 489 Bad Event?", "vi"}));
}

TEST(ExplainTest, UnknownProvisionalCodeIsTreatedAs183) {
  EXPECT_THAT(Notices(testing::SmallSnapshot(), 147),
              ElementsAre("147 is not registered.", "Treated as 183 Session Progress."));
}

TEST(ExplainTest, SampleIsGivenAsItStands) {
  EXPECT_EQ(AnswerCode(testing::SmallSnapshot(), 486, kVi).sample, "SIP/2.0 486 Busy Here\nContent-Length: 0\n\n");
  EXPECT_EQ(AnswerCode(testing::SmallSnapshot(), 480, kVi).sample, "");
}

TEST(ExplainTest, LadderHasThoseWhoTakePartFromLeftToRight) {
  const Snapshot snapshot = testing::SmallSnapshot();
  const SaidLadder ladder = AnswerCode(snapshot, 486, kVi).ladder;
  EXPECT_THAT(ladder.parties, ElementsAre(SaidLadder::Party{"caller", {"vi Caller", "vi"}},
                                          SaidLadder::Party{"proxy", {"vi Proxy", "vi"}},
                                          SaidLadder::Party{"callee", {"Callee", "en"}}));
  EXPECT_EQ(ladder.steps, snapshot.Find(486)->ladder);
}

TEST(ExplainTest, CodeWithoutALadderHasNone) {
  EXPECT_EQ(AnswerCode(testing::SmallSnapshot(), 480, kEnglish).ladder, SaidLadder{});
  EXPECT_EQ(AnswerCode(testing::SmallSnapshot(), 499, kEnglish).ladder, SaidLadder{});
}

TEST(ExplainTest, ProductCausesAreSaid) {
  const std::vector<SaidProductCause> causes = AnswerCode(testing::SmallSnapshot(), 480, kVi).product_causes;
  ASSERT_THAT(causes, SizeIs(2));
  EXPECT_EQ(causes[0].cause, (ProductCause{"Exchange", 19, {0, "causes.c", "Exchange"}}));
  EXPECT_EQ(causes[0].sentence, (Text{"vi Exchange releases with 19.", "vi"}));
  EXPECT_EQ(causes[1].sentence, (Text{"vi Gateway releases with 20.", "vi"}));
}

// For each meaning of 480 whether it is marked as seen.
std::vector<bool> SeenMeanings(const Evidence& evidence) {
  std::vector<bool> seen;
  for (const SaidMeaning& meaning : Explain(testing::SmallSnapshot(), 480, kEnglish, evidence).entry.meanings) {
    seen.push_back(meaning.seen);
  }
  return seen;
}

TEST(ExplainTest, MeaningsKeepTheirOrderAndTheirSigns) {
  const std::vector<SaidMeaning> meanings = AnswerCode(testing::SmallSnapshot(), 480, kVi).meanings;
  ASSERT_THAT(meanings, SizeIs(3));
  EXPECT_EQ(meanings[0].name, (Text{"vi plain", "vi"}));
  EXPECT_EQ(meanings[0].meaning, (Text{"vi nobody is there.", "vi"}));
  EXPECT_EQ(meanings[1].phrase, "Absent Subscriber");
  EXPECT_EQ(meanings[1].sign, (Text{"The phrase.", "en"}));
  EXPECT_EQ(meanings[2].header, "Reason");
  EXPECT_EQ(meanings[2].value, "Q.850;cause=20");
  EXPECT_EQ(meanings[2].source, (Citation{0, "causes.c", "Exchange"}));
  EXPECT_EQ(meanings[2].advice, (Text{"Wait.", "en"}));
}

TEST(ExplainTest, MeaningsWithTheSignThatWasSeenAreMarked) {
  EXPECT_THAT(SeenMeanings({"absent subscriber", {}}), ElementsAre(false, true, false));
  EXPECT_THAT(SeenMeanings({"", {"Reason: Q.850;cause=20"}}), ElementsAre(false, false, true));
  EXPECT_THAT(SeenMeanings({"Absent Subscriber", {"Reason: Q.850;cause=20"}}), ElementsAre(false, true, true));
}

TEST(ExplainTest, EvidenceWithoutAnySignIsThePlainMeaning) {
  EXPECT_THAT(SeenMeanings({"Temporarily Unavailable", {}}), ElementsAre(true, false, false));
  EXPECT_THAT(SeenMeanings({"", {"Reason: Q.850;cause=21"}}), ElementsAre(true, false, false));
}

TEST(ExplainTest, WithoutEvidenceNoMeaningIsMarked) { EXPECT_THAT(SeenMeanings({}), ElementsAre(false, false, false)); }

TEST(ExplainTest, EvidenceForACodeWithoutMeaningsChangesNothing) {
  const Evidence evidence = {"Busy", {"Reason: Q.850;cause=17"}};
  for (int code : {486, 404, 499, 701}) {
    EXPECT_EQ(Explain(testing::SmallSnapshot(), code, kVi, evidence), Explain(testing::SmallSnapshot(), code, kVi));
  }
}

TEST(ExplainTest, StrayNumberBeyondTheClassesHasNeitherClassNorFallback) {
  const CodeAnswer answer = AnswerCode(testing::SmallSnapshot(), 701, kEnglish);
  EXPECT_EQ(answer.title, (Text{"701 No Response", "en"}));
  EXPECT_EQ(answer.reason_phrase, "No Response");
  EXPECT_EQ(answer.state, "local");
  EXPECT_EQ(answer.origin, "a library");
  EXPECT_EQ(answer.class_name, Text{});
  EXPECT_THAT(answer.overview, IsEmpty());
  EXPECT_EQ(answer.summary, (Text{"A library's own.", "en"}));
  EXPECT_EQ(answer.description, (Text{"It never crosses the wire.", "en"}));
  EXPECT_EQ(answer.use_when, (Text{"Trace the request.", "en"}));
  EXPECT_THAT(answer.references, ElementsAre(Citation{0, "causes.c", "Exchange"}));
  EXPECT_THAT(Notices(testing::SmallSnapshot(), 701), ElementsAre("701 is none: it comes from a library."));
}

TEST(ExplainTest, StrayNumberWithinTheClassesStandsForACodeAndIsTreatedAsOne) {
  EXPECT_THAT(OverviewOf(AnswerCode(testing::SmallSnapshot(), 510, kEnglish)), ElementsAre("class"));
  EXPECT_THAT(AnswerCode(testing::SmallSnapshot(), 510, kEnglish).references, IsEmpty());
  EXPECT_THAT(Notices(testing::SmallSnapshot(), 510),
              ElementsAre("510 is none: it comes from a copying slip.", "Read it as 500 Server Internal Error.",
                          "Treated as 500 Server Internal Error."));
}

TEST(ExplainTest, StrayNumberIsTitledInALanguageThatHasItsName) {
  EXPECT_EQ(AnswerCode(testing::SmallSnapshot(), 701, kVi).title, (Text{"vi 701 vi No Response", "vi"}));
  EXPECT_EQ(AnswerCode(testing::SmallSnapshot(), 510, kVi).title, (Text{"510 Not Implemented", "en"}));
}

TEST(ExplainTest, NumberBeyondTheClassesThatNobodyKnowsIsJustUnregistered) {
  EXPECT_THAT(Notices(testing::SmallSnapshot(), 799).front(), "799 is not registered.");
}

TEST(ExplainTest, KnowledgeWithoutAnyWordsAnswersInSilence) {
  const Snapshot snapshot(Knowledge{}, {});
  const Explanation explanation = Explain(snapshot, 486, snapshot.LanguagesFor("vi"));
  EXPECT_EQ(explanation.entry.code, 486);
  EXPECT_EQ(explanation.entry.title, Text{});
  EXPECT_THAT(explanation.entry.notices, IsEmpty());
}

TEST(ExplainTest, LabelsAreTheOnesThatComeWithEveryAnswer) {
  const Labels labels = AnswerLabels(testing::SmallSnapshot(), kVi);
  EXPECT_EQ(labels.size(), std::size(kAnswerLabels) + std::size(kExampleLabels));
  EXPECT_EQ(labels.at("learn_more"), (Text{"vi label learn_more", "vi"}));
  EXPECT_EQ(labels.at("ladder"), (Text{"vi label ladder", "vi"}));
}

TEST(ExplainTest, MissingLabelIsInEnglish) {
  Knowledge knowledge = testing::SmallKnowledge();
  knowledge.labels.erase({"learn_more", "vi"});
  EXPECT_EQ(AnswerLabels(Snapshot(std::move(knowledge), {}), kVi).at("learn_more"), (Text{"label learn_more", "en"}));
}

// From here on the shipped knowledge base, once per language that it speaks.
class ShippedExplainTest : public ::testing::TestWithParam<std::string> {
 protected:
  const Snapshot& snapshot_ = ShippedSnapshot();
  const Languages languages_ = snapshot_.LanguagesFor(GetParam());
};

INSTANTIATE_TEST_SUITE_P(Languages, ShippedExplainTest, ::testing::Values("en", "vi", "ja"),
                         [](const auto& language) { return language.param; });

TEST_P(ShippedExplainTest, EveryCodeHasATitleAndAClassInTheReadersLanguage) {
  for (int code = 100; code <= 699; ++code) {
    const CodeAnswer answer = AnswerCode(snapshot_, code, languages_);
    // The name of a stray number stands in for a reason phrase, but need not be known in every language.
    EXPECT_THAT(answer.title, snapshot_.FindStray(code) == nullptr ? Matcher<Text>(IsCleanIn(GetParam())) : IsClean());
    EXPECT_TRUE(absl::StartsWith(answer.title.text, absl::StrCat(code))) << answer.title.text;
    EXPECT_THAT(answer.class_name, IsCleanIn(GetParam())) << code;
  }
}

TEST_P(ShippedExplainTest, EveryNoticeIsInTheReadersLanguageAndEnds) {
  for (int code = 100; code <= 699; ++code) {
    for (const Text& notice : AnswerCode(snapshot_, code, languages_).notices) {
      EXPECT_THAT(notice, IsCleanIn(GetParam())) << code;
      const bool ends = absl::EndsWith(notice.text, "?") || absl::EndsWith(notice.text, "？") ||
                        absl::EndsWith(notice.text, testing::FullStop(GetParam()));
      EXPECT_TRUE(ends) << notice.text;
    }
  }
}

TEST_P(ShippedExplainTest, OverviewIsInTheReadersLanguage) {
  for (const auto& [code, entry] : snapshot_.knowledge().codes) {
    const CodeAnswer answer = AnswerCode(snapshot_, code, languages_);
    EXPECT_EQ(answer.overview.size(), HasFacts(&entry) ? std::size(kAspects) : 1u) << code;
    for (const AspectValue& value : answer.overview) {
      EXPECT_THAT(value.label, IsCleanIn(GetParam())) << code << ' ' << value.aspect;
      EXPECT_THAT(value.value, IsCleanIn(GetParam())) << code << ' ' << value.aspect;
    }
  }
}

TEST_P(ShippedExplainTest, FactsHeadersRelationsAndPartiesAreSaid) {
  for (const auto& [code, entry] : snapshot_.knowledge().codes) {
    const CodeAnswer answer = AnswerCode(snapshot_, code, languages_);
    for (const SaidFact& fact : answer.facts) EXPECT_THAT(fact.phrase, IsCleanIn(GetParam())) << code;
    for (const SaidHeader& header : answer.headers) EXPECT_THAT(header.purpose, IsSentence()) << code;
    for (const SaidStep& step : answer.steps) EXPECT_THAT(step.party_name, IsCleanIn(GetParam())) << code;
    for (const SaidRelation& related : answer.related) {
      EXPECT_THAT(related.phrase, IsCleanIn(GetParam())) << code;
      EXPECT_THAT(related.reason_phrase, Not(IsEmpty())) << code;
    }
  }
}

TEST_P(ShippedExplainTest, EveryEntryHasItsTextsInSentences) {
  for (const auto& [code, entry] : snapshot_.knowledge().codes) {
    if (!HasFacts(&entry)) continue;
    const CodeAnswer answer = AnswerCode(snapshot_, code, languages_);
    EXPECT_THAT(answer.summary, IsSentence()) << code;
    EXPECT_THAT(answer.description, IsSentence()) << code;
    EXPECT_THAT(answer.use_when, IsSentence()) << code;
    EXPECT_THAT(answer.situations, AllOf(Not(IsEmpty()), ::testing::Each(IsSentence()))) << code;
    EXPECT_THAT(answer.steps, Not(IsEmpty())) << code;
    for (const SaidStep& step : answer.steps) {
      EXPECT_THAT(step.sentence, IsClean()) << code;
      EXPECT_TRUE(absl::EndsWith(step.sentence.text, testing::FullStop(step.sentence.language)) ||
                  absl::EndsWith(step.sentence.text, "?"))
          << code << ' ' << step.sentence.text;
    }
  }
}

// An answer that cannot be given whole says in one notice what language the rest is in, and only then.
TEST_P(ShippedExplainTest, TextsInAnotherLanguageBringExactlyOneNotice) {
  Voice voice(snapshot_, GetParam());
  const std::string english = voice.Label("language.en");
  const std::string notice = voice.Template("notice.text_language", {{"language", english}});
  ASSERT_TRUE(voice.complete());
  for (const auto& [code, entry] : snapshot_.knowledge().codes) {
    const CodeAnswer answer = AnswerCode(snapshot_, code, languages_);
    const bool foreign = !entry.texts.empty() && !entry.texts.contains(GetParam());
    EXPECT_EQ(std::count(answer.notices.begin(), answer.notices.end(), Text{notice, GetParam()}), foreign ? 1 : 0)
        << code;
    if (!entry.texts.empty()) {
      EXPECT_EQ(answer.description.language, foreign ? "en" : GetParam()) << code;
    }
  }
}

TEST_P(ShippedExplainTest, RegisteredCodesAreNotCalledUnregistered) {
  Voice voice(snapshot_, GetParam());
  for (const auto& [code, entry] : snapshot_.knowledge().codes) {
    const std::string notice = voice.Template("notice.unregistered", {{"code", absl::StrCat(code)}});
    for (const Text& said : AnswerCode(snapshot_, code, languages_).notices) EXPECT_NE(said.text, notice);
  }
}

TEST_P(ShippedExplainTest, UnregisteredCodeIsAnsweredHonestly) {
  Voice voice(snapshot_, GetParam());
  const CodeAnswer answer = AnswerCode(snapshot_, 499, languages_);
  ASSERT_THAT(answer.notices, SizeIs(3));
  EXPECT_EQ(answer.notices[0].text, voice.Template("notice.unregistered", {{"code", "499"}}));
  EXPECT_EQ(answer.notices[1].text, voice.Template("notice.treat_as", {{"fallback", "400 Bad Request"}}));
  EXPECT_TRUE(absl::StrContains(answer.notices[2].text, "494 Security Agreement Required")) << answer.notices[2].text;
  EXPECT_TRUE(absl::StrContains(AnswerCode(snapshot_, 190, languages_).notices[1].text, "183 Session Progress"));
}

TEST_P(ShippedExplainTest, LaddersNameTheirPartiesInTheReadersLanguage) {
  for (const auto& [code, entry] : snapshot_.knowledge().codes) {
    const SaidLadder ladder = AnswerCode(snapshot_, code, languages_).ladder;
    EXPECT_EQ(ladder.parties.empty(), entry.ladder.empty()) << code;
    for (const SaidLadder::Party& party : ladder.parties) EXPECT_THAT(party.name, IsCleanIn(GetParam())) << code;
    for (const LadderStep& step : ladder.steps) {
      for (const std::string& name : {step.sender, step.receiver}) {
        EXPECT_EQ(std::count_if(ladder.parties.begin(), ladder.parties.end(),
                                [&](const SaidLadder::Party& party) { return party.party == name; }),
                  1)
            << code << ' ' << name;
      }
    }
  }
}

TEST_P(ShippedExplainTest, MeaningsAndProductCausesAreSaid) {
  for (const auto& [code, entry] : snapshot_.knowledge().codes) {
    const CodeAnswer answer = AnswerCode(snapshot_, code, languages_);
    for (const SaidProductCause& other : answer.product_causes) {
      EXPECT_THAT(other.sentence, testing::IsSentenceIn(GetParam())) << code;
    }
    for (const SaidMeaning& meaning : answer.meanings) {
      SCOPED_TRACE(absl::StrCat(code, " ", meaning.name.text));
      EXPECT_THAT(meaning.name, IsClean());
      EXPECT_THAT(meaning.meaning, IsSentence());
      EXPECT_THAT(meaning.sign, IsSentence());
      EXPECT_THAT(meaning.advice, IsSentence());
      EXPECT_FALSE(meaning.seen);
    }
  }
}

TEST_P(ShippedExplainTest, StrayNumbersAreToldForWhatTheyAre) {
  for (const auto& [number, stray] : snapshot_.knowledge().stray_numbers) {
    SCOPED_TRACE(number);
    const CodeAnswer answer = AnswerCode(snapshot_, number, languages_);
    EXPECT_THAT(answer.title, IsClean());
    EXPECT_THAT(answer.summary, IsSentence());
    EXPECT_THAT(answer.description, IsSentence());
    EXPECT_THAT(answer.use_when, IsSentence());
    EXPECT_EQ(answer.state, "local");
    ASSERT_THAT(answer.notices, Not(IsEmpty()));
    EXPECT_TRUE(absl::StrContains(answer.notices[0].text, stray.origin)) << answer.notices[0].text;
    for (const Text& notice : answer.notices) EXPECT_THAT(notice, testing::IsSentenceIn(GetParam()));
  }
}

TEST_P(ShippedExplainTest, LabelsAreInTheReadersLanguage) {
  for (const auto& [name, label] : AnswerLabels(snapshot_, languages_)) {
    EXPECT_THAT(label, IsCleanIn(GetParam())) << name;
  }
}

TEST(ExplainTest, ShippedStrayNumbersStandForTheirCodes) {
  for (const auto& [number, code] : {std::pair(701, "408 Request Timeout"), {510, "501 Not Implemented"}}) {
    const std::vector<std::string> notices = Notices(ShippedSnapshot(), number);
    ASSERT_THAT(notices, SizeIs(number == 510 ? 3 : 2)) << number;
    EXPECT_TRUE(absl::StrContains(notices[1], code)) << notices[1];
  }
}

// RFC 6432, section 3: a Reason header tells a 480 after which the mobile network said "subscriber absent".
TEST(ExplainTest, ShippedMeaningIsFoundByItsHeader) {
  const CodeAnswer answer = AnswerCode(ShippedSnapshot(), 480, kEnglish, {"", {"Reason: Q.850;cause=20"}});
  for (const SaidMeaning& meaning : answer.meanings) EXPECT_EQ(meaning.seen, meaning.value == "Q.850;cause=20");
}

TEST(ExplainTest, ShippedKnowledgeAnswersARegionInItsLanguage) {
  const Snapshot& snapshot = ShippedSnapshot();
  EXPECT_EQ(Explain(snapshot, 408, snapshot.LanguagesFor("vi-VN")),
            Explain(snapshot, 408, snapshot.LanguagesFor("VI")));
  EXPECT_EQ(Explain(snapshot, 408, snapshot.LanguagesFor("xx")), Explain(snapshot, 408, snapshot.LanguagesFor("en")));
}

}  // namespace
}  // namespace sipwhy
