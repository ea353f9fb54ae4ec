#include "service/methods.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "tests/testing/shipped_knowledge.h"
#include "tests/testing/status_matchers.h"

namespace sipwhy {
namespace {

using ::sipwhy::testing::IsOk;
using ::sipwhy::testing::ShippedSnapshot;
using ::sipwhy::testing::StatusIs;
using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

absl::Status Explain(int code, const std::string& language, v1::ExplainResponse* response) {
  v1::ExplainRequest request;
  request.set_code(code);
  request.set_language_code(language);
  return Answer(ShippedSnapshot(), request, response);
}

std::string LabelOf(const v1::ExplainResponse& response, const std::string& name) {
  for (const v1::Label& label : response.labels()) {
    if (label.name() == name) return label.text().text();
  }
  return "";
}

absl::Status Compare(const std::vector<int>& codes, v1::CompareResponse* response) {
  v1::CompareRequest request;
  request.mutable_codes()->Assign(codes.begin(), codes.end());
  return Answer(ShippedSnapshot(), request, response);
}

TEST(MethodsTest, ExplainFillsTypedFactsBesideTheirWords) {
  v1::ExplainResponse response;
  ASSERT_THAT(Explain(408, "en", &response), IsOk());
  const v1::CodeEntry& entry = response.entry();
  EXPECT_EQ(entry.code(), 408);
  EXPECT_EQ(entry.response_class(), v1::RESPONSE_CLASS_REQUEST_FAILURE);
  EXPECT_EQ(entry.state(), v1::REGISTRATION_STATE_REGISTERED);
  EXPECT_EQ(entry.definition().section(), "21.4.9");
  EXPECT_EQ(entry.retry().advice(), v1::RETRY_ADVICE_LATER);
  EXPECT_THAT(entry.retry().timers(), ElementsAre("B", "F", "C"));
  EXPECT_EQ(entry.dialog().effect(), v1::DIALOG_EFFECT_UAC_ENDS_DIALOG);
  EXPECT_EQ(entry.dialog().phrase().source().section(), "12.2.1.2");
  EXPECT_EQ(entry.pstn().cause(), 102);
  EXPECT_EQ(entry.pstn().comes_back_as(), 504);
  EXPECT_EQ(LabelOf(response, "how_to_fix"), "How to Fix");
  EXPECT_EQ(response.revision().number(), ShippedSnapshot().revision().number);
  EXPECT_EQ(response.revision().content_hash().size(), 64u);
}

TEST(MethodsTest, EveryShippedFactHasATypedValue) {
  for (const auto& [code, known] : ShippedSnapshot().knowledge().codes) {
    v1::ExplainResponse response;
    ASSERT_THAT(Explain(code, "en", &response), IsOk());
    const v1::CodeEntry& entry = response.entry();
    EXPECT_NE(entry.state(), v1::REGISTRATION_STATE_UNSPECIFIED) << code;
    if (known.facts.empty()) continue;
    for (const v1::Sender& sender : entry.senders()) EXPECT_NE(sender.role(), v1::SENDER_ROLE_UNSPECIFIED) << code;
    for (const v1::Header& header : entry.headers()) EXPECT_NE(header.strength(), v1::HEADER_STRENGTH_UNSPECIFIED);
    for (const v1::Step& step : entry.steps()) EXPECT_NE(step.party(), v1::PARTY_UNSPECIFIED) << code;
    for (const v1::RelatedCode& other : entry.related_codes()) EXPECT_NE(other.relation(), v1::RELATION_UNSPECIFIED);
    for (const v1::AspectValue& value : entry.overview()) EXPECT_NE(value.aspect(), v1::ASPECT_UNSPECIFIED) << code;
    EXPECT_FALSE(entry.methods().methods().empty()) << code;
    EXPECT_NE(entry.retry().advice(), v1::RETRY_ADVICE_UNSPECIFIED) << code;
    EXPECT_NE(entry.forking().effect(), v1::FORKING_EFFECT_UNSPECIFIED) << code;
    EXPECT_NE(entry.dialog().effect(), v1::DIALOG_EFFECT_UNSPECIFIED) << code;
    EXPECT_NE(entry.transaction().effect(), v1::TRANSACTION_EFFECT_UNSPECIFIED) << code;
    EXPECT_NE(entry.pstn().effect(), v1::PSTN_EFFECT_UNSPECIFIED) << code;
  }
}

TEST(MethodsTest, UnregisteredCodeHasAnHonestAnswer) {
  v1::ExplainResponse response;
  ASSERT_THAT(Explain(499, "en", &response), IsOk());
  EXPECT_EQ(response.entry().state(), v1::REGISTRATION_STATE_UNSPECIFIED);
  ASSERT_GE(response.entry().notices_size(), 2);
  EXPECT_THAT(response.entry().notices(1).text(), HasSubstr("400 Bad Request"));
}

TEST(MethodsTest, ExplainRefusesBadArguments) {
  const struct {
    int code;
    std::string language;
    std::string message;
  } cases[] = {{0, "en", "code is missing"},
               {99, "en", "code 99 is outside [100, 699]"},
               {700, "en", "code 700 is outside"},
               {4080, "en", "did you mean 408?"},
               {-408, "en", "code -408 is outside"},
               {2147483647, "en", "code 2147483647 is outside"},
               {408, "e n", "no BCP 47 tag"},
               {408, "vi-", "no BCP 47 tag"},
               {408, "toolongsubtag", "no BCP 47 tag"},
               {408, std::string(100, 'a'), "no BCP 47 tag"}};
  for (const auto& [code, language, message] : cases) {
    v1::ExplainResponse response;
    EXPECT_THAT(Explain(code, language, &response), StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr(message)));
  }
}

TEST(MethodsTest, UnknownLanguageIsAnsweredInEnglishAndSaysSo) {
  v1::ExplainResponse response;
  ASSERT_THAT(Explain(408, "tlh", &response), IsOk());
  EXPECT_EQ(response.entry().summary().language_code(), "en");
  EXPECT_TRUE(response.entry().notices().empty());
}

TEST(MethodsTest, RegionFallsBackToItsLanguageTextByText) {
  v1::ExplainResponse response;
  ASSERT_THAT(Explain(408, "de-AT", &response), IsOk());
  EXPECT_EQ(response.entry().class_name().language_code(), "de");
  EXPECT_EQ(response.entry().summary().language_code(), "de");
  EXPECT_EQ(response.entry().description().language_code(), "en");
  ASSERT_EQ(response.entry().notices_size(), 1);
  EXPECT_THAT(response.entry().notices(0).text(), HasSubstr("Englisch"));
  ASSERT_THAT(Explain(408, "zh-TW", &response), IsOk());
  EXPECT_EQ(response.entry().summary().language_code(), "zh-Hans");
}

TEST(MethodsTest, VietnameseAndJapaneseHaveNoTextInEnglish) {
  for (const char* language : {"vi", "ja"}) {
    v1::CompareRequest request;
    request.mutable_codes()->Add(301);
    request.mutable_codes()->Add(487);
    request.set_language_code(language);
    v1::CompareResponse response;
    ASSERT_THAT(Answer(ShippedSnapshot(), request, &response), IsOk());
    EXPECT_THAT(response.ShortDebugString(), Not(HasSubstr("language_code: \"en\""))) << language;
  }
}

TEST(MethodsTest, CompareKeepsTheOrderAndGivesOneValuePerCode) {
  v1::CompareResponse response;
  ASSERT_THAT(Compare({487, 301, 408}, &response), IsOk());
  ASSERT_EQ(response.codes_size(), 3);
  EXPECT_EQ(response.codes(0).code(), 487);
  EXPECT_EQ(response.codes(2).code(), 408);
  ASSERT_GT(response.differences_size(), 3);
  EXPECT_EQ(response.differences(0).aspect(), v1::ASPECT_CLASS);
  for (const v1::Difference& difference : response.differences()) EXPECT_EQ(difference.values_size(), 3);
}

TEST(MethodsTest, CompareCountsARepeatedCodeOnce) {
  v1::CompareResponse response;
  ASSERT_THAT(Compare({408, 408}, &response), IsOk());
  EXPECT_EQ(response.codes_size(), 1);
  EXPECT_TRUE(response.differences().empty());
}

TEST(MethodsTest, CompareRefusesBadArguments) {
  v1::CompareResponse response;
  EXPECT_THAT(Compare({}, &response), StatusIs(absl::StatusCode::kInvalidArgument, "codes is missing"));
  EXPECT_THAT(Compare({408}, &response), StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("1 entries")));
  EXPECT_THAT(Compare({301, 380, 401, 408, 430}, &response),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("two to four")));
  EXPECT_THAT(Compare({301, 799}, &response), StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("code 799")));
}

TEST(MethodsTest, ExplainMarksTheMeaningThatTheEvidenceTells) {
  v1::ExplainRequest request;
  request.set_code(603);
  request.set_reason_phrase("network blocked");
  v1::ExplainResponse response;
  ASSERT_THAT(Answer(ShippedSnapshot(), request, &response), IsOk());
  std::vector<std::string> seen;
  for (const v1::Meaning& meaning : response.entry().meanings()) {
    if (meaning.seen()) seen.push_back(meaning.reason_phrase());
  }
  EXPECT_THAT(seen, ElementsAre("Network Blocked"));
}

TEST(MethodsTest, ExplainGivesExamplesThatProgramsCanDraw) {
  for (const auto& [code, known] : ShippedSnapshot().knowledge().codes) {
    v1::ExplainResponse response;
    ASSERT_THAT(Explain(code, "en", &response), IsOk());
    EXPECT_THAT(response.entry().sample_message(), ::testing::StartsWith(absl::StrCat("SIP/2.0 ", code, " ")));
    const v1::Ladder& ladder = response.entry().ladder();
    std::set<std::string> parties;
    for (const v1::LadderParty& party : ladder.parties()) parties.insert(party.party());
    EXPECT_FALSE(ladder.steps().empty()) << code;
    for (const v1::LadderStep& step : ladder.steps()) {
      EXPECT_THAT(parties, Contains(step.sender())) << code;
      EXPECT_THAT(parties, Contains(step.receiver())) << code;
    }
  }
}

TEST(MethodsTest, ExplainAnswersAStrayNumberBeyondTheClasses) {
  v1::ExplainResponse response;
  ASSERT_THAT(Explain(701, "en", &response), IsOk());
  EXPECT_EQ(response.entry().response_class(), v1::RESPONSE_CLASS_UNSPECIFIED);
  EXPECT_THAT(response.entry().notices(0).text(), HasSubstr("701"));
}

TEST(MethodsTest, ExplainRefusesTooMuchEvidence) {
  v1::ExplainRequest request;
  request.set_code(603);
  v1::ExplainResponse response;
  request.set_reason_phrase(std::string(200, 'a'));
  for (int i = 0; i < 20; ++i) request.add_headers(std::string(1000, 'b'));
  EXPECT_THAT(Answer(ShippedSnapshot(), request, &response), IsOk());
  v1::ExplainRequest long_phrase = request;
  long_phrase.mutable_reason_phrase()->push_back('a');
  EXPECT_THAT(Answer(ShippedSnapshot(), long_phrase, &response),
              StatusIs(absl::StatusCode::kInvalidArgument, AllOf(HasSubstr("reason_phrase"), HasSubstr("200"))));
  v1::ExplainRequest long_header = request;
  long_header.mutable_headers(3)->push_back('b');
  EXPECT_THAT(Answer(ShippedSnapshot(), long_header, &response),
              StatusIs(absl::StatusCode::kInvalidArgument, AllOf(HasSubstr("headers"), HasSubstr("1000"))));
  v1::ExplainRequest many_headers = request;
  many_headers.add_headers("c");
  EXPECT_THAT(Answer(ShippedSnapshot(), many_headers, &response),
              StatusIs(absl::StatusCode::kInvalidArgument, AllOf(HasSubstr("headers"), HasSubstr("20"))));
}

TEST(MethodsTest, ExplainCauseGivesBothDirectionsAndTheProducts) {
  v1::ExplainCauseRequest request;
  request.set_cause(17);
  v1::ExplainCauseResponse response;
  ASSERT_THAT(Answer(ShippedSnapshot(), request, &response), IsOk());
  const v1::CauseEntry& entry = response.entry();
  EXPECT_EQ(entry.cause(), 17);
  EXPECT_EQ(entry.cause_class(), v1::CAUSE_CLASS_NORMAL_EVENT);
  EXPECT_EQ(entry.name().text(), "User busy");
  ASSERT_EQ(entry.codes_size(), 1);
  EXPECT_EQ(entry.codes(0).code(), 486);
  EXPECT_EQ(entry.codes(0).source().section(), "7.2.4.1");
  std::vector<int> sources;
  for (const v1::CauseSource& source : entry.sources()) sources.push_back(source.code());
  EXPECT_THAT(sources, ElementsAre(486, 600));
  EXPECT_EQ(response.revision().number(), ShippedSnapshot().revision().number);
}

TEST(MethodsTest, EveryCauseIsAnswered) {
  for (int cause = 1; cause <= 127; ++cause) {
    v1::ExplainCauseRequest request;
    request.set_cause(cause);
    v1::ExplainCauseResponse response;
    ASSERT_THAT(Answer(ShippedSnapshot(), request, &response), IsOk()) << cause;
    EXPECT_NE(response.entry().cause_class(), v1::CAUSE_CLASS_UNSPECIFIED) << cause;
    EXPECT_NE(response.entry().to_sip().text(), "") << cause;
    EXPECT_NE(response.entry().from_sip().text(), "") << cause;
  }
}

TEST(MethodsTest, ExplainCauseRefusesBadArguments) {
  for (int cause : {0, -1, 128, 2147483647}) {
    v1::ExplainCauseRequest request;
    request.set_cause(cause);
    v1::ExplainCauseResponse response;
    EXPECT_THAT(Answer(ShippedSnapshot(), request, &response),
                StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("cause")));
  }
}

TEST(MethodsTest, SearchGivesTheReasonOfEachHit) {
  v1::SearchRequest request;
  request.set_query("nobody answers");
  v1::SearchResponse response;
  ASSERT_THAT(Answer(ShippedSnapshot(), request, &response), IsOk());
  ASSERT_GT(response.hits_size(), 0);
  EXPECT_LE(response.hits_size(), 5);
  EXPECT_EQ(response.hits(0).code(), 480);
  EXPECT_EQ(response.hits(0).place(), v1::SEARCH_PLACE_SYMPTOM);
  EXPECT_EQ(response.hits(0).reason().text(), "people say: nobody answers");
  request.set_max_results(1);
  response.Clear();
  ASSERT_THAT(Answer(ShippedSnapshot(), request, &response), IsOk());
  EXPECT_EQ(response.hits_size(), 1);
}

TEST(MethodsTest, SearchRefusesBadArguments) {
  v1::SearchRequest request;
  v1::SearchResponse response;
  EXPECT_THAT(Answer(ShippedSnapshot(), request, &response),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("query is missing")));
  request.set_query(std::string(501, 'a'));
  EXPECT_THAT(Answer(ShippedSnapshot(), request, &response),
              StatusIs(absl::StatusCode::kInvalidArgument, AllOf(HasSubstr("query"), HasSubstr("500"))));
  request.set_query("busy");
  request.set_max_results(-1);
  EXPECT_THAT(Answer(ShippedSnapshot(), request, &response),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("max_results")));
  request.set_max_results(2147483647);
  EXPECT_THAT(Answer(ShippedSnapshot(), request, &response), IsOk());
}

TEST(MethodsTest, ListCodesTellsTheBotWhatElseACodeIsKnownBy) {
  v1::ListCodesResponse response;
  ASSERT_THAT(Answer(ShippedSnapshot(), v1::ListCodesRequest(), &response), IsOk());
  const auto decline = std::find_if(response.codes().begin(), response.codes().end(),
                                    [](const v1::CodeSummary& code) { return code.code() == 603; });
  ASSERT_NE(decline, response.codes().end());
  EXPECT_THAT(decline->other_phrases(), Contains("Network Blocked"));
  EXPECT_THAT(decline->telling_headers(), Contains("Reason"));
}

TEST(MethodsTest, ListCodesPagesThroughEveryCodeOnce) {
  std::vector<int> listed;
  v1::ListCodesRequest request;
  request.set_page_size(7);
  do {
    v1::ListCodesResponse response;
    ASSERT_THAT(Answer(ShippedSnapshot(), request, &response), IsOk());
    for (const v1::CodeSummary& code : response.codes()) listed.push_back(code.code());
    request.set_page_token(response.next_page_token());
  } while (!request.page_token().empty());
  std::vector<int> expected;
  for (const auto& [code, entry] : ShippedSnapshot().knowledge().codes) expected.push_back(code);
  EXPECT_EQ(listed, expected);
}

TEST(MethodsTest, ListCodesFiltersByClass) {
  v1::ListCodesRequest request;
  request.set_response_class(v1::RESPONSE_CLASS_REDIRECTION);
  v1::ListCodesResponse response;
  ASSERT_THAT(Answer(ShippedSnapshot(), request, &response), IsOk());
  std::vector<int> codes;
  for (const v1::CodeSummary& code : response.codes()) {
    codes.push_back(code.code());
    EXPECT_TRUE(code.has_entry()) << code.code();
    EXPECT_NE(code.summary().text(), "") << code.code();
  }
  EXPECT_THAT(codes, ElementsAre(300, 301, 302, 303, 305, 380));
  EXPECT_EQ(response.class_name().text(), "3xx Redirection");
  EXPECT_EQ(response.next_page_token(), "");
}

TEST(MethodsTest, ListCodesRefusesBadArguments) {
  v1::ListCodesResponse response;
  v1::ListCodesRequest bad_class;
  bad_class.set_response_class(static_cast<v1::ResponseClass>(9));
  EXPECT_THAT(Answer(ShippedSnapshot(), bad_class, &response), StatusIs(absl::StatusCode::kInvalidArgument));
  v1::ListCodesRequest bad_token;
  bad_token.set_page_token("page two");
  EXPECT_THAT(Answer(ShippedSnapshot(), bad_token, &response), StatusIs(absl::StatusCode::kInvalidArgument));
  v1::ListCodesRequest bad_size;
  bad_size.set_page_size(-3);
  EXPECT_THAT(Answer(ShippedSnapshot(), bad_size, &response), StatusIs(absl::StatusCode::kInvalidArgument));
}

TEST(MethodsTest, ListLanguagesPutsEnglishFirst) {
  v1::ListLanguagesResponse response;
  ASSERT_THAT(Answer(ShippedSnapshot(), v1::ListLanguagesRequest(), &response), IsOk());
  std::vector<std::string> listed;
  for (const v1::Language& language : response.languages()) {
    listed.push_back(absl::StrCat(language.language_code(), " ", language.name(), " ", language.own_name()));
  }
  ASSERT_EQ(listed.size(), 16u);
  EXPECT_EQ(listed[0], "en English English");
  EXPECT_EQ(listed[1], "ar Arabic العربية");
  EXPECT_EQ(listed[14], "vi Vietnamese Tiếng Việt");
  EXPECT_EQ(response.revision().number(), ShippedSnapshot().revision().number);
}

TEST(MethodsTest, LanguagesSayHowPeopleAskForThemAndInThem) {
  v1::ListLanguagesResponse response;
  ASSERT_THAT(Answer(ShippedSnapshot(), v1::ListLanguagesRequest(), &response), IsOk());
  const v1::Language& vietnamese = response.languages(14);
  EXPECT_THAT(vietnamese.requests(), ::testing::IsSupersetOf({"in Vietnamese", "bằng tiếng Việt"}));
  std::vector<std::string> words;
  for (const v1::QuestionWord& word : vietnamese.question_words()) words.push_back(word.role() + " " + word.word());
  EXPECT_THAT(words, Contains("language ngôn ngữ"));
}

TEST(MethodsTest, TemplatesComeInTheReadersLanguageWithItsVariants) {
  v1::ListTemplatesRequest request;
  request.set_prefix("bot.");
  request.set_language_code("es-MX");
  v1::ListTemplatesResponse response;
  ASSERT_THAT(Answer(ShippedSnapshot(), request, &response), IsOk());
  std::map<std::string, std::string> texts;
  for (const v1::Template& sentence : response.templates()) {
    EXPECT_EQ(sentence.text().language_code(), "es") << sentence.name();
    texts[sentence.name()] = sentence.text().text();
  }
  EXPECT_EQ(texts.count("bot.tally.added[one]"), 1u);
  EXPECT_EQ(texts.count("title.code"), 0u);
  EXPECT_EQ(texts["bot.diff.title"], "De la revisión {before} a la {after}");
  EXPECT_EQ(response.revision().number(), ShippedSnapshot().revision().number);
}

TEST(MethodsTest, TemplatesOfAnUnknownLanguageAreEnglish) {
  v1::ListTemplatesRequest request;
  request.set_prefix("bot.ask_back");
  request.set_language_code("tlh");
  v1::ListTemplatesResponse response;
  ASSERT_THAT(Answer(ShippedSnapshot(), request, &response), IsOk());
  ASSERT_EQ(response.templates_size(), 1);
  EXPECT_EQ(response.templates(0).text().text(), "I know no SIP code for that.");
  EXPECT_EQ(response.templates(0).text().language_code(), "en");
}

TEST(MethodsTest, ListRevisionsPagesFromTheNewestWithNotes) {
  std::vector<int> listed;
  v1::ListRevisionsRequest request;
  request.set_page_size(2);
  do {
    v1::ListRevisionsResponse response;
    ASSERT_THAT(Answer(ShippedSnapshot(), request, &response), IsOk());
    for (const v1::RevisionEntry& revision : response.revisions()) {
      listed.push_back(revision.revision().number());
      EXPECT_NE(revision.notes(), "");
      EXPECT_NE(revision.kind(), v1::REVISION_KIND_UNSPECIFIED);
    }
    request.set_page_token(response.next_page_token());
  } while (!request.page_token().empty());
  ASSERT_EQ(listed.size(), ShippedSnapshot().revisions().size());
  EXPECT_EQ(listed.front(), ShippedSnapshot().revision().number);
  EXPECT_EQ(listed.back(), 1);
}

}  // namespace
}  // namespace sipwhy
