#include "bot/adapter/xmpp/xmpp_stanza.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unicode/utf8.h>

#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "tests/bot/render/random_answer.h"

namespace sipwhy::bot {
namespace {

using ::sipwhy::bot::testing::RandomAnswers;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;
using std::string_literals::operator""s;

constexpr size_t kLimit = 8000;

const XmppIdentity kSelf = {.jid = "sip@example.org",
                            .rooms = {{"voip@conference.example.org", "sipwhy"}},
                            .known_bots = {"logger", "weather@example.org"}};

XmppMessage InRoom(const std::string& body) {
  XmppMessage message;
  message.type = "groupchat";
  message.from = "voip@conference.example.org/alice";
  message.body = body;
  return message;
}

XmppMessage Direct(const std::string& body) {
  XmppMessage message;
  message.type = "chat";
  message.from = "alice@example.org/phone";
  message.body = body;
  return message;
}

ChatMessage Read(const XmppMessage& message) {
  const std::optional<ChatMessage> read = ReadMessage(message, kSelf);
  if (read.has_value()) return *read;
  ADD_FAILURE() << "no message: " << message.body;
  return {};
}

bool IsNone(const XmppMessage& message) { return !ReadMessage(message, kSelf).has_value(); }

TEST(ReadMessageTest, LanguageOfTheStanzaIsThatOfTheSender) {
  for (XmppMessage message : {InRoom("sipwhy: 486"), Direct("486")}) {
    message.language = "vi";
    EXPECT_EQ(Read(message).language, "vi");
  }
  EXPECT_EQ(Read(Direct("486")).language, "");
}

TEST(JidTest, PartsAreTold) {
  EXPECT_EQ(BareOf("a@b/c"), "a@b");
  EXPECT_EQ(ResourceOf("a@b/c/d@e"), "c/d@e");
  EXPECT_EQ(BareOf("b"), "b");
  EXPECT_EQ(ResourceOf("a@b"), "");
  EXPECT_EQ(BareOf(""), "");
}

TEST(XmppMessageTest, RoomMessageInFull) {
  ChatMessage expected;
  expected.conversation = "voip@conference.example.org";
  expected.sender = "voip@conference.example.org/alice";
  expected.text = "486?";
  expected.addressed = true;
  expected.reply_to = "voip@conference.example.org";
  EXPECT_EQ(Read(InRoom("sipwhy: 486?")), expected);
}

TEST(XmppMessageTest, DirectMessageInFull) {
  ChatMessage expected;
  expected.conversation = "alice@example.org";
  expected.sender = "alice@example.org";
  expected.text = "486?";
  expected.addressed = true;
  expected.direct = true;
  expected.reply_to = "alice@example.org/phone";
  EXPECT_EQ(Read(Direct("486?")), expected);
}

TEST(XmppMessageTest, PrivateMessageInARoomIsDirectAndGoesBackToTheOccupant) {
  XmppMessage message = InRoom("486?");
  message.type = "chat";
  const ChatMessage read = Read(message);
  EXPECT_TRUE(read.direct);
  EXPECT_EQ(read.conversation, "voip@conference.example.org/alice");
  EXPECT_EQ(read.sender, "voip@conference.example.org/alice");
  EXPECT_EQ(read.reply_to, "voip@conference.example.org/alice");
}

TEST(XmppMessageTest, OpeningWithTheNickIsAnAddress) {
  for (const char* body : {"sipwhy: 486", "sipwhy, 486", "SipWhy:486", "sipwhy:\n486"}) {
    EXPECT_TRUE(Read(InRoom(body)).addressed) << body;
    EXPECT_EQ(Read(InRoom(body)).text, "486") << body;
  }
}

TEST(XmppMessageTest, OtherMessagesOfARoomAreOverheard) {
  for (const char* body : {"486", "sipwhy 486", "sipwhys: 486", "ask sipwhy: 486", " sipwhy: 486", "alice: 486"}) {
    EXPECT_FALSE(Read(InRoom(body)).addressed) << body;
    EXPECT_EQ(Read(InRoom(body)).text, body);
  }
}

TEST(XmppMessageTest, MessageWithTheOwnNickIsFromSelf) {
  XmppMessage message = InRoom("sipwhy: 486");
  message.from = "voip@conference.example.org/sipwhy";
  EXPECT_TRUE(Read(message).from_self);
  message.type = "chat";
  EXPECT_TRUE(Read(message).from_self);
}

TEST(XmppMessageTest, MessageFromTheOwnAccountIsFromSelf) {
  XmppMessage message = Direct("486");
  message.from = "SIP@example.org/elsewhere";
  EXPECT_TRUE(Read(message).from_self);
}

TEST(XmppMessageTest, KnownBotsAreMarked) {
  XmppMessage in_room = InRoom("sipwhy: 486");
  in_room.from = "voip@conference.example.org/logger";
  XmppMessage direct = Direct("486");
  direct.from = "weather@example.org/x";
  EXPECT_TRUE(Read(in_room).from_bot);
  EXPECT_TRUE(Read(direct).from_bot);
  EXPECT_FALSE(Read(Direct("486")).from_bot);
}

TEST(XmppMessageTest, CorrectionIsAnEdit) {
  XmppMessage message = InRoom("sipwhy: 486");
  message.replaces = true;
  EXPECT_TRUE(Read(message).edited);
}

TEST(XmppMessageTest, IdIsTheOneThatTheRoomOrTheOwnServerGave) {
  XmppMessage in_room = InRoom("486");
  in_room.stanza_id = "5f3dbc5e";
  in_room.stanza_id_by = "voip@conference.example.org";
  XmppMessage direct = Direct("486");
  direct.stanza_id = "28482";
  direct.stanza_id_by = "sip@example.org";
  EXPECT_EQ(Read(in_room).id, "5f3dbc5e");
  EXPECT_EQ(Read(direct).id, "28482");
}

TEST(XmppMessageTest, IdThatAnybodyElseGaveIsNone) {
  XmppMessage message = InRoom("486");
  message.stanza_id = "5f3dbc5e";
  for (const char* by : {"", "voip@conference.example.org/alice", "alice@example.org", "sip@example.org"}) {
    message.stanza_id_by = by;
    EXPECT_EQ(Read(message).id, "") << by;
  }
}

TEST(XmppMessageTest, HistoryOfARoomIsNone) {
  XmppMessage message = InRoom("sipwhy: 486");
  message.delayed = "2002-10-13T23:58:37Z";
  EXPECT_TRUE(IsNone(message));
}

TEST(XmppMessageTest, DelayedDirectMessageTellsWhenItWasSent) {
  XmppMessage message = Direct("486");
  message.delayed = "2002-09-10T23:08:25.5Z";
  EXPECT_EQ(Read(message).sent_at, absl::FromUnixMillis(1031699305500));
}

TEST(XmppMessageTest, DelayThatIsNoTimeIsNone) {
  for (const char* stamp : {"yesterday", "20020910T23:08:25", "2002-09-10", "2002-13-10T23:08:25Z"}) {
    XmppMessage message = Direct("486");
    message.delayed = stamp;
    EXPECT_TRUE(IsNone(message)) << stamp;
  }
}

TEST(XmppMessageTest, StanzasThatAreNoQuestionAreNone) {
  XmppMessage error = Direct("486");
  error.type = "error";
  XmppMessage headline = Direct("486");
  headline.type = "headline";
  XmppMessage subject = InRoom("");
  XmppMessage of_the_room = InRoom("This room is not anonymous");
  of_the_room.from = "voip@conference.example.org";
  XmppMessage private_of_the_room = of_the_room;
  private_of_the_room.type = "normal";
  XmppMessage other_room = InRoom("sipwhy: 486");
  other_room.from = "elsewhere@conference.example.org/alice";
  XmppMessage secret = Direct("This message is encrypted");
  secret.encrypted = true;
  XmppMessage from_nobody = Direct("486");
  from_nobody.from = "";
  for (const XmppMessage& message :
       {error, headline, subject, of_the_room, private_of_the_room, other_room, secret, from_nobody}) {
    EXPECT_TRUE(IsNone(message)) << message.type << ' ' << message.from;
  }
}

Answer Comparison() {
  return {.title = "486 vs 600",
          .lead = "one phone is busy; all are.",
          .notices = {"Longer texts are in English."},
          .table = {{"486 Busy Here", "600 Busy Everywhere"}, {{"Forking", {"ends its branch", "ends the search"}}}},
          .sections = {{"What to do", {{"486", {"Call later."}, true}}}},
          .link = "https://sip.example.org/sip/486/600",
          .footer = "RFC 3261"};
}

std::string Encode(const Answer& answer, const ChatMessage& message) {
  return XmppReplyEncoder().Encode({.answer = answer, .kind = Reply::Kind::kAnswer}, message);
}

TEST(XmppReplyEncoderTest, AnswerInARoomInFull) {
  EXPECT_EQ(Encode(Comparison(), Read(InRoom("sipwhy: 486 vs 600"))), R"(alice: 486 vs 600: one phone is busy; all are.
Longer texts are in English.
```
         486 Busy Here                   600 Busy Everywhere
Forking  ends its branch                 ends the search

What to do
486  1. Call later.
```
https://sip.example.org/sip/486/600
RFC 3261)");
}

TEST(XmppReplyEncoderTest, DirectAnswerNamesNobody) {
  EXPECT_THAT(Encode(Comparison(), Read(Direct("486 vs 600"))), StartsWith("486 vs 600: one phone"));
}

TEST(XmppReplyEncoderTest, AnswerWithoutColumnsHasNoBlock) {
  Answer answer;
  answer.title = "486";
  answer.lead = "busy";
  EXPECT_EQ(Encode(answer, Read(Direct("486"))), "486: busy");
}

TEST(XmppReplyEncoderTest, LongNickIsNotNamed) {
  XmppMessage message = InRoom("sipwhy: 486");
  message.from = absl::StrCat("voip@conference.example.org/", std::string(1000, 'n'));
  EXPECT_THAT(Encode(Comparison(), Read(message)), StartsWith("486 vs 600"));
}

TEST(XmppReplyEncoderTest, TextCannotEndTheBlockOrBeginAQuotation) {
  Answer answer;
  answer.title = "> 486";
  answer.notices = {"```", "> x"};
  answer.sections = {{"", {{"", {"```", "```", "a"}, false}}}};
  answer.footer = ">> y";
  EXPECT_EQ(Encode(answer, Read(Direct("486"))), " > 486\n ```\n > x\n```\n ```\n ```\na\n```\n >> y");
}

// XML 1.0 §2.2, and no controls at all but line feeds.
bool IsXmlText(absl::string_view text) {
  const auto size = static_cast<int32_t>(text.size());
  for (int32_t at = 0; at < size;) {
    UChar32 c = 0;
    U8_NEXT(reinterpret_cast<const uint8_t*>(text.data()), at, size, c);
    if (c < 0 || (c < 0x20 && c != '\n') || (c >= 0x7F && c < 0xA0) || c == 0xFFFE || c == 0xFFFF) return false;
  }
  return true;
}

TEST(XmppReplyEncoderTest, WhatXmlForbidsIsLeftOutEverywhere) {
  const std::string evil = "a\0b\x01\x1b[31m\x7f\u0085\uFFFE\uFFFF\xff\xc3z"s;
  Answer answer = {.title = evil,
                   .lead = evil,
                   .notices = {evil},
                   .table = {{evil}, {{evil, {evil}}}},
                   .sections = {{evil, {{evil, {evil}, true}}}, {.heading = evil, .verbatim = {evil}}},
                   .link = evil,
                   .footer = evil};
  ChatMessage message = Read(InRoom("sipwhy: 486"));
  message.sender = absl::StrCat("voip@conference.example.org/", evil);
  EXPECT_TRUE(IsXmlText(Encode(answer, message)));
}

size_t EscapedSize(absl::string_view text) {
  return absl::StrReplaceAll(text, {{"&", "&amp;"}, {"<", "&lt;"}, {">", "&gt;"}, {"\"", "&quot;"}}).size();
}

TEST(XmppReplyEncoderTest, OtherAnswersInEachRunKeepTheRules) {
  const uint32_t seed = std::random_device()();
  SCOPED_TRACE(absl::StrCat("seed ", seed));
  RandomAnswers answers(seed, {.long_words = true});
  for (int i = 0; i < 150; ++i) {
    const std::string body = Encode(answers.Next(), Read(InRoom("sipwhy: 486")));
    ASSERT_LE(EscapedSize(body), kLimit);
    ASSERT_TRUE(IsXmlText(body)) << body;
    ASSERT_THAT(body, StartsWith("alice: "));
    int fences = 0;
    for (const absl::string_view line : absl::StrSplit(body, '\n')) fences += absl::StartsWith(line, "```") ? 1 : 0;
    ASSERT_TRUE(fences == 0 || fences == 2) << body;
  }
}

TEST(XmppReplyEncoderTest, TextThatGrowsByEscapingStaysWithinTheLimit) {
  Answer answer;
  answer.title = "486";
  for (int i = 0; i < 3000; ++i) answer.lead += "<\"&説";
  const std::string body = Encode(answer, Read(Direct("486")));
  EXPECT_LE(EscapedSize(body), kLimit);
  EXPECT_GT(EscapedSize(body), kLimit - 100);
}

}  // namespace
}  // namespace sipwhy::bot
