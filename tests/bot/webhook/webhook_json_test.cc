#include "bot/webhook/webhook_json.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>

#include "bot/wire/json.h"
#include "tests/testing/status_matchers.h"

namespace sipwhy::bot {
namespace {

using ::sipwhy::testing::StatusIs;
using ::testing::HasSubstr;
using ::testing::Not;

absl::StatusOr<nlohmann::json> Parse(const std::string& body) {
  return ParseObject({.method = "POST", .path = "/hook", .query = "", .headers = {}, .body = body});
}

TEST(WebhookJsonTest, ObjectIsRead) {
  const absl::StatusOr<nlohmann::json> object = Parse(R"({"token":"t"})");
  ASSERT_TRUE(object.ok());
  EXPECT_EQ(TextAt(*object, {"token"}), "t");
}

TEST(WebhookJsonTest, WhatIsNoObjectIsAnErrorThatDoesNotQuoteIt) {
  for (const char* body : {"", "[\"secret\"]", "\"secret\"", "null", "1", "{\"secret\"", "{\"secret\":\"\xff\"}"}) {
    const absl::StatusOr<nlohmann::json> object = Parse(body);
    ASSERT_THAT(object, StatusIs(absl::StatusCode::kInvalidArgument)) << body;
    EXPECT_THAT(std::string(object.status().message()), Not(HasSubstr("secret")));
  }
}

TEST(WebhookJsonTest, ResponseSaysThatItIsJson) {
  const HttpResponse expected = {.status = 200, .content_type = "application/json", .body = "{}", .headers = {}};
  EXPECT_EQ(JsonResponse("{}"), expected);
}

}  // namespace
}  // namespace sipwhy::bot
