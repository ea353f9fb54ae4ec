#include "gateway/mcp/json_rpc.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace sipwhy::gateway {
namespace {

using nlohmann::json;

TEST(JsonRpcTest, MessagesAreKnownByTheirMembers) {
  const std::pair<const char*, RpcKind> messages[] = {
      {R"({"jsonrpc":"2.0","id":1,"method":"ping"})", RpcKind::kRequest},
      {R"({"jsonrpc":"2.0","id":"a","method":"ping","params":{}})", RpcKind::kRequest},
      {R"({"jsonrpc":"2.0","id":-9007199254740991,"method":""})", RpcKind::kRequest},
      {R"({"jsonrpc":"2.0","method":"notifications/initialized"})", RpcKind::kNotification},
      {R"({"jsonrpc":"2.0","id":1,"result":{}})", RpcKind::kResponse},
      {R"({"jsonrpc":"2.0","error":{"code":-32600,"message":"what"}})", RpcKind::kResponse},
      {R"({"jsonrpc":"2.0","id":null,"error":{"code":-32700,"message":"what"}})", RpcKind::kResponse},
  };
  for (const auto& [text, kind] : messages) {
    const absl::StatusOr<RpcKind> found = KindOf(json::parse(text));
    ASSERT_TRUE(found.ok()) << text << ": " << found.status();
    EXPECT_EQ(*found, kind) << text;
  }
}

TEST(JsonRpcTest, WhatBreaksARuleIsRefused) {
  for (const char* text : {
           "null",
           "1",
           R"("ping")",
           "[]",
           R"([{"jsonrpc":"2.0","id":1,"method":"ping"}])",
           "{}",
           R"({"id":1,"method":"ping"})",
           R"({"jsonrpc":2.0,"id":1,"method":"ping"})",
           R"({"jsonrpc":"1.0","id":1,"method":"ping"})",
           R"({"jsonrpc":"2.0"})",
           R"({"jsonrpc":"2.0","id":1})",
           R"({"jsonrpc":"2.0","id":1,"method":7})",
           R"({"jsonrpc":"2.0","id":null,"method":"ping"})",
           R"({"jsonrpc":"2.0","id":1.5,"method":"ping"})",
           R"({"jsonrpc":"2.0","id":{},"method":"ping"})",
           R"({"jsonrpc":"2.0","id":[1],"method":"ping"})",
           R"({"jsonrpc":"2.0","id":true,"method":"ping"})",
           R"({"jsonrpc":"2.0","id":99999999999999999999999,"method":"ping"})",
       }) {
    EXPECT_EQ(KindOf(json::parse(text)).status().code(), absl::StatusCode::kInvalidArgument) << text;
  }
}

TEST(JsonRpcTest, ReplyRepeatsTheId) {
  for (const char* id : {"1", "-1", "18446744073709551615", R"("")", R"("ä\u0000\n")"}) {
    const json request = {{"jsonrpc", "2.0"}, {"id", json::parse(id)}, {"method", "ping"}};
    EXPECT_EQ(ResultReply(request, {{"a", 1}}),
              (json{{"jsonrpc", "2.0"}, {"id", json::parse(id)}, {"result", {{"a", 1}}}}));
    EXPECT_EQ(ErrorReply(request, -32601, "no").at("id"), json::parse(id));
  }
}

TEST(JsonRpcTest, ErrorHasNoIdWhereThereIsNoneToRepeat) {
  for (const char* text : {"null", "[1]", R"({"id":null})", R"({"id":[1]})", R"({"id":1.5})"}) {
    EXPECT_EQ(ErrorReply(json::parse(text), -32600, "no"),
              (json{{"jsonrpc", "2.0"}, {"error", {{"code", -32600}, {"message", "no"}}}}))
        << text;
  }
}

}  // namespace
}  // namespace sipwhy::gateway
