#include "bot/webhook/slack_events.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "bot/wire/json.h"
#include "bot/wire/signature.h"
#include "tests/bot/webhook/codec_calls.h"
#include "tests/bot/webhook/hostile_requests.h"
#include "tests/testing/status_matchers.h"

namespace sipwhy::bot {
namespace {

using nlohmann::json;
using ::sipwhy::bot::testing::Accepts;
using ::sipwhy::bot::testing::BodiesThatAreNoObject;
using ::sipwhy::bot::testing::ExpectAnyTypeIsSurvived;
using ::sipwhy::bot::testing::HoldsNoMessage;
using ::sipwhy::bot::testing::JsonPost;
using ::sipwhy::bot::testing::MessageIn;
using ::sipwhy::bot::testing::OneLineReply;
using ::sipwhy::testing::StatusIs;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kSecret[] = "8f742231b10e8888abcd99yyyzzz85a5";
constexpr char kBot[] = "U0LAN0Z89";
const absl::Time kNow = absl::FromUnixSeconds(1531420618);

const SlackEventsCodec& Codec() {
  static const SlackEventsCodec codec({.signing_secret = kSecret, .bot_user_id = kBot});
  return codec;
}

// The wrapper that "message event" shows around an event.
std::string Wrapped(const json& event) {
  const json authorization = {
      {"team_id", "T123ABC456"}, {"user_id", kBot}, {"is_bot", true}, {"is_enterprise_install", false}};
  const json body = {{"token", "XXYYZZ"},          {"team_id", "T123ABC456"},
                     {"api_app_id", "A123ABC456"}, {"event", event},
                     {"type", "event_callback"},   {"authorizations", json::array({authorization})},
                     {"event_id", "Ev123ABC456"},  {"event_context", "EC123ABC456"},
                     {"event_time", 1355517523}};
  return body.dump();
}

// The event of "message event", with another text.
json ChannelMessage(const std::string& text) {
  return {{"type", "message"}, {"channel", "C123ABC456"},   {"user", "U123ABC456"},
          {"text", text},      {"ts", "1355517523.000005"}, {"channel_type", "channel"}};
}

// The event of "message.im event", with another text.
json DirectMessage(const std::string& text) {
  return {{"type", "message"},         {"channel", "D024BE91L"},          {"user", "U2147483697"}, {"text", text},
          {"ts", "1355517523.000005"}, {"event_ts", "1355517523.000005"}, {"channel_type", "im"}};
}

// The event of "app_mention event", with another text.
json AppMention(const std::string& text) {
  return {{"type", "app_mention"},     {"user", "U061F7AUR"},     {"text", text},
          {"ts", "1515449522.000016"}, {"channel", "C123ABC456"}, {"event_ts", "1515449522000016"}};
}

json With(json event, const std::string& name, json value) {
  event[name] = std::move(value);
  return event;
}

HttpRequest Request(const std::string& body) { return JsonPost("/slack/events", body); }

HttpRequest Signed(const std::string& body) {
  HttpRequest request = Request(body);
  request.headers.Add("X-Slack-Request-Timestamp", "1531420618");
  request.headers.Add("X-Slack-Signature",
                      absl::StrCat("v0=", ToHex(HmacSha256(kSecret, absl::StrCat("v0:1531420618:", body)))));
  return request;
}

absl::StatusOr<std::optional<ChatMessage>> Decode(const json& event) { return Codec().Decode(Request(Wrapped(event))); }

ChatMessage MessageOf(const json& event) { return MessageIn(Codec(), Request(Wrapped(event))); }

bool IsIgnored(const json& event) { return HoldsNoMessage(Codec(), Request(Wrapped(event))); }

json Encoded(const ChatMessage& message, Reply::Kind kind) {
  return json::parse(Codec().Encode(OneLineReply("486 Busy Here", "The phone is busy.", kind), message));
}

// Verify

// The request of "url_verification event".
constexpr char kUrlVerification[] =
    R"({"token":"Jhj5dZrVaK7ZwHHjRyZWjbDl","challenge":"3eZbrw1aBm2rZgRNFdxV2595E9CY3gmdALWMmHkvFXO7tYXAYM8P",)"
    R"("type":"url_verification"})";

TEST(SlackEventsTest, UrlVerificationIsAnsweredWithItsChallenge) {
  const Verdict verdict = Codec().Verify(Signed(kUrlVerification), kNow);
  EXPECT_EQ(verdict.kind, Verdict::Kind::kAnswerNow);
  EXPECT_EQ(verdict.response.status, 200);
  EXPECT_EQ(verdict.response.content_type, "application/json");
  EXPECT_EQ(verdict.response.body, R"({"challenge":"3eZbrw1aBm2rZgRNFdxV2595E9CY3gmdALWMmHkvFXO7tYXAYM8P"})");
}

TEST(SlackEventsTest, UrlVerificationWithoutASignatureIsRefused) {
  EXPECT_FALSE(Accepts(Codec(), Request(kUrlVerification), kNow));
}

TEST(SlackEventsTest, EventIsAcceptedOnlyWithItsSignature) {
  const std::string body = Wrapped(ChannelMessage("486"));
  EXPECT_TRUE(Accepts(Codec(), Signed(body), kNow));
  EXPECT_FALSE(Accepts(Codec(), Request(body), kNow));
}

// Decode

TEST(SlackEventsTest, MentionInAChannel) {
  ChatMessage expected;
  expected.id = "C123ABC456:1515449522.000016";
  expected.conversation = "C123ABC456";
  expected.sender = "U061F7AUR";
  expected.text = "301 vs 408?";
  expected.addressed = true;
  expected.sent_at = absl::FromUnixSeconds(1515449522);
  expected.reply_to =
      R"({"channel":"C123ABC456","in_thread":false,"thread_ts":"1515449522.000016","user":"U061F7AUR"})";
  EXPECT_EQ(MessageOf(AppMention("<@U0LAN0Z89> 301 vs 408?")), expected);
}

TEST(SlackEventsTest, DirectMessage) {
  ChatMessage expected;
  expected.id = "D024BE91L:1355517523.000005";
  expected.conversation = "D024BE91L";
  expected.sender = "U2147483697";
  expected.text = "486";
  expected.addressed = true;
  expected.direct = true;
  expected.sent_at = absl::FromUnixSeconds(1355517523);
  expected.reply_to = R"({"channel":"D024BE91L","in_thread":false,"user":"U2147483697"})";
  EXPECT_EQ(MessageOf(DirectMessage("486")), expected);
}

TEST(SlackEventsTest, MessageInAChannelIsOverheard) {
  const ChatMessage message = MessageOf(ChannelMessage("301 vs 408"));
  EXPECT_FALSE(message.addressed);
  EXPECT_FALSE(message.direct);
  EXPECT_FALSE(message.command);
}

TEST(SlackEventsTest, MessageInAChannelThatMentionsTheBotIsAddressed) {
  EXPECT_TRUE(MessageOf(ChannelMessage("what is 486, <@U0LAN0Z89>?")).addressed);
  EXPECT_TRUE(MessageOf(ChannelMessage("<@U0LAN0Z89|sip> 486")).addressed);
  EXPECT_FALSE(MessageOf(ChannelMessage("<@U0LAN0Z8> 486")).addressed);
  EXPECT_FALSE(MessageOf(ChannelMessage("&lt;@U0LAN0Z89&gt; 486")).addressed);
}

TEST(SlackEventsTest, GroupChatsArePublicEnough) {
  for (const char* type : {"channel", "group", "mpim"}) {
    EXPECT_FALSE(MessageOf(With(ChannelMessage("486"), "channel_type", type)).direct) << type;
  }
}

TEST(SlackEventsTest, OnePostHasOneIdInBothEvents) {
  const json mention = AppMention("<@U0LAN0Z89> 486");
  json message = With(mention, "type", "message");
  message["channel_type"] = "channel";
  EXPECT_EQ(MessageOf(mention), MessageOf(message));
}

TEST(SlackEventsTest, QuestionInAThreadIsAnsweredThere) {
  const char* reply_to =
      R"({"channel":"C123ABC456","in_thread":true,"thread_ts":"1355517000.000001","user":"U123ABC456"})";
  EXPECT_EQ(MessageOf(With(ChannelMessage("486"), "thread_ts", "1355517000.000001")).reply_to, reply_to);
}

TEST(SlackEventsTest, QuestionInAThreadOfADirectChatIsAnsweredThere) {
  const char* reply_to =
      R"({"channel":"D024BE91L","in_thread":true,"thread_ts":"1355517000.000001","user":"U2147483697"})";
  EXPECT_EQ(MessageOf(With(DirectMessage("486"), "thread_ts", "1355517000.000001")).reply_to, reply_to);
}

TEST(SlackEventsTest, PostsWithAFileOrSentToTheChannelTooAreMessages) {
  EXPECT_EQ(MessageOf(With(DirectMessage("486"), "subtype", "file_share")).text, "486");
  EXPECT_EQ(MessageOf(With(ChannelMessage("486"), "subtype", "thread_broadcast")).text, "486");
}

TEST(SlackEventsTest, OtherSubtypesAreNoMessages) {
  for (const char* subtype :
       {"message_changed", "message_deleted", "message_replied", "channel_join", "channel_leave", "channel_topic",
        "bot_message", "me_message", "reminder_add", "ekm_access_denied", "assistant_app_thread", "new_in_2031"}) {
    EXPECT_TRUE(IsIgnored(With(ChannelMessage("486"), "subtype", subtype))) << subtype;
  }
}

TEST(SlackEventsTest, OtherEventsAreNoMessages) {
  EXPECT_TRUE(IsIgnored({{"type", "reaction_added"}, {"user", "U123ABC456"}}));
  EXPECT_TRUE(IsIgnored(With(ChannelMessage("486"), "type", "message_metadata_posted")));
  EXPECT_TRUE(HoldsNoMessage(Codec(), Request(R"({"type":"app_rate_limited","minute_rate_limited":1518467820})")));
}

TEST(SlackEventsTest, EditedMentionIsMarked) {
  const json edited = {{"user", "U061F7AUR"}, {"ts", "1515449530.000000"}};
  EXPECT_TRUE(MessageOf(With(AppMention("<@U0LAN0Z89> 486"), "edited", edited)).edited);
  EXPECT_FALSE(MessageOf(With(AppMention("<@U0LAN0Z89> 486"), "edited", nullptr)).edited);
}

TEST(SlackEventsTest, OtherBotsAreMarked) {
  const ChatMessage message = MessageOf(With(ChannelMessage("486"), "bot_id", "B123ABC456"));
  EXPECT_TRUE(message.from_bot);
  EXPECT_FALSE(message.from_self);
  EXPECT_TRUE(MessageOf(With(DirectMessage("486"), "user", "USLACKBOT")).from_bot);
}

TEST(SlackEventsTest, OwnMessagesAreMarked) {
  const ChatMessage message = MessageOf(With(DirectMessage("486 Busy Here"), "user", kBot));
  EXPECT_TRUE(message.from_self);
  EXPECT_TRUE(message.from_bot);
}

TEST(SlackEventsTest, BotWithoutAUserIsASenderToo) {
  json event = With(ChannelMessage("486"), "bot_id", "B123ABC456");
  event.erase("user");
  EXPECT_EQ(MessageOf(event).sender, "B123ABC456");
  event["user"] = "U061F7AUR";
  EXPECT_EQ(MessageOf(event).sender, "B123ABC456");
}

TEST(SlackEventsTest, CodecThatDoesNotKnowItselfHearsOnlyWhatIsAddressedOtherwise) {
  const SlackEventsCodec codec({.signing_secret = kSecret, .bot_user_id = ""});
  const ChatMessage message = MessageIn(codec, Request(Wrapped(ChannelMessage("<@> <@|x> 486"))));
  EXPECT_FALSE(message.addressed);
  EXPECT_FALSE(message.from_self);
}

TEST(SlackEventsTest, MessagesWithoutWhatWeNeedAreErrors) {
  for (const char* missing : {"channel", "user", "ts"}) {
    json event = ChannelMessage("486");
    event.erase(missing);
    EXPECT_THAT(Decode(event), StatusIs(absl::StatusCode::kInvalidArgument)) << missing;
  }
}

TEST(SlackEventsTest, TimestampsThatAreNoneAreErrors) {
  for (const char* ts : {"", "now", "1355517523", ".000005", "1355517523.", "-1.000005", "1355517523.00000a", " 1.0",
                         "99999999999999999999.000005", "1.2.3", "1355517523,000005"}) {
    EXPECT_THAT(Decode(With(ChannelMessage("486"), "ts", ts)), StatusIs(absl::StatusCode::kInvalidArgument)) << ts;
  }
}

TEST(SlackEventsTest, BodiesThatAreNoEventAreErrorsThatDoNotQuoteThem) {
  std::vector<std::string> bodies = BodiesThatAreNoObject();
  bodies.insert(bodies.end(), {R"({"secret":1})", R"({"type":["secret"]})"});
  for (const std::string& body : bodies) {
    const auto message = Codec().Decode(Request(body));
    ASSERT_EQ(message.status().code(), absl::StatusCode::kInvalidArgument) << body.substr(0, 40);
    EXPECT_THAT(std::string(message.status().message()), Not(HasSubstr("secret")));
  }
}

TEST(SlackEventsTest, AnyTypeOfAnyMemberIsSurvived) {
  const json event = With(ChannelMessage("<@U0LAN0Z89> 486"), "thread_ts", "1.000001");
  ExpectAnyTypeIsSurvived(Codec(), json::parse(Wrapped(event)), Signed, kNow);
}

// Encode

TEST(SlackEventsTest, AnswerToAMentionGoesToAThreadOfIt) {
  const json call = Encoded(MessageOf(AppMention("<@U0LAN0Z89> 486")), Reply::Kind::kAnswer);
  EXPECT_EQ(call["method"], "chat.postMessage");
  EXPECT_EQ(call["body"]["channel"], "C123ABC456");
  EXPECT_EQ(call["body"]["thread_ts"], "1515449522.000016");
  EXPECT_EQ(call["body"]["text"], "486 Busy Here: The phone is busy.");
  EXPECT_EQ(call["body"]["blocks"].size(), 1U);
}

TEST(SlackEventsTest, AnswerUnfurlsNothingAndMentionsNobody) {
  const json body = Encoded(MessageOf(AppMention("<@U0LAN0Z89> 486")), Reply::Kind::kAnswer)["body"];
  EXPECT_EQ(body["unfurl_links"], false);
  EXPECT_EQ(body["unfurl_media"], false);
  EXPECT_EQ(body["link_names"], false);
  EXPECT_EQ(body["parse"], "none");
}

TEST(SlackEventsTest, WhatConcernsTheAskerAloneIsShownToThemAlone) {
  const json call = Encoded(MessageOf(AppMention("<@U0LAN0Z89> hm")), Reply::Kind::kNotUnderstood);
  EXPECT_EQ(call["method"], "chat.postEphemeral");
  EXPECT_EQ(call["body"]["user"], "U061F7AUR");
  EXPECT_FALSE(call["body"].contains("thread_ts"));  // nobody would see it there
}

TEST(SlackEventsTest, WhatConcernsTheAskerAloneGoesToAThreadThatThereIs) {
  const json event = With(AppMention("<@U0LAN0Z89> hm"), "thread_ts", "1515449000.000001");
  const json call = Encoded(MessageOf(event), Reply::Kind::kHelp);
  EXPECT_EQ(call["method"], "chat.postEphemeral");
  EXPECT_EQ(call["body"]["thread_ts"], "1515449000.000001");
}

TEST(SlackEventsTest, AllIsPostedInADirectChat) {
  for (const Reply::Kind kind : {Reply::Kind::kAnswer, Reply::Kind::kHelp, Reply::Kind::kFailure}) {
    const json call = Encoded(MessageOf(DirectMessage("486")), kind);
    EXPECT_EQ(call["method"], "chat.postMessage");
    EXPECT_EQ(call["body"]["channel"], "D024BE91L");
    EXPECT_FALSE(call["body"].contains("thread_ts"));
  }
}

TEST(SlackEventsTest, ThreadOfADirectChatIsKept) {
  const json event = With(DirectMessage("486"), "thread_ts", "1355517000.000001");
  EXPECT_EQ(Encoded(MessageOf(event), Reply::Kind::kHelp)["body"]["thread_ts"], "1355517000.000001");
}

TEST(SlackEventsTest, ReplyToThatIsNotOursIsSurvived) {
  for (const char* reply_to : {"", "x", "[]", "{}", R"({"channel":{},"thread_ts":[]})", "\xff"}) {
    ChatMessage message;
    message.reply_to = reply_to;
    EXPECT_EQ(Encoded(message, Reply::Kind::kAnswer)["body"]["channel"], "") << reply_to;
  }
}

TEST(SlackEventsTest, ResponsesAreEmpty) {
  EXPECT_FALSE(Codec().answers_in_response());
  EXPECT_EQ(Codec().Silence(), HttpResponse{});
  EXPECT_EQ(Codec().Respond("payload"), HttpResponse{});
}

}  // namespace
}  // namespace sipwhy::bot
