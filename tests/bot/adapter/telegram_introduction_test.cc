#include "bot/adapter/telegram_introduction.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "tests/bot/http/loopback_server.h"
#include "tests/testing/status_matchers.h"

namespace sipwhy::bot {
namespace {

using ::sipwhy::bot::testing::LoopbackServer;
using ::sipwhy::testing::IsOkAndHolds;
using ::sipwhy::testing::StatusIs;
using ::testing::Eq;
using ::testing::HasSubstr;
using ::testing::Not;

absl::StatusOr<TelegramIdentity> IdentifyAgainst(const std::string& status, const std::string& body) {
  LoopbackServer server([&](const LoopbackServer::Request& request) -> std::optional<std::string> {
    EXPECT_EQ(request.line(), "GET /botT0KEN/getMe");
    return absl::StrCat("HTTP/1.1 ", status, "\r\nContent-Length: ", body.size(), "\r\n\r\n", body);
  });
  return TelegramIntroduction({.name = "telegram", .api = server.url(), .token = "T0KEN"}).Identify();
}

TEST(TelegramIntroductionTest, BotLearnsItsNameAndNumber) {
  EXPECT_THAT(IdentifyAgainst("200 OK", R"({"ok":true,"result":{"id":7,"is_bot":true,"username":"SipWhyBot"}})"),
              IsOkAndHolds(Eq(TelegramIdentity{.username = "SipWhyBot", .id = 7})));
}

TEST(TelegramIntroductionTest, WrongTokenIsSaidAndNotShown) {
  const absl::Status status =
      IdentifyAgainst("401 Unauthorized", R"({"ok":false,"error_code":401,"description":"Unauthorized"})").status();
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("check the token")));
  EXPECT_THAT(std::string(status.message()), Not(HasSubstr("T0KEN")));
}

TEST(TelegramIntroductionTest, WhatIsNotTelegramIsUnavailable) {
  for (const char* body : {"<html>", "{}", R"({"ok":true,"result":[]})"}) {
    EXPECT_THAT(IdentifyAgainst("200 OK", body), StatusIs(absl::StatusCode::kUnavailable)) << body;
  }
  EXPECT_THAT(IdentifyAgainst("502 Bad Gateway", ""), StatusIs(absl::StatusCode::kUnavailable));
  TelegramIntroduction nobody({.name = "telegram", .api = "http://127.0.0.1:1", .token = "T0KEN"});
  EXPECT_THAT(nobody.Identify(), StatusIs(absl::StatusCode::kUnavailable));
}

}  // namespace
}  // namespace sipwhy::bot
