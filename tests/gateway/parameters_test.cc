#include "gateway/parameters.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>
#include <string>

#include "google/rpc/error_details.pb.h"
#include "tests/testing/status_matchers.h"

namespace sipwhy::gateway {
namespace {

using ::sipwhy::testing::IsOk;
using ::sipwhy::testing::StatusIs;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

template <typename Message>
Message DetailOf(const absl::Status& status) {
  Message message;
  const auto bytes = status.GetPayload("type.googleapis.com/" + Message::descriptor()->full_name());
  EXPECT_TRUE(bytes.has_value());
  if (bytes.has_value()) {
    EXPECT_TRUE(message.ParseFromString(std::string(*bytes)));
  }
  return message;
}

TEST(ParametersTest, ValuesAreDecoded) {
  const Parameters parameters("q=nobody+answers&language=vi%2DVN&reason_phrase=%E5%BF%99&empty=&bare");
  EXPECT_THAT(parameters.status(), IsOk());
  EXPECT_EQ(parameters.Text("q"), "nobody answers");
  EXPECT_EQ(parameters.Text("language"), "vi-VN");
  EXPECT_EQ(parameters.Text("reason_phrase"), "忙");
  EXPECT_EQ(parameters.Text("empty"), "");
  EXPECT_EQ(parameters.Text("bare"), "");
  EXPECT_EQ(parameters.Text("absent"), "");
}

TEST(ParametersTest, AnEncodedPlusIsOneAndAnEncodedSignPartsNothing) {
  const Parameters parameters("q=a%2Bb%26c%3Dd=e%25");
  EXPECT_EQ(parameters.Text("q"), "a+b&c=d=e%");
}

TEST(ParametersTest, NamesAreDecodedToo) { EXPECT_EQ(Parameters("l%61nguage=ja").Text("language"), "ja"); }

TEST(ParametersTest, WhatCannotBeDecodedIsRefusedByName) {
  for (const char* const query : {"q=%", "q=a%4", "q=%zz", "q=%+1", "q=%FF", "q=%C0%80", "q=%ED%A0%80", "q=%E5%BF",
                                  "q=\xFF", "q=%F4%90%80%80", "q=%%41"}) {
    const Parameters parameters(query);
    ASSERT_THAT(parameters.status(), StatusIs(absl::StatusCode::kInvalidArgument)) << query;
    EXPECT_EQ(parameters.Text("q"), "") << query;
    EXPECT_EQ(DetailOf<google::rpc::BadRequest>(parameters.status()).field_violations(0).field(), "q") << query;
    const auto info = DetailOf<google::rpc::ErrorInfo>(parameters.status());
    EXPECT_EQ(info.reason(), "MALFORMED_PARAMETER") << query;
    EXPECT_EQ(info.domain(), "sipwhy.gateway") << query;
  }
}

TEST(ParametersTest, UnknownNameIsRefusedWithThoseThatThereAre) {
  Parameters parameters("langage=ja");
  parameters.Allow("language header*");
  EXPECT_THAT(parameters.status(), StatusIs(absl::StatusCode::kInvalidArgument,
                                            "there is no parameter \"langage\"; there are language, header"));
  EXPECT_EQ(DetailOf<google::rpc::ErrorInfo>(parameters.status()).reason(), "UNKNOWN_PARAMETER");
}

TEST(ParametersTest, WhereThereAreNoneThatIsSaid) {
  Parameters parameters("_=1");
  parameters.Allow("");
  EXPECT_THAT(parameters.status(), StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("there are none here")));
}

TEST(ParametersTest, ALongNameIsNotRepeatedWhole) {
  Parameters parameters(std::string(5000, 'x') + "=1");
  parameters.Allow("q");
  EXPECT_LT(parameters.status().message().size(), 120U);
}

TEST(ParametersTest, ANameThatComesTwiceIsRefused) {
  Parameters parameters("q=1&language=ja&q=1");
  parameters.Allow("q language");
  EXPECT_THAT(parameters.status(), StatusIs(absl::StatusCode::kInvalidArgument, "q is given more than once"));
  EXPECT_EQ(DetailOf<google::rpc::ErrorInfo>(parameters.status()).reason(), "REPEATED_PARAMETER");
}

TEST(ParametersTest, ANameWithAStarMayComeOftenAndKeepsItsOrder) {
  Parameters parameters("header=b&header=a&header=");
  parameters.Allow("header*");
  EXPECT_THAT(parameters.status(), IsOk());
  EXPECT_THAT(parameters.Texts("header"), ElementsAre("b", "a", ""));
}

TEST(ParametersTest, EmptyFieldsCountForNothing) {
  Parameters parameters("&&q=1&");
  parameters.Allow("q");
  EXPECT_THAT(parameters.status(), IsOk());
}

TEST(ParametersTest, NumbersAreDecimalDigitsInTheirRange) {
  Parameters parameters("a=486&b=0&c=2147483647&d=007");
  EXPECT_EQ(parameters.Number("a"), 486);
  EXPECT_EQ(parameters.Number("b"), 0);
  EXPECT_EQ(parameters.Number("c"), 2147483647);
  EXPECT_EQ(parameters.Number("d"), 7);
  EXPECT_EQ(parameters.Number("absent", 1, 6), 0);
  EXPECT_THAT(parameters.status(), IsOk());
}

TEST(ParametersTest, WhatIsNoNumberIsRefusedByNameAndValue) {
  for (const char* const value : {"", "-1", "%2B1", "+1", "1.0", "1e3", "0x10", "2147483648", "99999999999999999999",
                                  "4xx", "4 ", "%EF%BC%94", "4%00"}) {
    Parameters parameters(std::string("page_size=") + value);
    EXPECT_EQ(parameters.Number("page_size"), 0) << value;
    EXPECT_THAT(parameters.status(), StatusIs(absl::StatusCode::kInvalidArgument,
                                              AllOf(HasSubstr("page_size \""), HasSubstr("0 to 2147483647"))))
        << value;
  }
}

TEST(ParametersTest, ANumberOutOfItsRangeIsRefused) {
  Parameters parameters("class=7");
  EXPECT_EQ(parameters.Number("class", 1, 6), 0);
  EXPECT_THAT(parameters.status(), StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("from 1 to 6")));
}

TEST(ParametersTest, SeveralNumbersArePartedByCommas) {
  Parameters parameters("codes=301,408&more=301%2C486");
  EXPECT_THAT(parameters.Numbers("codes"), ElementsAre(301, 408));
  EXPECT_THAT(parameters.Numbers("more"), ElementsAre(301, 486));
  EXPECT_THAT(parameters.Numbers("absent"), IsEmpty());
  EXPECT_THAT(parameters.status(), IsOk());
}

TEST(ParametersTest, AGapBetweenCommasIsNoNumber) {
  for (const char* const value : {"301,", ",301", "301,,408", "301 408", "301;408"}) {
    Parameters parameters(std::string("codes=") + value);
    parameters.Numbers("codes");
    EXPECT_THAT(parameters.status(), StatusIs(absl::StatusCode::kInvalidArgument)) << value;
  }
}

TEST(ParametersTest, ThePathGivesParametersThatTheQueryCannot) {
  Parameters parameters("code=487");
  parameters.Allow("language");
  parameters.AddFromPath("code", "486");
  EXPECT_THAT(parameters.status(), StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("no parameter \"code\"")));
}

TEST(ParametersTest, ASegmentOfThePathIsDecodedWithoutPlus) {
  Parameters parameters("");
  parameters.AddFromPath("code", "%34%38%36");
  EXPECT_EQ(parameters.Number("code"), 486);
  parameters.AddFromPath("other", "4+8");
  EXPECT_EQ(parameters.Text("other"), "4+8");
}

TEST(ParametersTest, TheFirstMistakeIsTheOneThatIsTold) {
  Parameters parameters("a=x&b=y");
  parameters.Number("a");
  parameters.Number("b");
  EXPECT_THAT(parameters.status(), StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("a \"x\"")));
}

TEST(ParametersTest, AnyBytesAreReadOrRefused) {
  const unsigned int seed = std::random_device{}();
  SCOPED_TRACE(seed);
  std::mt19937 random(seed);
  constexpr char kLetters[] = "%0aF+=&,q\xC3\xA9 \xFF";
  std::uniform_int_distribution<size_t> letter(0, sizeof kLetters - 1);  // with the NUL at the end
  for (int round = 0; round < 20000; ++round) {
    std::string query;
    for (size_t size = letter(random); query.size() < size;) query.push_back(kLetters[letter(random)]);
    Parameters parameters(query);
    parameters.Allow("q");
    parameters.Numbers("q");
    EXPECT_EQ(parameters.status().ok() || !parameters.status().message().empty(), true);
  }
}

}  // namespace
}  // namespace sipwhy::gateway
