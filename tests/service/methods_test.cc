#include "service/methods.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/testing/shipped_knowledge.h"
#include "tests/testing/status_matchers.h"

namespace sipwhy {
namespace {

using ::sipwhy::testing::IsOk;
using ::sipwhy::testing::ShippedSnapshot;
using ::sipwhy::testing::StatusIs;
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
  ASSERT_THAT(Explain(408, "vi-VN", &response), IsOk());
  EXPECT_EQ(LabelOf(response, "how_to_fix"), "Cách khắc phục");
  EXPECT_EQ(response.entry().class_name().language_code(), "vi");
  EXPECT_EQ(response.entry().description().language_code(), "en");
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
  ASSERT_EQ(response.codes_size(), 5);
  EXPECT_EQ(response.codes(1).code(), 301);
  EXPECT_TRUE(response.codes(1).has_entry());
  EXPECT_FALSE(response.codes(0).has_entry());
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
