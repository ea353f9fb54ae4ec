#include "bot/adapter/telegram_poll.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <nlohmann/json.hpp>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "bot/wire/json.h"
#include "tests/bot/http/loopback_server.h"

namespace sipwhy::bot {
namespace {

using nlohmann::json;
using ::sipwhy::bot::testing::HttpResponseText;
using ::sipwhy::bot::testing::LoopbackServer;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

constexpr char kToken[] = "4321:AAsecret-token_x";
constexpr int64_t kBot = 4321;
constexpr absl::Duration kBreath = absl::Milliseconds(100);  // between polls that bring nothing
const absl::Time kNow = absl::FromUnixSeconds(1'700'000'000);

std::string Ok(const json& result) { return HttpResponseText(200, json({{"ok", true}, {"result", result}}).dump()); }

std::string Problem(int status, const std::string& description, const json& parameters = nullptr) {
  json body = {{"ok", false}, {"error_code", status}, {"description", description}};
  if (!parameters.is_null()) body["parameters"] = parameters;
  return HttpResponseText(status, body.dump());
}

// As the Bot API documents "Update".
json Update(int64_t id, const std::string& text, int64_t chat = 1111) {
  return {{"update_id", id},
          {"message",
           {{"message_id", 57},
            {"from", {{"id", chat}, {"is_bot", false}, {"first_name", "Ann"}}},
            {"chat", {{"id", chat}, {"type", "private"}}},
            {"date", 1'699'999'000},
            {"text", text}}}};
}

std::string Updates(const std::vector<json>& updates) { return Ok(updates); }

// Enough of the Bot API. What was not scripted goes well, and a poll without a script is held open.
class BotApi {
 public:
  void Script(const std::string& method, const std::string& response) {
    const std::lock_guard lock(mutex_);
    script_[method].push_back(response);
  }

  // From now on a poll without a script brings nothing.
  void EndPolls() {
    const std::lock_guard lock(mutex_);
    ends_polls_ = true;
  }

  std::string url() const { return server_.url(); }
  bool WaitForCalls(size_t count) const { return server_.WaitForRequests(count); }

  // The parameters of all calls of `method` so far.
  std::vector<json> Calls(const std::string& method) const {
    std::vector<json> calls;
    for (const LoopbackServer::Request& request : server_.requests()) {
      if (request.line() == absl::StrCat("POST /bot", kToken, "/", method)) calls.push_back(json::parse(request.body));
    }
    return calls;
  }
  size_t AllCalls() const { return server_.requests().size(); }

 private:
  std::optional<std::string> Respond(const LoopbackServer::Request& request) {
    const std::string method = request.line().substr(request.line().rfind('/') + 1);
    const std::lock_guard lock(mutex_);
    std::deque<std::string>& script = script_[method];
    if (!script.empty()) {
      const std::string response = script.front();
      script.pop_front();
      return response;
    }
    if (method == "getUpdates" && ends_polls_) return Ok(json::array());
    if (method == "getUpdates") return std::nullopt;
    return Ok({{"id", kBot}, {"is_bot", true}, {"username", "SipWhyBot"}});
  }

  std::mutex mutex_;  // guards what follows
  std::map<std::string, std::deque<std::string>> script_;
  bool ends_polls_ = false;
  LoopbackServer server_{[this](const LoopbackServer::Request& request) { return Respond(request); }};
};

// Answers each message with its own words.
class EchoHandler final : public MessageHandler {
 public:
  Outcome Handle(const ChatMessage& message, const ReplyEncoder& encoder) override {
    messages.push_back(message);
    Reply reply;
    reply.kind = Reply::Kind::kAnswer;
    reply.answer.title = message.text;
    return outcome.value_or(Outcome{.payload = encoder.Encode(reply, message)});
  }
  void NoteDelivered(const std::string& id) override { delivered.push_back(id); }

  std::optional<Outcome> outcome;  // instead
  std::vector<ChatMessage> messages;
  std::vector<std::string> delivered;
};

class TelegramPollTest : public ::testing::Test {
 protected:
  std::unique_ptr<TelegramPoll> MakePoll(const std::string& api) {
    return std::make_unique<TelegramPoll>(TelegramPollSettings{"telegram", api, kToken}, handler_, *memory_, 1);
  }

  // One that knows who it is.
  std::unique_ptr<TelegramPoll> MakeConnected() {
    std::unique_ptr<TelegramPoll> poll = MakePoll(api().url());
    EXPECT_EQ(poll->RunOnce(kNow), absl::ZeroDuration());
    return poll;
  }

  // One that took all messages of a poll and has yet to answer them.
  std::unique_ptr<TelegramPoll> MakeAsked(const std::vector<json>& updates) {
    api().Script("getUpdates", Updates(updates));
    std::unique_ptr<TelegramPoll> poll = MakeConnected();
    EXPECT_EQ(poll->RunOnce(kNow), absl::ZeroDuration());
    return poll;
  }

  std::string Position() { return memory().PositionOf("telegram").value_or("unknown"); }

  // What is logged while `action` runs.
  static std::string LogOf(const std::function<void()>& action) {
    ::testing::internal::CaptureStderr();
    action();
    return ::testing::internal::GetCapturedStderr();
  }

  BotApi& api() { return api_; }
  EchoHandler& handler() { return handler_; }
  Memory& memory() { return *memory_; }

 private:
  BotApi api_;
  EchoHandler handler_;
  std::unique_ptr<Memory> memory_ = Memory::OpenInMemory().value();
};

TEST_F(TelegramPollTest, FirstRoundAsksWhoTheBotIs) {
  const auto poll = MakePoll(api().url());
  EXPECT_EQ(poll->RunOnce(kNow), absl::ZeroDuration());
  EXPECT_THAT(api().Calls("getMe"), SizeIs(1));
  EXPECT_EQ(api().AllCalls(), 1u);
}

TEST_F(TelegramPollTest, SlashAtTheEndOfTheAddressDoesNoHarm) {
  EXPECT_EQ(MakePoll(api().url() + "/")->RunOnce(kNow), absl::ZeroDuration());
  EXPECT_THAT(api().Calls("getMe"), SizeIs(1));
}

TEST_F(TelegramPollTest, AsksAgainUntilItKnows) {
  api().Script("getMe", Problem(500, "Internal Server Error"));
  api().Script("getMe", Ok({{"id", kBot}}));
  api().Script("getUpdates", Ok(json::array()));
  const auto poll = MakePoll(api().url());
  EXPECT_GE(poll->RunOnce(kNow), absl::Seconds(1));
  EXPECT_GE(poll->RunOnce(kNow), absl::Seconds(1));
  EXPECT_EQ(poll->RunOnce(kNow), absl::ZeroDuration());
  EXPECT_EQ(poll->RunOnce(kNow), kBreath);
  EXPECT_THAT(api().Calls("getMe"), SizeIs(3));
  EXPECT_THAT(api().Calls("getUpdates"), SizeIs(1));
}

TEST_F(TelegramPollTest, LongPollTakesMessagesAlone) {
  api().Script("getUpdates", Ok(json::array()));
  EXPECT_EQ(MakeConnected()->RunOnce(kNow), kBreath);
  const json expected = {{"timeout", 50}, {"limit", 5}, {"allowed_updates", json::array({"message"})}};
  EXPECT_THAT(api().Calls("getUpdates"), ElementsAre(expected));
}

TEST_F(TelegramPollTest, MessageIsAnswered) {
  EXPECT_EQ(MakeAsked({Update(7, "486")})->RunOnce(kNow), absl::ZeroDuration());
  const json expected = {{"chat_id", 1111},
                         {"text", "<b>486</b>\n"},
                         {"parse_mode", "HTML"},
                         {"link_preview_options", {{"is_disabled", true}}}};
  EXPECT_THAT(api().Calls("sendMessage"), ElementsAre(expected));
  EXPECT_THAT(handler().delivered, ElementsAre("7"));
}

TEST_F(TelegramPollTest, MessageIsDoneWithOnceItsReplyIsMade) {
  api().EndPolls();
  const auto poll = MakeAsked({Update(7, "486")});
  EXPECT_EQ(Position(), "8");
  EXPECT_EQ(poll->RunOnce(kNow), absl::ZeroDuration());
  EXPECT_EQ(poll->RunOnce(kNow), kBreath);
  EXPECT_EQ(api().Calls("getUpdates").at(1)["offset"], 8);
}

TEST_F(TelegramPollTest, MessagesOfAChatAreAnsweredInTheirOrderOneASecond) {
  api().EndPolls();
  const auto poll = MakeAsked({Update(7, "486"), Update(8, "603"), Update(9, "480")});
  for (int second = 0; second < 3; ++second) {
    EXPECT_EQ(poll->RunOnce(kNow + absl::Seconds(second)), absl::ZeroDuration());
    EXPECT_EQ(poll->RunOnce(kNow + absl::Seconds(second)), kBreath);
  }
  EXPECT_THAT(handler().delivered, ElementsAre("7", "8", "9"));
  EXPECT_EQ(api().Calls("sendMessage").at(2)["text"], "<b>480</b>\n");
}

TEST_F(TelegramPollTest, MessagesOfManyChatsAreAnsweredAtOnce) {
  const auto poll = MakeAsked({Update(7, "486", 1), Update(8, "603", 2), Update(9, "480", 3)});
  for (int i = 0; i < 3; ++i) EXPECT_EQ(poll->RunOnce(kNow), absl::ZeroDuration());
  EXPECT_THAT(handler().delivered, ElementsAre("7", "8", "9"));
}

TEST_F(TelegramPollTest, AgeOfAMessageIsTold) {
  api().Script("getUpdates", Updates({Update(7, "486")}));
  EXPECT_EQ(MakeConnected()->RunOnce(kNow), absl::ZeroDuration());
  EXPECT_EQ(handler().messages.at(0).sent_at, absl::FromUnixSeconds(1'699'999'000));
}

TEST_F(TelegramPollTest, RestartGoesOnWhereItWas) {
  ASSERT_TRUE(memory().SetPosition("telegram", "42").ok());
  api().Script("getUpdates", Ok(json::array()));
  EXPECT_EQ(MakeConnected()->RunOnce(kNow), kBreath);
  EXPECT_EQ(api().Calls("getUpdates").at(0)["offset"], 42);
}

TEST_F(TelegramPollTest, PositionThatIsNoneIsNotUsed) {
  ASSERT_TRUE(memory().SetPosition("telegram", "s72594_4483_1934").ok());
  api().Script("getUpdates", Ok(json::array()));
  EXPECT_EQ(MakeConnected()->RunOnce(kNow), kBreath);
  EXPECT_FALSE(api().Calls("getUpdates").at(0).contains("offset"));
}

TEST_F(TelegramPollTest, IdsMayBeginAnewBelow) {
  ASSERT_TRUE(memory().SetPosition("telegram", "5000").ok());
  api().Script("getUpdates", Updates({Update(70, "486")}));
  EXPECT_EQ(MakeConnected()->RunOnce(kNow), absl::ZeroDuration());
  EXPECT_EQ(Position(), "71");
}

TEST_F(TelegramPollTest, SilenceAndWhatWasAnsweredBeforeAreNotSent) {
  api().EndPolls();
  for (const Outcome& outcome : {Outcome{}, Outcome{.payload = "{}", .repeated = true, .delivered = true},
                                 Outcome{.payload = "{}", .repeated = true}}) {
    handler().outcome = outcome;
    EXPECT_EQ(MakeAsked({Update(7, "hello")})->RunOnce(kNow), kBreath);
  }
  EXPECT_THAT(api().Calls("sendMessage"), IsEmpty());
  EXPECT_THAT(handler().delivered, IsEmpty());
  EXPECT_EQ(Position(), "8");
}

TEST_F(TelegramPollTest, RestartSendsWhatIsStillOwed) {
  const auto payload = [](int chat) { return absl::StrCat(R"({"chat_id":)", chat, R"(,"text":"x"})"); };
  api().EndPolls();
  ASSERT_TRUE(memory().Keep("telegram", "5", kNow - absl::Minutes(11), {payload(5), false}).ok());
  ASSERT_TRUE(memory().Keep("telegram", "6", kNow - absl::Minutes(9), {payload(6), false}).ok());
  ASSERT_TRUE(memory().Keep("telegram", "7", kNow - absl::Minutes(9), {payload(7), true}).ok());
  ASSERT_TRUE(memory().Keep("another", "8", kNow - absl::Minutes(9), {payload(8), false}).ok());
  const auto poll = MakeConnected();
  EXPECT_EQ(poll->RunOnce(kNow), absl::ZeroDuration());
  EXPECT_EQ(poll->RunOnce(kNow), kBreath);
  EXPECT_THAT(handler().delivered, ElementsAre("6"));
  EXPECT_THAT(api().Calls("sendMessage"), ElementsAre(json{{"chat_id", 6}, {"text", "x"}}));
}

TEST_F(TelegramPollTest, MessageThatComesAgainAfterARestartIsAnsweredOnce) {
  api().EndPolls();
  ASSERT_TRUE(memory().Keep("telegram", "7", kNow, {R"({"chat_id":1111,"text":"x"})", false}).ok());
  api().Script("getUpdates", Updates({Update(7, "486")}));
  handler().outcome = Outcome{.payload = R"({"chat_id":1111,"text":"x"})", .repeated = true};
  const auto poll = MakeConnected();
  for (int second = 0; second < 4; ++second) poll->RunOnce(kNow + absl::Seconds(second));
  EXPECT_THAT(handler().messages, SizeIs(1));
  EXPECT_THAT(handler().delivered, ElementsAre("7"));
}

TEST_F(TelegramPollTest, UnreadableUpdatesAreLeftOut) {
  const json unreadable = {{"update_id", 7}, {"message", "secret"}};
  const json other = {{"update_id", 8}, {"poll", json::object()}};
  std::unique_ptr<TelegramPoll> poll;
  const std::string log = LogOf([&] { poll = MakeAsked({unreadable, other, Update(9, "486")}); });
  EXPECT_EQ(poll->RunOnce(kNow), absl::ZeroDuration());
  EXPECT_THAT(handler().delivered, ElementsAre("9"));
  EXPECT_EQ(Position(), "10");
  EXPECT_THAT(log, HasSubstr("left out an update"));
  EXPECT_THAT(log, Not(HasSubstr("secret")));
}

TEST_F(TelegramPollTest, ReplyThatFailsIsTriedAgainAndHoldsUpItsChatAlone) {
  api().EndPolls();
  api().Script("sendMessage", Problem(502, "Bad Gateway"));
  const auto poll = MakeAsked({Update(7, "486", 1111), Update(8, "603", 1111), Update(9, "480", 2222)});
  for (int i = 0; i < 2; ++i) EXPECT_EQ(poll->RunOnce(kNow), absl::ZeroDuration());
  EXPECT_THAT(handler().delivered, ElementsAre("9"));
  for (int second = 1; second < 3; ++second) {
    EXPECT_EQ(poll->RunOnce(kNow + absl::Seconds(second)), absl::ZeroDuration());
  }
  EXPECT_THAT(handler().delivered, ElementsAre("9", "7", "8"));
}

TEST_F(TelegramPollTest, ReplyThatNeverPassesIsGivenUpAfterTenMinutes) {
  api().EndPolls();
  for (int i = 0; i < 20; ++i) api().Script("sendMessage", Problem(500, "Internal Server Error"));
  const auto poll = MakeAsked({Update(7, "486")});
  for (int second = 0; second <= 600; second += 10) poll->RunOnce(kNow + absl::Seconds(second));
  EXPECT_GE(api().Calls("sendMessage").size(), 7u);
  const std::string log = LogOf([&] { EXPECT_EQ(poll->RunOnce(kNow + absl::Seconds(601)), kBreath); });
  EXPECT_THAT(log, HasSubstr("gave up replies that waited for ten minutes: 1"));
  EXPECT_THAT(handler().delivered, IsEmpty());
}

TEST_F(TelegramPollTest, ServerThatIsNotReachedHoldsUpAllAndLosesNothing) {
  api().Script("sendMessage", "no HTTP at all\r\n\r\n");
  const auto poll = MakeAsked({Update(7, "486", 1111), Update(8, "603", 2222)});
  const absl::Duration wait = poll->RunOnce(kNow);
  EXPECT_GE(wait, absl::Seconds(1));
  EXPECT_THAT(api().Calls("sendMessage"), SizeIs(1));
  for (int i = 0; i < 2; ++i) EXPECT_EQ(poll->RunOnce(kNow + wait), absl::ZeroDuration());
  EXPECT_THAT(handler().delivered, ElementsAre("7", "8"));
}

TEST_F(TelegramPollTest, RefusedReplyIsGivenUpAtOnce) {
  api().Script("sendMessage", Problem(403, "Forbidden: bot was blocked by the user"));
  const auto poll = MakeAsked({Update(7, "486", 1111), Update(8, "603", 2222)});
  const std::string log = LogOf([&] { EXPECT_EQ(poll->RunOnce(kNow), absl::ZeroDuration()); });
  EXPECT_THAT(log, HasSubstr("gave up a reply: 403 Forbidden: bot was blocked by the user"));
  EXPECT_EQ(poll->RunOnce(kNow), absl::ZeroDuration());
  EXPECT_THAT(handler().delivered, ElementsAre("8"));
}

TEST_F(TelegramPollTest, PollsThatAreTooManyWaitAsLongAsTelegramAsks) {
  api().Script("getUpdates", Problem(429, "Too Many Requests: retry after 17", {{"retry_after", 17}}));
  api().Script("getUpdates", Problem(429, "Too Many Requests: retry after 86400", {{"retry_after", 86400}}));
  api().Script("getUpdates", Problem(429, "Too Many Requests"));
  const auto poll = MakeConnected();
  EXPECT_EQ(poll->RunOnce(kNow), absl::Seconds(17));
  EXPECT_EQ(poll->RunOnce(kNow), absl::Minutes(5));
  EXPECT_GE(poll->RunOnce(kNow), absl::Seconds(1));
}

TEST_F(TelegramPollTest, ChatThatMustWaitDoesNotHoldUpTheOthers) {
  api().Script("sendMessage", Problem(429, "Too Many Requests: retry after 17", {{"retry_after", 17}}));
  const auto poll = MakeAsked({Update(7, "486", 1111), Update(8, "603", 2222)});
  api().Script("getUpdates", Updates({Update(9, "480", 3333)}));
  api().EndPolls();
  for (int round = 0; round < 4; ++round) EXPECT_EQ(poll->RunOnce(kNow), absl::ZeroDuration());
  EXPECT_THAT(handler().delivered, ElementsAre("8", "9"));
  EXPECT_EQ(poll->RunOnce(kNow + absl::Seconds(16)), kBreath);
  EXPECT_EQ(poll->RunOnce(kNow + absl::Seconds(17)), absl::ZeroDuration());
  EXPECT_THAT(handler().delivered, ElementsAre("8", "9", "7"));
}

TEST_F(TelegramPollTest, PollEndsWhenAReplyIsDue) {
  api().Script("sendMessage", Problem(429, "Too Many Requests: retry after 17", {{"retry_after", 17}}));
  api().EndPolls();
  const auto poll = MakeAsked({Update(7, "486")});
  EXPECT_EQ(poll->RunOnce(kNow), absl::ZeroDuration());
  EXPECT_EQ(poll->RunOnce(kNow), kBreath);
  EXPECT_EQ(poll->RunOnce(kNow + absl::Seconds(16.5)), kBreath);
  EXPECT_EQ(api().Calls("getUpdates").at(1)["timeout"], 17);
  EXPECT_EQ(api().Calls("getUpdates").at(2)["timeout"], 1);
}

TEST_F(TelegramPollTest, TextWhoseMarkupIsRefusedIsSentPlain) {
  api().Script("sendMessage", Problem(400, "Bad Request: can't parse entities: Unsupported start tag \"486\""));
  EXPECT_EQ(MakeAsked({Update(7, "<486>")})->RunOnce(kNow), absl::ZeroDuration());
  const std::vector<json> calls = api().Calls("sendMessage");
  ASSERT_THAT(calls, SizeIs(2));
  EXPECT_EQ(calls[0]["text"], "<b>&lt;486&gt;</b>\n");
  EXPECT_EQ(calls[1]["text"], "<486>\n");
  EXPECT_FALSE(calls[1].contains("parse_mode"));
  EXPECT_THAT(handler().delivered, ElementsAre("7"));
}

TEST_F(TelegramPollTest, TextThatIsRefusedPlainAsWellIsGivenUp) {
  api().EndPolls();
  for (int i = 0; i < 2; ++i) api().Script("sendMessage", Problem(400, "Bad Request: can't parse entities"));
  const auto poll = MakeAsked({Update(7, "486")});
  EXPECT_EQ(poll->RunOnce(kNow), absl::ZeroDuration());
  EXPECT_EQ(poll->RunOnce(kNow), kBreath);
  EXPECT_THAT(api().Calls("sendMessage"), SizeIs(2));
  EXPECT_THAT(handler().delivered, IsEmpty());
}

TEST_F(TelegramPollTest, SecondProgramIsNamedInTheLog) {
  api().Script("getUpdates", Problem(409, "Conflict: terminated by other getUpdates request"));
  const auto poll = MakeConnected();
  const std::string log = LogOf([&] { EXPECT_GE(poll->RunOnce(kNow), absl::Seconds(1)); });
  EXPECT_THAT(log, HasSubstr("409 Conflict"));
  EXPECT_THAT(log, HasSubstr("end the other program that runs this bot, or call deleteWebhook"));
}

TEST_F(TelegramPollTest, WrongTokenIsTriedSeldom) {
  for (int status : {401, 404}) {
    api().Script("getMe", Problem(status, "Unauthorized"));
    const auto poll = MakePoll(api().url());
    const std::string log = LogOf([&] { EXPECT_EQ(poll->RunOnce(kNow), absl::Minutes(15)); });
    EXPECT_THAT(log, HasSubstr("check the token with @BotFather"));
  }
}

TEST_F(TelegramPollTest, WhatIsNoBotApiIsTriedAgain) {
  const auto poll = MakeConnected();
  for (const std::string& response :
       {HttpResponseText(200, "<html>secret</html>"), HttpResponseText(200, "[]"),
        HttpResponseText(200, R"({"ok":true})"), HttpResponseText(200, R"({"ok":false,"result":[]})"),
        Ok(json::object()), Ok("secret"), Updates({{{"x", 1}}}), Updates({nullptr}),
        HttpResponseText(302, "", "Location: https://login.example.org/\r\n")}) {
    api().Script("getUpdates", response);
    EXPECT_GE(poll->RunOnce(kNow), absl::Seconds(1)) << response;
  }
  EXPECT_THAT(handler().messages, IsEmpty());
}

TEST_F(TelegramPollTest, TokenIsNeverLogged) {
  std::string closed;
  { closed = BotApi().url(); }
  const std::string log = LogOf([&] {
    api().Script("getMe", Problem(401, "Unauthorized"));
    api().Script("getMe", HttpResponseText(200, "x"));
    for (const std::string& api :
         {api().url(), api().url(), closed, std::string("http://example.org"), std::string("x")}) {
      EXPECT_GT(MakePoll(api)->RunOnce(kNow), absl::ZeroDuration());
    }
    MakeConnected();
  });
  EXPECT_THAT(log, Not(HasSubstr("secret")));
  EXPECT_THAT(log, Not(HasSubstr("4321:")));
  EXPECT_THAT(log, HasSubstr("Connection refused"));
  EXPECT_THAT(log, HasSubstr("connected as @SipWhyBot"));
}

TEST_F(TelegramPollTest, WaitsGrowAndAreShortAgainAfterAHealthyTime) {
  const auto poll = MakeConnected();
  absl::Duration wait;
  for (int i = 0; i < 6; ++i) {
    api().Script("getUpdates", Problem(500, "Internal Server Error"));
    wait = poll->RunOnce(kNow);
  }
  EXPECT_GE(wait, absl::Seconds(32));
  for (int minute = 0; minute < 3; ++minute) {
    api().Script("getUpdates", Ok(json::array()));
    EXPECT_EQ(poll->RunOnce(kNow + absl::Minutes(minute)), kBreath);
  }
  api().Script("getUpdates", Problem(500, "Internal Server Error"));
  EXPECT_LT(poll->RunOnce(kNow + absl::Minutes(3)), absl::Seconds(2));
}

TEST_F(TelegramPollTest, RunAnswersAndStopEndsALongPoll) {
  api().Script("getUpdates", Updates({Update(7, "486")}));
  const auto poll = MakePoll(api().url());
  std::thread thread([&] { poll->Run(); });
  EXPECT_TRUE(api().WaitForCalls(4));  // getMe, getUpdates, sendMessage, and the poll that stays open
  const absl::Time told = absl::Now();
  poll->Stop();
  thread.join();
  EXPECT_LT(absl::Now() - told, absl::Seconds(2));
  EXPECT_THAT(handler().delivered, ElementsAre("7"));
}

TEST_F(TelegramPollTest, StopEndsAWait) {
  api().Script("getMe", Problem(401, "Unauthorized"));
  const auto poll = MakePoll(api().url());
  std::thread thread([&] { poll->Run(); });
  EXPECT_TRUE(api().WaitForCalls(1));
  const absl::Time told = absl::Now();
  poll->Stop();
  poll->Stop();
  thread.join();
  EXPECT_LT(absl::Now() - told, absl::Seconds(2));
  EXPECT_EQ(api().AllCalls(), 1u);
}

TEST_F(TelegramPollTest, StopBeforeRunCallsNobody) {
  const auto poll = MakePoll(api().url());
  poll->Stop();
  poll->Run();
  EXPECT_EQ(api().AllCalls(), 0u);
}

}  // namespace
}  // namespace sipwhy::bot
