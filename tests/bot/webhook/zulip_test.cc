#include "bot/webhook/zulip.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "bot/render/text_size.h"
#include "bot/webhook/webhook_json.h"
#include "tests/bot/render/random_answer.h"
#include "tests/bot/webhook/codec_calls.h"
#include "tests/bot/webhook/hostile_requests.h"

namespace sipwhy::bot {
namespace {

using ::nlohmann::json;
using ::sipwhy::bot::testing::Accepts;
using ::sipwhy::bot::testing::BodiesThatAreNoObject;
using ::sipwhy::bot::testing::ExpectAnyTypeIsSurvived;
using ::sipwhy::bot::testing::JsonPost;
using ::sipwhy::bot::testing::MessageIn;
using ::sipwhy::bot::testing::OneByteOff;
using ::sipwhy::bot::testing::OneLineReply;
using ::sipwhy::bot::testing::RandomAnswers;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kToken[] = "W8mZrq0LtY6dKe2HsVbCnJx4PgUa1oQf";
constexpr char kBotEmail[] = "sipwhy-bot@chat.example";

ZulipCodec Codec() { return ZulipCodec({.token = kToken, .bot_email = kBotEmail}); }

// zulip.com/api/outgoing-webhook-payload, for a message in a channel.
json Event() {
  return {{"bot_email", kBotEmail},
          {"bot_full_name", "SIP why"},
          {"data", "@**SIP why** 486 vs 600"},
          {"token", kToken},
          {"trigger", "mention"},
          {"message",
           {{"avatar_url", nullptr},
            {"client", "website"},
            {"content", "@**SIP why** 486 vs 600"},
            {"display_recipient", "voice"},
            {"id", 4711},
            {"is_me_message", false},
            {"reactions", json::array()},
            {"recipient_id", 31},
            {"rendered_content", "<p><span class=\"user-mention\">@SIP why</span> 486 vs 600</p>"},
            {"sender_email", "alice@chat.example"},
            {"sender_full_name", "Alice"},
            {"sender_id", 12},
            {"sender_realm_str", "voip"},
            {"stream_id", 5},
            {"subject", "trunk: busy"},
            {"submessages", json::array()},
            {"timestamp", 1767225600},
            {"topic_links", json::array()},
            {"type", "stream"}}}};
}

json WithMessage(json event, const std::string& name, const json& value) {
  event["message"][name] = value;
  return event;
}

json WithToken(const json& token) {
  json event = Event();
  event["token"] = token;
  return event;
}

json Saying(const std::string& content) { return WithMessage(Event(), "content", content); }

json Person(int id, const std::string& email) {
  return {{"id", id}, {"email", email}, {"full_name", "N"}, {"is_mirror_dummy", false}};
}

// The same page: for a private message `display_recipient` lists those who read it, the bot and the sender among them.
json Private(const json& recipients, const std::string& trigger = "direct_message") {
  json event = WithMessage(WithMessage(Event(), "type", "private"), "display_recipient", recipients);
  event["trigger"] = trigger;
  event["message"].erase("stream_id");
  event["message"]["subject"] = "";
  event["message"]["content"] = "486";
  return event;
}

json ChatOfTwo() { return Private({Person(40, kBotEmail), Person(12, "alice@chat.example")}); }

json ChatOfThree(const std::string& trigger = "direct_message") {
  return Private({Person(7, "bob@chat.example"), Person(40, kBotEmail), Person(12, "alice@chat.example")}, trigger);
}

HttpRequest Request(const std::string& body) { return JsonPost("/zulip", body); }

HttpRequest Request(const json& event) { return Request(event.dump()); }

bool Accepts(const HttpRequest& request) { return Accepts(Codec(), request); }

ChatMessage Decoded(const json& event) { return MessageIn(Codec(), Request(event)); }

json Encoded(const Answer& answer) { return json::parse(Codec().Encode({.answer = answer}, ChatMessage())); }

TEST(ZulipTest, MessageInAChannel) {
  ASSERT_TRUE(Accepts(Request(Event())));
  ChatMessage expected;
  expected.id = "4711";
  expected.conversation = "5/trunk: busy";
  expected.sender = "12";
  expected.text = "486 vs 600";
  expected.addressed = true;
  expected.sent_at = absl::FromUnixSeconds(1767225600);
  EXPECT_EQ(Decoded(Event()), expected);
}

TEST(ZulipTest, ChatOfTwoIsDirect) {
  const ChatMessage message = Decoded(ChatOfTwo());
  EXPECT_TRUE(message.direct);
  EXPECT_TRUE(message.addressed);
  EXPECT_EQ(message.conversation, "12,40");
}

TEST(ZulipTest, ChatOfThreeIsNotDirect) {
  const ChatMessage message = Decoded(ChatOfThree());
  EXPECT_FALSE(message.direct);
  EXPECT_FALSE(message.addressed);
  EXPECT_EQ(message.conversation, "12,40,7");
  EXPECT_TRUE(Decoded(ChatOfThree("mention")).addressed);
}

TEST(ZulipTest, ConversationDoesNotDependOnTheOrderOfReaders) {
  EXPECT_EQ(Decoded(Private({Person(12, "a"), Person(40, "b")})).conversation,
            Decoded(Private({Person(40, "b"), Person(12, "a")})).conversation);
}

TEST(ZulipTest, MentionOfTheBotIsCut) {
  EXPECT_EQ(Decoded(Saying("486 @**SIP why** vs 600")).text, "486  vs 600");
  EXPECT_EQ(Decoded(Saying("@**SIP why|40**: 486")).text, "486");
  EXPECT_EQ(Decoded(Saying("@_**sip why**, 486")).text, "486");
  EXPECT_EQ(Decoded(Saying("@**SIP why**")).text, "");
}

TEST(ZulipTest, OtherMentionsAndMarksStay) {
  for (const char* text : {"@**Bob** 486", "@**all** 486", "@*ops* 486", "4** vs 5**", "@**SIP why", "@** 486",
                           "@**SIP why not** 486", "@", "**"}) {
    EXPECT_EQ(Decoded(Saying(text)).text, text);
  }
}

TEST(ZulipTest, TextOfABotWithoutANameIsWhole) {
  json event = Saying("@**** 486");
  event.erase("bot_full_name");
  EXPECT_EQ(Decoded(event).text, "@**** 486");
}

TEST(ZulipTest, OwnMessagesAndThoseOfBotsAreMarked) {
  const ChatMessage own = Decoded(WithMessage(Event(), "sender_email", "SIPwhy-Bot@chat.example"));
  EXPECT_TRUE(own.from_self);
  EXPECT_TRUE(own.from_bot);
  const ChatMessage other = Decoded(WithMessage(Event(), "sender_email", "monitor-bot@chat.example"));
  EXPECT_FALSE(other.from_self);
  EXPECT_TRUE(other.from_bot);
  EXPECT_FALSE(Decoded(WithMessage(Event(), "sender_email", "abbot@chat-bot.example")).from_bot);
}

TEST(ZulipTest, TimeThatIsNoneIsLeftOut) {
  for (const json& time : {json("1767225600x"), json(0), json(-1), json(1.5), json(nullptr)}) {
    EXPECT_EQ(Decoded(WithMessage(Event(), "timestamp", time)).sent_at, std::nullopt) << time;
  }
}

TEST(ZulipTest, EveryOtherTokenIsRefused) {
  const std::string token = kToken;
  for (const std::string& other : OneByteOff(token)) {
    EXPECT_FALSE(Accepts(Request(WithToken(other)))) << other;
  }
  for (const json& other : {json(""), json(nullptr), json(true), json(7), json(token + "a"), json::array({token})}) {
    EXPECT_FALSE(Accepts(Request(WithToken(other)))) << other;
  }
}

TEST(ZulipTest, CodecWithoutATokenRefusesAll) {
  const ZulipCodec codec({.token = "", .bot_email = kBotEmail});
  for (const json& token : {json(""), json(kToken), json(nullptr)}) {
    EXPECT_FALSE(Accepts(codec, Request(WithToken(token)))) << token;
  }
}

TEST(ZulipTest, RefusalTellsNeitherTokenNorText) {
  const Verdict verdict = Codec().Verify(Request(WithToken("guess")), absl::UnixEpoch());
  EXPECT_THAT(verdict.why, Not(HasSubstr("guess")));
  EXPECT_THAT(verdict.why, Not(HasSubstr(kToken)));
}

TEST(ZulipTest, WhatIsNotDocumentedIsRefusedAndDoesNoHarm) {
  for (const std::string& body : BodiesThatAreNoObject()) {
    EXPECT_FALSE(Accepts(Request(body))) << body;
    EXPECT_FALSE(Codec().Decode(Request(body)).ok()) << body;
  }
  for (const char* name : {"id", "sender_id", "stream_id"}) {
    EXPECT_FALSE(Codec().Decode(Request(WithMessage(Event(), name, nullptr))).ok()) << name;
  }
  for (const json& recipients : {json(nullptr), json("voice"), json::array()}) {
    EXPECT_FALSE(Codec().Decode(Request(Private(recipients))).ok()) << recipients;
  }
}

TEST(ZulipTest, AnyTypeAnywhereIsSurvived) {
  for (const json& event : {Event(), ChatOfThree()}) {
    ExpectAnyTypeIsSurvived(Codec(), event, [](const std::string& body) { return Request(body); });
  }
}

TEST(ZulipTest, AnswerIsMarkdown) {
  EXPECT_EQ(Encoded(OneLineReply("408 Request Timeout", "Nobody answered within 64*T1.").answer),
            json({{"content", "**408 Request Timeout**: Nobody answered within 64&#42;T1."}}));
}

TEST(ZulipTest, NobodyIsMentioned) {
  const Answer answer = OneLineReply("@**all**", "@_**Bob|3**, @*ops*, #**voice>topic** and :smile:").answer;
  const std::string text = Encoded(answer)["content"];
  for (const char* mention : {"@*", "@_*", "#*", ":smile"}) EXPECT_THAT(text, Not(HasSubstr(mention)));
}

TEST(ZulipTest, ContentIsNeverLongerThanTheServerTakes) {
  const uint32_t seed = std::random_device()();
  SCOPED_TRACE(absl::StrCat("seed ", seed));
  RandomAnswers answers(seed, {});
  for (int i = 0; i < 2; ++i) {
    Answer answer = answers.Next();
    for (int sections = 0; sections < 8; ++sections) {
      answer.sections.push_back({"More", {{"", std::vector<std::string>(5, std::string(400, '*'))}}});
    }
    EXPECT_LE(SizeOf(Encoded(answer)["content"].get<std::string>(), TextUnit::kCodePoints), 10'000u);
  }
}

TEST(ZulipTest, SilenceSaysThatItIsMeant) {
  // zulip.com/api/outgoing-webhooks, "Replying with a message"
  const HttpResponse silence = Codec().Silence();
  EXPECT_EQ(silence.status, 200);
  EXPECT_EQ(json::parse(silence.body), json({{"response_not_required", true}}));
}

TEST(ZulipTest, ResponsesAreJson) { EXPECT_EQ(Codec().Respond("{}"), JsonResponse("{}")); }

}  // namespace
}  // namespace sipwhy::bot
