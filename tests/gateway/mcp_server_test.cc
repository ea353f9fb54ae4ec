#include "gateway/mcp/mcp_server.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>

#include "tests/gateway/mcp_fake_explainer.h"

namespace sipwhy::gateway {
namespace {

using nlohmann::json;
using ::testing::HasSubstr;

// A request as revisions up to 2025-11-25 have it.
json Request(const std::string& method, const json& params = json::object()) {
  return {{"jsonrpc", "2.0"}, {"id", 1}, {"method", method}, {"params", params}};
}

// The same as 2026-07-28 has it.
json Stateless(const std::string& method, json params = json::object(), const std::string& version = "2026-07-28") {
  params["_meta"] = {{"io.modelcontextprotocol/protocolVersion", version},
                     {"io.modelcontextprotocol/clientCapabilities", json::object()}};
  return Request(method, params);
}

class McpServerTest : public ::testing::Test {
 protected:
  json Ask(const json& message) {
    std::optional<json> reply = server_.Answer(message, {});
    return reply.has_value() ? *std::move(reply) : json();
  }

  FakeExplainer client_;
  const McpServer server_{client_};
};

TEST_F(McpServerTest, InitializeAgreesOnTheVersionThatIsAskedFor) {
  for (const char* version : {"2025-11-25", "2025-06-18", "2025-03-26", "2024-11-05"}) {
    const json reply = Ask(Request("initialize", {{"protocolVersion", version}, {"capabilities", json::object()}}));
    EXPECT_EQ(reply.at("result").at("protocolVersion"), version);
  }
}

TEST_F(McpServerTest, InitializeOffersTheNewestThatItCanBeginWithForAnyOther) {
  for (const char* version : {"", "1.0", "2024-10-07", "2026-07-28", "2099-01-01", "2025-06-18 "}) {
    const json reply = Ask(Request("initialize", {{"protocolVersion", version}}));
    EXPECT_EQ(reply.at("result").at("protocolVersion"), "2025-11-25") << version;
  }
}

TEST_F(McpServerTest, InitializeSaysWhoAnswersAndWhatItCan) {
  const json result = Ask(Request("initialize", {{"protocolVersion", "2025-06-18"}})).at("result");
  EXPECT_EQ(result.at("capabilities"), json::parse(R"({"tools":{}})"));
  EXPECT_EQ(result.at("serverInfo").at("name"), "sipwhy");
  EXPECT_EQ(result.at("serverInfo").at("version"), SIPWHY_VERSION);
  EXPECT_THAT(result.at("instructions").get<std::string>(), HasSubstr("SIP response codes"));
}

TEST_F(McpServerTest, InitializeWithoutAVersionIsRefused) {
  for (const json& params : {json::object(), json{{"protocolVersion", 20250618}}, json{{"protocolVersion", nullptr}}}) {
    EXPECT_EQ(Ask(Request("initialize", params)).at("error").at("code"), -32602) << params;
  }
}

TEST_F(McpServerTest, PingIsAnsweredByNothing) {
  EXPECT_EQ(Ask(Request("ping")), json::parse(R"({"jsonrpc":"2.0","id":1,"result":{}})"));
}

TEST_F(McpServerTest, ToolsAreListedWithoutAnIntroduction) {
  const json tools = Ask(Request("tools/list")).at("result").at("tools");
  ASSERT_EQ(tools.size(), 4U);
  EXPECT_EQ(tools.at(0).at("name"), "explain");
  EXPECT_EQ(tools.at(0).at("inputSchema").at("required"), json::array({"code"}));
}

TEST_F(McpServerTest, CallLeadsToTheServiceAndBack) {
  client_.explain_response.mutable_entry()->mutable_title()->set_text("486 Busy Here");
  const json reply = Ask(Request("tools/call", {{"name", "explain"}, {"arguments", {{"code", 486}}}}));
  EXPECT_EQ(client_.explain_request.code(), 486);
  EXPECT_EQ(reply.at("id"), 1);
  EXPECT_THAT(reply.at("result").at("content").at(0).at("text").get<std::string>(), HasSubstr("486 Busy Here"));
  EXPECT_FALSE(reply.at("result").contains("resultType"));
}

TEST_F(McpServerTest, CallThatIsNoCallIsAnErrorOfTheProtocol) {
  for (const char* params : {"{}", R"({"name":7})", R"({"name":"exec"})", R"({"name":"explain","arguments":[486]})",
                             R"({"name":"explain","arguments":"486"})", R"({"name":null,"arguments":{}})",
                             R"({"arguments":{"code":486}})"}) {
    EXPECT_EQ(Ask(Request("tools/call", json::parse(params))).at("error").at("code"), -32602) << params;
  }
  EXPECT_EQ(client_.calls, 0);
}

TEST_F(McpServerTest, CallWithoutArgumentsIsAnErrorThatTheAssistantReads) {
  for (const char* params : {R"({"name":"explain"})", R"({"name":"explain","arguments":null})"}) {
    EXPECT_EQ(Ask(Request("tools/call", json::parse(params))).at("result").at("isError"), true) << params;
  }
}

TEST_F(McpServerTest, ParamsThatAreNoObjectAreRefused) {
  for (const char* params : {"null", "[]", "7", R"("a")"}) {
    EXPECT_EQ(Ask(Request("ping", json::parse(params))).at("error").at("code"), -32602) << params;
  }
}

TEST_F(McpServerTest, UnknownMethodsAreTold) {
  for (const char* method : {"", "Ping", "resources/list", "prompts/list", "server/discover", "tools/call/", "rpc.x"}) {
    EXPECT_EQ(Ask(Request(method)).at("error").at("code"), -32601) << method;
    EXPECT_EQ(Ask(Stateless(method == std::string("server/discover") ? "ping" : method)).at("error").at("code"), -32601)
        << method;
  }
}

TEST_F(McpServerTest, NotificationsAndResponsesAreNotAnswered) {
  for (const char* message : {
           R"({"jsonrpc":"2.0","method":"notifications/initialized"})",
           R"({"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":1,"reason":"no"}})",
           R"({"jsonrpc":"2.0","method":"no/such/thing","params":[1]})",
           R"({"jsonrpc":"2.0","method":"tools/call","params":{"name":"explain","arguments":{"code":486}}})",
           R"({"jsonrpc":"2.0","id":7,"result":{}})",
           R"({"jsonrpc":"2.0","id":7,"error":{"code":1,"message":"a"}})",
       }) {
    EXPECT_FALSE(server_.Answer(json::parse(message), {}).has_value()) << message;
  }
  EXPECT_EQ(client_.calls, 0);
}

TEST_F(McpServerTest, WhatIsNoMessageIsAnInvalidRequest) {
  EXPECT_EQ(Ask(json::parse("[]")).at("error").at("code"), -32600);
  const json reply = Ask(json::parse(R"({"jsonrpc":"1.0","id":"x","method":"ping"})"));
  EXPECT_EQ(reply.at("error").at("code"), -32600);
  EXPECT_EQ(reply.at("id"), "x");
}

TEST_F(McpServerTest, StatelessClientDiscovers) {
  const json result = Ask(Stateless("server/discover")).at("result");
  EXPECT_EQ(result.at("supportedVersions").at(0), "2026-07-28");
  EXPECT_EQ(result.at("resultType"), "complete");
  EXPECT_EQ(result.at("cacheScope"), "public");
  EXPECT_GT(result.at("ttlMs"), 0);
  EXPECT_EQ(result.at("_meta").at("io.modelcontextprotocol/serverInfo").at("name"), "sipwhy");
}

TEST_F(McpServerTest, StatelessResultsAreMarked) {
  const json list = Ask(Stateless("tools/list")).at("result");
  EXPECT_EQ(list.at("tools").size(), 4U);
  EXPECT_EQ(list.at("resultType"), "complete");
  const json call = Ask(Stateless("tools/call", {{"name", "explain"}, {"arguments", {{"code", 486}}}})).at("result");
  EXPECT_EQ(call.at("resultType"), "complete");
  EXPECT_FALSE(call.contains("ttlMs"));
}

TEST_F(McpServerTest, StatelessVersionThatIsNotSpokenIsAnsweredWithThoseThatAre) {
  for (const char* version : {"2099-01-01", "2025-11-25", ""}) {
    const json error = Ask(Stateless("tools/list", json::object(), version)).at("error");
    EXPECT_EQ(error.at("code"), -32022) << version;
    EXPECT_EQ(error.at("data").at("requested"), version);
    EXPECT_EQ(error.at("data").at("supported").at(0), "2026-07-28");
  }
}

TEST_F(McpServerTest, StatelessRequestWithoutCapabilitiesIsRefused) {
  json request = Stateless("tools/list");
  request["params"]["_meta"].erase("io.modelcontextprotocol/clientCapabilities");
  EXPECT_EQ(Ask(request).at("error").at("code"), -32602);
}

TEST_F(McpServerTest, MetaWithoutAVersionIsOfAnEarlierRevision) {
  const json reply = Ask(Request("tools/list", {{"_meta", {{"progressToken", 1}}}}));
  EXPECT_FALSE(reply.at("result").contains("resultType"));
}

}  // namespace
}  // namespace sipwhy::gateway
