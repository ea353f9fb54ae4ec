#include "bot/webhook/slack_command.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <nlohmann/json.hpp>
#include <random>
#include <string>

#include "absl/strings/str_cat.h"
#include "bot/webhook/webhook_json.h"
#include "bot/wire/form.h"
#include "bot/wire/json.h"
#include "bot/wire/signature.h"
#include "tests/bot/webhook/codec_calls.h"
#include "tests/testing/status_matchers.h"

namespace sipwhy::bot {
namespace {

using nlohmann::json;
using ::sipwhy::bot::testing::Accepts;
using ::sipwhy::bot::testing::HoldsNoMessage;
using ::sipwhy::bot::testing::MessageIn;
using ::sipwhy::bot::testing::OneLineReply;
using ::sipwhy::testing::StatusIs;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kSecret[] = "8f742231b10e8888abcd99yyyzzz85a5";
const absl::Time kNow = absl::FromUnixSeconds(1531420618);

// The fields that "Implementing slash commands" shows.
std::map<std::string, std::string> Fields(const std::string& text) {
  return {{"token", "gIkuvaNzQIHg97ATvDxqgjtO"},
          {"team_id", "T0001"},
          {"team_domain", "example"},
          {"enterprise_id", "E0001"},
          {"enterprise_name", "Globular Construct Inc"},
          {"channel_id", "C2147483705"},
          {"channel_name", "test"},
          {"user_id", "U2147483697"},
          {"user_name", "Steve"},
          {"command", "/sip"},
          {"text", text},
          {"response_url", "https://hooks.slack.com/commands/1234/5678"},
          {"trigger_id", "13345224609.738474920.8088930838d88f008e0"},
          {"api_app_id", "A123456"}};
}

HttpRequest Request(const std::map<std::string, std::string>& fields) {
  return {.method = "POST",
          .path = "/slack/command",
          .query = "",
          .headers = {{"Content-Type", "application/x-www-form-urlencoded"}},
          .body = WriteForm(fields)};
}

const SlackCommandCodec& Codec() {
  static const SlackCommandCodec codec({.signing_secret = kSecret});
  return codec;
}

std::string TextOf(const std::string& text) { return MessageIn(Codec(), Request(Fields(text))).text; }

json Encoded(Reply::Kind kind) {
  return json::parse(Codec().Encode(OneLineReply("486 Busy Here", "The phone is busy.", kind), {}));
}

TEST(SlackCommandTest, CommandInAChannel) {
  ChatMessage expected;
  expected.id = "13345224609.738474920.8088930838d88f008e0";
  expected.conversation = "C2147483705";
  expected.sender = "U2147483697";
  expected.text = "301 vs 408";
  expected.addressed = true;
  expected.command = true;
  EXPECT_EQ(MessageIn(Codec(), Request(Fields("301 vs 408"))), expected);
}

TEST(SlackCommandTest, CommandInADirectChat) {
  auto fields = Fields("486");
  fields["channel_id"] = "D01KML3N3J5";
  fields["channel_name"] = "directmessage";
  EXPECT_TRUE(MessageIn(Codec(), Request(fields)).direct);
}

TEST(SlackCommandTest, EscapedTextIsReadAsItWasTyped) {
  EXPECT_EQ(TextOf("486 &amp; 480"), "486 & 480");
  EXPECT_EQ(TextOf("&lt;sip:486@a.example&gt;"), "<sip:486@a.example>");
  EXPECT_EQ(TextOf("<tel:486|486> vs <http://480.example|480.example>"), "486 vs 480.example");
  EXPECT_EQ(TextOf("<@U012ABCDEF|ann> asks <#C012ABCDE|voice>"), "@ann asks #voice");
}

TEST(SlackCommandTest, TextThatIsNotEscapedIsReadAsItIs) {
  for (const char* text : {"486 & 480", "486 < 500 > 400", "AT&T;", "@ann 486", "<486>", "4** vs 5xx", "a && b"}) {
    EXPECT_EQ(TextOf(text), text);
  }
}

TEST(SlackCommandTest, EmptyTextIsAMessageToo) { EXPECT_EQ(TextOf(""), ""); }

TEST(SlackCommandTest, FormWithoutWhatWeNeedIsAnError) {
  for (const char* missing : {"trigger_id", "channel_id", "user_id"}) {
    auto fields = Fields("486");
    fields.erase(missing);
    EXPECT_THAT(Codec().Decode(Request(fields)), StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr(missing)));
  }
}

TEST(SlackCommandTest, SignedProbeHoldsNoMessage) {
  EXPECT_TRUE(HoldsNoMessage(Codec(), Request({{"token", "x"}, {"ssl_check", "1"}})));
}

TEST(SlackCommandTest, ErrorsNeverQuoteTheRequest) {
  HttpRequest request;
  for (const char* body :
       {"", "\xff\xfe", "secret", "secret=%zz&&&===", "{\"secret\":1}", "text=secret&user_id=secret"}) {
    request.body = body;
    const auto message = Codec().Decode(request);
    ASSERT_EQ(message.status().code(), absl::StatusCode::kInvalidArgument) << body;
    EXPECT_THAT(std::string(message.status().message()), Not(HasSubstr("secret")));
  }
}

TEST(SlackCommandTest, AnyBytesInAFieldAreDecoded) {
  const uint32_t seed = std::random_device()();
  SCOPED_TRACE(absl::StrCat("seed ", seed));
  std::mt19937 random(seed);
  for (int i = 0; i < 2000; ++i) {
    std::string bytes;
    for (int size = std::uniform_int_distribution(0, 40)(random); size > 0; --size) {
      const bool markup = std::uniform_int_distribution(0, 1)(random) == 0;
      bytes += markup ? "<@#!|>&:^"[std::uniform_int_distribution(0, 8)(random)]
                      : static_cast<char>(std::uniform_int_distribution(0, 255)(random));
    }
    const auto message = Codec().Decode(Request(Fields(bytes)));
    ASSERT_TRUE(message.ok() && message->has_value());
    ASSERT_FALSE(json((*message)->text).dump().empty());  // which throws if it is not UTF-8
  }
}

TEST(SlackCommandTest, AnswerIsForTheChannelAndTheRestForTheAsker) {
  EXPECT_EQ(Encoded(Reply::Kind::kAnswer)["response_type"], "in_channel");
  EXPECT_EQ(Encoded(Reply::Kind::kHelp)["response_type"], "ephemeral");
  EXPECT_EQ(Encoded(Reply::Kind::kNotUnderstood)["response_type"], "ephemeral");
  EXPECT_EQ(Encoded(Reply::Kind::kFailure)["response_type"], "ephemeral");
}

TEST(SlackCommandTest, ResponseHasTextAndBlocksAndUnfurlsNothing) {
  const json response = Encoded(Reply::Kind::kAnswer);
  EXPECT_EQ(response["text"], "486 Busy Here: The phone is busy.");
  EXPECT_EQ(response["blocks"].size(), 1U);
  EXPECT_EQ(response["unfurl_links"], false);
  EXPECT_EQ(response["unfurl_media"], false);
}

TEST(SlackCommandTest, ResponseIsJson) { EXPECT_EQ(Codec().Respond("{}"), JsonResponse("{}")); }

TEST(SlackCommandTest, SilenceIsAnEmptyResponse) { EXPECT_EQ(Codec().Silence(), HttpResponse{}); }

TEST(SlackCommandTest, TakesOnlyWhatIsSigned) {
  HttpRequest request = Request(Fields("486"));
  EXPECT_FALSE(Accepts(Codec(), request, kNow));
  request.headers.Add("X-Slack-Request-Timestamp", "1531420618");
  request.headers.Add("X-Slack-Signature",
                      absl::StrCat("v0=", ToHex(HmacSha256(kSecret, absl::StrCat("v0:1531420618:", request.body)))));
  EXPECT_TRUE(Accepts(Codec(), request, kNow));
}

}  // namespace
}  // namespace sipwhy::bot
