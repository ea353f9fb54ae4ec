// The shapes of events are those of the Matrix client-server API v1.18: "Syncing" (GET /sync), m.room.message,
// "Rich replies", "Threading", "User and room mentions".
#include "bot/adapter/matrix/matrix_events.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <nlohmann/json.hpp>
#include <random>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "bot/wire/json.h"
#include "tests/bot/render/random_answer.h"
#include "tests/testing/status_matchers.h"

namespace sipwhy::bot {
namespace {

using nlohmann::json;
using ::sipwhy::bot::testing::RandomAnswers;
using ::sipwhy::testing::StatusIs;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

constexpr size_t kLimit = 60'000;

const MatrixIdentity kSelf = {.user_id = "@sip:example.org", .display_name = "SIP Why"};

json Event(const json& content) {
  return {{"type", "m.room.message"},       {"event_id", "$143273582443PhrSn:example.org"},
          {"sender", "@alice:example.org"}, {"origin_server_ts", 1432735824653},
          {"unsigned", {{"age", 1234}}},    {"content", content}};
}

json Text(const std::string& body) { return {{"msgtype", "m.text"}, {"body", body}}; }

json Mentioning(const std::string& body) {
  json content = Text(body);
  content["m.mentions"] = {{"user_ids", json::array({"@sip:example.org"})}};
  return content;
}

// A response to /sync in which `events` happened in one room.
json Response(const json& events) {
  return {{"next_batch", "s72595_4483_1934"},
          {"rooms", {{"join", {{"!726s6s6q:example.com", {{"timeline", {{"events", events}, {"limited", false}}}}}}}}}};
}

MatrixSync Read(const json& events) { return ReadSync(Response(events), kSelf); }

ChatMessage ReadOne(const json& event) {
  const MatrixSync sync = Read(json::array({event}));
  if (sync.rooms.size() == 1 && sync.rooms.front().messages.size() == 1) return sync.rooms.front().messages.front();
  ADD_FAILURE() << "not one message in " << event;
  return {};
}

// What is left of `body` when it is for the bot; "not addressed" otherwise.
std::string Question(const json& content) {
  const ChatMessage message = ReadOne(Event(content));
  return message.addressed ? message.text : "not addressed";
}

TEST(MatrixEventsTest, MessageInFull) {
  const ChatMessage message = ReadOne(Event(Text("301 vs 408")));
  ChatMessage expected;
  expected.id = "$143273582443PhrSn:example.org";
  expected.conversation = "!726s6s6q:example.com";
  expected.sender = "@alice:example.org";
  expected.text = "301 vs 408";
  expected.sent_at = absl::FromUnixMillis(1432735824653);
  EXPECT_EQ(message, expected);
}

TEST(MatrixEventsTest, PositionIsNextBatch) { EXPECT_EQ(Read(json::array()).position, "s72595_4483_1934"); }

TEST(MatrixEventsTest, OpeningWithANameOfTheBotIsAnAddress) {
  for (const char* body : {"SIP Why: 486?", "sip why, 486?", "sip: 486?", "Sip,486?", "@sip: 486?",
                           "@sip:example.org: 486?", "@sip:example.org 486?", "!sip 486?", "!SIP\t486?", "sip：486?"}) {
    EXPECT_EQ(Question(Text(body)), "486?") << body;
  }
}

TEST(MatrixEventsTest, OtherOpeningsAreNoAddress) {
  for (const char* body : {"sip 486?", "SIP Why 486?", "sips: 486", "!sipx 486", "what does sip: 486 mean", " sip; 486",
                           "@sipper: 486", "", "486", "@alice:example.org: 486"}) {
    EXPECT_EQ(Question(Text(body)), "not addressed") << body;
  }
}

TEST(MatrixEventsTest, MentionIsAnAddressAndIsCutWhereverItStands) {
  EXPECT_EQ(Question(Mentioning("SIP Why 486?")), "486?");
  EXPECT_EQ(Question(Mentioning("SIP Why: 486?")), "486?");
  EXPECT_EQ(Question(Mentioning("486? SIP Why")), "486?");
  EXPECT_EQ(Question(Mentioning("486 vs 600, @sip:example.org")), "486 vs 600,");
  EXPECT_EQ(Question(Mentioning("and 603?")), "and 603?");
  EXPECT_EQ(Question(Mentioning("SIP Why")), "");
}

TEST(MatrixEventsTest, MentionOfOthersIsNoAddress) {
  json content = Text("486?");
  content["m.mentions"] = {{"user_ids", json::array({"@alice:example.org", 7, nullptr})}, {"room", true}};
  EXPECT_EQ(Question(content), "not addressed");
}

TEST(MatrixEventsTest, BotWithoutADisplayNameIsCalledByItsId) {
  const MatrixSync sync = ReadSync(Response(json::array({Event(Text(": 486")), Event(Text("sip: 486"))})),
                                   {.user_id = "@sip:example.org", .display_name = ""});
  EXPECT_FALSE(sync.rooms.at(0).messages.at(0).addressed);
  EXPECT_TRUE(sync.rooms.at(0).messages.at(1).addressed);
}

TEST(MatrixEventsTest, QuoteOfAnOlderReplyIsCut) {
  json content = Text("> <@bob:example.org> sip: 301\n> more\n\nsip: 486");
  content["m.relates_to"] = {{"m.in_reply_to", {{"event_id", "$1"}}}};
  EXPECT_EQ(Question(content), "486");
}

TEST(MatrixEventsTest, OwnMessageIsFromSelf) {
  json event = Event(Text("486"));
  event["sender"] = "@sip:example.org";
  EXPECT_TRUE(ReadOne(event).from_self);
}

TEST(MatrixEventsTest, NoticeIsFromABot) {
  json content = Text("sip: 486");
  content["msgtype"] = "m.notice";
  EXPECT_TRUE(ReadOne(Event(content)).from_bot);
}

TEST(MatrixEventsTest, ReplacementIsAnEdit) {
  json content = Text("* sip: 486");
  content["m.new_content"] = Text("sip: 486");
  content["m.relates_to"] = {{"rel_type", "m.replace"}, {"event_id", "$1"}};
  EXPECT_TRUE(ReadOne(Event(content)).edited);
}

TEST(MatrixEventsTest, ThreadIsKeptForTheReply) {
  json content = Text("sip: 486");
  content["m.relates_to"] = {{"rel_type", "m.thread"}, {"event_id", "$root"}};
  EXPECT_EQ(ReadOne(Event(content)).reply_to, "$root");
}

TEST(MatrixEventsTest, EventsThatAreNoTextAreLeftOut) {
  json image = Text("sip: 486");
  image["msgtype"] = "m.image";
  json topic = Event(Text("sip: 486"));
  topic["state_key"] = "";
  json reaction = Event(Text("sip: 486"));
  reaction["type"] = "m.reaction";
  json nameless = Event(Text("sip: 486"));
  nameless.erase("event_id");
  json senderless = Event(Text("sip: 486"));
  senderless["sender"] = json::array();
  const json redacted = Event(json::object());
  for (const json& event : {Event(image), topic, reaction, nameless, senderless, redacted, Event(nullptr), json(),
                            json(7), json("m.room.message"), json::array()}) {
    EXPECT_THAT(Read(json::array({event})).rooms.at(0).messages, IsEmpty()) << event;
  }
}

TEST(MatrixEventsTest, BodyThatIsNoTextIsEmpty) {
  for (const json& body : {json(), json::array({"486"}), json{{"a", "b"}}, json(true)}) {
    EXPECT_EQ(ReadOne(Event({{"msgtype", "m.text"}, {"body", body}})).text, "") << body;
  }
}

TEST(MatrixEventsTest, TimesOutOfRangeAreNoTrouble) {
  for (const json& time : {json(INT64_MAX), json(INT64_MIN), json(-1), json(0)}) {
    json event = Event(Text("486"));
    event["origin_server_ts"] = time;
    EXPECT_TRUE(ReadOne(event).sent_at.has_value()) << time;
  }
  for (const json& time : {json(UINT64_MAX), json("yesterday")}) {
    json event = Event(Text("486"));
    event["origin_server_ts"] = time;
    EXPECT_FALSE(ReadOne(event).sent_at.has_value()) << time;
  }
}

TEST(MatrixEventsTest, AnyTypeAnywhereIsNoTrouble) {
  const json whole = Response(json::array({Event(Mentioning("sip: 486"))}));
  const json flat = whole.flatten();
  for (const auto& [pointer, unused] : flat.items()) {
    for (json::json_pointer at(pointer); !at.empty(); at.pop_back()) {
      for (const json& other :
           {json(), json(true), json(7), json(1e300), json("x"), json::array({1}), json{{"a", 1}}}) {
        json broken = whole;
        broken[at] = other;
        ReadSync(broken, kSelf);
      }
    }
  }
  for (const json& root : {json(), json("x"), json::array()}) EXPECT_EQ(ReadSync(root, kSelf).position, "");
}

TEST(MatrixEventsTest, InvitationsAreListed) {
  const json response = {{"next_batch", "s1"},
                         {"rooms",
                          {{"invite",
                            {{"!696r7674:example.com",
                              {{"invite_state",
                                {{"events", json::array({{{"sender", "@alice:example.com"},
                                                          {"type", "m.room.member"},
                                                          {"state_key", "@sip:example.org"},
                                                          {"content", {{"membership", "invite"}}}}})}}}}}}}}}};
  EXPECT_THAT(ReadSync(response, kSelf).invitations, ElementsAre("!696r7674:example.com"));
}

MatrixRoom RoomWith(const json& update) {
  const json response = {{"next_batch", "s1"}, {"rooms", {{"join", {{"!a:b", update}}}}}};
  return ReadSync(response, kSelf).rooms.at(0);
}

TEST(MatrixEventsTest, SummaryTellsTheMembers) {
  const MatrixRoom room = RoomWith({{"summary", {{"m.joined_member_count", 2}, {"m.invited_member_count", 0}}}});
  EXPECT_EQ(room.members, 2);
  EXPECT_FALSE(room.members_may_differ);
}

TEST(MatrixEventsTest, SummaryThatCountsTheBotAloneIsNotBelieved) {
  const MatrixRoom room = RoomWith({{"summary", {{"m.joined_member_count", 1}}}});
  EXPECT_EQ(room.members, std::nullopt);
  EXPECT_TRUE(room.members_may_differ);
}

TEST(MatrixEventsTest, MembersMayDifferAfterAJoinOrAGap) {
  const json join = {{"type", "m.room.member"}, {"state_key", "@b:c"}, {"content", {{"membership", "join"}}}};
  EXPECT_TRUE(RoomWith({{"timeline", {{"events", json::array({join})}}}}).members_may_differ);
  EXPECT_TRUE(RoomWith({{"timeline", {{"limited", true}}}}).members_may_differ);
  EXPECT_FALSE(RoomWith({{"timeline", {{"events", json::array({Event(Text("486"))})}}}}).members_may_differ);
}

TEST(MatrixEventsTest, EncryptionIsNoticedInStateAndInEvents) {
  const json state = {{"type", "m.room.encryption"}, {"state_key", ""}, {"content", json::object()}};
  const json event = {{"type", "m.room.encrypted"}, {"content", {{"algorithm", "m.megolm.v1.aes-sha2"}}}};
  EXPECT_TRUE(RoomWith({{"state", {{"events", json::array({state})}}}}).encrypted);
  EXPECT_TRUE(RoomWith({{"timeline", {{"events", json::array({state})}}}}).encrypted);
  EXPECT_TRUE(RoomWith({{"timeline", {{"events", json::array({event})}}}}).encrypted);
  EXPECT_FALSE(RoomWith({{"timeline", {{"events", json::array({Event(Text("486"))})}}}}).encrypted);
}

TEST(MatrixEventsTest, FilterAsksForWhatIsReadAndNothingElse) {
  EXPECT_EQ(json::parse(MatrixFilter()), json::parse(R"({
    "presence": {"not_types": ["*"]},
    "account_data": {"not_types": ["*"]},
    "room": {
      "ephemeral": {"not_types": ["*"]},
      "account_data": {"not_types": ["*"]},
      "state": {"types": ["m.room.encryption"], "lazy_load_members": true},
      "timeline": {"limit": 20,
                   "types": ["m.room.message", "m.room.member", "m.room.encrypted", "m.room.encryption"]}}})"));
}

TEST(MatrixEventsTest, EventThatNestsDeeplyDoesNotCostThoseBesideIt) {
  const std::string deep = absl::StrCat(std::string(100'000, '['), std::string(100'000, ']'));
  json event = Event(Text("sip: 301"));
  event["content"]["x"] = "DEEP";
  const std::string response =
      absl::StrReplaceAll(DumpSafe(Response(json::array({event, Event(Text("sip: 486"))}))), {{"\"DEEP\"", deep}});
  const absl::StatusOr<json> parsed = ParseMatrix(response);
  ASSERT_TRUE(parsed.ok());
  EXPECT_THAT(ReadSync(*parsed, kSelf).rooms.at(0).messages, SizeIs(2));
}

TEST(MatrixEventsTest, WhatIsNoJsonIsRefusedWithoutAQuote) {
  for (const char* text : {"", "<html>secret</html>", "{\"secret\":", "\xff\xfe", "[1,]", "{\"a\":\"\xc3\x28\"}"}) {
    EXPECT_THAT(ParseMatrix(text), StatusIs(absl::StatusCode::kInvalidArgument, Not(HasSubstr("secret")))) << text;
  }
}

TEST(MatrixEventsTest, JoinedMembersAreCounted) {
  EXPECT_EQ(CountJoinedMembers(json::parse(R"({"joined": {"@a:b": {"display_name": "A"}, "@c:d": {}}})")), 2);
  for (const char* text : {"{}", "[]", "null", R"({"joined": []})", R"({"joined": 2})"}) {
    EXPECT_EQ(CountJoinedMembers(json::parse(text)), std::nullopt) << text;
  }
}

TEST(MatrixEventsTest, TransactionIsTheSameForEachTryAndAnotherForEachMessage) {
  EXPECT_EQ(TransactionOf("$a"), TransactionOf("$a"));
  EXPECT_NE(TransactionOf("$a"), TransactionOf("$b"));
}

ChatMessage Question() {
  ChatMessage message;
  message.id = "$question";
  message.conversation = "!a:b";
  return message;
}

json Encode(const ChatMessage& message) {
  Answer answer;
  answer.title = "486 Busy Here";
  answer.lead = "the phone is busy";
  return json::parse(MatrixNoticeEncoder().Encode({.answer = answer, .kind = Reply::Kind::kAnswer}, message));
}

TEST(MatrixNoticeEncoderTest, NoticeInFull) {
  EXPECT_EQ(Encode(Question()), json::parse(R"({
    "msgtype": "m.notice",
    "body": "486 Busy Here: the phone is busy",
    "format": "org.matrix.custom.html",
    "formatted_body": "<p><b>486 Busy Here</b>: the phone is busy</p>",
    "m.mentions": {},
    "m.relates_to": {"m.in_reply_to": {"event_id": "$question"}}})"));
}

TEST(MatrixNoticeEncoderTest, AnswerInAThreadStaysInIt) {
  ChatMessage message = Question();
  message.reply_to = "$root";
  EXPECT_EQ(Encode(message).at("m.relates_to"), json::parse(R"({
    "rel_type": "m.thread",
    "event_id": "$root",
    "is_falling_back": true,
    "m.in_reply_to": {"event_id": "$question"}})"));
}

TEST(MatrixNoticeEncoderTest, DirectAnswerQuotesNothing) {
  ChatMessage message = Question();
  message.direct = true;
  EXPECT_FALSE(Encode(message).contains("m.relates_to"));
}

TEST(MatrixNoticeEncoderTest, RandomAnswersKeepTheLimitAndMentionNobody) {
  const uint32_t seed = std::random_device()();
  SCOPED_TRACE(absl::StrCat("seed ", seed));
  RandomAnswers answers(seed, {.long_words = true});
  for (int i = 0; i < 50; ++i) {
    const Reply reply = {.answer = answers.Next(), .kind = Reply::Kind::kAnswer};
    const std::string content = MatrixNoticeEncoder().Encode(reply, Question());
    ASSERT_LT(content.size(), kLimit);
    const json parsed = json::parse(content);
    ASSERT_EQ(parsed.at("m.mentions"), json::object());
    ASSERT_THAT(parsed.at("body").get<std::string>(), Not(IsEmpty()));
  }
}

TEST(MatrixNoticeEncoderTest, AnswerThatIsTooLongIsShortened) {
  Answer answer;
  answer.title = "486";
  answer.lead = "busy";
  for (int i = 0; i < 5; ++i) {
    answer.sections.push_back({"Why", {{"", {std::string(4'000, '<'), std::string(4'000, '"')}, false}}});
  }
  const std::string content =
      MatrixNoticeEncoder().Encode({.answer = answer, .kind = Reply::Kind::kAnswer}, Question());
  EXPECT_LT(content.size(), kLimit);
  EXPECT_THAT(content, HasSubstr("Shortened to fit here."));
}

TEST(MatrixNoticeEncoderTest, LeadThatIsTooLongIsCut) {
  Answer answer;
  answer.title = "486";
  for (int i = 0; i < 20'000; ++i) answer.lead += "説<\"";
  const std::string content =
      MatrixNoticeEncoder().Encode({.answer = answer, .kind = Reply::Kind::kAnswer}, Question());
  EXPECT_LT(content.size(), kLimit);
  EXPECT_GT(content.size(), kLimit - 100);
}

}  // namespace
}  // namespace sipwhy::bot
