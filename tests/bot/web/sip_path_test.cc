#include "bot/web/sip_path.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace sipwhy::bot {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

std::vector<int> CodesOf(absl::string_view path) {
  const absl::StatusOr<std::vector<int>> codes = ParseSipPath(path, Speech());
  EXPECT_TRUE(codes.ok()) << path << ": " << codes.status();
  return codes.value_or(std::vector<int>());
}

TEST(SipPathTest, OneToFourCodesAreNamedInTheirOrder) {
  EXPECT_THAT(CodesOf("/sip/486"), ElementsAre(486));
  EXPECT_THAT(CodesOf("/sip/408-vs-301"), ElementsAre(408, 301));
  EXPECT_THAT(CodesOf("/sip/100-vs-699-vs-200-vs-300"), ElementsAre(100, 699, 200, 300));
}

TEST(SipPathTest, ACodeThatComesAgainIsLeftOut) {
  EXPECT_THAT(CodesOf("/sip/486-vs-486"), ElementsAre(486));
  EXPECT_THAT(CodesOf("/sip/486-vs-480-vs-486-vs-480-vs-600"), ElementsAre(486, 480, 600));
}

TEST(SipPathTest, WhatNamesNoCodesIsNotFound) {
  for (const char* path : {"/sip/",
                           "/sip/abc",
                           "/sip/48",
                           "/sip/4860",
                           "/sip/0486",
                           "/sip/+86",
                           "/sip/-86",
                           "/sip/ 86",
                           "/sip/48.6",
                           "/sip/486/",
                           "/sip/486-vs-",
                           "/sip/-vs-486",
                           "/sip/486-vs-vs-480",
                           "/sip/486-VS-480",
                           "/sip/486vs480",
                           "/sip/486-480",
                           "/sip/486-vs--vs-480",
                           "/sip/%34%38%36",
                           "/sip/４８６",
                           "/sip/1e2",
                           "/sip/../etc"}) {
    const absl::StatusOr<std::vector<int>> codes = ParseSipPath(path, Speech());
    EXPECT_EQ(codes.status().code(), absl::StatusCode::kNotFound) << path;
    EXPECT_THAT(std::string(codes.status().message()), HasSubstr("/sip/301-vs-408")) << path;
  }
}

TEST(SipPathTest, ANumberThatIsNoCodeIsNamed) {
  for (const char* number : {"000", "099", "700", "999"}) {
    const absl::Status status = ParseSipPath(std::string("/sip/486-vs-") + number, Speech()).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kNotFound);
    EXPECT_THAT(std::string(status.message()), HasSubstr(number));
  }
}

TEST(SipPathTest, FiveCodesAreTooMany) {
  EXPECT_THAT(std::string(ParseSipPath("/sip/301-vs-302-vs-305-vs-380-vs-300", Speech()).status().message()),
              HasSubstr("up to four"));
}

TEST(SipPathTest, OnlyPathsBelowSipAreMeant) {
  EXPECT_TRUE(IsSipPath("/sip/486"));
  EXPECT_TRUE(IsSipPath("/sip/"));
  for (const char* path : {"", "/", "/sip", "/SIP/486", "/sipx/486", "sip/486"}) EXPECT_FALSE(IsSipPath(path)) << path;
}

TEST(SipPathTest, PathsAndQuestionsKeepTheOrderAndTheCanonicalPathDoesNot) {
  EXPECT_EQ(SipPath({408, 301}), "/sip/408-vs-301");
  EXPECT_EQ(SipQuestion({408, 301}), "408 vs 301");
  EXPECT_EQ(CanonicalSipPath({408, 301}), "/sip/301-vs-408");
  EXPECT_EQ(SipPath({}), "");
  EXPECT_EQ(CanonicalSipPath({}), "");
}

}  // namespace
}  // namespace sipwhy::bot
