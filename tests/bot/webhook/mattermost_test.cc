#include "bot/webhook/mattermost.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "bot/render/text_size.h"
#include "bot/webhook/webhook_json.h"
#include "bot/wire/form.h"
#include "tests/bot/render/random_answer.h"
#include "tests/bot/webhook/codec_calls.h"
#include "tests/bot/webhook/hostile_requests.h"

namespace sipwhy::bot {
namespace {

using ::nlohmann::json;
using ::sipwhy::bot::testing::Accepts;
using ::sipwhy::bot::testing::BodiesThatAreNoObject;
using ::sipwhy::bot::testing::HoldsNoMessage;
using ::sipwhy::bot::testing::JsonPost;
using ::sipwhy::bot::testing::MessageIn;
using ::sipwhy::bot::testing::OneByteOff;
using ::sipwhy::bot::testing::OneLineReply;
using ::sipwhy::bot::testing::RandomAnswers;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

constexpr char kToken[] = "kx3w9dzq7ifgmbe1yhs5o8ructa";
constexpr char kAlice[] = "alicealicealicealicealice1";
constexpr char kBobby[] = "bobbybobbybobbybobbybobby2";

using Fields = std::map<std::string, std::string>;

MattermostCodec Codec() { return MattermostCodec({.token = kToken}); }

// developers.mattermost.com, "Custom slash commands": a form by POST with the token in the Authorization field too.
// trigger_id and root_id as in tryExecuteCustomCommand (server/channels/app/command.go).
Fields Command() {
  return {{"channel_id", "voipvoipvoipvoipvoipvoip33"},
          {"channel_name", "voice-operations"},
          {"command", "/sip"},
          {"response_url", "https://chat.example/hooks/commands/r1"},
          {"root_id", ""},
          {"team_domain", "telephony"},
          {"team_id", "teamteamteamteamteamteam44"},
          {"text", "486 vs 600"},
          {"token", kToken},
          {"trigger_id", "dHJpZ2dlcjox"},
          {"user_id", kAlice},
          {"user_name", "alice"}};
}

// developers.mattermost.com, "Outgoing webhooks"; the time is in seconds (OutgoingWebhookPayload.ToFormValues).
Fields Post() {
  return {{"channel_id", "voipvoipvoipvoipvoipvoip33"},
          {"channel_name", "voice-operations"},
          {"file_ids", ""},
          {"post_id", "postpostpostpostpostpost55"},
          {"team_domain", "telephony"},
          {"team_id", "teamteamteamteamteamteam44"},
          {"text", "#why 408 or 480?"},
          {"timestamp", "1767225600"},
          {"token", kToken},
          {"trigger_word", "#why"},
          {"user_id", kAlice},
          {"user_name", "alice"}};
}

HttpRequest ByForm(const Fields& fields) {
  return {.method = "POST",
          .path = "/mattermost",
          .query = "",
          .headers = {{"Content-Type", "application/x-www-form-urlencoded"}, {"Accept", "application/json"}},
          .body = WriteForm(fields)};
}

HttpRequest ByJson(const std::string& body) { return JsonPost("/mattermost", body); }

HttpRequest ByQuery(const Fields& fields) {
  return {.method = "GET",
          .path = "/mattermost",
          .query = WriteForm(fields),
          .headers = {{"Accept", "application/json"}},
          .body = ""};
}

HttpRequest Authorized(HttpRequest request, const std::string& value) {
  request.headers.Add("Authorization", value);
  return request;
}

Fields With(Fields fields, const std::string& name, const std::string& value) {
  fields[name] = value;
  return fields;
}

Fields Without(Fields fields, const std::string& name) {
  fields.erase(name);
  return fields;
}

bool Accepts(const HttpRequest& request) { return Accepts(Codec(), request); }

ChatMessage Decoded(const HttpRequest& request) { return MessageIn(Codec(), request); }

json Encoded(const Reply& reply, const ChatMessage& message) { return json::parse(Codec().Encode(reply, message)); }

TEST(MattermostTest, CommandByPost) {
  const HttpRequest request = Authorized(ByForm(Command()), absl::StrCat("Token ", kToken));
  ASSERT_TRUE(Accepts(request));
  ChatMessage expected;
  expected.id = "dHJpZ2dlcjox";
  expected.conversation = "voipvoipvoipvoipvoipvoip33";
  expected.sender = kAlice;
  expected.text = "486 vs 600";
  expected.addressed = true;
  expected.command = true;
  EXPECT_EQ(Decoded(request), expected);
}

TEST(MattermostTest, CommandByGet) {
  const HttpRequest request = Authorized(ByQuery(Command()), absl::StrCat("Token ", kToken));
  ASSERT_TRUE(Accepts(request));
  EXPECT_EQ(Decoded(request), Decoded(ByForm(Command())));
}

TEST(MattermostTest, CommandWithoutATextIsAMessage) {
  const ChatMessage message = Decoded(ByForm(With(Command(), "text", "")));
  EXPECT_TRUE(message.command);
  EXPECT_EQ(message.text, "");
}

TEST(MattermostTest, CommandInADirectChannelIsDirect) {
  // model.GetDMNameFromIds
  const Fields direct = With(Command(), "channel_name", absl::StrCat(kAlice, "__", kBobby));
  EXPECT_TRUE(Decoded(ByForm(direct)).direct);
  EXPECT_FALSE(Decoded(ByForm(With(Command(), "channel_name", "a__b"))).direct);
}

TEST(MattermostTest, PostByForm) {
  const HttpRequest request = ByForm(Post());
  ASSERT_TRUE(Accepts(request));
  ChatMessage expected;
  expected.id = "postpostpostpostpostpost55";
  expected.conversation = "voipvoipvoipvoipvoipvoip33";
  expected.sender = kAlice;
  expected.text = "408 or 480?";
  expected.addressed = true;
  expected.sent_at = absl::FromUnixSeconds(1767225600);
  expected.reply_to = "#why";
  EXPECT_EQ(Decoded(request), expected);
}

TEST(MattermostTest, PostByJson) {
  // As a server sends it (json.Marshal of OutgoingWebhookPayload), the time in milliseconds.
  json post(Post());
  post["timestamp"] = 1767225600000;
  ASSERT_TRUE(Accepts(ByJson(post.dump())));
  EXPECT_EQ(Decoded(ByJson(post.dump())), Decoded(ByForm(Post())));
}

TEST(MattermostTest, PostByJsonAsDocumented) {
  // "Outgoing webhooks" has the time as text, in seconds.
  const std::string post = json(Post()).dump();
  ASSERT_TRUE(Accepts(ByJson(post)));
  EXPECT_EQ(Decoded(ByJson(post)), Decoded(ByForm(Post())));
}

TEST(MattermostTest, PostWithoutATriggerWordIsNotAddressed) {
  const ChatMessage message = Decoded(ByForm(With(Post(), "trigger_word", "")));
  EXPECT_FALSE(message.addressed);
  EXPECT_EQ(message.text, "#why 408 or 480?");
}

TEST(MattermostTest, TriggerWordAloneIsAMessage) {
  const ChatMessage message = Decoded(ByForm(With(Post(), "text", " #why ")));
  EXPECT_TRUE(message.addressed);
  EXPECT_EQ(message.text, "");
}

TEST(MattermostTest, TriggerWordWithinTheTextStays) {
  EXPECT_EQ(Decoded(ByForm(With(Post(), "text", "so #why 408"))).text, "so #why 408");
  EXPECT_EQ(Decoded(ByForm(With(Post(), "text", "#why486"))).text, "486");
}

TEST(MattermostTest, FileWithoutWordsIsNoMessage) {
  EXPECT_TRUE(HoldsNoMessage(Codec(), ByForm(With(With(Post(), "text", ""), "trigger_word", ""))));
}

TEST(MattermostTest, TimeThatIsNoneIsLeftOut) {
  for (const char* time : {"", "0", "-5", "soon", "1.5", "99999999999999999999"}) {
    EXPECT_EQ(Decoded(ByForm(With(Post(), "timestamp", time))).sent_at, std::nullopt) << time;
  }
}

TEST(MattermostTest, EveryOtherTokenIsRefused) {
  for (const std::string& other : OneByteOff(kToken)) {
    EXPECT_FALSE(Accepts(ByForm(With(Command(), "token", other)))) << other;
    EXPECT_FALSE(Accepts(ByJson(json(With(Post(), "token", other)).dump()))) << other;
    EXPECT_FALSE(Accepts(Authorized(ByForm(Command()), absl::StrCat("Token ", other)))) << other;
  }
}

TEST(MattermostTest, TokenThatIsMissingOrDifferentlyLongIsRefused) {
  for (const std::string& token :
       {std::string(), absl::StrCat(kToken, "a"), std::string(kToken, 10), std::string("0")}) {
    EXPECT_FALSE(Accepts(ByForm(With(Command(), "token", token)))) << token;
  }
  EXPECT_FALSE(Accepts(ByForm(Without(Command(), "token"))));
  EXPECT_FALSE(Accepts(Authorized(ByForm(Without(Command(), "token")), absl::StrCat("Token ", kToken))));
}

TEST(MattermostTest, SchemeMayBeInAnyCase) {
  EXPECT_TRUE(Accepts(Authorized(ByForm(Command()), absl::StrCat("token ", kToken))));
}

TEST(MattermostTest, TokenOfAnOAuthConnectionIsNotOurs) {
  // DoCommandRequest and doOutgoingWebhookRequest put it in the place of the command's.
  EXPECT_TRUE(Accepts(Authorized(ByForm(Command()), "Bearer eyJhbGciOi")));
  EXPECT_FALSE(Accepts(Authorized(ByForm(With(Command(), "token", "x")), absl::StrCat("Bearer ", kToken))));
}

TEST(MattermostTest, AuthorizationThatContradictsIsRefused) {
  EXPECT_FALSE(Accepts(Authorized(ByForm(Command()), "Token ")));
  EXPECT_FALSE(Accepts(Authorized(ByForm(Command()), "Token other")));
  const HttpRequest once = Authorized(ByForm(Command()), absl::StrCat("Token ", kToken));
  EXPECT_FALSE(Accepts(Authorized(once, absl::StrCat("Token ", kToken))));
}

TEST(MattermostTest, CodecWithoutATokenRefusesAll) {
  const MattermostCodec codec({.token = ""});
  for (const char* token : {"", "x", kToken}) {
    const HttpRequest request = Authorized(ByForm(With(Command(), "token", token)), absl::StrCat("Token ", token));
    EXPECT_FALSE(Accepts(codec, request)) << token;
  }
}

TEST(MattermostTest, RefusalTellsNeitherTokenNorText) {
  const Verdict verdict = Codec().Verify(ByForm(With(Command(), "token", "guess")), absl::UnixEpoch());
  EXPECT_THAT(verdict.why, Not(HasSubstr("guess")));
  EXPECT_THAT(verdict.why, Not(HasSubstr(kToken)));
  EXPECT_THAT(verdict.why, Not(HasSubstr("486")));
}

TEST(MattermostTest, OtherMethodsAreRefused) {
  for (const char* method : {"PUT", "HEAD", "get", ""}) {
    HttpRequest request = ByForm(Command());
    request.method = method;
    request.query = request.body;
    EXPECT_FALSE(Accepts(request)) << method;
    EXPECT_FALSE(Codec().Decode(request).ok()) << method;
  }
}

TEST(MattermostTest, WhatIsNotDocumentedIsRefusedAndDoesNoHarm) {
  std::vector<std::string> bodies = BodiesThatAreNoObject();
  bodies.insert(bodies.end(),
                {R"({"token":{}})", R"({"token":["a"],"text":{"a":1}})", R"({"token":null,"post_id":true})"});
  for (const std::string& body : bodies) {
    EXPECT_FALSE(Accepts(ByJson(body))) << body;
    EXPECT_FALSE(Codec().Decode(ByJson(body)).ok()) << body;
  }
  for (const char* name : {"channel_id", "user_id"}) {
    EXPECT_FALSE(Codec().Decode(ByForm(Without(Command(), name))).ok()) << name;
    EXPECT_FALSE(Codec().Decode(ByForm(Without(Post(), name))).ok()) << name;
  }
  EXPECT_FALSE(Codec().Decode(ByForm(Without(Post(), "post_id"))).ok());
  EXPECT_FALSE(Codec().Decode(ByForm(With(Post(), "text", "a\xff"))).ok());
  EXPECT_FALSE(Codec().Decode(ByForm(With(Command(), "trigger_id", "\xc3"))).ok());
}

TEST(MattermostTest, WrongTypesInJsonReadAsMissing) {
  json post(Post());
  post["timestamp"] = json::array({1, 2});
  post["trigger_word"] = {{"a", nullptr}};
  post["text"] = 486;
  const ChatMessage message = Decoded(ByJson(post.dump()));
  EXPECT_EQ(message.sent_at, std::nullopt);
  EXPECT_FALSE(message.addressed);
  EXPECT_EQ(message.text, "486");
}

TEST(MattermostTest, AnswerToACommandIsForTheChannel) {
  EXPECT_EQ(
      Encoded(OneLineReply("486 Busy Here", "It is busy."), Decoded(ByForm(Command()))),
      json(
          {{"response_type", "in_channel"}, {"text", "**486 Busy Here**: It is busy."}, {"skip_slack_parsing", true}}));
}

TEST(MattermostTest, OtherRepliesToACommandAreForTheAskerAlone) {
  const ChatMessage message = Decoded(ByForm(Command()));
  for (const Reply::Kind kind : {Reply::Kind::kHelp, Reply::Kind::kNotUnderstood, Reply::Kind::kFailure}) {
    EXPECT_EQ(Encoded(OneLineReply("", "Ask.", kind), message)["response_type"], "ephemeral");
  }
}

TEST(MattermostTest, ReplyToAPostLandsInItsThread) {
  const ChatMessage message = Decoded(ByForm(Post()));
  EXPECT_EQ(Encoded(OneLineReply("486", ""), message)["response_type"], "comment");
  EXPECT_EQ(Encoded(OneLineReply("", "Ask.", Reply::Kind::kHelp), message)["response_type"], "comment");
}

TEST(MattermostTest, ReplyNeverBeginsWithTheTriggerWord) {
  for (const char* trigger : {"sip", "SIP", "s", "**", "**SIP"}) {
    const ChatMessage message = Decoded(ByForm(With(Post(), "trigger_word", trigger)));
    EXPECT_THAT(Encoded(OneLineReply("SIP", ""), message)["text"].get<std::string>(), Not(StartsWith(trigger)));
    EXPECT_THAT(Encoded(OneLineReply("", "sip and more"), message)["text"].get<std::string>(),
                Not(StartsWith(trigger)));
  }
}

TEST(MattermostTest, NobodyIsMentioned) {
  const json reply = Encoded(OneLineReply("@all", "@channel, <!here> and ~town"), Decoded(ByForm(Command())));
  EXPECT_EQ(reply["text"], "**@\u200ball**: @\u200bchannel, <\u200b!here> and \\~\u200btown");
}

TEST(MattermostTest, GapBeforeTheTriggerWordFitsToo) {
  const ChatMessage message = Decoded(ByForm(With(Post(), "trigger_word", "sip")));
  const std::string text = Encoded(OneLineReply("", absl::StrCat("sip", std::string(20'000, 'x'))), message)["text"];
  EXPECT_THAT(text, StartsWith("\u200bsip"));
  EXPECT_EQ(SizeOf(text, TextUnit::kCodePoints), 16'383u);
}

TEST(MattermostTest, PostIsNeverLongerThanTheServerTakes) {
  const uint32_t seed = std::random_device()();
  SCOPED_TRACE(absl::StrCat("seed ", seed));
  RandomAnswers answers(seed, {});
  const ChatMessage message = Decoded(ByForm(With(Post(), "trigger_word", "*")));
  for (int i = 0; i < 2; ++i) {
    Reply reply;
    reply.answer = answers.Next();
    for (int sections = 0; sections < 8; ++sections) {
      reply.answer.sections.push_back({"More", {{"", std::vector<std::string>(5, std::string(900, '*'))}}});
    }
    EXPECT_LE(SizeOf(Encoded(reply, message)["text"].get<std::string>(), TextUnit::kCodePoints), 16'383u);
  }
}

TEST(MattermostTest, ResponsesAreJson) { EXPECT_EQ(Codec().Respond("{}"), JsonResponse("{}")); }

TEST(MattermostTest, SilenceHasNoText) {
  // doOutgoingWebhookRequest posts what has a text; a command's response must be JSON to be read as such.
  const HttpResponse silence = Codec().Silence();
  EXPECT_EQ(silence.status, 200);
  EXPECT_EQ(silence.content_type, "application/json");
  EXPECT_EQ(json::parse(silence.body), json::object());
}

TEST(MattermostTest, AnswersInTheResponse) { EXPECT_TRUE(Codec().answers_in_response()); }

}  // namespace
}  // namespace sipwhy::bot
