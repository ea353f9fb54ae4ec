#include "gateway/mcp/mcp_http.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>

#include "absl/strings/str_cat.h"
#include "tests/gateway/mcp_fake_explainer.h"

namespace sipwhy::gateway {
namespace {

using nlohmann::json;

constexpr char kPing[] = R"({"jsonrpc":"2.0","id":1,"method":"ping"})";
constexpr char kMeta[] = R"("_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28",
                                     "io.modelcontextprotocol/clientCapabilities":{}})";

std::string StatelessCall() {
  return absl::StrCat(R"({"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"explain",
                          "arguments":{"code":486},)",
                      kMeta, "}}");
}

HttpRequest RequestTo(std::string method, std::string body) {
  HttpRequest request;
  request.method = std::move(method);
  request.path = "/mcp";
  request.body = std::move(body);
  return request;
}

class McpHttpTest : public ::testing::Test {
 protected:
  HttpResponse Send(std::string method, std::string body, const HttpHeaders& more = {}) {
    HttpRequest request = RequestTo(std::move(method), std::move(body));
    request.headers.Add("Content-Type", "application/json");
    request.headers.Add("Accept", "application/json, text/event-stream");
    for (const auto& [name, value] : more.fields()) request.headers.Add(name, value);
    return http_.Answer(request, TraceOf("r"));
  }

  HttpResponse Post(std::string body, const HttpHeaders& more = {}) { return Send("POST", std::move(body), more); }

  static int ErrorOf(const HttpResponse& response) {
    return json::parse(response.body).at("error").at("code").get<int>();
  }

  FakeExplainer client_;
  const McpServer server_{client_};
  const McpHttp http_{server_, {.allowed_origins = {"https://chat.example.org"}}};
};

TEST_F(McpHttpTest, RequestIsAnsweredAtOnce) {
  const HttpResponse response = Post(kPing);
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.content_type, "application/json");
  EXPECT_EQ(json::parse(response.body), json::parse(R"({"jsonrpc":"2.0","id":1,"result":{}})"));
}

TEST_F(McpHttpTest, TraceGoesWithTheCall) {
  Post(R"({"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"explain","arguments":{"code":486}}})");
  EXPECT_EQ(client_.last_trace.request_id, "r");
}

TEST_F(McpHttpTest, NotificationIsAcceptedWithoutABody) {
  const HttpResponse response = Post(R"({"jsonrpc":"2.0","method":"notifications/initialized"})");
  EXPECT_EQ(response.status, 202);
  EXPECT_EQ(response.body, "");
}

TEST_F(McpHttpTest, WhatIsNoMessageIsABadRequest) {
  for (const char* body : {"", "{", "nonsense", "[[[[", "\xff", R"({"jsonrpc":"2.0","id":1,"method":"\ud800"})"}) {
    const HttpResponse response = Post(body);
    EXPECT_EQ(response.status, 400) << body;
    EXPECT_EQ(ErrorOf(response), -32700) << body;
  }
  for (const char* body : {"7", "[]", "{}", R"([{"jsonrpc":"2.0","id":1,"method":"ping"}])"}) {
    const HttpResponse response = Post(body);
    EXPECT_EQ(response.status, 400) << body;
    EXPECT_EQ(ErrorOf(response), -32600) << body;
  }
}

TEST_F(McpHttpTest, DeepNestingIsRefusedBeforeItIsRead) {
  const HttpResponse response = Post(std::string(100'000, '['));
  EXPECT_EQ(response.status, 400);
  EXPECT_EQ(ErrorOf(response), -32700);
}

TEST_F(McpHttpTest, ThereAreNoStreamsAndNoSessions) {
  for (const char* method : {"GET", "DELETE", "PUT", "HEAD", "OPTIONS"}) {
    const HttpResponse response = Send(method, "");
    EXPECT_EQ(response.status, 405) << method;
    EXPECT_EQ(response.headers.Only("Allow"), "POST");
  }
}

TEST_F(McpHttpTest, BodyMustBeDeclaredAsJson) {
  for (const char* type : {"text/plain", "", "application/x-www-form-urlencoded", "application/jsonp"}) {
    HttpRequest request = RequestTo("POST", kPing);
    request.headers.Add("Content-Type", type);
    EXPECT_EQ(http_.Answer(request, {}).status, 415) << type;
  }
  HttpRequest request = RequestTo("POST", kPing);
  EXPECT_EQ(http_.Answer(request, {}).status, 415);
  request.headers.Add("content-type", "Application/JSON ; charset=utf-8");
  EXPECT_EQ(http_.Answer(request, {}).status, 200);
}

TEST_F(McpHttpTest, PagesFromElsewhereMayNotCall) {
  for (const char* origin : {"https://evil.example", "null", "", "http://localhost.evil.example", "file://",
                             "http://127.0.0.1.evil.example:80", "https://chat.example.org.evil.example",
                             "http://chat.example.org", "http://[::1", "localhost", "http://localhost@evil.example"}) {
    EXPECT_EQ(Post(kPing, {{"Origin", origin}}).status, 403) << origin;
  }
}

TEST_F(McpHttpTest, PagesOfThisMachineAndOfAllowedOriginsMay) {
  for (const char* origin : {"http://localhost:6274", "http://127.0.0.1", "https://[::1]:8443", "http://[::1]",
                             "https://chat.example.org"}) {
    EXPECT_EQ(Post(kPing, {{"Origin", origin}}).status, 200) << origin;
  }
}

TEST_F(McpHttpTest, OneForeignOriginAmongSeveralIsEnough) {
  EXPECT_EQ(Post(kPing, {{"Origin", "http://localhost"}, {"origin", "https://evil.example"}}).status, 403);
}

TEST_F(McpHttpTest, OperatorCanAllowAllOrigins) {
  const McpHttp open(server_, {.allowed_origins = {"*"}});
  HttpRequest request = RequestTo("POST", kPing);
  request.headers.Add("Content-Type", "application/json");
  request.headers.Add("Origin", "https://anybody.example");
  EXPECT_EQ(open.Answer(request, {}).status, 200);
}

TEST_F(McpHttpTest, VersionHeaderMustBeOneThatIsSpoken) {
  for (const char* version : {"2025-11-25", "2025-06-18", "2025-03-26", "2024-11-05"}) {
    EXPECT_EQ(Post(kPing, {{"MCP-Protocol-Version", version}}).status, 200) << version;
  }
  for (const char* version : {"1900-01-01", "not-a-version", "2025-06-18, 2025-11-25"}) {
    const HttpResponse response = Post(kPing, {{"mcp-protocol-version", version}});
    EXPECT_EQ(response.status, 400) << version;
    EXPECT_EQ(ErrorOf(response), -32022) << version;
  }
}

TEST_F(McpHttpTest, ErrorsOfEarlierRevisionsAreReplies) {
  const HttpResponse response = Post(R"({"jsonrpc":"2.0","id":1,"method":"resources/list"})");
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(ErrorOf(response), -32601);
}

TEST_F(McpHttpTest, StatelessCallIsAnsweredWhenItsHeadersAgree) {
  for (const char* name : {"explain", "=?base64?ZXhwbGFpbg==?="}) {
    const HttpResponse response = Post(
        StatelessCall(), {{"MCP-Protocol-Version", "2026-07-28"}, {"Mcp-Method", "tools/call"}, {"Mcp-Name", name}});
    EXPECT_EQ(response.status, 200) << response.body;
    EXPECT_EQ(json::parse(response.body).at("result").at("resultType"), "complete");
  }
}

TEST_F(McpHttpTest, HeadersThatDoNotAgreeWithTheBodyAreRefused) {
  const HttpHeaders wrong[] = {
      {},
      {{"MCP-Protocol-Version", "2026-07-28"}},
      {{"MCP-Protocol-Version", "2026-07-28"}, {"Mcp-Method", "tools/call"}},
      {{"Mcp-Method", "tools/call"}, {"Mcp-Name", "explain"}},
      {{"MCP-Protocol-Version", "2025-11-25"}, {"Mcp-Method", "tools/call"}, {"Mcp-Name", "explain"}},
      {{"MCP-Protocol-Version", "2026-07-28"}, {"Mcp-Method", "tools/list"}, {"Mcp-Name", "explain"}},
      {{"MCP-Protocol-Version", "2026-07-28"}, {"Mcp-Method", "Tools/call"}, {"Mcp-Name", "explain"}},
      {{"MCP-Protocol-Version", "2026-07-28"}, {"Mcp-Method", "tools/call"}, {"Mcp-Name", "search"}},
      {{"MCP-Protocol-Version", "2026-07-28"}, {"Mcp-Method", "tools/call"}, {"Mcp-Name", "=?base64?!?="}},
      {{"MCP-Protocol-Version", "2026-07-28"},
       {"Mcp-Method", "tools/call"},
       {"Mcp-Name", "explain"},
       {"Mcp-Name", "search"}},
  };
  for (const HttpHeaders& headers : wrong) {
    const HttpResponse response = Post(StatelessCall(), headers);
    EXPECT_EQ(response.status, 400) << headers.fields().size();
    EXPECT_EQ(ErrorOf(response), -32020) << headers.fields().size();
  }
  EXPECT_EQ(client_.calls, 0);
}

TEST_F(McpHttpTest, StatelessHeaderWithoutAStatelessBodyIsRefused) {
  EXPECT_EQ(ErrorOf(Post(kPing, {{"MCP-Protocol-Version", "2026-07-28"}})), -32020);
}

TEST_F(McpHttpTest, StatelessUnknownMethodIsNotFound) {
  const HttpResponse response = Post(absl::StrCat(R"({"jsonrpc":"2.0","id":1,"method":"ping","params":{)", kMeta, "}}"),
                                     {{"MCP-Protocol-Version", "2026-07-28"}, {"Mcp-Method", "ping"}});
  EXPECT_EQ(response.status, 404);
  EXPECT_EQ(ErrorOf(response), -32601);
}

}  // namespace
}  // namespace sipwhy::gateway
