#include "service/convert.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/testing/shipped_knowledge.h"
#include "tests/testing/status_matchers.h"

namespace sipwhy {
namespace {

using ::sipwhy::testing::IsOkAndHolds;
using ::sipwhy::testing::ShippedSnapshot;
using ::sipwhy::testing::StatusIs;
using ::testing::ElementsAre;

CodeAnswer AnswerWith(const Fact& fact) {
  CodeAnswer answer;
  answer.code = 408;
  answer.facts.push_back({fact, {"a phrase", "en"}});
  return answer;
}

TEST(ConvertTest, FactGoesIntoTheFieldOfItsAspectWithPhraseAndSource) {
  v1::CodeEntry entry;
  ToProto(AnswerWith({"retry", "at_contact", "elsewhere", {3261, "21.3.2"}}), &entry);
  EXPECT_EQ(entry.retry().advice(), v1::RETRY_ADVICE_ELSEWHERE);
  EXPECT_EQ(entry.retry().phrase().term(), "at_contact");
  EXPECT_EQ(entry.retry().phrase().text().text(), "a phrase");
  EXPECT_EQ(entry.retry().phrase().source().rfc(), 3261);
  EXPECT_EQ(entry.retry().phrase().source().section(), "21.3.2");
}

TEST(ConvertTest, MethodsAreOneNameEach) {
  v1::CodeEntry entry;
  ToProto(AnswerWith({"methods", "calls", "INVITE UPDATE", {3261, "1"}}), &entry);
  EXPECT_THAT(entry.methods().methods(), ElementsAre("INVITE", "UPDATE"));
}

TEST(ConvertTest, ValueOfALaterKnowledgeBaseIsUnspecifiedAndKeepsItsWords) {
  v1::CodeEntry entry;
  ToProto(AnswerWith({"forking", "sideways", "sideways", {3261, "1"}}), &entry);
  EXPECT_EQ(entry.forking().effect(), v1::FORKING_EFFECT_UNSPECIFIED);
  EXPECT_EQ(entry.forking().phrase().text().text(), "a phrase");
  EXPECT_EQ(RegistrationStateFor("disputed"), v1::REGISTRATION_STATE_UNSPECIFIED);
  EXPECT_EQ(RegistrationStateFor("deprecated"), v1::REGISTRATION_STATE_DEPRECATED);
}

TEST(ConvertTest, LabelsComeInOrderOfName) {
  Explanation explanation;
  explanation.labels = {{"b", {"B", "en"}}, {"a", {"A", "en"}}};
  v1::ExplainResponse response;
  ToProto(explanation, &response);
  ASSERT_EQ(response.labels_size(), 2);
  EXPECT_EQ(response.labels(0).name(), "a");
  EXPECT_EQ(response.labels(1).text().text(), "B");
}

TEST(ConvertTest, CodesKeepTheirOrderAndCountOnce) {
  v1::CompareRequest request;
  for (int code : {487, 301, 487, 408}) request.add_codes(code);
  EXPECT_THAT(CodesFromProto(ShippedSnapshot(), request), IsOkAndHolds(ElementsAre(487, 301, 408)));
}

TEST(ConvertTest, LanguageTagsAreCheckedForTheirForm) {
  for (const char* tag : {"", "en", "vi-VN", "zh-Hant-TW", "pt_BR", "x-klingon"}) {
    EXPECT_THAT(LanguagesFromProto(ShippedSnapshot(), tag), testing::IsOk()) << tag;
  }
  for (const std::string& tag : {std::string("-"), std::string("vi-"), std::string("vi VN"), std::string("việt"),
                                 std::string("waytoolong"), std::string(36, 'a'), std::string("en\0", 3)}) {
    EXPECT_THAT(LanguagesFromProto(ShippedSnapshot(), tag), StatusIs(absl::StatusCode::kInvalidArgument)) << tag;
  }
}

}  // namespace
}  // namespace sipwhy
