#include "bot/webhook/telegram_update.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "bot/wire/json.h"
#include "tests/bot/webhook/codec_calls.h"

namespace sipwhy::bot {
namespace {

using nlohmann::json;
using ::sipwhy::bot::testing::OneLineReply;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr int64_t kBot = 777000123;

TelegramIdentity Self() { return {"SipWhyBot", kBot}; }

// The objects below have the members that the Bot API documents for "Update", "Message", "User", "Chat" and
// "MessageEntity".
json Person() {
  return {{"id", 1111}, {"is_bot", false}, {"first_name", "Ann"}, {"username", "ann"}, {"language_code", "pt-br"}};
}

json Bot() { return {{"id", kBot}, {"is_bot", true}, {"first_name", "SIP"}, {"username", "SipWhyBot"}}; }

json Entity(const std::string& type, int offset, int length) {
  return {{"type", type}, {"offset", offset}, {"length", length}};
}

json Private(const std::string& text, const json& entities = json::array()) {
  return {
      {"message_id", 57},      {"from", Person()}, {"chat", {{"id", 1111}, {"type", "private"}, {"first_name", "Ann"}}},
      {"date", 1'700'000'000}, {"text", text},     {"entities", entities}};
}

json InGroup(const std::string& text, const json& entities = json::array()) {
  json message = Private(text, entities);
  message["chat"] = {{"id", -1001234567890}, {"type", "supergroup"}, {"title", "VoIP"}};
  return message;
}

json UpdateOf(const json& message) { return {{"update_id", 9001}, {"message", message}}; }

std::optional<ChatMessage> Read(const json& message) {
  const absl::StatusOr<std::optional<ChatMessage>> read = ReadTelegramUpdate(UpdateOf(message), Self());
  EXPECT_TRUE(read.ok()) << read.status();
  return read.value_or(std::nullopt);
}

ChatMessage MustRead(const json& message) {
  const std::optional<ChatMessage> read = Read(message);
  EXPECT_TRUE(read.has_value()) << message;
  return read.value_or(ChatMessage());
}

TEST(TelegramUpdateTest, PrivateMessageIsReadInFull) {
  ChatMessage expected;
  expected.id = "9001";
  expected.conversation = "1111";
  expected.sender = "1111";
  expected.text = "301 vs 408";
  expected.language = "pt-br";
  expected.addressed = true;
  expected.direct = true;
  expected.sent_at = absl::FromUnixSeconds(1'700'000'000);
  expected.reply_to = "57";
  EXPECT_EQ(MustRead(Private("301 vs 408")), expected);
}

TEST(TelegramUpdateTest, GroupIsNotDirectAndNotAddressedByItself) {
  const ChatMessage message = MustRead(InGroup("301 vs 408"));
  EXPECT_EQ(message.conversation, "-1001234567890");
  EXPECT_EQ(message.sender, "1111");
  EXPECT_FALSE(message.direct);
  EXPECT_FALSE(message.addressed);
  EXPECT_FALSE(message.command);
  EXPECT_EQ(message.text, "301 vs 408");
}

TEST(TelegramUpdateTest, CommandLeavesWhatTheBotUnderstands) {
  struct {
    const char* text;
    int command_length;
    const char* left;
  } const cases[] = {{"/sip 486", 4, "486"},
                     {"/SIP 486", 4, "486"},
                     {"/sip@SipWhyBot 301 vs 408", 14, "301 vs 408"},
                     {"/sip@sipwhybot  486 ", 14, "486"},
                     {"/sip\n486", 4, "486"},
                     {"/sip", 4, ""},
                     {"/sip@SipWhyBot", 14, ""},
                     {"/start", 6, "help"},
                     {"/start 486", 6, "486"},
                     {"/help", 5, "help"},
                     {"/help@SipWhyBot", 15, "help"},
                     {"/full@SipWhyBot 486", 15, "full 486"},
                     {"/486@SipWhyBot", 14, "486"}};
  for (const auto& c : cases) {
    for (const json& message : {InGroup(c.text, json::array({Entity("bot_command", 0, c.command_length)})),
                                Private(c.text, json::array({Entity("bot_command", 0, c.command_length)}))}) {
      const ChatMessage read = MustRead(message);
      EXPECT_EQ(read.text, c.left) << c.text;
      EXPECT_TRUE(read.addressed) << c.text;
      EXPECT_TRUE(read.command) << c.text;
    }
  }
}

TEST(TelegramUpdateTest, UnknownCommandIsOursOnlyWhereNobodyElseIsMeant) {
  const json entities = json::array({Entity("bot_command", 0, 8)});
  const ChatMessage in_group = MustRead(InGroup("/compare 301 408", entities));
  EXPECT_FALSE(in_group.addressed);
  EXPECT_FALSE(in_group.command);
  EXPECT_EQ(in_group.text, "/compare 301 408");
  const ChatMessage in_private = MustRead(Private("/compare 301 408", entities));
  EXPECT_TRUE(in_private.command);
  EXPECT_EQ(in_private.text, "compare 301 408");
}

TEST(TelegramUpdateTest, CommandForAnotherBotIsNoMessage) {
  for (const char* text : {"/sip@OtherBot 486", "/help@OtherBot", "/sip@SipWhyBot2", "/sip@SipWhyBo"}) {
    const std::string command = std::string(text).substr(0, std::string(text).find(' '));
    const json entities = json::array({Entity("bot_command", 0, static_cast<int>(command.size()))});
    EXPECT_EQ(Read(InGroup(text, entities)), std::nullopt) << text;
    EXPECT_EQ(Read(Private(text, entities)), std::nullopt) << text;
  }
}

TEST(TelegramUpdateTest, CommandInTheMiddleIsText) {
  const ChatMessage message = MustRead(InGroup("use /sip 486", json::array({Entity("bot_command", 4, 4)})));
  EXPECT_FALSE(message.addressed);
  EXPECT_EQ(message.text, "use /sip 486");
}

TEST(TelegramUpdateTest, MentionIsCutOutWhereverItIs) {
  struct {
    const char* text;
    int offset;
    const char* left;
  } const cases[] = {{"@SipWhyBot 486", 0, "486"},
                     {"486 @sipwhybot", 4, "486"},
                     {"what is @SipWhyBot 486?", 8, "what is   486?"},
                     {"@SipWhyBot", 0, ""},
                     // "📞" is two units of UTF-16 and four bytes, "ü" one unit and two bytes.
                     {"📞 @SipWhyBot 486", 3, "📞   486"},
                     {"für @SipWhyBot 486", 4, "für   486"}};
  for (const auto& c : cases) {
    const ChatMessage message = MustRead(InGroup(c.text, json::array({Entity("mention", c.offset, 10)})));
    EXPECT_TRUE(message.addressed) << c.text;
    EXPECT_FALSE(message.command) << c.text;
    EXPECT_EQ(message.text, c.left) << c.text;
  }
}

TEST(TelegramUpdateTest, MentionOfSomebodyElseStays) {
  const ChatMessage message = MustRead(InGroup("@SipWhyBob 486", json::array({Entity("mention", 0, 10)})));
  EXPECT_FALSE(message.addressed);
  EXPECT_EQ(message.text, "@SipWhyBob 486");
}

TEST(TelegramUpdateTest, NameThatTelegramDoesNotMarkIsNoMention) {
  EXPECT_FALSE(MustRead(InGroup("mail@SipWhyBot 486", json::array({Entity("email", 0, 14)}))).addressed);
  EXPECT_FALSE(MustRead(InGroup("@SipWhyBot 486", json::array({Entity("code", 0, 10)}))).addressed);
}

TEST(TelegramUpdateTest, MentionByIdCounts) {
  json entity = Entity("text_mention", 0, 3);
  entity["user"] = Bot();
  const ChatMessage message = MustRead(InGroup("SIP 486", json::array({entity})));
  EXPECT_TRUE(message.addressed);
  EXPECT_EQ(message.text, "486");
  entity["user"]["id"] = 5;
  EXPECT_FALSE(MustRead(InGroup("SIP 486", json::array({entity}))).addressed);
}

TEST(TelegramUpdateTest, CommandAndMentionsAreAllCut) {
  const json entities = json::array({Entity("mention", 15, 10), Entity("bot_command", 0, 4), Entity("mention", 4, 10)});
  const ChatMessage message = MustRead(InGroup("/sip@SipWhyBot @SipWhyBot 486", entities));
  EXPECT_EQ(message.text, "486");
}

TEST(TelegramUpdateTest, ReplyToTheBotIsAddressed) {
  json message = InGroup("and 603?");
  message["reply_to_message"] = {{"message_id", 50}, {"from", Bot()}, {"text", "486 Busy Here"}};
  EXPECT_TRUE(MustRead(message).addressed);
  message["reply_to_message"]["from"] = Person();
  EXPECT_FALSE(MustRead(message).addressed);
}

TEST(TelegramUpdateTest, WordsBelowAPictureAreRead) {
  json message = InGroup("");
  message.erase("text");
  message.erase("entities");
  message["photo"] = json::array();
  EXPECT_EQ(Read(message), std::nullopt);
  message["caption"] = "@SipWhyBot 486";
  message["caption_entities"] = json::array({Entity("mention", 0, 10)});
  EXPECT_EQ(MustRead(message).text, "486");
}

TEST(TelegramUpdateTest, BotsAndTheBotItselfAreTold) {
  json message = InGroup("486");
  message["from"] = {{"id", 5}, {"is_bot", true}, {"username", "OtherBot"}};
  EXPECT_TRUE(MustRead(message).from_bot);
  EXPECT_FALSE(MustRead(message).from_self);
  message["from"] = Bot();
  EXPECT_TRUE(MustRead(message).from_bot);
  EXPECT_TRUE(MustRead(message).from_self);
}

// Bot API, "Message", sender_chat: "from" is then a bot of Telegram's.
TEST(TelegramUpdateTest, HiddenAdministratorIsAPerson) {
  json message = InGroup("486");
  message["from"] = {{"id", 1087968824}, {"is_bot", true}, {"username", "GroupAnonymousBot"}};
  message["sender_chat"] = message["chat"];
  const ChatMessage read = MustRead(message);
  EXPECT_FALSE(read.from_bot);
  EXPECT_EQ(read.sender, "-1001234567890");
  message["sender_chat"] = {{"id", -100555}, {"type", "channel"}};
  EXPECT_TRUE(MustRead(message).from_bot);
}

TEST(TelegramUpdateTest, EditedMessageSaysSo) {
  const json update = {{"update_id", 1}, {"edited_message", Private("486")}};
  const absl::StatusOr<std::optional<ChatMessage>> read = ReadTelegramUpdate(update, Self());
  ASSERT_TRUE(read.ok() && read->has_value());
  EXPECT_TRUE((*read)->edited);
  EXPECT_FALSE(MustRead(Private("486")).edited);
}

TEST(TelegramUpdateTest, TopicIsPartOfThePlaceAndAThreadOfRepliesIsNot) {
  json message = InGroup("486");
  message["message_thread_id"] = 12;
  EXPECT_EQ(MustRead(message).reply_to, "57");
  message["is_topic_message"] = true;
  EXPECT_EQ(MustRead(message).reply_to, "57/12");
}

TEST(TelegramUpdateTest, OtherUpdatesAreNoMessages) {
  for (const char* kind : {"channel_post", "edited_channel_post", "callback_query", "inline_query", "my_chat_member",
                           "chat_join_request", "poll", "business_message", "something_new"}) {
    const absl::StatusOr<std::optional<ChatMessage>> read =
        ReadTelegramUpdate({{"update_id", 1}, {kind, InGroup("486")}}, Self());
    ASSERT_TRUE(read.ok()) << kind;
    EXPECT_EQ(*read, std::nullopt) << kind;
  }
  json joined = InGroup("");
  joined.erase("text");
  joined["new_chat_members"] = json::array({Bot()});
  EXPECT_EQ(Read(joined), std::nullopt);
}

TEST(TelegramUpdateTest, EntitiesOutsideTheTextAreLeftOut) {
  constexpr int64_t kMost = std::numeric_limits<int64_t>::max();
  constexpr int64_t kLeast = std::numeric_limits<int64_t>::min();
  const std::vector<std::pair<json, json>> places = {{-1, 10},    {0, -1},
                                                     {0, 0},      {0, 15},
                                                     {14, 1},     {15, 0},
                                                     {1, 14},     {kMost, 1},
                                                     {1, kMost},  {kLeast, 10},
                                                     {0, kLeast}, {kMost, kMost},
                                                     {"0", "10"}, {nullptr, 10},
                                                     {0, 1.5},    {json::array(), json::object()},
                                                     {1e300, 10}, {18446744073709551615ull, 18446744073709551615ull}};
  for (const auto& [offset, length] : places) {
    for (const char* type : {"mention", "bot_command"}) {
      const json entity = {{"type", type}, {"offset", offset}, {"length", length}};
      const ChatMessage message = MustRead(InGroup("@SipWhyBot 486", json::array({entity})));
      EXPECT_EQ(message.text, "@SipWhyBot 486") << entity;
      EXPECT_FALSE(message.addressed) << entity;
    }
  }
}

TEST(TelegramUpdateTest, EntityMayCutASurrogateInHalf) {
  const ChatMessage message =
      MustRead(InGroup("📞📞", json::array({Entity("mention", 1, 2), Entity("bot_command", 0, 1)})));
  EXPECT_EQ(message.text, "📞📞");
}

TEST(TelegramUpdateTest, OverlappingEntitiesAreCutOnce) {
  json whole = Entity("text_mention", 0, 14);
  whole["user"] = Bot();
  const json entities = json::array({Entity("mention", 0, 10), whole, Entity("mention", 0, 10)});
  EXPECT_EQ(MustRead(InGroup("@SipWhyBot 486", entities)).text, "");
}

TEST(TelegramUpdateTest, ManyEntitiesTakeNoLongTime) {
  std::string text;
  json entities = json::array();
  for (int i = 0; i < 20'000; ++i) {
    entities.push_back(Entity("mention", i * 11, 10));
    text += "@SipWhyBot ";
  }
  EXPECT_EQ(MustRead(InGroup(text, entities)).text, "");
}

TEST(TelegramUpdateTest, WhatIsMalformedIsRefusedAndNotQuoted) {
  const std::vector<json> bad = {
      nullptr,
      true,
      42,
      "secret",
      json::array(),
      json::object(),
      {{"update_id", "secret"}},
      {{"update_id", 1.5}, {"message", Private("secret")}},
      {{"message", Private("secret")}},
      {{"update_id", 1}, {"message", nullptr}},
      {{"update_id", 1}, {"message", "secret"}},
      {{"update_id", 1}, {"message", json::array({"secret"})}},
      {{"update_id", 1}, {"message", json::object()}},
      {{"update_id", 1}, {"message", {{"message_id", 1}, {"text", "secret"}}}},
      {{"update_id", 1}, {"message", {{"message_id", 1}, {"chat", "secret"}}}},
      {{"update_id", 1}, {"message", {{"message_id", 1}, {"chat", {{"id", "secret"}}}}}},
      {{"update_id", 1}, {"message", {{"message_id", "secret"}, {"chat", {{"id", 1}}}}}},
  };
  for (const json& update : bad) {
    const absl::Status status = ReadTelegramUpdate(update, Self()).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << update;
    EXPECT_THAT(status.message(), Not(HasSubstr("secret"))) << update;
  }
}

TEST(TelegramUpdateTest, MembersMayBeOfAnyType) {
  const std::vector<json> values = {nullptr, true, -1, 1e300, "x", json::array({1}), {{"id", json::array()}}};
  for (const char* member : {"from", "date", "text", "entities", "caption", "reply_to_message", "message_thread_id",
                             "is_topic_message", "sender_chat"}) {
    for (const json& value : values) {
      json message = InGroup("486", json::array({Entity("mention", 0, 3)}));
      message[member] = value;
      EXPECT_TRUE(ReadTelegramUpdate(UpdateOf(message), Self()).ok()) << member << value;
      message = InGroup("486", json::array({value, value}));
      EXPECT_TRUE(ReadTelegramUpdate(UpdateOf(message), Self()).ok()) << member << value;
    }
  }
}

TEST(TelegramUpdateTest, DatesBeyondAllReasonAreHarmless) {
  for (const json& date : {json(std::numeric_limits<int64_t>::max()), json(std::numeric_limits<uint64_t>::max())}) {
    json message = Private("486");
    message["date"] = date;
    EXPECT_EQ(MustRead(message).text, "486");
  }
  json message = Private("486");
  message["date"] = 0;
  EXPECT_EQ(MustRead(message).sent_at, std::nullopt);
}

TEST(TelegramUpdateTest, IdentityNeedsNameAndId) {
  EXPECT_EQ(ReadTelegramIdentity(Bot()), Self());
  for (const json& user : std::vector<json>{nullptr,
                                            "x",
                                            json::object(),
                                            {{"id", 1}},
                                            {{"username", "a"}},
                                            {{"id", "1"}, {"username", "a"}},
                                            {{"id", 0}, {"username", "a"}},
                                            {{"id", 1}, {"username", json::array()}}}) {
    EXPECT_EQ(ReadTelegramIdentity(user), std::nullopt) << user;
  }
}

Reply ReplyOf(Reply::Kind kind) { return OneLineReply("486 Busy Here", "<busy>", kind); }

// The members are those of the Bot API's sendMessage, LinkPreviewOptions and ReplyParameters.
TEST(TelegramMessageTest, GroupGetsAReplyInItsTopic) {
  const ChatMessage message = [] {
    json asked = InGroup("486");
    asked["message_thread_id"] = 12;
    asked["is_topic_message"] = true;
    return MustRead(asked);
  }();
  const json expected = {
      {"chat_id", -1001234567890}, {"text", "<b>486 Busy Here</b>: &lt;busy&gt;\n"},
      {"parse_mode", "HTML"},      {"link_preview_options", {{"is_disabled", true}}},
      {"message_thread_id", 12},   {"reply_parameters", {{"message_id", 57}, {"allow_sending_without_reply", true}}}};
  EXPECT_EQ(WriteTelegramMessage(ReplyOf(Reply::Kind::kAnswer), message), expected);
}

TEST(TelegramMessageTest, PrivateChatGetsNoQuote) {
  const json expected = {{"chat_id", 1111},
                         {"text", "<b>486 Busy Here</b>: &lt;busy&gt;\n"},
                         {"parse_mode", "HTML"},
                         {"link_preview_options", {{"is_disabled", true}}}};
  EXPECT_EQ(WriteTelegramMessage(ReplyOf(Reply::Kind::kFailure), MustRead(Private("486"))), expected);
}

TEST(TelegramMessageTest, WhatConcernsTheAskerAloneMakesNoSoundInAGroup) {
  const ChatMessage message = MustRead(InGroup("x"));
  EXPECT_FALSE(WriteTelegramMessage(ReplyOf(Reply::Kind::kAnswer), message).contains("disable_notification"));
  for (Reply::Kind kind : {Reply::Kind::kHelp, Reply::Kind::kNotUnderstood, Reply::Kind::kFailure}) {
    EXPECT_EQ(WriteTelegramMessage(ReplyOf(kind), message)["disable_notification"], true);
  }
}

TEST(TelegramMessageTest, PlacesThatAreNoneAreLeftOut) {
  for (const char* place : {"", "/", "x", "x/y", "1/2/3", "99999999999999999999/1x"}) {
    ChatMessage message;
    message.conversation = "@channel";
    message.reply_to = place;
    const json parameters = WriteTelegramMessage(ReplyOf(Reply::Kind::kAnswer), message);
    EXPECT_EQ(parameters["chat_id"], "@channel");
    EXPECT_FALSE(parameters.contains("message_thread_id")) << place;
  }
}

TEST(TelegramMessageTest, WithoutMarkupTheWordsStay) {
  const ChatMessage message = MustRead(InGroup("486"));
  json expected = WriteTelegramMessage(ReplyOf(Reply::Kind::kAnswer), message);
  const json plain = WithoutTelegramMarkup(expected);
  expected.erase("parse_mode");
  expected["text"] = "486 Busy Here: <busy>\n";
  EXPECT_EQ(plain, expected);
  EXPECT_EQ(WithoutTelegramMarkup(plain), plain);
  for (const json& other : std::vector<json>{nullptr, "x", json::array(), json::object(), {{"text", "<b>"}}}) {
    EXPECT_EQ(WithoutTelegramMarkup(other), other);
  }
}

}  // namespace
}  // namespace sipwhy::bot
