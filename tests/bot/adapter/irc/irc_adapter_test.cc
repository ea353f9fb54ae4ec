#include "bot/adapter/irc/irc_adapter.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <condition_variable>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "tests/bot/adapter/irc/line_socket.h"
#include "tests/bot/adapter/irc/ngircd.h"
#include "tests/bot/http/test_certificate.h"

namespace sipwhy::bot {
namespace {

using ::sipwhy::bot::testing::LineSocket;
using ::sipwhy::bot::testing::Listener;
using ::sipwhy::bot::testing::Ngircd;
using ::sipwhy::bot::testing::TestCertificate;
using ::sipwhy::bot::testing::TlsNgircd;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::EndsWith;
using ::testing::Gt;
using ::testing::HasSubstr;
using ::testing::Le;
using ::testing::Not;
using ::testing::SizeIs;
using ::testing::StartsWith;

constexpr absl::Duration kPatience = absl::Seconds(20);
constexpr absl::Duration kTimeToStop = absl::Seconds(2);

Reply Busy() {
  Reply reply;
  reply.kind = Reply::Kind::kAnswer;
  reply.answer.title = "486 Busy Here";
  reply.answer.lead = "It is busy.";
  reply.answer.footer = "revision 7";
  return reply;
}

// Gives every message that is addressed to the bot the same reply.
class FakeHandler final : public MessageHandler {
 public:
  Outcome Handle(const ChatMessage& message, const ReplyEncoder& encoder) override {
    std::unique_lock<std::mutex> lock(mutex_);
    if (message.from_self || message.from_bot || !message.addressed) return {};
    texts_.push_back(message.text);
    payloads_.push_back(encoder.Encode(reply, message));
    Outcome outcome;
    outcome.payload = payloads_.back();
    outcome.delivered = delivered_before;
    changed_.notify_all();
    changed_.wait(lock, [&] { return !blocked_; });
    return outcome;
  }

  void NoteDelivered(const std::string& id) override {
    const std::lock_guard<std::mutex> lock(mutex_);
    delivered_.push_back(id);
    changed_.notify_all();
  }

  // From now on, Handle() does not return before Unblock().
  void Block() { SetBlocked(true); }
  void Unblock() { SetBlocked(false); }

  std::vector<std::string> payloads() {
    const std::lock_guard<std::mutex> lock(mutex_);
    return payloads_;
  }

  // What was said to the bot, once it is that many times.
  std::vector<std::string> WaitForTexts(size_t count) {
    std::unique_lock<std::mutex> lock(mutex_);
    EXPECT_TRUE(changed_.wait_for(lock, absl::ToChronoSeconds(kPatience), [&] { return texts_.size() >= count; }));
    return texts_;
  }

  // The id of the first message whose answer the server took.
  std::string WaitForDelivery() {
    std::unique_lock<std::mutex> lock(mutex_);
    EXPECT_TRUE(changed_.wait_for(lock, absl::ToChronoSeconds(kPatience), [&] { return !delivered_.empty(); }));
    return delivered_.empty() ? "none" : delivered_.front();
  }

  Reply reply = Busy();           // set before the adapter runs
  bool delivered_before = false;  // likewise

 private:
  void SetBlocked(bool blocked) {
    const std::lock_guard<std::mutex> lock(mutex_);
    blocked_ = blocked;
    changed_.notify_all();
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  bool blocked_ = false;
  std::vector<std::string> texts_;
  std::vector<std::string> payloads_;
  std::vector<std::string> delivered_;
};

IrcSettings Settings(uint16_t port) {
  IrcSettings settings;
  settings.name = "test-irc";
  settings.host = "127.0.0.1";
  settings.port = port;
  settings.tls = false;
  settings.nick = "sipwhy";
  settings.channels = {"#sip"};
  settings.times.rejoin = absl::Milliseconds(50);
  settings.times.nick = absl::Milliseconds(50);
  settings.times.line = absl::Milliseconds(1);
  return settings;
}

// An adapter on a thread of its own.
class Running {
 public:
  Running(IrcSettings settings, MessageHandler& handler)
      : adapter_(std::move(settings), handler, 1), thread_([this] { adapter_.Run(); }) {}
  ~Running() { Stop(); }
  Running(const Running&) = delete;
  Running& operator=(const Running&) = delete;

  // How long Run() took to return.
  absl::Duration Stop() {
    const absl::Time begin = absl::Now();
    adapter_.Stop();
    if (thread_.joinable()) thread_.join();
    return absl::Now() - begin;
  }

 private:
  IrcAdapter adapter_;
  std::thread thread_;
};

// A person at a raw connection, in the channel.
LineSocket Person(uint16_t port, const std::string& nick) {
  LineSocket person = LineSocket::Connect(port);
  person.Send(absl::StrCat("NICK ", nick));
  person.Send(absl::StrCat("USER ", nick, " 0 * :", nick));
  person.Send("JOIN #sip");
  person.WaitFor(" 366 ");
  return person;
}

class IrcAdapterTest : public ::testing::Test {
 protected:
  void SetUp() override {
    if (!Ngircd::IsInstalled()) GTEST_SKIP() << "ngircd is not installed";
    server_.Start();
  }

  // Alice is there before the bot, and operates the channel.
  LineSocket Alice() { return Person(server_.port(), "alice"); }

  Ngircd server_;
  FakeHandler handler_;
};

TEST_F(IrcAdapterTest, AnswersInTheChannelAndNamesTheAskerOnce) {
  LineSocket alice = Alice();
  const Running bot(Settings(server_.port()), handler_);
  EXPECT_THAT(alice.WaitFor("JOIN"), StartsWith(":sipwhy!~sipwhy@"));
  alice.Send("PRIVMSG #sip :sipwhy: 486");
  EXPECT_THAT(alice.ReadLine(), EndsWith(" NOTICE #sip :alice: 486 Busy Here: It is busy."));
  EXPECT_THAT(alice.ReadLine(), EndsWith(" NOTICE #sip :revision 7"));
  EXPECT_THAT(handler_.WaitForTexts(1), ElementsAre("486"));
}

TEST_F(IrcAdapterTest, AnswersDirectly) {
  LineSocket alice = Alice();
  const Running bot(Settings(server_.port()), handler_);
  alice.WaitFor("JOIN");
  alice.Send("PRIVMSG sipwhy :486");
  EXPECT_THAT(alice.ReadLine(), EndsWith(" NOTICE alice :486 Busy Here: It is busy."));
}

TEST_F(IrcAdapterTest, NeverAnswersNoticesCtcpAndWhatIsSaidToOthers) {
  LineSocket alice = Alice();
  const Running bot(Settings(server_.port()), handler_);
  alice.WaitFor("JOIN");
  alice.Send("NOTICE sipwhy :486");
  alice.Send("NOTICE #sip :sipwhy: 486");
  alice.Send("PRIVMSG sipwhy :\x01VERSION\x01");
  alice.Send("PRIVMSG #sip :bob: 486");
  alice.Send("PRIVMSG sipwhy :the last");
  EXPECT_THAT(alice.ReadLine(), HasSubstr("NOTICE alice :486 Busy Here"));
  EXPECT_THAT(handler_.WaitForTexts(1), ElementsAre("the last"));
}

TEST_F(IrcAdapterTest, TakesAnotherNickAndGetsItsOwnBack) {
  LineSocket alice = Alice();
  std::optional<LineSocket> thief(Person(server_.port(), "sipwhy"));
  const Running bot(Settings(server_.port()), handler_);
  alice.WaitFor(":sipwhy_!~sipwhy@");
  alice.Send("PRIVMSG #sip :sipwhy_: 486");
  EXPECT_THAT(alice.ReadLine(), HasSubstr("NOTICE #sip :alice: 486"));
  thief.reset();
  EXPECT_THAT(alice.WaitFor("NICK"), StartsWith(":sipwhy_!~sipwhy@"));
  alice.Send("PRIVMSG #sip :sipwhy: 486");
  EXPECT_THAT(alice.WaitFor("NOTICE"), StartsWith(":sipwhy!"));
}

TEST_F(IrcAdapterTest, ComesBackAfterAKick) {
  LineSocket alice = Alice();
  const Running bot(Settings(server_.port()), handler_);
  alice.WaitFor("JOIN");
  alice.Send("KICK #sip sipwhy :out");
  EXPECT_THAT(alice.ReadLine(), HasSubstr("KICK #sip sipwhy"));
  EXPECT_THAT(alice.WaitFor("JOIN"), StartsWith(":sipwhy!"));
  alice.Send("PRIVMSG #sip :sipwhy: 486");
  EXPECT_THAT(alice.ReadLine(), HasSubstr("NOTICE #sip :alice: 486"));
}

TEST_F(IrcAdapterTest, ConnectsAgainWhenTheServerIsStartedAgain) {
  const Running bot(Settings(server_.port()), handler_);
  Person(server_.port(), "alice").WaitFor("sipwhy");
  server_.Stop();
  server_.Start();
  LineSocket alice = Alice();
  alice.WaitFor(":sipwhy!~sipwhy@");
  alice.Send("PRIVMSG #sip :sipwhy: 486");
  EXPECT_THAT(alice.WaitFor("NOTICE #sip :alice: 486"), StartsWith(":sipwhy!"));
}

TEST_F(IrcAdapterTest, LongAnswersArriveWhole) {
  handler_.reply.answer.lead.clear();
  for (int i = 0; i < 60; ++i) handler_.reply.answer.lead += "説明は長い。 It is busy, e\u0301tc. ";
  for (int i = 0; i < 4; ++i) {
    handler_.reply.answer.sections.push_back({"Heading", {{"", {handler_.reply.answer.lead}, false}}});
  }
  IrcSettings settings = Settings(server_.port());
  settings.nick = std::string(30, 'n');
  settings.user = "tenletters";
  LineSocket alice = Alice();
  const Running bot(settings, handler_);
  alice.WaitFor("JOIN");
  alice.Send(absl::StrCat("PRIVMSG #sip :", settings.nick, ": 486"));
  std::vector<std::string> seen = {alice.WaitFor("NOTICE")};
  const std::vector<std::string> sent = absl::StrSplit(handler_.payloads().at(0), '\n');
  EXPECT_THAT(sent, SizeIs(Gt(8u)));
  while (seen.size() < sent.size()) seen.push_back(alice.WaitFor("NOTICE"));
  for (size_t i = 0; i < sent.size(); ++i) {
    EXPECT_THAT(seen[i], SizeIs(Le(510u)));
    EXPECT_THAT(seen[i], EndsWith(absl::StrCat(" ", sent[i])));
  }
}

TEST_F(IrcAdapterTest, TakesLeaveOfTheServer) {
  LineSocket alice = Alice();
  Running bot(Settings(server_.port()), handler_);
  alice.WaitFor("JOIN");
  EXPECT_LT(bot.Stop(), kTimeToStop);
  EXPECT_THAT(alice.ReadLine(), HasSubstr("QUIT"));
}

TEST_F(IrcAdapterTest, AnswersOverTls) {
  const TestCertificate certificate("localhost");
  const TlsNgircd server(certificate.certificate(), certificate.key());
  LineSocket alice = Person(server.plain_port(), "alice");
  IrcSettings settings = Settings(server.tls_port());
  settings.host = "localhost";
  settings.tls = true;
  settings.ca_file = certificate.certificate();
  const Running bot(settings, handler_);
  alice.WaitFor("JOIN");
  alice.Send("PRIVMSG #sip :sipwhy: 486");
  EXPECT_THAT(alice.ReadLine(), HasSubstr("NOTICE #sip :alice: 486 Busy Here"));
}

// A server that says exactly what the test wants it to.
class IrcAdapterScriptTest : public ::testing::Test {
 protected:
  // The connection of a bot that is welcome.
  LineSocket Welcome() {
    LineSocket server = listener_.Accept();
    server.WaitFor("USER sipwhy");
    server.Send("CAP * LS :message-tags server-time");
    server.WaitFor("CAP REQ :message-tags server-time");
    server.Send("CAP * ACK :message-tags server-time");
    server.WaitFor("CAP END");
    server.Send(":s 001 sipwhy :Welcome");
    server.WaitFor("JOIN #sip");
    return server;
  }

  // Lets four lines go, and no other within the life of a test.
  IrcSettings Slow() const {
    IrcSettings settings = Settings(listener_.port());
    settings.times.line = absl::Hours(1);
    return settings;
  }

  // Takes those four.
  LineSocket WelcomeWithoutCapabilities() {
    LineSocket server = listener_.Accept();
    server.WaitFor("USER sipwhy");
    server.Send(":s 001 sipwhy :Welcome");
    server.WaitFor("JOIN #sip");
    return server;
  }

  Listener listener_;
  FakeHandler handler_;
};

constexpr char kQuestion[] = "@msgid=m1 :alice!u@h PRIVMSG sipwhy :486";

TEST_F(IrcAdapterScriptTest, DeliveryIsNotedOnceTheLastLineIsSent) {
  const Running bot(Settings(listener_.port()), handler_);
  LineSocket server = Welcome();
  server.Send(kQuestion);
  EXPECT_EQ(server.ReadLine(), "NOTICE alice :486 Busy Here: It is busy.");
  EXPECT_EQ(server.ReadLine(), "NOTICE alice :revision 7");
  EXPECT_EQ(handler_.WaitForDelivery(), "m1");
}

TEST_F(IrcAdapterScriptTest, WhatThePlatformHasIsNotSentAgain) {
  handler_.delivered_before = true;
  const Running bot(Settings(listener_.port()), handler_);
  LineSocket server = Welcome();
  server.Send(kQuestion);
  server.Send("PING 1");
  server.Send("PING 2");
  EXPECT_EQ(server.ReadLine(), "PONG 1");
  EXPECT_EQ(server.ReadLine(), "PONG 2");
}

TEST_F(IrcAdapterScriptTest, NothingIsSentFasterThanAllowed) {
  const Running bot(Slow(), handler_);
  LineSocket server = WelcomeWithoutCapabilities();
  server.Send(kQuestion);
  handler_.WaitForTexts(1);
  server.Send("ERROR :Closing link");
  EXPECT_EQ(server.ReadLine(), "");
}

TEST_F(IrcAdapterScriptTest, AnswerIsDroppedWhereSixtyLinesWait) {
  ::testing::internal::CaptureStderr();
  {
    const Running bot(Slow(), handler_);
    LineSocket server = WelcomeWithoutCapabilities();
    for (int i = 0; i < 31; ++i) server.Send(kQuestion);
    handler_.WaitForTexts(31);
  }
  EXPECT_THAT(::testing::internal::GetCapturedStderr(), HasSubstr("dropped an answer"));
}

TEST_F(IrcAdapterScriptTest, MessagesBeyondFiftyAreDropped) {
  const Running bot(Settings(listener_.port()), handler_);
  LineSocket server = Welcome();
  handler_.Block();
  server.Send(kQuestion);
  handler_.WaitForTexts(1);
  std::string many;
  for (int i = 0; i < 60; ++i) absl::StrAppend(&many, kQuestion, "\r\n");
  server.SendBytes(many);
  handler_.Unblock();
  handler_.WaitForTexts(51);
  server.Send(":alice!u@h PRIVMSG sipwhy :the last");
  EXPECT_EQ(handler_.WaitForTexts(52).back(), "the last");
}

TEST_F(IrcAdapterScriptTest, LogHoldsNeitherSecretsNorWhatPeopleWrote) {
  ::testing::internal::CaptureStderr();
  {
    IrcSettings settings = Settings(listener_.port());
    settings.sasl_user = "jilles";
    settings.sasl_password = "s3cret";
    const Running bot(settings, handler_);
    LineSocket server = listener_.Accept();
    server.Send("CAP * LS :sasl");
    server.WaitFor("CAP REQ sasl");
    server.Send("CAP * ACK :sasl");
    server.WaitFor("AUTHENTICATE PLAIN");
    server.Send("AUTHENTICATE +");
    server.WaitFor("AUTHENTICATE amlsbGVzAGppbGxlcwBzM2NyZXQ=");
    server.Send(":s 904 * :w0rds");
    server.Send(":s 433 * sipwhy :w0rds");
    server.Send(":s 001 sipwhy :w0rds");
    server.Send(":s 474 sipwhy #sip :w0rds");
    server.Send(":w0rds!u@h KICK #sip sipwhy :w0rds");
    server.Send(":w0rds!u@h PRIVMSG sipwhy :w0rds");
    handler_.WaitForTexts(1);
    server.Send("ERROR :w0rds");
    server.WaitForEnd();
  }
  const std::string log = ::testing::internal::GetCapturedStderr();
  EXPECT_THAT(log, AllOf(HasSubstr("refuses the account"), HasSubstr("cannot join #sip: we are banned")));
  EXPECT_THAT(log, AllOf(Not(HasSubstr("s3cret")), Not(HasSubstr("amls")), Not(HasSubstr("w0rds"))));
}

TEST_F(IrcAdapterScriptTest, ErrorOfTheServerLeadsToAnotherConnection) {
  const Running bot(Settings(listener_.port()), handler_);
  Welcome().Send("ERROR :Closing link");
  Welcome();
}

TEST_F(IrcAdapterScriptTest, SilentServerIsLeft) {
  IrcSettings settings = Settings(listener_.port());
  settings.times.silence = absl::Milliseconds(20);
  settings.times.dead = absl::Milliseconds(200);
  const Running bot(settings, handler_);
  LineSocket server = Welcome();
  EXPECT_EQ(server.ReadLine(), "PING sipwhy");
  EXPECT_EQ(server.ReadLine(), "");
}

TEST_F(IrcAdapterScriptTest, StopsWhileTheServerIsSilent) {
  Running bot(Settings(listener_.port()), handler_);
  LineSocket server = listener_.Accept();
  server.WaitFor("USER sipwhy");
  EXPECT_LT(bot.Stop(), kTimeToStop);
  EXPECT_EQ(server.ReadLine(), "QUIT");
}

TEST_F(IrcAdapterScriptTest, StopsWhileItShakesHands) {
  IrcSettings settings = Settings(listener_.port());
  settings.tls = true;
  Running bot(settings, handler_);
  LineSocket server = listener_.Accept();
  EXPECT_LT(bot.Stop(), kTimeToStop);
}

TEST_F(IrcAdapterScriptTest, StopsWhileItWaitsToConnectAgain) {
  Running bot(Settings(listener_.port()), handler_);
  Welcome().Send("ERROR :Closing link");
  EXPECT_LT(bot.Stop(), kTimeToStop);
}

TEST_F(IrcAdapterScriptTest, StopsWhileAnswersWait) {
  Running bot(Slow(), handler_);
  LineSocket server = WelcomeWithoutCapabilities();
  server.Send(kQuestion);
  handler_.WaitForTexts(1);
  EXPECT_LT(bot.Stop(), kTimeToStop);
  EXPECT_EQ(server.ReadLine(), "QUIT");
}

TEST_F(IrcAdapterScriptTest, StoppingTwiceAndBeforeItRunsIsAllowed) {
  IrcAdapter adapter(Settings(listener_.port()), handler_, 1);
  adapter.Stop();
  adapter.Stop();
  adapter.Run();
  adapter.Stop();
}

}  // namespace
}  // namespace sipwhy::bot
