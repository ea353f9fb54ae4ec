#include "bot/webhook/telegram.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "bot/wire/json.h"
#include "tests/bot/webhook/codec_calls.h"
#include "tests/bot/webhook/hostile_requests.h"

namespace sipwhy::bot {
namespace {

using nlohmann::json;
using ::sipwhy::bot::testing::BodiesThatAreNoObject;
using ::sipwhy::bot::testing::MessageIn;
using ::sipwhy::bot::testing::OneByteOff;
using ::sipwhy::bot::testing::OneLineReply;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kSecret[] = "x_Secret-1";
constexpr char kHeader[] = "X-Telegram-Bot-Api-Secret-Token";

TelegramCodec Codec() { return TelegramCodec({kSecret, {"SipWhyBot", 99}}); }

// As the Bot API documents "Update" and "setWebhook".
HttpRequest Request(const HttpHeaders& headers) {
  HttpRequest request;
  request.method = "POST";
  request.path = "/telegram";
  request.headers = headers;
  request.body = R"({"update_id":10000,"message":{"date":1441645532,"chat":{"last_name":"Test Lastname","id":1111111,)"
                 R"("type":"private","first_name":"Test","username":"Test"},"message_id":1365,"from":{"is_bot":false,)"
                 R"("last_name":"Test Lastname","id":1111111,"first_name":"Test","username":"Test"},)"
                 R"("text":"/start","entities":[{"type":"bot_command","offset":0,"length":6}]}})";
  return request;
}

Verdict Verify(const TelegramCodec& codec, const HttpRequest& request) {
  return codec.Verify(request, absl::FromUnixSeconds(1'700'000'000));
}

TEST(TelegramTest, SecretTokenIsAcceptedInAnyCaseOfItsHeader) {
  EXPECT_EQ(Verify(Codec(), Request({{kHeader, kSecret}})).kind, Verdict::Kind::kAccept);
  EXPECT_EQ(Verify(Codec(), Request({{"x-telegram-bot-api-secret-token", kSecret}})).kind, Verdict::Kind::kAccept);
}

TEST(TelegramTest, EveryOtherTokenIsRefused) {
  const std::string secret = kSecret;
  for (const std::string& other : OneByteOff(secret)) {
    EXPECT_EQ(Verify(Codec(), Request({{kHeader, other}})).kind, Verdict::Kind::kRefuse) << other;
  }
  for (size_t i = 0; i < secret.size(); ++i) {
    EXPECT_EQ(Verify(Codec(), Request({{kHeader, secret.substr(0, i)}})).kind, Verdict::Kind::kRefuse) << i;
  }
  EXPECT_EQ(Verify(Codec(), Request({{kHeader, secret + "x"}})).kind, Verdict::Kind::kRefuse);
  EXPECT_EQ(Verify(Codec(), Request({})).kind, Verdict::Kind::kRefuse);
  EXPECT_EQ(Verify(Codec(), Request({{kHeader, kSecret}, {kHeader, kSecret}})).kind, Verdict::Kind::kRefuse);
}

TEST(TelegramTest, SecretThatWasNeverSetMatchesNothing) {
  const TelegramCodec codec({"", {"SipWhyBot", 99}});
  EXPECT_EQ(Verify(codec, Request({{kHeader, ""}})).kind, Verdict::Kind::kRefuse);
  EXPECT_EQ(Verify(codec, Request({})).kind, Verdict::Kind::kRefuse);
}

TEST(TelegramTest, OtherMethodsAreRefused) {
  HttpRequest request = Request({{kHeader, kSecret}});
  request.method = "GET";
  EXPECT_EQ(Verify(Codec(), request).kind, Verdict::Kind::kRefuse);
}

TEST(TelegramTest, RefusalTellsNoSecret) {
  const Verdict verdict = Verify(Codec(), Request({{kHeader, "guess"}}));
  EXPECT_THAT(verdict.why, Not(HasSubstr(kSecret)));
  EXPECT_THAT(verdict.why, Not(HasSubstr("guess")));
  EXPECT_NE(verdict.why, "");
}

TEST(TelegramTest, UpdateIsDecoded) {
  const ChatMessage message = MessageIn(Codec(), Request({}));
  EXPECT_EQ(message.id, "10000");
  EXPECT_EQ(message.text, "help");
  EXPECT_TRUE(message.command);
}

TEST(TelegramTest, BodyThatIsNoUpdateIsRefused) {
  std::vector<std::string> bodies = BodiesThatAreNoObject();
  bodies.insert(bodies.end(), {"{}", R"({"update_id":"secret"})", "{\"update_id\":1,\"message\":{\"text\":\"\xff\"}}"});
  for (const std::string& body : bodies) {
    HttpRequest request = Request({});
    request.body = body;
    const absl::Status status = Codec().Decode(request).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << body;
    EXPECT_THAT(status.message(), Not(HasSubstr("secret"))) << body;
  }
}

// Bot API, "Making requests when getting updates".
TEST(TelegramTest, ReplyRidesInTheResponseAsAMethodCall) {
  const std::string call = Codec().Encode(OneLineReply("486 Busy Here", ""), MessageIn(Codec(), Request({})));
  const HttpResponse response = Codec().Respond(call);
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.content_type, "application/json");
  const json expected = {{"method", "sendMessage"},
                         {"chat_id", 1111111},
                         {"text", "<b>486 Busy Here</b>\n"},
                         {"parse_mode", "HTML"},
                         {"link_preview_options", {{"is_disabled", true}}}};
  const absl::StatusOr<json> sent = ParseUntrusted(response.body);
  ASSERT_TRUE(sent.ok()) << sent.status();
  EXPECT_EQ(*sent, expected);
}

TEST(TelegramTest, SilenceIsAnEmptyResponse) { EXPECT_EQ(Codec().Silence(), HttpResponse()); }

}  // namespace
}  // namespace sipwhy::bot
