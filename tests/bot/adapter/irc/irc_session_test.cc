#include "bot/adapter/irc/irc_session.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace sipwhy::bot {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Le;
using ::testing::MatchesRegex;
using ::testing::Not;
using ::testing::SizeIs;
using ::testing::StartsWith;

using Lines = std::vector<std::string>;
using Step = IrcSession::Step;

constexpr int kRandomLines = 5000;
const absl::Time kStart = absl::FromUnixSeconds(1'000'000);

uint32_t Seed() {
  static const uint32_t kSeed = std::random_device()();
  return kSeed;
}

IrcSettings Settings() {
  IrcSettings settings;
  settings.host = "irc.example.org";
  settings.nick = "sipwhy";
  settings.channels = {"#sip", "#VoIP"};
  return settings;
}

class IrcSessionTest : public ::testing::Test {
 protected:
  IrcSessionTest() { Use(Settings()); }

  void Use(IrcSettings settings) {
    settings_ = std::move(settings);
    session_.emplace(settings_, 1);
    now_ = kStart;
    begun_ = session_->Begin(now_);
  }

  Step Take(absl::string_view line) { return session_->Take(line, now_); }

  Step Welcome(absl::string_view nick = "sipwhy") { return Take(absl::StrCat(":s 001 ", nick, " :Welcome")); }

  // Lets time pass without a word from the server.
  Step WakeAfter(absl::Duration wait) {
    now_ += wait;
    return session_->Wake(now_);
  }

  // Lets time pass with the server alive.
  Step WakeAlive(absl::Duration wait) {
    now_ += wait;
    Take(":s PONG s sipwhy");
    return session_->Wake(now_);
  }

  IrcSettings settings_;
  std::optional<IrcSession> session_;
  absl::Time now_ = kStart;
  Step begun_;
};

TEST_F(IrcSessionTest, BeginsWithCapabilitiesNickAndUser) {
  EXPECT_THAT(begun_.lines, ElementsAre("CAP LS 302", "NICK sipwhy", "USER sipwhy 0 * sipwhy"));
  EXPECT_FALSE(session_->welcomed());
}

TEST_F(IrcSessionTest, JoinsItsChannelsOnceItIsWelcome) {
  const Step step = Welcome();
  EXPECT_THAT(step.lines, ElementsAre("JOIN #sip,#VoIP"));
  EXPECT_THAT(step.notes, ElementsAre("registered"));
  EXPECT_TRUE(session_->welcomed());
  EXPECT_EQ(Welcome(), Step());
}

TEST_F(IrcSessionTest, ManyChannelsAreJoinedInSeveralLines) {
  IrcSettings settings = Settings();
  settings.channels.clear();
  for (int i = 100; i < 200; ++i) settings.channels.push_back(absl::StrCat("#channel-", i));
  Use(settings);
  const Step step = Welcome();
  EXPECT_THAT(step.lines, SizeIs(4));
  for (const std::string& line : step.lines) EXPECT_THAT(line, AllOf(StartsWith("JOIN #channel-"), SizeIs(Le(410u))));
}

TEST_F(IrcSessionTest, NoChannelsNeedNoJoin) {
  IrcSettings settings = Settings();
  settings.channels.clear();
  Use(settings);
  EXPECT_THAT(Welcome().lines, IsEmpty());
}

TEST_F(IrcSessionTest, PingIsAnsweredAtAnyTime) {
  EXPECT_THAT(Take("PING :abc def").lines, ElementsAre("PONG :abc def"));
  Welcome();
  EXPECT_THAT(Take(":s PING s").lines, ElementsAre("PONG s"));
  EXPECT_THAT(Take("PING").lines, ElementsAre("PONG :"));
}

TEST_F(IrcSessionTest, PasswordIsGivenOverTls) {
  IrcSettings settings = Settings();
  settings.sasl_user = "jilles";
  settings.sasl_password = "sesame";
  Use(settings);
  EXPECT_THAT(Take("CAP * LS :sasl=PLAIN").lines, ElementsAre("CAP REQ sasl"));
  Take("CAP * ACK :sasl");
  EXPECT_THAT(Take("AUTHENTICATE +").lines, ElementsAre("AUTHENTICATE amlsbGVzAGppbGxlcwBzZXNhbWU="));
}

TEST_F(IrcSessionTest, PasswordIsNotGivenInTheClearExceptToThisMachine) {
  IrcSettings settings = Settings();
  settings.tls = false;
  settings.sasl_user = "jilles";
  settings.sasl_password = "sesame";
  for (const char* host : {"irc.example.org", "127.evil.example", "localhost.evil.example", "192.0.2.1"}) {
    settings.host = host;
    Use(settings);
    EXPECT_THAT(Take("CAP * LS :sasl=PLAIN").lines, ElementsAre("CAP END")) << host;
  }
  for (const char* host : {"localhost", "127.0.0.1", "::1"}) {
    settings.host = host;
    Use(settings);
    EXPECT_THAT(Take("CAP * LS :sasl=PLAIN").lines, ElementsAre("CAP REQ sasl")) << host;
  }
}

TEST_F(IrcSessionTest, CertificateIsOfferedWhereThereIsOne) {
  IrcSettings settings = Settings();
  settings.client_certificate = "cert.pem";
  Use(settings);
  Take("CAP * LS :sasl");
  EXPECT_THAT(Take("CAP * ACK :sasl").lines, ElementsAre("AUTHENTICATE EXTERNAL"));
}

TEST_F(IrcSessionTest, NickInUseLeadsToOthers) {
  Lines asked;
  for (int i = 0; i < 8; ++i) {
    const Step step = Take(":s 433 * sipwhy :Nickname is already in use");
    ASSERT_THAT(step.lines, SizeIs(1));
    asked.push_back(step.lines[0]);
  }
  EXPECT_EQ(asked[0], "NICK sipwhy_");
  EXPECT_EQ(asked[1], "NICK sipwhy__");
  for (size_t i = 2; i < asked.size(); ++i) EXPECT_THAT(asked[i], MatchesRegex("NICK sipwh[0-9][0-9][0-9][0-9]"));
  EXPECT_GE(std::set<std::string>(asked.begin(), asked.end()).size(), 5u);
  EXPECT_EQ(Take(":s 433 * x :in use").over, "the server refuses every nick");
}

TEST_F(IrcSessionTest, NickThatIsNotAllowedLeadsToOthers) {
  for (const char* numeric : {"432", "436", "437"}) {
    Use(Settings());
    EXPECT_THAT(Take(absl::StrCat(":s ", numeric, " * sipwhy :no")).lines, ElementsAre("NICK sipwhy_")) << numeric;
  }
}

TEST_F(IrcSessionTest, GetsItsNickBackLater) {
  Take(":s 433 * sipwhy :in use");
  Welcome("sipwhy_");
  EXPECT_EQ(session_->nick(), "sipwhy_");
  EXPECT_EQ(session_->wake_at(), kStart + absl::Minutes(1));
  EXPECT_THAT(WakeAlive(absl::Minutes(1)).lines, ElementsAre("NICK sipwhy"));
  EXPECT_EQ(Take(":s 433 sipwhy_ sipwhy :in use"), Step());
  EXPECT_THAT(WakeAlive(absl::Seconds(59)).lines, IsEmpty());
  EXPECT_THAT(WakeAlive(absl::Seconds(1)).lines, ElementsAre("NICK sipwhy"));
  EXPECT_THAT(Take(":sipwhy_!u@h NICK :sipwhy").notes, ElementsAre("got our nick back"));
  EXPECT_EQ(session_->nick(), "sipwhy");
  EXPECT_THAT(WakeAlive(absl::Hours(1)).lines, IsEmpty());
}

TEST_F(IrcSessionTest, NickThatIsNotAllowedIsNotAskedForAgain) {
  Take(":s 432 * sipwhy :no");
  Welcome("sipwhy_");
  EXPECT_THAT(WakeAlive(absl::Minutes(1)).lines, ElementsAre("NICK sipwhy"));
  Take(":s 432 sipwhy_ sipwhy :no");
  EXPECT_THAT(WakeAlive(absl::Hours(1)).lines, IsEmpty());
}

TEST_F(IrcSessionTest, NickThatTheServerShortensIsOurs) {
  IrcSettings settings = Settings();
  settings.nick = "sipwhy-explainer";
  Use(settings);
  Welcome("sipwhy-ex");
  Take(":s 005 sipwhy-ex NICKLEN=9 :are supported");
  EXPECT_EQ(session_->nick(), "sipwhy-ex");
  EXPECT_THAT(WakeAlive(absl::Hours(1)).lines, IsEmpty());
}

TEST_F(IrcSessionTest, NickThatServicesChangeIsKnownAndGotBack) {
  Welcome();
  Take(":sipwhy!u@h NICK Guest1");
  EXPECT_EQ(session_->nick(), "Guest1");
  EXPECT_THAT(Take(":alice!u@h PRIVMSG #sip :guest1: 486").messages, SizeIs(1));
  EXPECT_THAT(WakeAlive(absl::Minutes(1)).lines, ElementsAre("NICK sipwhy"));
}

TEST_F(IrcSessionTest, NicksOfOthersAreTheirs) {
  Welcome();
  EXPECT_EQ(Take(":alice!u@h NICK bob"), Step());
  EXPECT_EQ(Take(":sipwhy!u@h NICK"), Step());
  EXPECT_EQ(session_->nick(), "sipwhy");
}

TEST_F(IrcSessionTest, JoiningIsNoted) {
  Welcome();
  EXPECT_THAT(Take(":sipwhy!u@h JOIN #SIP").notes, ElementsAre("joined #sip"));
  EXPECT_THAT(Take(":sipwhy!u@h JOIN :#voip").notes, ElementsAre("joined #VoIP"));
  EXPECT_EQ(Take(":alice!u@h JOIN #sip"), Step());
  EXPECT_EQ(Take(":sipwhy!u@h JOIN #other"), Step());
}

TEST_F(IrcSessionTest, ChannelThatIsRefusedIsNotedAndTriedAgainAfterFiveMinutes) {
  Welcome();
  for (const char* numeric : {"403", "405", "437", "471", "473", "474", "475", "476", "477"}) {
    const Step step = Take(absl::StrCat(":s ", numeric, " sipwhy #sip :Cannot join: s3cret words"));
    EXPECT_THAT(step.notes, ElementsAre(StartsWith("cannot join #sip: "))) << numeric;
    EXPECT_THAT(step.notes, Not(Contains(HasSubstr("s3cret")))) << numeric;
    EXPECT_THAT(step.lines, IsEmpty()) << numeric;
  }
  EXPECT_EQ(Take(":s 403 sipwhy #other :no"), Step());
  EXPECT_THAT(WakeAlive(absl::Minutes(4)).lines, IsEmpty());
  EXPECT_THAT(WakeAlive(absl::Minutes(5)).lines, ElementsAre("JOIN #sip"));
}

TEST_F(IrcSessionTest, ComesBackOnceAfterAKick) {
  Welcome();
  const Step kicked = Take(":op!u@h KICK #SIP sipwhy :s3cret words");
  EXPECT_THAT(kicked.notes, ElementsAre("thrown out of #sip; coming back once"));
  EXPECT_EQ(session_->wake_at(), kStart + absl::Seconds(30));
  EXPECT_THAT(WakeAlive(absl::Seconds(29)).lines, IsEmpty());
  EXPECT_THAT(WakeAlive(absl::Seconds(1)).lines, ElementsAre("JOIN #sip"));
  EXPECT_THAT(Take(":op!u@h KICK #sip sipwhy :again").notes,
              ElementsAre("thrown out of #sip again; staying out until the next connection"));
  EXPECT_THAT(WakeAlive(absl::Hours(1)).lines, IsEmpty());
}

TEST_F(IrcSessionTest, KickFromOneChannelDoesNotCountForAnother) {
  Welcome();
  Take(":op!u@h KICK #sip sipwhy :");
  Take(":op!u@h KICK #voip sipwhy :");
  EXPECT_THAT(WakeAlive(absl::Seconds(30)).lines, ElementsAre("JOIN #sip", "JOIN #VoIP"));
}

TEST_F(IrcSessionTest, BeingPartedIsAKick) {
  Welcome();
  Take(":sipwhy!u@h PART #sip :");
  EXPECT_THAT(WakeAlive(absl::Seconds(30)).lines, ElementsAre("JOIN #sip"));
}

TEST_F(IrcSessionTest, KicksOfOthersAreTheirs) {
  Welcome();
  for (const char* line : {":op!u@h KICK #sip alice :", ":sipwhy!u@h KICK #sip alice :", ":alice!u@h PART #sip",
                           ":op!u@h KICK #other sipwhy :", ":op!u@h KICK #sip", ":op!u@h KICK"}) {
    EXPECT_EQ(Take(line), Step()) << line;
  }
}

TEST_F(IrcSessionTest, SilentServerIsPingedAndGivenUp) {
  Welcome();
  EXPECT_EQ(session_->wake_at(), kStart + absl::Minutes(2));
  EXPECT_EQ(WakeAfter(absl::Minutes(2) - absl::Milliseconds(1)), Step());
  EXPECT_THAT(WakeAfter(absl::Milliseconds(1)).lines, ElementsAre("PING sipwhy"));
  EXPECT_EQ(session_->wake_at(), kStart + absl::Minutes(4));
  EXPECT_EQ(WakeAfter(absl::Minutes(1)), Step());
  EXPECT_EQ(WakeAfter(absl::Minutes(1)).over, "the server has fallen silent");
}

TEST_F(IrcSessionTest, AnyLineShowsThatTheServerIsAlive) {
  Welcome();
  WakeAfter(absl::Minutes(2));
  Take("!!! not even a line of the protocol");
  EXPECT_EQ(session_->wake_at(), now_ + absl::Minutes(2));
  EXPECT_THAT(WakeAfter(absl::Minutes(2)).lines, ElementsAre("PING sipwhy"));
}

TEST_F(IrcSessionTest, ServerThatDoesNotWelcomeUsIsGivenUp) {
  EXPECT_EQ(session_->wake_at(), kStart + absl::Minutes(1));
  EXPECT_EQ(WakeAlive(absl::Seconds(59)), Step());
  EXPECT_EQ(WakeAlive(absl::Seconds(1)).over, "the server did not welcome us in time");
}

TEST_F(IrcSessionTest, ErrorAndKillEndTheConnectionWithoutTheirText) {
  EXPECT_EQ(Take("ERROR :Closing link: s3cret").over, "the server ended the connection");
  Welcome();
  EXPECT_EQ(Take(":op!u@h KILL SIPWHY :s3cret").over, "an operator of the network ended the connection");
  EXPECT_EQ(Take(":op!u@h KILL alice :x"), Step());
  EXPECT_THAT(Take(":s 465 sipwhy :s3cret").notes, ElementsAre("the server has banned us"));
}

TEST_F(IrcSessionTest, MessagesArePassedOn) {
  Welcome();
  const Step step = Take(":alice!u@h PRIVMSG #sip :sipwhy: 486");
  ASSERT_THAT(step.messages, SizeIs(1));
  EXPECT_EQ(step.messages[0].text, "486");
  EXPECT_TRUE(step.messages[0].addressed);
  EXPECT_THAT(step.lines, IsEmpty());
  EXPECT_THAT(step.notes, IsEmpty());
}

TEST_F(IrcSessionTest, NobodyIsHeardBeforeTheWelcome) { EXPECT_EQ(Take(":alice!u@h PRIVMSG sipwhy :486"), Step()); }

TEST_F(IrcSessionTest, NoticesAndCtcpGetNoAnswer) {
  Welcome();
  for (const char* line : {":alice!u@h NOTICE sipwhy :486", ":NickServ!s@s NOTICE sipwhy :identify yourself",
                           ":alice!u@h PRIVMSG sipwhy :\x01VERSION\x01", ":alice!u@h PRIVMSG sipwhy :\x01PING 1\x01",
                           ":alice!u@h INVITE sipwhy #other", "@a :alice!u@h TAGMSG sipwhy"}) {
    EXPECT_EQ(Take(line), Step()) << line;
  }
}

TEST_F(IrcSessionTest, MarksItselfAsABotOnce) {
  Welcome();
  EXPECT_THAT(Take(":s 005 sipwhy BOT=B NICKLEN=30 :are supported").lines, ElementsAre("MODE sipwhy +B"));
  EXPECT_THAT(Take(":s 005 sipwhy BOT=B :are supported").lines, IsEmpty());
}

TEST_F(IrcSessionTest, LinesLeaveRoomForOurFullName) {
  Welcome();
  // ":sipwhy!" and a user of ten, "@" and a host of 63, " " and CR LF.
  EXPECT_EQ(session_->longest_line(), 512u - (8 + 10 + 1 + 63 + 1) - 2);
  Take(":s 005 sipwhy LINELEN=400 :are supported");
  EXPECT_EQ(session_->longest_line(), 400u - (8 + 10 + 1 + 63 + 1) - 2);
}

TEST_F(IrcSessionTest, LongerHostThanUsualLeavesLessRoom) {
  Welcome();
  const size_t before = session_->longest_line();
  Take(absl::StrCat(":sipwhy!u@", std::string(70, 'h'), " JOIN #sip"));
  EXPECT_EQ(session_->longest_line(), before - 7);
  Take(":sipwhy!u@h JOIN #voip");
  Take(":sipwhy JOIN #voip");
  EXPECT_EQ(session_->longest_line(), before - 7);
}

TEST_F(IrcSessionTest, HostileNamesLeaveNoNegativeRoom) {
  Welcome(std::string(5000, 'n'));
  EXPECT_EQ(session_->longest_line(), 0u);
}

TEST_F(IrcSessionTest, RandomLinesNeverMakeItSendASecondLine) {
  SCOPED_TRACE(absl::StrCat("seed ", Seed()));
  std::mt19937 random(Seed());
  const Lines words = {"@",
                       ":s ",
                       ":sipwhy!u@h ",
                       "001 ",
                       "005 ",
                       "433 ",
                       "NICK ",
                       "JOIN ",
                       "KICK ",
                       "PING ",
                       "CAP ",
                       "LS ",
                       "ACK ",
                       "sasl ",
                       "AUTHENTICATE ",
                       "+ ",
                       "#sip ",
                       "sipwhy ",
                       "PRIVMSG ",
                       ":",
                       "\x01",
                       "\r",
                       std::string(1, '\0'),
                       "\xff",
                       "KILL ",
                       "BOT=B "};
  for (int i = 0; i < kRandomLines; ++i) {
    std::string text;
    for (size_t count = random() % 7; count > 0; --count) text += words[random() % words.size()];
    for (const std::string& line : Take(text).lines) {
      EXPECT_EQ(line.find_first_of("\r\n\0", 0, 3), std::string::npos);
      EXPECT_LE(line.size(), 510u);
    }
    if (random() % 50 == 0) Use(Settings());
  }
}

}  // namespace
}  // namespace sipwhy::bot
