#include "bot/webhook/webhook_endpoint.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"

namespace sipwhy::bot {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

// Takes the body of a request for its verdict and its message.
class ScriptedCodec final : public WebhookCodec {
 public:
  explicit ScriptedCodec(bool in_response) : in_response_(in_response) {}

  Verdict Verify(const HttpRequest& request, absl::Time /*now*/) const override {
    if (request.body == "forged") return {.kind = Verdict::Kind::kRefuse, .why = "a wrong signature"};
    if (request.body == "ping") return {.kind = Verdict::Kind::kAnswerNow, .response = {.body = "pong"}};
    return {.kind = Verdict::Kind::kAccept};
  }
  absl::StatusOr<std::optional<ChatMessage>> Decode(const HttpRequest& request) const override {
    if (request.body == "odd") return absl::InvalidArgumentError("no channel");
    if (request.body == "join") return std::nullopt;
    ChatMessage message;
    message.id = request.body;
    return message;
  }
  std::string Encode(const Reply& /*reply*/, const ChatMessage& message) const override {
    return absl::StrCat("to ", message.id);
  }
  HttpResponse Respond(const std::string& payload) const override { return {.body = payload}; }
  HttpResponse Silence() const override { return {.status = 204}; }
  bool answers_in_response() const override { return in_response_; }

 private:
  const bool in_response_;
};

class ScriptedHandler final : public MessageHandler {
 public:
  Outcome Handle(const ChatMessage& message, const ReplyEncoder& encoder) override {
    handled.push_back(message.id);
    Outcome outcome = next;
    if (!silent) outcome.payload = encoder.Encode({}, message);
    return outcome;
  }
  void NoteDelivered(const std::string& /*id*/) override {}

  std::vector<std::string> handled;
  Outcome next;
  bool silent = false;
};

class WebhookEndpointTest : public ::testing::Test {
 protected:
  WebhookEndpoint Make(bool in_response) {
    return WebhookEndpoint(
        "hook", std::make_unique<ScriptedCodec>(in_response), handler_, [this] { return now_; },
        [this](UndeliveredReply reply) { posted_.push_back(reply.message + ": " + reply.payload); });
  }
  static HttpRequest Request(std::string body) {
    return {.method = "POST", .path = "/", .query = "", .headers = {}, .body = std::move(body)};
  }

  absl::Time now_ = absl::FromUnixSeconds(1'700'000'000);
  ScriptedHandler handler_;
  std::vector<std::string> posted_;
};

TEST_F(WebhookEndpointTest, WhatIsNotThePlatformsReachesNobody) {
  WebhookEndpoint endpoint = Make(true);
  const HttpResponse response = endpoint.Serve(Request("forged"));
  EXPECT_EQ(response.status, 401);
  EXPECT_EQ(response.body, "");
  EXPECT_EQ(endpoint.Serve(Request("ping")).body, "pong");
  EXPECT_EQ(endpoint.Serve(Request("odd")).status, 204);
  EXPECT_EQ(endpoint.Serve(Request("join")).status, 204);
  EXPECT_THAT(handler_.handled, IsEmpty());
}

TEST_F(WebhookEndpointTest, FloodOfForgeriesIsLoggedOnceASecond) {
  WebhookEndpoint endpoint = Make(true);
  ::testing::internal::CaptureStderr();
  for (int i = 0; i < 1000; ++i) endpoint.Serve(Request("forged"));
  now_ += absl::Seconds(1);
  endpoint.Serve(Request("forged"));
  EXPECT_EQ(::testing::internal::GetCapturedStderr(),
            "sipwhy-bot: hook: refused a request: a wrong signature\n"
            "sipwhy-bot: hook: refused a request: a wrong signature (and 999 more since)\n");
}

TEST_F(WebhookEndpointTest, AnswerRidesInTheResponseAlsoWhenItIsRepeated) {
  WebhookEndpoint endpoint = Make(true);
  EXPECT_EQ(endpoint.Serve(Request("1")).body, "to 1");
  handler_.next = {.repeated = true, .delivered = true};
  EXPECT_EQ(endpoint.Serve(Request("1")).body, "to 1");
  EXPECT_THAT(posted_, IsEmpty());
}

TEST_F(WebhookEndpointTest, AnswerIsPostedOnceWhereThePlatformDoesNotTakeItInTheResponse) {
  WebhookEndpoint endpoint = Make(false);
  EXPECT_EQ(endpoint.Serve(Request("1")).status, 204);
  handler_.next = {.repeated = true};
  EXPECT_EQ(endpoint.Serve(Request("1")).status, 204);
  EXPECT_THAT(posted_, ElementsAre("1: to 1"));
}

TEST_F(WebhookEndpointTest, SilenceIsThePlatformsOwn) {
  handler_.silent = true;
  EXPECT_EQ(Make(true).Serve(Request("1")).status, 204);
  EXPECT_EQ(Make(false).Serve(Request("2")).status, 204);
  EXPECT_THAT(posted_, IsEmpty());
}

}  // namespace
}  // namespace sipwhy::bot
