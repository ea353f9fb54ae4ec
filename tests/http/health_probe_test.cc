#include "http/health_probe.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <sys/socket.h>

#include <memory>
#include <string>
#include <thread>

#include "absl/strings/strip.h"
#include "files/descriptor.h"
#include "http/http_server.h"
#include "network/listener.h"
#include "tests/testing/status_matchers.h"

namespace sipwhy {
namespace {

using ::sipwhy::testing::IsOk;
using ::sipwhy::testing::StatusIs;
using ::testing::AllOf;
using ::testing::HasSubstr;

constexpr absl::Duration kPatience = absl::Seconds(10);
constexpr absl::Duration kShortPatience = absl::Milliseconds(100);

SocketAddress AddressOf(const HttpServer& server) {
  return ParseAddress(absl::StripPrefix(server.url(), "http://")).value();
}

HttpServer::Handler Always(int status) {
  return [status](const HttpRequest&) {
    HttpResponse response;
    response.status = status;
    return response;
  };
}

// A server that is well at /healthz alone.
HttpResponse AnswerHealth(const HttpRequest& request) {
  const bool is_probe = request.method == "GET" && request.path == "/healthz";
  return Always(is_probe ? 200 : 404)(request);
}

// Listens, but nobody accepts.
Listener ListenInSilence() { return ListenOn("127.0.0.1:0", 8).value(); }

SocketAddress AddressOf(const Listener& listener) { return LocalAddress(listener.socket.get()); }

// Accepts one connection, writes `answer` when something came, and closes it.
void AnswerOne(const Listener& listener, const std::string& answer) {
  pollfd waiting = {.fd = listener.socket.get(), .events = POLLIN, .revents = 0};  // the socket does not block
  poll(&waiting, 1, -1);
  const Descriptor connection(accept(listener.socket.get(), nullptr, nullptr));
  std::string request(1024, '\0');
  EXPECT_GT(recv(connection.get(), request.data(), request.size(), 0), 0);
  EXPECT_EQ(send(connection.get(), answer.data(), answer.size(), MSG_NOSIGNAL), static_cast<ssize_t>(answer.size()));
}

absl::Status ProbeWhatAnswers(const std::string& answer) {
  const Listener listener = ListenInSilence();
  std::thread server([&] { AnswerOne(listener, answer); });
  absl::Status status = ProbeHealthPage(AddressOf(listener), kPatience);
  server.join();
  return status;
}

TEST(HealthProbeTest, ServerThatIsWellPasses) {
  const auto server = HttpServer::Start({}, AnswerHealth).value();
  EXPECT_THAT(ProbeHealthPage(AddressOf(*server), kPatience), IsOk());
}

TEST(HealthProbeTest, ServerOnAllAddressesIsAskedOnThisMachine) {
  for (const std::string host : {"0.0.0.0", "::"}) {
    const auto server = HttpServer::Start({.host = host}, AnswerHealth);
    if (!server.ok()) GTEST_SKIP() << "this machine has no IPv6: " << server.status();
    EXPECT_THAT(ProbeHealthPage(AddressOf(**server), kPatience), IsOk()) << host;
  }
}

TEST(HealthProbeTest, ServerThatAnswersWithAnotherStatusFails) {
  const auto server = HttpServer::Start({}, Always(503)).value();
  const SocketAddress address = AddressOf(*server);
  EXPECT_THAT(ProbeHealthPage(address, kPatience),
              StatusIs(absl::StatusCode::kUnavailable, AllOf(HasSubstr(ToText(address)), HasSubstr("HTTP/1.1 503"))));
}

TEST(HealthProbeTest, WhatSpeaksAnotherProtocolFails) {
  EXPECT_THAT(ProbeWhatAnswers("220 mail 200"), StatusIs(absl::StatusCode::kUnavailable, HasSubstr("220 mail 200")));
}

TEST(HealthProbeTest, ConnectionThatEndsWithoutAnAnswerFails) {
  EXPECT_THAT(ProbeWhatAnswers(""), StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_THAT(ProbeWhatAnswers("HTTP/1.1"), StatusIs(absl::StatusCode::kUnavailable));
}

TEST(HealthProbeTest, ControlCharactersOfAnAnswerAreEscaped) {
  EXPECT_THAT(ProbeWhatAnswers("\x1b[2J"), StatusIs(absl::StatusCode::kUnavailable, HasSubstr("\\033[2J")));
}

TEST(HealthProbeTest, AddressThatNobodyListensOnFails) {
  const SocketAddress address = AddressOf(ListenInSilence());
  EXPECT_THAT(ProbeHealthPage(address, kPatience),
              StatusIs(absl::StatusCode::kUnavailable, HasSubstr(ToText(address))));
}

TEST(HealthProbeTest, ServerThatDoesNotAnswerIsNotWaitedForLongerThanThePatience) {
  const Listener listener = ListenInSilence();
  EXPECT_THAT(ProbeHealthPage(AddressOf(listener), kShortPatience),
              StatusIs(absl::StatusCode::kDeadlineExceeded, HasSubstr(ToText(AddressOf(listener)))));
}

TEST(HealthProbeTest, WithoutPatienceTheProbeEndsAllTheSame) {
  const Listener listener = ListenInSilence();
  EXPECT_THAT(ProbeHealthPage(AddressOf(listener), absl::ZeroDuration()),
              StatusIs(absl::StatusCode::kDeadlineExceeded));
}

}  // namespace
}  // namespace sipwhy
