#include "bot/adapter/irc/irc_message.h"

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"

namespace sipwhy::bot {
namespace {

std::optional<ChatMessage> Read(absl::string_view line) {
  return ReadIrcMessage(*ParseIrcLine(line), "sipwhy", {"helpbot"}, IrcSupport());
}

std::optional<ChatMessage> Said(absl::string_view text) {
  return Read(absl::StrCat(":alice!u@h PRIVMSG #sip :", text));
}

TEST(ReadIrcMessageTest, ChannelMessageIsOverheard) {
  ChatMessage message;
  message.conversation = "#sip";
  message.sender = "Alice";
  message.text = "486 vs 600?";
  message.reply_to = "#SIP";
  EXPECT_EQ(Read(":Alice!u@h PRIVMSG #SIP :486 vs 600?"), message);
}

TEST(ReadIrcMessageTest, DirectMessageIsAddressed) {
  ChatMessage message;
  message.conversation = "alice";
  message.sender = "Alice";
  message.text = "486";
  message.addressed = true;
  message.direct = true;
  message.reply_to = "Alice";
  EXPECT_EQ(Read(":Alice!u@h PRIVMSG SipWhy :486"), message);
}

struct Address {
  std::string text;
  std::string rest;
};

TEST(ReadIrcMessageTest, WordsThatAddressUsAreCutOut) {
  const std::vector<Address> all = {{"sipwhy: 486", "486"},
                                    {"sipwhy, 486", "486"},
                                    {"sipwhy 486", "486"},
                                    {"SIPWHY:486", "486"},
                                    {"sipwhy:", ""},
                                    {"sipwhy", ""},
                                    {"  sipwhy:  486  ", "486"},
                                    {"!sip 486", "486"},
                                    {"!sip", ""},
                                    {"!sip  ", ""},
                                    {"\x02sipwhy\x02: 486", "486"},
                                    {"\x03"
                                     "04sipwhy\x03: \x1f"
                                     "486",
                                     "486"},
                                    {"sipwhy: !sip 486", "!sip 486"},
                                    {"sipwhy :486", ":486"}};
  for (const Address& address : all) {
    const std::optional<ChatMessage> message = Said(address.text);
    ASSERT_TRUE(message.has_value()) << address.text;
    EXPECT_TRUE(message->addressed) << address.text;
    EXPECT_FALSE(message->direct || message->command) << address.text;
    EXPECT_EQ(message->text, address.rest) << address.text;
  }
}

TEST(ReadIrcMessageTest, OtherWordsAddressNobody) {
  for (const char* text : {"sipwhy_: 486", "sipwhys 486", "sipwh", "sipwhy; 486", "ask sipwhy: 486", "!sipp 486",
                           "!si 486", "!SIP 486", "! sip 486", "486", "", " "}) {
    const std::optional<ChatMessage> message = Said(text);
    ASSERT_TRUE(message.has_value()) << text;
    EXPECT_FALSE(message->addressed) << text;
  }
}

TEST(ReadIrcMessageTest, DirectMessageMayNameUsToo) {
  EXPECT_EQ(Read(":alice!u@h PRIVMSG sipwhy :sipwhy: 486")->text, "486");
  EXPECT_EQ(Read(":alice!u@h PRIVMSG sipwhy :!sip 486")->text, "486");
  EXPECT_EQ(Read(":alice!u@h PRIVMSG sipwhy :")->text, "");
}

TEST(ReadIrcMessageTest, TagsTellIdAndTime) {
  const std::optional<ChatMessage> message =
      Read("@time=2011-10-19T16:40:51.620Z;msgid=63E1033A051D4B41B1AB1FA3CF4B243E :alice!u@h PRIVMSG #sip :486");
  EXPECT_EQ(message->id, "63E1033A051D4B41B1AB1FA3CF4B243E");
  EXPECT_EQ(message->sent_at, absl::FromUnixMillis(1319042451620));
  EXPECT_FALSE(message->from_bot);
}

TEST(ReadIrcMessageTest, TimeThatIsNoneIsNotTold) {
  for (const char* time : {"", "now", "2011-10-19", "2011-13-19T16:40:51.620Z", "1319042451", "2011-10-19T16:40:51"}) {
    EXPECT_EQ(Read(absl::StrCat("@time=", time, " :a!u@h PRIVMSG #sip :486"))->sent_at, std::nullopt) << time;
  }
}

TEST(ReadIrcMessageTest, BotsAreKnownByTagAndByName) {
  for (const char* line :
       {"@bot :x!u@h PRIVMSG #sip :486", "@bot=1 :x!u@h PRIVMSG #sip :486", "@draft/bot :x!u@h PRIVMSG #sip :486",
        "@inspircd.org/bot :x!u@h PRIVMSG #sip :486", ":HelpBot!u@h PRIVMSG #sip :486"}) {
    EXPECT_TRUE(Read(line)->from_bot) << line;
  }
  EXPECT_FALSE(Read("@+bot :x!u@h PRIVMSG #sip :486")->from_bot);
  EXPECT_FALSE(Read(":helpbot2!u@h PRIVMSG #sip :486")->from_bot);
}

TEST(ReadIrcMessageTest, OurOwnWordsAreKnown) {
  EXPECT_TRUE(Read(":SipWhy!u@h PRIVMSG #sip :486")->from_self);
  EXPECT_TRUE(Read(":sipwhy!u@h PRIVMSG sipwhy :486")->from_self);
  EXPECT_FALSE(Read(":alice!u@h PRIVMSG #sip :486")->from_self);
}

TEST(ReadIrcMessageTest, NamesFoldAsTheServerSays) {
  IrcSupport support;
  const IrcLine line = *ParseIrcLine(":a[1]!u@h PRIVMSG SIP{Y} :SIP[y]: 486");
  const std::optional<ChatMessage> message = ReadIrcMessage(line, "sip[y]", {"A{1}"}, support);
  EXPECT_TRUE(message->direct && message->from_bot);
  EXPECT_EQ(message->text, "486");
  EXPECT_EQ(message->conversation, "a{1}");
}

TEST(ReadIrcMessageTest, WhatIsNeverAnsweredIsNoMessage) {
  const std::vector<std::string> lines = {
      ":alice!u@h NOTICE #sip :sipwhy: 486",
      ":alice!u@h NOTICE sipwhy :486",
      "@msgid=1 :alice!u@h TAGMSG #sip",
      ":alice!u@h PRIVMSG sipwhy :\x01VERSION\x01",
      ":alice!u@h PRIVMSG sipwhy :\x01PING 1\x01",
      ":alice!u@h PRIVMSG #sip :\x01"
      "ACTION asks sipwhy 486\x01",
      ":alice!u@h PRIVMSG #sip :sipwhy: \x01VERSION\x01",
      ":irc.example.org PRIVMSG sipwhy :486",
      "PRIVMSG sipwhy :486",
      ":!u@h PRIVMSG sipwhy :486",
      ":alice!u@h PRIVMSG @#sip :sipwhy: 486",
      ":alice!u@h PRIVMSG $*.org :486",
      ":alice!u@h PRIVMSG other :486",
      ":alice!u@h PRIVMSG sipwhy",
      ":alice!u@h PRIVMSG",
      ":alice!u@h JOIN #sip",
  };
  for (const std::string& line : lines) EXPECT_EQ(Read(line), std::nullopt) << line;
}

TEST(ReadIrcMessageTest, NickThatMisleadsIsNotWrittenTo) {
  for (const char* nick : {"a,b", ":a", "#sip", "&a", "$a", "*", "a?", "a\x02", "b\xfc", "a.b"}) {
    EXPECT_EQ(Read(absl::StrCat(":", nick, "!u@h PRIVMSG sipwhy :486")), std::nullopt) << nick;
  }
  EXPECT_EQ(Read(absl::StrCat(":", std::string(65, 'a'), "!u@h PRIVMSG sipwhy :486")), std::nullopt);
}

TEST(ReadIrcMessageTest, UsualNicksAreWrittenTo) {
  for (const char* nick : {"alice", "Alice_", "[a]", "a|away", "a-1", "^a`", "{a}", "\\a", "~a", "Łukasz", "太郎"}) {
    EXPECT_NE(Read(absl::StrCat(":", nick, "!u@h PRIVMSG sipwhy :486")), std::nullopt) << nick;
  }
}

}  // namespace
}  // namespace sipwhy::bot
