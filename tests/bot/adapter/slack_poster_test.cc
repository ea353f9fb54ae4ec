#include "bot/adapter/slack_poster.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <condition_variable>
#include <mutex>
#include <nlohmann/json.hpp>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "bot/webhook/slack_events.h"
#include "tests/bot/http/loopback_server.h"
#include "tests/testing/status_matchers.h"

namespace sipwhy::bot {
namespace {

using nlohmann::json;
using ::sipwhy::bot::testing::HttpResponseText;
using ::sipwhy::bot::testing::LoopbackServer;
using ::sipwhy::testing::IsOkAndHolds;
using ::sipwhy::testing::StatusIs;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using Kind = SlackCallResult::Kind;

constexpr char kToken[] = "xoxb-not-a-real-token";
constexpr absl::Duration kPatience = absl::Seconds(10);

SlackPosterSettings Settings(const std::string& api) { return {.name = "slack", .api = api, .token = kToken}; }

HttpResponse Response(int status, const std::string& body, HttpHeaders headers = {}) {
  return {.status = status, .content_type = "application/json", .body = body, .headers = std::move(headers)};
}

std::string Payload(const std::string& text, const std::string& channel = "C1") {
  const json call = {{"method", "chat.postMessage"}, {"body", {{"channel", channel}, {"text", text}}}};
  return call.dump();
}

std::string Ok() { return HttpResponseText(200, R"({"ok":true,"ts":"1.000001"})"); }

std::string Error(const std::string& word) {
  return HttpResponseText(200, absl::StrCat(R"({"ok":false,"error":")", word, R"("})"));
}

// A poster that runs against a server, and what it delivered.
class Posting {
 public:
  explicit Posting(LoopbackServer::Respond respond)
      : server_(std::move(respond)),
        poster_(
            Settings(server_.url()), [this](const std::string& id) { Note(id); }, 1),
        thread_([this] { poster_.Run(); }) {}

  ~Posting() {
    poster_.Stop();
    thread_.join();
  }

  void Post(const std::string& id, const std::string& channel = "C1") {
    poster_.Post({.message = id, .payload = Payload(id, channel)});
  }

  // What was delivered, once it is so many. Fewer when they are not within ten seconds.
  std::vector<std::string> Delivered(size_t count) {
    std::unique_lock lock(mutex_);
    changed_.wait_for(lock, absl::ToChronoSeconds(kPatience), [&] { return delivered_.size() >= count; });
    return delivered_;
  }

  const LoopbackServer& server() const { return server_; }
  SlackPoster& poster() { return poster_; }

 private:
  void Note(const std::string& id) {
    const std::lock_guard lock(mutex_);
    delivered_.push_back(id);
    changed_.notify_all();
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<std::string> delivered_;
  LoopbackServer server_;
  SlackPoster poster_;
  std::thread thread_;
};

// What a response means

TEST(SlackPosterTest, OkIsDone) {
  EXPECT_EQ(ReadSlackCallResult(Response(200, R"({"ok":true,"ts":"1.000001"})")).kind, Kind::kDone);
}

TEST(SlackPosterTest, ErrorsThatPassAreTriedAgain) {
  for (const char* word : {"ratelimited", "rate_limited", "internal_error", "service_unavailable", "request_timeout",
                           "team_added_to_org"}) {
    const auto result = ReadSlackCallResult(Response(200, absl::StrCat(R"({"ok":false,"error":")", word, R"("})")));
    EXPECT_EQ(result.kind, Kind::kTryAgain) << word;
    EXPECT_EQ(result.why, word);
  }
}

TEST(SlackPosterTest, OtherErrorsAreFinal) {
  for (const char* word :
       {"channel_not_found", "not_in_channel", "is_archived", "msg_too_long", "msg_blocks_too_long", "invalid_blocks",
        "invalid_auth", "token_revoked", "missing_scope", "user_not_in_channel", "fatal_error", "internal_errors"}) {
    const auto result = ReadSlackCallResult(Response(200, absl::StrCat(R"({"ok":false,"error":")", word, R"("})")));
    EXPECT_EQ(result.kind, Kind::kRefused) << word;
    EXPECT_EQ(result.why, word);
  }
}

TEST(SlackPosterTest, TooManyRequestsWaitAsLongAsSlackAsks) {
  const auto result =
      ReadSlackCallResult(Response(429, R"({"ok":false,"error":"ratelimited"})", {{"Retry-After", "30"}}));
  EXPECT_EQ(result.kind, Kind::kTryAgain);
  EXPECT_EQ(result.retry_after, absl::Seconds(30));
}

TEST(SlackPosterTest, RetryAfterThatIsNoNumberIsLeftOut) {
  for (const char* value : {"", "soon", "-1", "1.5", "99999999999999999999", "Wed, 21 Oct 2015 07:28:00 GMT"}) {
    const auto result = ReadSlackCallResult(Response(429, "", {{"Retry-After", value}}));
    EXPECT_EQ(result.kind, Kind::kTryAgain) << value;
    EXPECT_EQ(result.retry_after, std::nullopt) << value;
  }
}

TEST(SlackPosterTest, ServerErrorsAreTriedAgain) {
  for (const int status : {500, 502, 503, 504, 599}) {
    EXPECT_EQ(ReadSlackCallResult(Response(status, "<html>")).kind, Kind::kTryAgain) << status;
  }
}

TEST(SlackPosterTest, ResponsesThatAreNotSlacks) {
  for (const char* body : {"", "<html>", "[]", "{}", "null", "\xff"}) {
    EXPECT_EQ(ReadSlackCallResult(Response(200, body)).kind, Kind::kTryAgain) << body;
    EXPECT_EQ(ReadSlackCallResult(Response(404, body)).kind, Kind::kRefused) << body;
    EXPECT_EQ(ReadSlackCallResult(Response(302, body)).kind, Kind::kRefused) << body;
  }
}

TEST(SlackPosterTest, OkOfAnotherTypeIsNotDone) {
  for (const char* body : {R"({"ok":1})", R"({"ok":"true"})", R"({"ok":null})", R"({"ok":{}})"}) {
    EXPECT_EQ(ReadSlackCallResult(Response(200, body)).kind, Kind::kRefused) << body;
  }
}

TEST(SlackPosterTest, ErrorsThatAreNoWordsAreNotRepeated) {
  for (const std::string& word : {std::string(), std::string("a b"), std::string("<script>"),
                                  std::string("\\n2026 fake line"), std::string(65, 'x')}) {
    const auto result = ReadSlackCallResult(Response(200, absl::StrCat(R"({"ok":false,"error":")", word, R"("})")));
    EXPECT_EQ(result.kind, Kind::kRefused);
    EXPECT_EQ(result.why, "an error without a name") << word;
  }
}

TEST(SlackPosterTest, PeerThatIsNotReachedIsSaid) {
  EXPECT_EQ(ReadSlackCallResult(absl::UnavailableError("no route")).kind, Kind::kUnreachable);
  EXPECT_EQ(ReadSlackCallResult(absl::DeadlineExceededError("too slow")).kind, Kind::kUnreachable);
  EXPECT_EQ(ReadSlackCallResult(absl::CancelledError("stopped")).kind, Kind::kStopped);
  EXPECT_EQ(ReadSlackCallResult(absl::InvalidArgumentError("URL")).kind, Kind::kRefused);
}

// The call

TEST(SlackPosterTest, CallHasTheTokenAndTheBody) {
  const auto call = MakeSlackCall(Settings("https://slack.com/api"), Payload("486"));
  ASSERT_TRUE(call.ok());
  EXPECT_EQ(call->method, "POST");
  EXPECT_EQ(call->url, "https://slack.com/api/chat.postMessage");
  EXPECT_EQ(call->headers.Only("Authorization"), absl::StrCat("Bearer ", kToken));
  EXPECT_EQ(call->headers.Only("Content-Type"), "application/json; charset=utf-8");
  EXPECT_EQ(call->body, R"({"channel":"C1","text":"486"})");
}

TEST(SlackPosterTest, PayloadOfTheCodecMakesACall) {
  const SlackEventsCodec codec({.signing_secret = "s", .bot_user_id = "U1"});
  ChatMessage message;
  message.reply_to = R"({"channel":"C1","user":"U2","thread_ts":"1.000001","in_thread":false})";
  for (const Reply::Kind kind : {Reply::Kind::kAnswer, Reply::Kind::kHelp}) {
    const std::string payload = codec.Encode({.answer = {}, .kind = kind}, message);
    const auto call = MakeSlackCall(Settings("https://slack.com/api"), payload);
    ASSERT_TRUE(call.ok());
    EXPECT_EQ(json::parse(call->body)["channel"], "C1");
  }
}

TEST(SlackPosterTest, OtherPayloadsMakeNone) {
  for (const char* payload : {"", "{}", "[]", "chat.postMessage", R"({"method":"chat.postMessage"})", R"({"body":{}})",
                              R"({"method":"chat.delete","body":{}})", R"({"method":"../x","body":{}})",
                              R"({"method":["chat.postMessage"],"body":{}})", "\xff"}) {
    EXPECT_THAT(MakeSlackCall(Settings("https://slack.com/api"), payload), StatusIs(absl::StatusCode::kInvalidArgument))
        << payload;
  }
}

// Identify. The response is that of "auth.test" for a bot's token.

TEST(SlackPosterTest, IdentifiesTheBot) {
  const LoopbackServer server([](const LoopbackServer::Request&) {
    return HttpResponseText(200,
                            R"({"ok":true,"url":"https://subarachnoid.slack.com/","team":"Subarachnoid Workspace",)"
                            R"("user":"bot","team_id":"T0G9PQBBK","user_id":"W23456789","bot_id":"BZYBOTHED"})");
  });
  SlackPoster poster(
      Settings(server.url()), [](const std::string&) {}, 1);
  EXPECT_THAT(poster.Identify(), IsOkAndHolds("W23456789"));
  ASSERT_EQ(server.requests().size(), 1U);
  EXPECT_EQ(server.requests()[0].line(), "POST /auth.test");
  EXPECT_THAT(server.requests()[0].head, HasSubstr(absl::StrCat("Authorization: Bearer ", kToken)));
}

TEST(SlackPosterTest, WrongTokenIsSaidAndNotRepeated) {
  const LoopbackServer server([](const LoopbackServer::Request&) { return Error("invalid_auth"); });
  SlackPoster poster(
      Settings(server.url()), [](const std::string&) {}, 1);
  EXPECT_THAT(poster.Identify(), StatusIs(absl::StatusCode::kFailedPrecondition,
                                          AllOf(HasSubstr("invalid_auth"), Not(HasSubstr(kToken)))));
}

TEST(SlackPosterTest, SlackThatIsDownIsUnavailable) {
  const LoopbackServer server([](const LoopbackServer::Request&) { return HttpResponseText(503, ""); });
  SlackPoster poster(
      Settings(server.url()), [](const std::string&) {}, 1);
  EXPECT_THAT(poster.Identify(), StatusIs(absl::StatusCode::kUnavailable));
}

TEST(SlackPosterTest, TokenOfNobodyIsNotTaken) {
  const LoopbackServer server([](const LoopbackServer::Request&) { return Ok(); });
  SlackPoster poster(
      Settings(server.url()), [](const std::string&) {}, 1);
  EXPECT_THAT(poster.Identify(), StatusIs(absl::StatusCode::kFailedPrecondition));
}

// Run

TEST(SlackPosterTest, PostsAndTellsWhatWasDelivered) {
  Posting posting([](const LoopbackServer::Request&) { return Ok(); });
  for (const char* id : {"a", "b", "c"}) posting.Post(id, absl::StrCat("C-", id));
  EXPECT_THAT(posting.Delivered(3), ElementsAre("a", "b", "c"));
  const std::vector<LoopbackServer::Request> requests = posting.server().requests();
  ASSERT_EQ(requests.size(), 3U);
  EXPECT_EQ(requests[0].line(), "POST /chat.postMessage");
  EXPECT_EQ(requests[0].body, R"({"channel":"C-a","text":"a"})");
  EXPECT_EQ(requests[2].body, R"({"channel":"C-c","text":"c"})");
}

TEST(SlackPosterTest, ChannelGetsOneReplyASecond) {
  const absl::Time begin = absl::Now();
  Posting posting([](const LoopbackServer::Request&) { return Ok(); });
  for (const char* id : {"a", "b"}) posting.Post(id);
  EXPECT_THAT(posting.Delivered(2), ElementsAre("a", "b"));
  EXPECT_GE(absl::Now() - begin, absl::Seconds(1));
}

TEST(SlackPosterTest, RefusedReplyDoesNotHoldUpTheNext) {
  Posting posting([](const LoopbackServer::Request& request) {
    return absl::StrContains(request.body, "bad") ? Error("channel_not_found") : Ok();
  });
  for (const char* id : {"bad", "good"}) posting.Post(id, absl::StrCat("C-", id));
  EXPECT_THAT(posting.Delivered(1), ElementsAre("good"));
  EXPECT_EQ(posting.server().requests().size(), 2U);
}

TEST(SlackPosterTest, PayloadThatIsNoCallIsNotSent) {
  Posting posting([](const LoopbackServer::Request&) { return Ok(); });
  posting.poster().Post({.message = "bad", .payload = "{}"});
  posting.Post("good");
  EXPECT_THAT(posting.Delivered(1), ElementsAre("good"));
  EXPECT_EQ(posting.server().requests().size(), 1U);
}

TEST(SlackPosterTest, RepliesStayInOrderWhenSlackAsksToWait) {
  int calls = 0;  // on the server's thread alone
  Posting posting([&calls](const LoopbackServer::Request&) {
    return ++calls == 1 ? HttpResponseText(429, "", "Retry-After: 1\r\n") : Ok();
  });
  for (const char* id : {"a", "b"}) posting.Post(id);
  EXPECT_THAT(posting.Delivered(2), ElementsAre("a", "b"));
  EXPECT_EQ(posting.server().requests().size(), 3U);
}

TEST(SlackPosterTest, ChannelThatMustWaitDoesNotHoldUpTheOthers) {
  for (const int status : {429, 500, 503}) {
    Posting posting([status](const LoopbackServer::Request& request) {
      const bool busy = absl::StrContains(request.body, "C1");
      return busy ? HttpResponseText(status, "", "Retry-After: 500\r\n") : Ok();
    });
    posting.Post("a", "C1");
    posting.Post("b", "C2");
    posting.Post("c", "C3");
    EXPECT_THAT(posting.Delivered(2), ElementsAre("b", "c")) << status;
    EXPECT_EQ(posting.server().requests().size(), 3U) << status;
  }
}

TEST(SlackPosterTest, SlackThatIsNotReachedHoldsUpAllChannels) {
  int calls = 0;  // on the server's thread alone
  Posting posting(
      [&calls](const LoopbackServer::Request&) { return ++calls == 1 ? std::string("no HTTP at all\r\n\r\n") : Ok(); });
  posting.Post("a", "C1");
  posting.Post("b", "C2");
  EXPECT_THAT(posting.Delivered(2), ElementsAre("a", "b"));
  EXPECT_EQ(posting.server().requests().size(), 3U);
}

TEST(SlackPosterTest, StopEndsALongWait) {
  const absl::Time begin = absl::Now();
  {
    Posting posting([](const LoopbackServer::Request&) { return HttpResponseText(429, "", "Retry-After: 500\r\n"); });
    posting.Post("a");
    ASSERT_TRUE(posting.server().WaitForRequests(1));
  }
  EXPECT_LT(absl::Now() - begin, kPatience);
}

TEST(SlackPosterTest, StopEndsACallThatIsUnderWay) {
  const absl::Time begin = absl::Now();
  {
    Posting posting([](const LoopbackServer::Request&) { return std::nullopt; });
    posting.Post("a");
    ASSERT_TRUE(posting.server().WaitForRequests(1));
  }
  EXPECT_LT(absl::Now() - begin, kPatience);
}

TEST(SlackPosterTest, StopBeforeRunAndTwiceIsTaken) {
  SlackPoster poster(
      Settings("http://127.0.0.1:1"), [](const std::string&) {}, 1);
  poster.Post({.message = "a", .payload = Payload("a")});
  poster.Stop();
  poster.Stop();
  poster.Run();
}

}  // namespace
}  // namespace sipwhy::bot
