// The adapter against a homeserver that plays a script over real HTTP on the loopback.
#include "bot/adapter/matrix/matrix_adapter.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <condition_variable>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
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

constexpr char kName[] = "matrix";
constexpr char kPut[] = "PUT /_matrix/client/v3/rooms/%21a%3Ab/send/m.room.message/sipwhy-%24";

// Answers what is addressed with the question itself, and remembers what it was asked.
class EchoingHandler final : public MessageHandler {
 public:
  Outcome Handle(const ChatMessage& message, const ReplyEncoder& encoder) override {
    const std::lock_guard lock(mutex_);
    messages_.push_back(message);
    if (!message.addressed || message.from_self || message.from_bot) return {};
    Reply reply{.answer = {}, .kind = Reply::Kind::kAnswer};
    reply.answer.title = absl::StrCat("you said ", message.text);
    return {.payload = encoder.Encode(reply, message), .delivered = delivered_.count(message.id) > 0};
  }

  void NoteDelivered(const std::string& id) override {
    const std::lock_guard lock(mutex_);
    ++delivered_[id];
  }

  std::vector<ChatMessage> messages() {
    const std::lock_guard lock(mutex_);
    return messages_;
  }
  std::map<std::string, int> delivered() {
    const std::lock_guard lock(mutex_);
    return delivered_;
  }

 private:
  std::mutex mutex_;
  std::vector<ChatMessage> messages_;
  std::map<std::string, int> delivered_;
};

// A homeserver. Each kind of request gets the responses that were prepared for it, one after the other and the last one
// again and again; /sync, once it has no more, is left open as a long poll is.
class Homeserver {
 public:
  Homeserver() : server_([this](const LoopbackServer::Request& request) { return Respond(request.line()); }) {
    Prepare("/account/whoami", HttpResponseText(200, R"({"user_id": "@sip:b", "device_id": "D"})"));
    Prepare("/displayname", HttpResponseText(200, R"({"displayname": "SIP Why"})"));
    Prepare("/send/", HttpResponseText(200, R"({"event_id": "$answer"})"));
    Prepare("/join/", HttpResponseText(200, R"({"room_id": "!a:b"})"));
    Prepare("/joined_members", HttpResponseText(200, R"({"joined": {"@sip:b": {}, "@a:b": {}, "@c:b": {}}})"));
  }

  std::string url() const { return server_.url(); }

  void Prepare(const std::string& part, const std::string& response) {
    const std::lock_guard lock(mutex_);
    responses_[part].push_back(response);
  }

  // Instead of what the constructor prepared.
  void PrepareOnly(const std::string& part, const std::vector<std::string>& responses) {
    const std::lock_guard lock(mutex_);
    responses_[part] = std::deque<std::string>(responses.begin(), responses.end());
  }

  void PrepareSync(const json& response) { Prepare("/sync", HttpResponseText(200, DumpSafe(response))); }

  // Waits until the adapter polls with nothing left to say to it, so that it took all that came before.
  void WaitUntilIdle() {
    std::unique_lock lock(mutex_);
    EXPECT_TRUE(idle_changed_.wait_for(lock, std::chrono::seconds(20), [this] { return idle_; }));
  }

  bool WaitForRequests(size_t count) const { return server_.WaitForRequests(count); }

  std::vector<LoopbackServer::Request> RequestsWith(absl::string_view part) const {
    std::vector<LoopbackServer::Request> found;
    for (const LoopbackServer::Request& request : server_.requests()) {
      if (absl::StrContains(request.line(), part)) found.push_back(request);
    }
    return found;
  }

 private:
  std::optional<std::string> Respond(const std::string& line) {
    const std::lock_guard lock(mutex_);
    for (auto& [part, prepared] : responses_) {
      if (!absl::StrContains(line, part) || prepared.empty()) continue;
      const std::string response = prepared.front();
      if (prepared.size() > 1 || part == "/sync") prepared.pop_front();
      return response;
    }
    idle_ = true;
    idle_changed_.notify_all();
    return std::nullopt;
  }

  std::mutex mutex_;  // guards what follows
  std::condition_variable idle_changed_;
  bool idle_ = false;
  std::map<std::string, std::deque<std::string>> responses_;

  LoopbackServer server_;
};

json Message(const std::string& id, const std::string& body, const std::string& sender = "@a:b") {
  return {{"type", "m.room.message"},
          {"event_id", id},
          {"sender", sender},
          {"origin_server_ts", 1432735824653},
          {"content", {{"msgtype", "m.text"}, {"body", body}}}};
}

json Sync(const std::string& position, const std::vector<json>& events = {}) {
  json response = {{"next_batch", position}};
  if (!events.empty()) response["rooms"] = {{"join", {{"!a:b", {{"timeline", {{"events", events}}}}}}}};
  return response;
}

class MatrixAdapterTest : public ::testing::Test {
 protected:
  MatrixAdapterTest() : memory_(*Memory::OpenInMemory()) {}
  ~MatrixAdapterTest() override { Stop(); }

  // Lets the adapter go on from the position "s0", as one that was there before.
  void StartAgain() {
    ASSERT_TRUE(memory_->SetPosition(kName, "s0").ok());
    Start();
  }

  void Start() {
    adapter_.emplace(MatrixSettings{.name = kName,
                                    .homeserver = homeserver_.url() + "/",
                                    .token = "syt_secret",
                                    .accept_invitations = accept_invitations_},
                     handler_, *memory_, 1);
    thread_ = std::thread([this] { adapter_->Run(); });
  }

  void Stop() {
    if (!thread_.joinable()) return;
    adapter_->Stop();
    thread_.join();
  }

  std::string Position() { return *memory_->PositionOf(kName); }

  std::unique_ptr<Memory> memory_;
  EchoingHandler handler_;
  Homeserver homeserver_;
  bool accept_invitations_ = false;
  std::optional<MatrixAdapter> adapter_;
  std::thread thread_;
};

TEST_F(MatrixAdapterTest, WhatWasSaidBeforeTheFirstStartIsNotAnswered) {
  homeserver_.PrepareSync(Sync("s1", {Message("$old", "sip: 301")}));
  Start();
  homeserver_.WaitUntilIdle();
  Stop();
  EXPECT_THAT(handler_.messages(), IsEmpty());
  EXPECT_EQ(Position(), "s1");
}

TEST_F(MatrixAdapterTest, AddressedMessageIsAnsweredOnceInItsRoom) {
  homeserver_.PrepareSync(Sync("s1"));
  homeserver_.PrepareSync(Sync("s2", {Message("$q", "sip: 486")}));
  Start();
  homeserver_.WaitUntilIdle();
  Stop();
  const auto sent = homeserver_.RequestsWith("/send/");
  ASSERT_THAT(sent, SizeIs(1));
  EXPECT_EQ(sent.front().line(), absl::StrCat(kPut, "q"));
  const json content = json::parse(sent.front().body);
  EXPECT_EQ(content.at("msgtype"), "m.notice");
  EXPECT_EQ(content.at("body"), "you said 486");
  EXPECT_EQ(content.at("m.mentions"), json::object());
  EXPECT_THAT(handler_.delivered(), ElementsAre(std::pair("$q", 1)));
  EXPECT_EQ(Position(), "s2");
}

TEST_F(MatrixAdapterTest, EveryRequestCarriesTheToken) {
  homeserver_.PrepareSync(Sync("s1", {Message("$q", "sip: 486")}));
  StartAgain();
  homeserver_.WaitUntilIdle();
  Stop();
  const auto requests = homeserver_.RequestsWith("");
  EXPECT_THAT(requests, Not(IsEmpty()));
  for (const auto& request : requests) EXPECT_THAT(request.head, HasSubstr("Authorization: Bearer syt_secret"));
}

TEST_F(MatrixAdapterTest, PollGoesOnWhereTheLastRunEnded) {
  homeserver_.PrepareSync(Sync("s1", {Message("$q", "sip: 486")}));
  StartAgain();
  homeserver_.WaitUntilIdle();
  Stop();
  const auto polls = homeserver_.RequestsWith("/sync");
  ASSERT_THAT(polls, SizeIs(2));
  EXPECT_THAT(polls.at(0).line(), HasSubstr("timeout=30000&since=s0&filter=%7B"));
  EXPECT_THAT(polls.at(1).line(), HasSubstr("&since=s1&"));
  EXPECT_THAT(homeserver_.RequestsWith("/send/"), SizeIs(1));
}

TEST_F(MatrixAdapterTest, MessageOfTheBotItselfIsMarkedAndNotAnswered) {
  homeserver_.PrepareSync(Sync("s1", {Message("$q", "sip: 486", "@sip:b")}));
  StartAgain();
  homeserver_.WaitUntilIdle();
  Stop();
  ASSERT_THAT(handler_.messages(), SizeIs(1));
  EXPECT_TRUE(handler_.messages().front().from_self);
  EXPECT_THAT(homeserver_.RequestsWith("/send/"), IsEmpty());
}

TEST_F(MatrixAdapterTest, MessageInARoomOfTwoIsDirect) {
  homeserver_.PrepareOnly("/joined_members", {HttpResponseText(200, R"({"joined": {"@sip:b": {}, "@a:b": {}}})")});
  homeserver_.PrepareSync(Sync("s1", {Message("$q", "486"), Message("$r", "487")}));
  StartAgain();
  homeserver_.WaitUntilIdle();
  Stop();
  ASSERT_THAT(handler_.messages(), SizeIs(2));
  EXPECT_TRUE(handler_.messages().front().direct);
  EXPECT_TRUE(handler_.messages().front().addressed);
  EXPECT_THAT(homeserver_.RequestsWith("/joined_members"), SizeIs(1));
  EXPECT_THAT(homeserver_.RequestsWith("/send/"), SizeIs(2));
}

TEST_F(MatrixAdapterTest, MessageInARoomOfThreeIsOverheard) {
  homeserver_.PrepareSync(Sync("s1", {Message("$q", "486")}));
  StartAgain();
  homeserver_.WaitUntilIdle();
  Stop();
  ASSERT_THAT(handler_.messages(), SizeIs(1));
  EXPECT_FALSE(handler_.messages().front().addressed);
  EXPECT_THAT(homeserver_.RequestsWith("/send/"), IsEmpty());
}

TEST_F(MatrixAdapterTest, SummaryOfTheSyncSavesTheQuestionForMembers) {
  json sync = Sync("s1", {Message("$q", "486")});
  sync["rooms"]["join"]["!a:b"]["summary"] = {{"m.joined_member_count", 2}};
  homeserver_.PrepareSync(sync);
  StartAgain();
  homeserver_.WaitUntilIdle();
  Stop();
  EXPECT_THAT(homeserver_.RequestsWith("/joined_members"), IsEmpty());
  EXPECT_THAT(homeserver_.RequestsWith("/send/"), SizeIs(1));
}

TEST_F(MatrixAdapterTest, RoomIsNoMoreDirectOnceSomebodyJoins) {
  homeserver_.PrepareOnly("/joined_members",
                          {HttpResponseText(200, R"({"joined": {"@sip:b": {}, "@a:b": {}}})"),
                           HttpResponseText(200, R"({"joined": {"@sip:b": {}, "@a:b": {}, "@c:b": {}}})")});
  const json join = {{"type", "m.room.member"}, {"state_key", "@c:b"}, {"content", {{"membership", "join"}}}};
  homeserver_.PrepareSync(Sync("s1", {Message("$q", "486")}));
  homeserver_.PrepareSync(Sync("s2", {join, Message("$r", "487")}));
  StartAgain();
  homeserver_.WaitUntilIdle();
  Stop();
  ASSERT_THAT(handler_.messages(), SizeIs(2));
  EXPECT_TRUE(handler_.messages().at(0).direct);
  EXPECT_FALSE(handler_.messages().at(1).direct);
}

TEST_F(MatrixAdapterTest, EncryptedRoomIsLeftAlone) {
  homeserver_.PrepareSync(Sync("s1", {{{"type", "m.room.encrypted"}, {"content", json::object()}}}));
  homeserver_.PrepareSync(Sync("s2", {Message("$q", "sip: 486")}));
  StartAgain();
  homeserver_.WaitUntilIdle();
  Stop();
  EXPECT_THAT(handler_.messages(), IsEmpty());
}

TEST_F(MatrixAdapterTest, InvitationIsAcceptedWhereThatIsConfigured) {
  accept_invitations_ = true;
  homeserver_.PrepareSync({{"next_batch", "s1"}, {"rooms", {{"invite", {{"!new:b", json::object()}}}}}});
  StartAgain();
  homeserver_.WaitUntilIdle();
  Stop();
  const auto joins = homeserver_.RequestsWith("/join/");
  ASSERT_THAT(joins, SizeIs(1));
  EXPECT_EQ(joins.front().line(), "POST /_matrix/client/v3/join/%21new%3Ab");
}

TEST_F(MatrixAdapterTest, InvitationIsOtherwiseLeftAlone) {
  homeserver_.PrepareSync({{"next_batch", "s1"}, {"rooms", {{"invite", {{"!new:b", json::object()}}}}}});
  StartAgain();
  homeserver_.WaitUntilIdle();
  Stop();
  EXPECT_THAT(homeserver_.RequestsWith("/join/"), IsEmpty());
}

TEST_F(MatrixAdapterTest, RefusedInvitationDoesNotHoldUpTheRest) {
  accept_invitations_ = true;
  homeserver_.PrepareOnly("/join/", {HttpResponseText(403, R"({"errcode": "M_FORBIDDEN"})")});
  homeserver_.PrepareSync({{"next_batch", "s1"}, {"rooms", {{"invite", {{"!new:b", json::object()}}}}}});
  homeserver_.PrepareSync(Sync("s2", {Message("$q", "sip: 486")}));
  StartAgain();
  homeserver_.WaitUntilIdle();
  Stop();
  EXPECT_THAT(homeserver_.RequestsWith("/send/"), SizeIs(1));
}

TEST_F(MatrixAdapterTest, LimitedSendIsTriedAgainAsTheHomeserverAsks) {
  homeserver_.PrepareOnly("/send/", {HttpResponseText(429, R"({"errcode": "M_LIMIT_EXCEEDED", "retry_after_ms": 30})"),
                                     HttpResponseText(429, R"({"errcode": "M_LIMIT_EXCEEDED"})", "Retry-After: 0\r\n"),
                                     HttpResponseText(200, R"({"event_id": "$answer"})")});
  homeserver_.PrepareSync(Sync("s1", {Message("$q", "sip: 486")}));
  StartAgain();
  homeserver_.WaitUntilIdle();
  Stop();
  const auto sent = homeserver_.RequestsWith("/send/");
  ASSERT_THAT(sent, SizeIs(3));
  for (const auto& request : sent) EXPECT_EQ(request.line(), absl::StrCat(kPut, "q"));
  EXPECT_THAT(handler_.delivered(), ElementsAre(std::pair("$q", 1)));
}

TEST_F(MatrixAdapterTest, RefusedAnswerIsGivenUp) {
  homeserver_.PrepareOnly("/send/", {HttpResponseText(403, R"({"errcode": "M_FORBIDDEN"})")});
  homeserver_.PrepareSync(Sync("s1", {Message("$q", "sip: 486")}));
  StartAgain();
  homeserver_.WaitUntilIdle();
  Stop();
  EXPECT_THAT(homeserver_.RequestsWith("/send/"), SizeIs(1));
  EXPECT_THAT(handler_.delivered(), IsEmpty());
  EXPECT_EQ(Position(), "s1");
}

TEST_F(MatrixAdapterTest, EventsComeAgainUntilTheirAnswersAreSentAndNoneIsSentTwice) {
  homeserver_.PrepareOnly("/send/", {HttpResponseText(200, R"({"event_id": "$answer"})"), HttpResponseText(502, "oh"),
                                     HttpResponseText(200, R"({"event_id": "$answer"})")});
  const json sync = Sync("s1", {Message("$q", "sip: 486"), Message("$r", "sip: 487")});
  homeserver_.PrepareSync(sync);
  homeserver_.PrepareSync(sync);
  StartAgain();
  homeserver_.WaitUntilIdle();
  Stop();
  const auto polls = homeserver_.RequestsWith("/sync");
  ASSERT_THAT(polls, SizeIs(3));
  EXPECT_THAT(polls.at(1).line(), HasSubstr("&since=s0&"));
  EXPECT_THAT(homeserver_.RequestsWith("/send/m.room.message/sipwhy-%24q"), SizeIs(1));
  EXPECT_THAT(homeserver_.RequestsWith("/send/m.room.message/sipwhy-%24r"), SizeIs(2));
  EXPECT_EQ(Position(), "s1");
}

TEST_F(MatrixAdapterTest, PositionThatTheHomeserverRefusesIsForgotten) {
  homeserver_.Prepare("/sync", HttpResponseText(400, R"({"errcode": "M_UNKNOWN"})"));
  homeserver_.PrepareSync(Sync("s9"));
  StartAgain();
  homeserver_.WaitUntilIdle();
  Stop();
  const auto polls = homeserver_.RequestsWith("/sync");
  ASSERT_THAT(polls, SizeIs(3));
  EXPECT_THAT(polls.at(1).line(), Not(HasSubstr("since=")));
  EXPECT_EQ(Position(), "s9");
}

TEST_F(MatrixAdapterTest, SyncThatIsNoJsonIsPassedOver) {
  homeserver_.Prepare("/sync", HttpResponseText(200, "<html>"));
  homeserver_.PrepareSync(Sync("s9"));
  StartAgain();
  homeserver_.WaitUntilIdle();
  Stop();
  EXPECT_EQ(Position(), "s9");
}

TEST_F(MatrixAdapterTest, NothingIsReadBeforeTheHomeserverTellsWhoTheBotIs) {
  homeserver_.PrepareOnly("/account/whoami",
                          {HttpResponseText(200, "{}"), HttpResponseText(200, R"({"user_id": "@sip:b"})")});
  homeserver_.PrepareSync(Sync("s1"));
  StartAgain();
  homeserver_.WaitUntilIdle();
  Stop();
  const auto requests = homeserver_.RequestsWith("");
  EXPECT_THAT(requests.at(0).line(), HasSubstr("/whoami"));
  EXPECT_THAT(requests.at(1).line(), HasSubstr("/whoami"));
}

TEST_F(MatrixAdapterTest, UnknownTokenIsNotTriedAgainSoonAndTheAdapterStillStops) {
  homeserver_.PrepareOnly("/account/whoami", {HttpResponseText(401, R"({"errcode": "M_UNKNOWN_TOKEN"})")});
  ::testing::internal::CaptureStderr();
  Start();
  EXPECT_TRUE(homeserver_.WaitForRequests(1));
  Stop();
  EXPECT_THAT(homeserver_.RequestsWith(""), SizeIs(1));
  EXPECT_THAT(::testing::internal::GetCapturedStderr(), Not(HasSubstr("syt_secret")));
}

TEST_F(MatrixAdapterTest, StopEndsALongPoll) {
  StartAgain();
  homeserver_.WaitUntilIdle();
  const absl::Time begin = absl::Now();
  Stop();
  EXPECT_LT(absl::Now() - begin, absl::Seconds(2));
}

TEST_F(MatrixAdapterTest, StopBeforeRunEndsItAtOnce) {
  adapter_.emplace(MatrixSettings{.name = kName, .homeserver = homeserver_.url(), .token = "t"}, handler_, *memory_, 1);
  adapter_->Stop();
  adapter_->Stop();
  adapter_->Run();
  EXPECT_THAT(homeserver_.RequestsWith(""), IsEmpty());
}

}  // namespace
}  // namespace sipwhy::bot
