#include "bot/webhook/rocket_chat.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
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
using ::sipwhy::bot::testing::HoldsNoMessage;
using ::sipwhy::bot::testing::JsonPost;
using ::sipwhy::bot::testing::MessageIn;
using ::sipwhy::bot::testing::OneByteOff;
using ::sipwhy::bot::testing::OneLineReply;
using ::sipwhy::bot::testing::RandomAnswers;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kToken[] = "q4vT9wEoRk2SzaXc7uYbNf3p";
constexpr char kAlice[] = "aLiCe4u8sErId0001";
constexpr char kBobby[] = "bObBy4u8sErId0002";

RocketChatCodec Codec() { return RocketChatCodec({.token = kToken}); }

// mapEventArgsToData for the event sendMessage (triggerHandler.ts); the time as JSON.stringify writes a date.
json Event() {
  return {{"token", kToken},
          {"bot", false},
          {"trigger_word", "!sip"},
          {"channel_id", "vOiCeRoOm00000003"},
          {"channel_name", "voice"},
          {"message_id", "mEsSaGe0000000004"},
          {"timestamp", "2026-01-01T00:00:00.250Z"},
          {"user_id", kAlice},
          {"user_name", "alice"},
          {"text", "!sip 486 vs 600"},
          {"siteUrl", "https://chat.example"}};
}

HttpRequest Request(const std::string& body) { return JsonPost("/rocket-chat", body); }

HttpRequest Request(const json& event) { return Request(event.dump()); }

json With(json event, const std::string& name, const json& value) {
  event[name] = value;
  return event;
}

json Without(json event, const std::string& name) {
  event.erase(name);
  return event;
}

bool Accepts(const HttpRequest& request) { return Accepts(Codec(), request); }

ChatMessage Decoded(const json& event) { return MessageIn(Codec(), Request(event)); }

std::string TextOf(const Answer& answer) {
  return json::parse(Codec().Encode({.answer = answer, .kind = Reply::Kind::kAnswer}, ChatMessage()))["text"];
}

Answer Leading(std::string title, std::string lead) { return OneLineReply(std::move(title), std::move(lead)).answer; }

TEST(RocketChatTest, MessageInAChannel) {
  ASSERT_TRUE(Accepts(Request(Event())));
  ChatMessage expected;
  expected.id = "mEsSaGe0000000004";
  expected.conversation = "vOiCeRoOm00000003";
  expected.sender = kAlice;
  expected.text = "486 vs 600";
  expected.addressed = true;
  expected.sent_at = absl::FromUnixMillis(1767225600250);
  EXPECT_EQ(Decoded(Event()), expected);
}

TEST(RocketChatTest, MessageWithoutATriggerWordIsNotAddressed) {
  const ChatMessage message = Decoded(Without(Event(), "trigger_word"));
  EXPECT_FALSE(message.addressed);
  EXPECT_EQ(message.text, "!sip 486 vs 600");
}

TEST(RocketChatTest, TriggerWordIsCutWhereItStandsAlone) {
  // triggerWordAnywhere, an option of the integration
  EXPECT_EQ(Decoded(With(Event(), "text", "486 vs 600 !sip")).text, "486 vs 600");
  EXPECT_EQ(Decoded(With(Event(), "text", "!sip486")).text, "486");
  EXPECT_EQ(Decoded(With(Event(), "text", "!sip")).text, "");
  EXPECT_EQ(Decoded(With(Event(), "text", "is 486 !sipped?")).text, "is 486 !sipped?");
}

TEST(RocketChatTest, ChatOfTwoIsDirect) {
  // Such a room has no name, so JSON.stringify leaves it out; its id is both users' (createDirectRoom.ts).
  const json event = Without(Without(With(Event(), "text", "486"), "channel_name"), "trigger_word");
  for (const std::string& room : {absl::StrCat(kAlice, kBobby), absl::StrCat(kBobby, kAlice)}) {
    const ChatMessage message = Decoded(With(event, "channel_id", room));
    EXPECT_TRUE(message.direct);
    EXPECT_TRUE(message.addressed);
  }
}

TEST(RocketChatTest, ChatOfManyIsNotDirect) {
  const json event = Without(Without(Event(), "channel_name"), "trigger_word");
  EXPECT_FALSE(Decoded(event).direct);
  EXPECT_FALSE(Decoded(With(event, "channel_id", kAlice)).direct);
}

TEST(RocketChatTest, PostOfAnIntegrationIsFromABot) {
  // `bot` is a truth value now and was what the message had before, such as {"i": …}.
  EXPECT_TRUE(Decoded(With(Event(), "bot", true)).from_bot);
  EXPECT_TRUE(Decoded(With(Event(), "bot", {{"i", "x"}})).from_bot);
  for (const json& no : {json(false), json(nullptr), json(0)}) EXPECT_FALSE(Decoded(With(Event(), "bot", no)).from_bot);
  EXPECT_FALSE(Decoded(Without(Event(), "bot")).from_bot);
}

TEST(RocketChatTest, EditedMessageIsMarked) { EXPECT_TRUE(Decoded(With(Event(), "isEdited", true)).edited); }

TEST(RocketChatTest, ThreadIsKept) {
  const ChatMessage message = Decoded(With(Event(), "tmid", "tHrEaD00000000005"));
  EXPECT_EQ(message.reply_to, "tHrEaD00000000005");
  EXPECT_EQ(json::parse(Codec().Encode({}, message))["tmid"], "tHrEaD00000000005");
}

TEST(RocketChatTest, TimeThatIsNoneIsLeftOut) {
  for (const json& time : {json("soon"), json(""), json(7), json(nullptr), json::array()}) {
    EXPECT_EQ(Decoded(With(Event(), "timestamp", time)).sent_at, std::nullopt) << time;
  }
}

TEST(RocketChatTest, OtherEventsHoldNoMessage) {
  // roomJoined and userCreated have no message; fileUploaded has one without words.
  EXPECT_TRUE(HoldsNoMessage(Codec(), Request(Without(Without(Event(), "message_id"), "text"))));
  EXPECT_TRUE(HoldsNoMessage(Codec(), Request(With(Event(), "text", " "))));
  EXPECT_TRUE(HoldsNoMessage(Codec(), Request(json{{"token", kToken}, {"bot", false}, {"user_id", kAlice}})));
}

TEST(RocketChatTest, EveryOtherTokenIsRefused) {
  const std::string token = kToken;
  for (const std::string& other : OneByteOff(token)) {
    EXPECT_FALSE(Accepts(Request(With(Event(), "token", other)))) << other;
  }
  for (const json& other : {json(""), json(nullptr), json(true), json(7), json(token + "a"), json({{"a", token}})}) {
    EXPECT_FALSE(Accepts(Request(With(Event(), "token", other)))) << other;
  }
  EXPECT_FALSE(Accepts(Request(Without(Event(), "token"))));
}

TEST(RocketChatTest, CodecWithoutATokenRefusesAll) {
  const RocketChatCodec codec({.token = ""});
  for (const json& token : {json(""), json(kToken), json(nullptr)}) {
    EXPECT_FALSE(Accepts(codec, Request(With(Event(), "token", token)))) << token;
  }
}

TEST(RocketChatTest, RefusalTellsNeitherTokenNorText) {
  const Verdict verdict = Codec().Verify(Request(With(Event(), "token", "guess")), absl::UnixEpoch());
  EXPECT_THAT(verdict.why, Not(HasSubstr("guess")));
  EXPECT_THAT(verdict.why, Not(HasSubstr(kToken)));
}

TEST(RocketChatTest, WhatIsNotDocumentedIsRefusedAndDoesNoHarm) {
  for (const std::string& body : BodiesThatAreNoObject()) {
    EXPECT_FALSE(Accepts(Request(body))) << body;
    EXPECT_FALSE(Codec().Decode(Request(body)).ok()) << body;
  }
  EXPECT_FALSE(Codec().Decode(Request(Without(Event(), "channel_id"))).ok());
  EXPECT_FALSE(Codec().Decode(Request(With(Event(), "user_id", json::object()))).ok());
}

TEST(RocketChatTest, AnyTypeAnywhereIsSurvived) {
  ExpectAnyTypeIsSurvived(Codec(), Event(), [](const std::string& body) { return Request(body); });
}

TEST(RocketChatTest, ComparisonInFull) {
  Answer answer = Leading("486 Busy Here vs 600 Busy Everywhere", "One phone; all phones.");
  answer.notices = {"In English."};
  answer.table = {{"486", "600"}, {{"Class", {"4xx", "6xx"}}}};
  answer.link = "https://why.example/sip/486-vs-600";
  answer.footer = "RFC 3261 §21.4.24";
  EXPECT_EQ(TextOf(answer),
            "486 Busy Here vs 600 Busy Everywhere: One phone; all phones.\n"
            "```\n"
            "In English.\n"
            "\n"
            "       486                              600\n"
            "Class  4xx                              6xx\n"
            "\n"
            "RFC 3261 §21.4.24\n"
            "```\n"
            "https://why.example/sip/486-vs-600");
}

TEST(RocketChatTest, ReplyWithoutDetailsHasNoBlock) {
  EXPECT_EQ(TextOf(Leading("", "Ask me about a code.")), "Ask me about a code.");
}

TEST(RocketChatTest, ReplyIsNeitherPreviewedNorPutElsewhere) {
  const json response = json::parse(Codec().Encode(OneLineReply("486", ""), ChatMessage()));
  EXPECT_EQ(response, json({{"text", "486"}, {"parseUrls", false}}));
}

TEST(RocketChatTest, NobodyIsMentioned) {
  Answer answer = Leading("@all", "hi @here");
  answer.notices = {"@all and @bob, #voice (@here)", "sip:bob@example.com"};
  const std::string text = TextOf(answer);
  EXPECT_THAT(text, HasSubstr("@\u200ball: hi @\u200bhere\n"));
  EXPECT_THAT(text, HasSubstr("@\u200ball and @\u200bbob, #\u200bvoice (@\u200bhere)\n"));
  EXPECT_THAT(text, HasSubstr("\nsip:bob@example.com\n"));
}

TEST(RocketChatTest, FirstLineIsNoMarkup) {
  EXPECT_EQ(TextOf(Leading("64*T1*", "(Timer B) 8) `c` > 1")), "64\\*T1\\*: (Timer B\u200b) 8\u200b) \\`c\\` > 1");
  EXPECT_EQ(TextOf(Leading("", "> quoted")), "\u200b> quoted");
}

TEST(RocketChatTest, BlockEndsOnlyAtItsEnd) {
  Answer answer = Leading("T", "");
  answer.sections = {{"", {}, {}, {"```", "a ````` b"}}};
  const std::string text = TextOf(answer);
  const std::vector<std::string> parts = absl::StrSplit(text, "```");
  EXPECT_EQ(parts.size(), 3u) << text;
}

TEST(RocketChatTest, TitleThatIsTooLongIsCut) {
  const std::string text = TextOf(Leading(std::string(9'000, 'x'), "lead"));
  EXPECT_LE(SizeOf(text, TextUnit::kUtf16), 5'000u);
  EXPECT_GE(SizeOf(text, TextUnit::kUtf16), 4'000u);
}

TEST(RocketChatTest, TextIsNeverLongerThanTheServerTakes) {
  const uint32_t seed = std::random_device()();
  SCOPED_TRACE(absl::StrCat("seed ", seed));
  RandomAnswers answers(seed, {.long_words = true});
  for (int i = 0; i < 8; ++i) {
    Answer answer = answers.Next();
    const Answer more = answers.Next();
    answer.sections.insert(answer.sections.end(), more.sections.begin(), more.sections.end());
    answer.notices.push_back(std::string(static_cast<size_t>(answers.Number(0, 6'000)), '@'));
    const std::string text = TextOf(answer);
    ASSERT_LE(SizeOf(text, TextUnit::kUtf16), 5'000u);
    const std::vector<std::string> parts = absl::StrSplit(text, "```");
    ASSERT_TRUE(parts.size() == 1 || parts.size() == 3) << text;
  }
}

TEST(RocketChatTest, SilenceIsNotEmpty) {
  // executeTriggerUrl tries again after an empty body, and posts what has a text.
  const HttpResponse silence = Codec().Silence();
  EXPECT_EQ(silence.status, 200);
  EXPECT_EQ(json::parse(silence.body), json::object());
}

TEST(RocketChatTest, ResponsesAreJson) { EXPECT_EQ(Codec().Respond("{}"), JsonResponse("{}")); }

}  // namespace
}  // namespace sipwhy::bot
