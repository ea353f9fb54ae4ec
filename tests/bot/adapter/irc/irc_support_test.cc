#include "bot/adapter/irc/irc_support.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"

namespace sipwhy::bot {
namespace {

IrcSupport After(absl::string_view tokens) {
  IrcSupport support;
  support.Read(*ParseIrcLine(absl::StrCat(":s 005 us ", tokens, " :are supported by this server")));
  return support;
}

TEST(IrcSupportTest, ServerThatSaysNothingHasTheOldRules) {
  const IrcSupport support;
  EXPECT_EQ(support.Fold("A[b]\\^~"), "a{b}|~~");
  EXPECT_TRUE(support.IsChannel("#a"));
  EXPECT_TRUE(support.IsChannel("&a"));
  EXPECT_FALSE(support.IsChannel("+a"));
  EXPECT_FALSE(support.IsChannel(""));
  EXPECT_EQ(support.nick_length(), 0u);
  EXPECT_EQ(support.line_length(), 512u);
  EXPECT_EQ(support.bot_mode(), '\0');
}

TEST(IrcSupportTest, NamesFoldAsTheServerSays) {
  EXPECT_EQ(After("CASEMAPPING=ascii").Fold("AZ[]\\^"), "az[]\\^");
  EXPECT_EQ(After("CASEMAPPING=strict-rfc1459").Fold("AZ[]\\^"), "az{}|^");
  EXPECT_EQ(After("CASEMAPPING=rfc1459").Fold("AZ[]\\^"), "az{}|~");
  EXPECT_EQ(After("CASEMAPPING=rfc7613").Fold("AZ[]\\^"), "az[]\\^");
  EXPECT_TRUE(After("CASEMAPPING=rfc1459").Same("sip[1]", "SIP{1}"));
  EXPECT_FALSE(After("CASEMAPPING=ascii").Same("sip[1]", "SIP{1}"));
}

TEST(IrcSupportTest, ChannelsAreThoseOfTheServer) {
  EXPECT_TRUE(After("CHANTYPES=#+").IsChannel("+a"));
  EXPECT_FALSE(After("CHANTYPES=#+").IsChannel("&a"));
  EXPECT_FALSE(After("CHANTYPES=").IsChannel("#a"));
}

TEST(IrcSupportTest, SeveralTokensAndLinesAddUp) {
  IrcSupport support = After("NICKLEN=16 CHANTYPES=# BOT=B");
  support.Read(*ParseIrcLine(":s 005 us LINELEN=400 EXCEPTS :are supported"));
  EXPECT_EQ(support.nick_length(), 16u);
  EXPECT_EQ(support.line_length(), 400u);
  EXPECT_EQ(support.bot_mode(), 'B');
}

TEST(IrcSupportTest, ValuesThatMakeNoSenseArePassedOver) {
  for (const char* token :
       {"NICKLEN", "NICKLEN=", "NICKLEN=0", "NICKLEN=-5", "NICKLEN=x", "NICKLEN=99999999999999999", "LINELEN",
        "LINELEN=x", "LINELEN=99999999999999999", "BOT", "BOT=", "BOT=BB", "BOT=+", "=", "-CHANTYPES", "nicklen=4"}) {
    const IrcSupport support = After(token);
    EXPECT_EQ(support.nick_length(), 0u) << token;
    EXPECT_EQ(support.line_length(), 512u) << token;
    EXPECT_EQ(support.bot_mode(), '\0') << token;
    EXPECT_TRUE(support.IsChannel("#a")) << token;
  }
}

TEST(IrcSupportTest, LinesAreNeitherTooShortNorLongerThanOtherServersTake) {
  EXPECT_EQ(After("LINELEN=-1").line_length(), 300u);
  EXPECT_EQ(After("LINELEN=10").line_length(), 300u);
  EXPECT_EQ(After("LINELEN=2048").line_length(), 512u);
}

TEST(IrcSupportTest, NickAndSentenceAreNoTokens) {
  IrcSupport support;
  support.Read(*ParseIrcLine(":s 005 NICKLEN=5 :LINELEN=300"));
  support.Read(*ParseIrcLine(":s 005"));
  EXPECT_EQ(support.nick_length(), 0u);
  EXPECT_EQ(support.line_length(), 512u);
}

}  // namespace
}  // namespace sipwhy::bot
