#include "http/http_server.h"

#include <arpa/inet.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <condition_variable>
#include <future>
#include <mutex>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/time/clock.h"
#include "tests/testing/status_matchers.h"
#include "tests/testing/temp_directory.h"

namespace sipwhy {
namespace {

using ::sipwhy::testing::StatusIs;
using ::sipwhy::testing::TempDirectory;
using ::testing::AllOf;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;
using namespace std::string_literals;

// A client that says exactly what the test wants it to.
class RawClient {
 public:
  explicit RawClient(const std::string& url) {
    int port = 0;
    EXPECT_TRUE(absl::SimpleAtoi(url.substr(url.rfind(':') + 1), &port));
    sockaddr_in address = {};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socket_ = socket(AF_INET, SOCK_STREAM, 0);
    const timeval patience = {.tv_sec = 20, .tv_usec = 0};
    EXPECT_EQ(setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience), 0);
    EXPECT_EQ(connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
  }
  ~RawClient() { close(socket_); }
  RawClient(const RawClient&) = delete;
  RawClient& operator=(const RawClient&) = delete;

  void Send(const std::string& bytes) const {
    size_t sent = 0;
    while (sent < bytes.size()) {
      const ssize_t count = send(socket_, bytes.data() + sent, bytes.size() - sent, MSG_NOSIGNAL);
      if (count <= 0) return;
      sent += static_cast<size_t>(count);
    }
  }

  // All that the server says until it closes.
  std::string ReadToEnd() const {
    std::string text;
    char bytes[4096];
    for (ssize_t count = recv(socket_, bytes, sizeof bytes, 0); count > 0;
         count = recv(socket_, bytes, sizeof bytes, 0)) {
      text.append(bytes, static_cast<size_t>(count));
    }
    return text;
  }

  // Until `end` was read.
  std::string ReadUntil(const std::string& end) const {
    std::string text;
    char byte = 0;
    while (text.find(end) == std::string::npos && recv(socket_, &byte, 1, 0) == 1) text.push_back(byte);
    return text;
  }

 private:
  int socket_;
};

// Leaves the process a single descriptor for as long as it lives.
class DescriptorShortage {
 public:
  DescriptorShortage() {
    EXPECT_EQ(getrlimit(RLIMIT_NOFILE, &usual_), 0);
    const rlimit low = {.rlim_cur = 256, .rlim_max = usual_.rlim_max};
    EXPECT_EQ(setrlimit(RLIMIT_NOFILE, &low), 0);
    for (int next = dup(STDIN_FILENO); next >= 0; next = dup(STDIN_FILENO)) taken_.push_back(next);
    close(taken_.back());
    taken_.pop_back();
  }
  ~DescriptorShortage() {
    for (const int taken : taken_) close(taken);
    EXPECT_EQ(setrlimit(RLIMIT_NOFILE, &usual_), 0);
  }
  DescriptorShortage(const DescriptorShortage&) = delete;
  DescriptorShortage& operator=(const DescriptorShortage&) = delete;

 private:
  rlimit usual_ = {};
  std::vector<int> taken_;
};

HttpResponse Echo(const HttpRequest& request) {
  std::string text =
      absl::StrCat(request.method, " ", request.path, " ", request.query, " ", request.body.size(), "\n");
  for (const auto& [name, value] : request.headers.fields()) absl::StrAppend(&text, name, "=", value, "\n");
  HttpResponse response{.status = 200, .content_type = "text/plain", .body = text + request.body, .headers = {}};
  response.headers.Add("X-Test", "yes");
  return response;
}

std::unique_ptr<HttpServer> Serve(HttpServer::Handler handler, HttpServerOptions options = {}) {
  return HttpServer::Start(options, std::move(handler)).value();
}

std::string Exchange(const HttpServer& server, const std::string& request) {
  const RawClient client(server.url());
  client.Send(request);
  return client.ReadToEnd();
}

TEST(HttpServerTest, RequestReachesTheHandlerWholeAndItsResponseComesBack) {
  const auto server = Serve(Echo);
  const std::string response = Exchange(
      *server,
      "POST /a/b%20c?x=1&y=2 HTTP/1.1\r\nHost: x\r\nconnection: close\r\nX-MIXED-case: v\r\nContent-Length: 5\r\n\r\nhe\0lo"s);
  EXPECT_THAT(response,
              AllOf(StartsWith("HTTP/1.1 200 OK\r\n"), HasSubstr("X-Test: yes"), HasSubstr("Date: "),
                    HasSubstr("POST /a/b%20c x=1&y=2 5\n"), HasSubstr("X-MIXED-case=v\n"), EndsWith("he\0lo"s)));
}

TEST(HttpServerTest, ChunkedBodyIsPutTogether) {
  const auto server = Serve(Echo);
  EXPECT_THAT(Exchange(*server,
                       "POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n"
                       "3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n"),
              EndsWith("abcde"));
}

TEST(HttpServerTest, PipelinedRequestsAreAnsweredInOrder) {
  const auto server = Serve(Echo);
  const std::string responses = Exchange(*server,
                                         "GET /1 HTTP/1.1\r\nHost: x\r\n\r\nGET /2 HTTP/1.1\r\nHost: x\r\n\r\n"
                                         "GET /3 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  const size_t first = responses.find("GET /1");
  const size_t second = responses.find("GET /2");
  const size_t third = responses.find("GET /3");
  EXPECT_LT(first, second);
  EXPECT_LT(second, third);
  EXPECT_NE(third, std::string::npos);
}

TEST(HttpServerTest, OldHttpClosesAndHeadHasNoBody) {
  const auto server = Serve(Echo);
  EXPECT_THAT(Exchange(*server, "GET /old HTTP/1.0\r\n\r\n"), AllOf(StartsWith("HTTP/1.0 200"), HasSubstr("GET /old")));
  EXPECT_THAT(Exchange(*server, "HEAD / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"),
              AllOf(HasSubstr("Content-Length: "), Not(HasSubstr("Content-Length: 0")), EndsWith("\r\n\r\n")));
}

TEST(HttpServerTest, WhatIsTooLargeOrNoHttpHearsWhy) {
  std::atomic<int> handled = 0;
  const auto server = Serve([&](const HttpRequest& request) {
    ++handled;
    return Echo(request);
  });
  const std::string large(300U << 10U, 'x');
  EXPECT_THAT(Exchange(*server, absl::StrCat("POST / HTTP/1.1\r\nContent-Length: ", large.size(), "\r\n\r\n", large)),
              StartsWith("HTTP/1.1 413"));
  EXPECT_THAT(Exchange(*server, absl::StrCat("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n",
                                             absl::Hex(large.size()), "\r\n", large, "\r\n0\r\n\r\n")),
              StartsWith("HTTP/1.1 413"));
  EXPECT_THAT(Exchange(*server, absl::StrCat("GET / HTTP/1.1\r\nX: ", large.substr(0, 20'000), "\r\n\r\n")),
              StartsWith("HTTP/1.1 431"));
  EXPECT_THAT(Exchange(*server, "\x16\x03\x01 this is a TLS hello perhaps\r\n\r\n"), StartsWith("HTTP/1.1 400"));
  EXPECT_EQ(handled, 0);
}

TEST(HttpServerTest, LargestBodyIsTaken) {
  const auto server = Serve(Echo);
  const std::string body(256U << 10U, 'x');
  EXPECT_THAT(Exchange(*server, absl::StrCat("POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: ",
                                             body.size(), "\r\n\r\n", body)),
              StartsWith("HTTP/1.1 200"));
}

TEST(HttpServerTest, SlowClientIsCutOffAndIdleOneIsKept) {
  const auto server = Serve(Echo, {.patience = absl::Milliseconds(200), .idle = absl::Seconds(30)});
  const RawClient idle(server->url());
  idle.Send("GET /1 HTTP/1.1\r\nHost: x\r\n\r\n");
  idle.ReadUntil("Host=x\n");
  const RawClient slow(server->url());
  slow.Send("GET / HTTP/1.1\r\nX-Sl");
  EXPECT_EQ(slow.ReadToEnd(), "");  // returns when the server has lost patience, which it had from the start
  idle.Send("GET /2 HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_THAT(idle.ReadUntil("Host=x\n"), HasSubstr("GET /2"));
}

// Lets handlers wait until the test opens it.
class Gate {
 public:
  void Wait() {
    std::unique_lock lock(mutex_);
    ++waiting_;
    changed_.notify_all();
    changed_.wait(lock, [this] { return open_; });
  }
  void AwaitWaiting(int count) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return waiting_ >= count; });
  }
  void Open() {
    const std::scoped_lock lock(mutex_);
    open_ = true;
    changed_.notify_all();
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  int waiting_ = 0;
  bool open_ = false;
};

TEST(HttpServerTest, SlowHandlerHoldsUpNobodyElse) {
  Gate gate;
  const auto server = Serve([&](const HttpRequest& request) {
    if (request.path == "/slow") gate.Wait();
    return Echo(request);
  });
  const RawClient slow(server->url());
  slow.Send("GET /slow HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  gate.AwaitWaiting(1);
  EXPECT_THAT(Exchange(*server, "GET /quick HTTP/1.1\r\nConnection: close\r\n\r\n"), HasSubstr("GET /quick"));
  gate.Open();
  EXPECT_THAT(slow.ReadToEnd(), HasSubstr("GET /slow"));
}

TEST(HttpServerTest, RequestThatFindsNoWorkerInTimeIsToldToTryAgain) {
  Gate gate;
  const auto server = Serve(
      [&](const HttpRequest& request) {
        if (request.path == "/slow") gate.Wait();
        return Echo(request);
      },
      {.workers = 1});
  const RawClient slow(server->url());
  slow.Send("GET /slow HTTP/1.1\r\nConnection: close\r\n\r\n");
  gate.AwaitWaiting(1);
  const RawClient late(server->url());
  late.Send("GET /late HTTP/1.1\r\nConnection: close\r\n\r\n");
  const absl::Time sent = absl::Now();
  std::thread opener([&] {
    // The wait is the thing under test: the handler is busy for longer than a request may wait.
    while (absl::Now() - sent < absl::Milliseconds(600)) std::this_thread::yield();
    gate.Open();
  });
  EXPECT_THAT(late.ReadToEnd(), AllOf(StartsWith("HTTP/1.1 503"), HasSubstr("Retry-After: 1")));
  opener.join();
}

TEST(HttpServerTest, HandlerThatThrowsIsAServerError) {
  const auto server = Serve([](const HttpRequest& request) -> HttpResponse {
    if (request.path == "/bad") throw std::runtime_error("out of luck");
    return Echo(request);
  });
  EXPECT_THAT(Exchange(*server, "GET /bad HTTP/1.1\r\nConnection: close\r\n\r\n"),
              AllOf(StartsWith("HTTP/1.1 500"), Not(HasSubstr("luck"))));
  EXPECT_THAT(Exchange(*server, "GET /good HTTP/1.1\r\nConnection: close\r\n\r\n"), HasSubstr("GET /good"));
}

TEST(HttpServerTest, StopLetsARunningRequestEnd) {
  Gate gate;
  auto server = Serve([&](const HttpRequest& request) {
    gate.Wait();
    return Echo(request);
  });
  const RawClient idle(server->url());
  const RawClient running(server->url());
  running.Send("GET /running HTTP/1.1\r\nHost: x\r\n\r\n");
  gate.AwaitWaiting(1);
  std::thread stopper([&] { server->Stop(); });
  EXPECT_EQ(idle.ReadToEnd(), "");  // closed at once
  gate.Open();
  EXPECT_THAT(running.ReadToEnd(), HasSubstr("GET /running"));
  stopper.join();
}

TEST(HttpServerTest, ManyClientsAtOnceAreAllAnswered) {
  const auto server = Serve(Echo);
  std::atomic<int> answered = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < 16; ++i) {
    threads.emplace_back([&, i] {
      for (int j = 0; j < 25; ++j) {
        const std::string path = absl::StrCat("/", i, "/", j);
        const std::string response =
            Exchange(*server, absl::StrCat("GET ", path, " HTTP/1.1\r\nConnection: close\r\n\r\n"));
        if (response.find(absl::StrCat("GET ", path, " ")) != std::string::npos) ++answered;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(answered, 400);
}

TEST(HttpServerTest, IdleConnectionsKeepNobodyOut) {
  const auto server = Serve(Echo, {.most_connections = 20});
  std::vector<std::unique_ptr<RawClient>> idle;
  for (int i = 0; i < 40; ++i) idle.push_back(std::make_unique<RawClient>(server->url()));
  EXPECT_THAT(Exchange(*server, "GET /new HTTP/1.1\r\nConnection: close\r\n\r\n"), HasSubstr("GET /new"));
  EXPECT_EQ(idle.front()->ReadToEnd(), "");  // closed to make room
}

TEST(HttpServerTest, IdleConnectionsKeepNobodyOutAlsoWhenNoDescriptorIsLeft) {
#ifdef __SANITIZE_ADDRESS__
  GTEST_SKIP() << "UBSan's checks open pipes, for which no descriptor is left";
#endif
  const auto server = Serve(Echo);
  std::vector<std::unique_ptr<RawClient>> idle;
  for (int i = 0; i < 20; ++i) {
    idle.push_back(std::make_unique<RawClient>(server->url()));
    idle.back()->Send("GET /old HTTP/1.1\r\n\r\n");
    EXPECT_THAT(idle.back()->ReadUntil("GET /old"), EndsWith("GET /old"));
  }
  // Both ends are in this process, so the only descriptor that is left is the client's.
  DescriptorShortage shortage;
  EXPECT_THAT(Exchange(*server, "GET /new HTTP/1.1\r\nConnection: close\r\n\r\n"), HasSubstr("GET /new"));
}

TEST(HttpServerTest, ClientThatWaitsForLeaveToSendItsBodyGetsIt) {
  const auto server = Serve(Echo);
  const RawClient client(server->url());
  client.Send("POST / HTTP/1.1\r\nConnection: close\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n");
  EXPECT_THAT(client.ReadUntil("\r\n\r\n"), StartsWith("HTTP/1.1 100 Continue"));
  client.Send("abc");
  EXPECT_THAT(client.ReadToEnd(), AllOf(StartsWith("HTTP/1.1 200"), EndsWith("abc")));
}

// Connections that somebody else accepted: one end of a pair is the client's, the other the server's.
class HandedOverTest : public ::testing::Test {
 protected:
  HandedOverTest() {
    std::array<int, 2> ends = {};
    EXPECT_EQ(socketpair(AF_UNIX, SOCK_STREAM, 0, ends.data()), 0);
    client_ = ends[0];
    served_ = ends[1];
  }
  ~HandedOverTest() override { close(client_); }

  std::string Said() const {
    std::string said(1000, '\0');
    const ssize_t size = recv(client_, said.data(), said.size(), 0);
    said.resize(size > 0 ? static_cast<size_t>(size) : 0);
    return said;
  }

  int client_ = -1;
  int served_ = -1;
};

TEST_F(HandedOverTest, IsServedWithoutAListener) {
  auto server = HttpServer::Start({.host = ""}, Echo);
  ASSERT_TRUE(server.ok()) << server.status();
  EXPECT_EQ((*server)->url(), "");
  (*server)->Take(served_);
  ASSERT_GT(send(client_, "GET /metrics HTTP/1.1\r\n\r\n", 25, MSG_NOSIGNAL), 0);
  EXPECT_THAT(Said(), AllOf(StartsWith("HTTP/1.1 200"), HasSubstr("GET /metrics")));
}

TEST_F(HandedOverTest, Http2IsPassedOnWithAllItsBytes) {
  std::promise<int> passed_on;
  auto server =
      HttpServer::Start({.host = "", .http2 = [&](int connection) { passed_on.set_value(connection); }}, Echo);
  ASSERT_TRUE(server.ok()) << server.status();
  (*server)->Take(served_);
  const std::string preface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
  ASSERT_GT(send(client_, preface.data(), preface.size(), MSG_NOSIGNAL), 0);
  const int connection = passed_on.get_future().get();
  std::string bytes(100, '\0');
  bytes.resize(static_cast<size_t>(recv(connection, bytes.data(), bytes.size(), 0)));
  EXPECT_EQ(bytes, preface);
  close(connection);
}

TEST_F(HandedOverTest, Http1IsServedBesideHttp2) {
  auto server = HttpServer::Start({.host = "", .http2 = [](int connection) { close(connection); }}, Echo);
  ASSERT_TRUE(server.ok()) << server.status();
  (*server)->Take(served_);
  ASSERT_GT(send(client_, "PUT /p HTTP/1.1\r\nContent-Length: 0\r\n\r\n", 38, MSG_NOSIGNAL), 0);
  EXPECT_THAT(Said(), AllOf(StartsWith("HTTP/1.1 200"), HasSubstr("PUT /p")));
}

TEST_F(HandedOverTest, WhoSaysNothingIsLetGo) {
  auto server = HttpServer::Start(
      {.host = "", .patience = absl::Milliseconds(50), .http2 = [](int connection) { close(connection); }}, Echo);
  ASSERT_TRUE(server.ok()) << server.status();
  (*server)->Take(served_);
  EXPECT_EQ(Said(), "");
}

TEST(HttpServerTest, AddressThatCannotBeUsedIsNamed) {
  EXPECT_THAT(HttpServer::Start({.host = "localhost"}, Echo),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("localhost is no IP address")));
  const auto server = Serve(Echo);
  const std::string port = server->url().substr(server->url().rfind(':') + 1);
  int number = 0;
  ASSERT_TRUE(absl::SimpleAtoi(port, &number));
  EXPECT_THAT(HttpServer::Start({.port = static_cast<uint16_t>(number)}, Echo),
              StatusIs(absl::StatusCode::kUnavailable, HasSubstr(port)));
  const TempDirectory directory;
  EXPECT_THAT(HttpServer::Start({.certificate_file = directory.Write("c.pem", "no"), .key_file = "none"}, Echo),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("c.pem")));
}

}  // namespace
}  // namespace sipwhy
