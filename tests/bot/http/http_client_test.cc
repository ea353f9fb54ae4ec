#include "bot/http/http_client.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <thread>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "tests/bot/http/loopback_server.h"
#include "tests/bot/http/self_signed_server.h"

namespace sipwhy::bot {
namespace {

using ::sipwhy::bot::testing::HttpResponseText;
using ::sipwhy::bot::testing::LoopbackServer;
using ::sipwhy::bot::testing::SelfSignedServer;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;
using ::testing::StartsWith;

LoopbackServer::Respond Always(const std::string& response) {
  return [response](const LoopbackServer::Request&) { return response; };
}

HttpClient::Call To(const std::string& url, const std::string& method = "GET", const std::string& body = "") {
  HttpClient::Call call;
  call.method = method;
  call.url = url;
  call.body = body;
  return call;
}

HttpClient::Call Within(absl::Duration timeout, HttpClient::Call call) {
  call.timeout = timeout;
  return call;
}

// A server that takes requests and answers none.
LoopbackServer::Respond Never() {
  return [](const LoopbackServer::Request&) { return std::nullopt; };
}

TEST(HttpClientTest, ResponseComesBackWithStatusHeadersAndBody) {
  LoopbackServer server(
      Always(HttpResponseText(418, "short\nand stout", "Content-Type: text/plain\r\nX-Pot:  tea \r\n")));
  HttpClient client;
  const absl::StatusOr<HttpResponse> response = client.Send(To(server.url() + "/pot?size=1"));
  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_EQ(response->status, 418);
  EXPECT_EQ(response->content_type, "text/plain");
  EXPECT_EQ(response->headers.Only("x-pot"), "tea");
  EXPECT_EQ(response->body, "short\nand stout");
}

TEST(HttpClientTest, RequestCarriesMethodHeadersAndBodyAsTheyAre) {
  LoopbackServer server(Always(HttpResponseText(200, "")));
  HttpClient client;
  const std::string body("{\"a\":\0}", 7);
  HttpClient::Call call = To(server.url() + "/rooms/1?x=%20y", "PUT", body);
  call.headers = {{"Content-Type", "application/json"}, {"Authorization", "Bearer 1"}, {"X-Empty", ""}};
  ASSERT_TRUE(client.Send(call).ok());
  const LoopbackServer::Request request = server.requests().at(0);
  EXPECT_EQ(request.line(), "PUT /rooms/1?x=%20y");
  EXPECT_THAT(request.head, HasSubstr("\r\nContent-Type: application/json"));
  EXPECT_THAT(request.head, HasSubstr("\r\nAuthorization: Bearer 1"));
  EXPECT_THAT(request.head, HasSubstr("\r\nX-Empty:"));
  EXPECT_THAT(request.head, HasSubstr("\r\nUser-Agent: sipwhy-bot/" SIPWHY_VERSION));
  EXPECT_EQ(request.body, body);
}

TEST(HttpClientTest, PostWithoutABodyAndPlainMethodsWork) {
  LoopbackServer server(Always(HttpResponseText(200, "")));
  HttpClient client;
  for (const char* method : {"GET", "POST", "PUT", "DELETE", "HEAD", "GET"}) {
    const absl::StatusOr<HttpResponse> response = client.Send(To(server.url() + "/", method));
    EXPECT_TRUE(response.ok()) << method << ": " << response.status();
    EXPECT_EQ(server.requests().back().line(), absl::StrCat(method, " /"));
    EXPECT_THAT(server.requests().back().head, Not(HasSubstr("Content-Type")));
  }
}

// curl would ask for leave first from 1 MiB on, and wait a second for it.
TEST(HttpClientTest, LongBodyIsSentAtOnce) {
  LoopbackServer server(Always(HttpResponseText(200, "")));
  HttpClient client;
  ASSERT_TRUE(client.Send(To(server.url(), "POST", std::string(3U << 20U, 'x'))).ok());
  EXPECT_THAT(server.requests().at(0).head, Not(HasSubstr("Expect")));
  EXPECT_THAT(server.requests().at(0).body, SizeIs(3U << 20U));
}

TEST(HttpClientTest, ConnectionIsKeptBetweenCalls) {
  LoopbackServer server(Always(HttpResponseText(200, "ok")));
  HttpClient client;
  for (int i = 0; i < 5; ++i) ASSERT_TRUE(client.Send(To(server.url())).ok());
  EXPECT_THAT(server.requests(), SizeIs(5));
  EXPECT_EQ(server.connections(), 1);
}

TEST(HttpClientTest, NothingOfACallStaysForTheNext) {
  LoopbackServer server(Always(HttpResponseText(200, "ok")));
  HttpClient client;
  HttpClient::Call call = To(server.url(), "POST", "a");
  call.headers = {{"Authorization", "secret"}};
  ASSERT_TRUE(client.Send(call).ok());
  const absl::StatusOr<HttpResponse> second = client.Send(To(server.url()));
  ASSERT_TRUE(second.ok());
  EXPECT_EQ(second->body, "ok");
  EXPECT_THAT(server.requests().at(1).head, StartsWith("GET "));
  EXPECT_THAT(server.requests().at(1).head, Not(HasSubstr("Authorization")));
  EXPECT_THAT(server.requests().at(1).body, IsEmpty());
}

TEST(HttpClientTest, RedirectIsNotFollowed) {
  LoopbackServer server(Always(HttpResponseText(302, "", "Location: /elsewhere\r\n")));
  HttpClient client;
  const absl::StatusOr<HttpResponse> response = client.Send(To(server.url() + "/here"));
  ASSERT_TRUE(response.ok());
  EXPECT_EQ(response->status, 302);
  EXPECT_EQ(response->headers.Only("Location"), "/elsewhere");
  EXPECT_THAT(server.requests(), SizeIs(1));
}

TEST(HttpClientTest, HeadersOfInterimResponsesAreNotTheResponses) {
  LoopbackServer server(
      Always("HTTP/1.1 103 Early Hints\r\nX-Hint: 1\r\n\r\n" + HttpResponseText(200, "ok", "X-Real: 1\r\n")));
  HttpClient client;
  const absl::StatusOr<HttpResponse> response = client.Send(To(server.url()));
  ASSERT_TRUE(response.ok());
  EXPECT_EQ(response->status, 200);
  EXPECT_EQ(response->headers.Only("X-Hint"), std::nullopt);
  EXPECT_EQ(response->headers.Only("X-Real"), "1");
}

TEST(HttpClientTest, SilentPeerIsGivenUpAfterTheTimeout) {
  LoopbackServer server(Never());
  HttpClient client;
  const absl::Status status = client.Send(Within(absl::Milliseconds(50), To(server.url() + "/secret"))).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kDeadlineExceeded);
  EXPECT_EQ(status.message(), "127.0.0.1: no response within 50ms");
}

TEST(HttpClientTest, TimeoutOfNothingDoesNotWaitForEver) {
  LoopbackServer server(Never());
  HttpClient client;
  for (absl::Duration timeout : {absl::ZeroDuration(), absl::Seconds(-1), -absl::InfiniteDuration()}) {
    const absl::Status status = client.Send(Within(timeout, To(server.url()))).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kDeadlineExceeded) << timeout;
  }
}

TEST(HttpClientTest, BodyIsTakenUpToTheLimitAndRefusedAboveIt) {
  std::string body((8U << 20U) - 100, 'x');
  LoopbackServer server([&](const LoopbackServer::Request&) { return HttpResponseText(200, body); });
  HttpClient client;
  const absl::StatusOr<HttpResponse> most = client.Send(To(server.url()));
  ASSERT_TRUE(most.ok()) << most.status();
  EXPECT_EQ(most->body.size(), body.size());
  body.resize((8U << 20U) + 1);
  EXPECT_EQ(client.Send(To(server.url())).status().code(), absl::StatusCode::kResourceExhausted);
}

TEST(HttpClientTest, ClosedPortIsUnavailable) {
  std::string url;
  { url = LoopbackServer(Never()).url(); }
  HttpClient client;
  const absl::Status status = client.Send(To(url + "/secret?key=secret")).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kUnavailable);
  EXPECT_THAT(status.message(), HasSubstr("127.0.0.1: "));
  EXPECT_THAT(status.message(), HasSubstr("Connection refused"));
  EXPECT_THAT(status.message(), Not(HasSubstr("secret")));
}

TEST(HttpClientTest, WhatIsNoHttpIsUnavailable) {
  for (const char* nonsense : {"220 smtp.example.org ESMTP\r\n", "HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n"}) {
    LoopbackServer server(Always(nonsense));
    HttpClient client;
    const absl::Status status = client.Send(To(server.url() + "/secret")).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kUnavailable) << nonsense;
    EXPECT_THAT(status.message(), Not(HasSubstr("secret")));
  }
}

TEST(HttpClientTest, PeerWhomNobodyVouchesForIsSentNothing) {
  SelfSignedServer server;
  HttpClient client;
  const absl::Status status = client.Send(To(server.url() + "/secret")).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kUnavailable);
  EXPECT_THAT(status.message(), HasSubstr("127.0.0.1: SSL"));
  EXPECT_THAT(status.message(), Not(HasSubstr("secret")));
  EXPECT_EQ(server.Received(), "");
}

TEST(HttpClientTest, PlainHttpIsForLoopbackAlone) {
  HttpClient client;
  for (const char* url : {"http://example.org/secret",
                          "http://192.0.2.1/secret",
                          "http://127.0.0.1.example.org/secret",
                          "http://127.0.0.1@example.org/secret",
                          "http://localhost.example.org/secret",
                          "http://128.0.0.1/secret",
                          "http://[::2]/secret",
                          "http://[::ffff:192.0.2.1]/secret",
                          "ftp://127.0.0.1/secret",
                          "file:///etc/secret",
                          "gopher://127.0.0.1/secret",
                          "127.0.0.1/secret",
                          "//127.0.0.1/secret",
                          "secret",
                          "",
                          "http://",
                          "https://",

                          "https://exa mple.org/secret",
                          "https://example.org/secret\r\nX: y",
                          "https://[::1/secret"}) {
    const absl::Status status = client.Send(To(url)).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << url << ": " << status;
    EXPECT_THAT(status.message(), Not(HasSubstr("secret"))) << url;
  }
}

TEST(HttpClientTest, LoopbackHasManyNames) {
  LoopbackServer server(Always(HttpResponseText(200, "")));
  const std::string port = server.url().substr(server.url().rfind(':'));
  HttpClient client;
  for (const char* host : {"127.0.0.1", "localhost", "LocalHost", "127.1", "127.0.0.2", "[::1]"}) {
    const absl::Status status = client.Send(To(absl::StrCat("http://", host, port))).status();
    EXPECT_NE(status.code(), absl::StatusCode::kInvalidArgument) << host << ": " << status;
  }
}

TEST(HttpClientTest, LineFeedMakesNoHeaderOfItsOwn) {
  LoopbackServer server(Always(HttpResponseText(200, "")));
  HttpClient client;
  for (const HttpHeaders& headers :
       {HttpHeaders{{"Authorization", "secret\r\nX-Evil: 1"}}, HttpHeaders{{"Authorization", "secret\n"}},
        HttpHeaders{{"A\nB", "1"}}, HttpHeaders{{"", "secret"}}, HttpHeaders{{"A", std::string("secret\0", 7)}}}) {
    HttpClient::Call call = To(server.url());
    call.headers = headers;
    const absl::Status status = client.Send(call).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
    EXPECT_THAT(status.message(), Not(HasSubstr("secret")));
  }
  for (const char* method : {"", "GET / HTTP/1.1\r\nX-Evil: 1\r\n\r\nGET"}) {
    EXPECT_EQ(client.Send(To(server.url(), method)).status().code(), absl::StatusCode::kInvalidArgument);
  }
  EXPECT_THAT(server.requests(), IsEmpty());
}

TEST(HttpClientTest, StopEndsACallThatIsUnderWay) {
  LoopbackServer server(Never());
  HttpClient client;
  absl::Status status;
  std::thread caller([&] { status = client.Send(Within(absl::Minutes(5), To(server.url()))).status(); });
  ASSERT_TRUE(server.WaitForRequests(1));
  const absl::Time stopped_at = absl::Now();
  client.Stop();
  caller.join();
  EXPECT_EQ(status.code(), absl::StatusCode::kCancelled);
  EXPECT_LT(absl::Now() - stopped_at, absl::Seconds(2));
}

TEST(HttpClientTest, StoppedClientCallsNobody) {
  LoopbackServer server(Always(HttpResponseText(200, "")));
  HttpClient client;
  client.Stop();
  EXPECT_EQ(client.Send(To(server.url())).status().code(), absl::StatusCode::kCancelled);
  EXPECT_THAT(server.requests(), IsEmpty());
}

}  // namespace
}  // namespace sipwhy::bot
