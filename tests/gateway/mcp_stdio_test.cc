#include "gateway/mcp/mcp_stdio.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "tests/gateway/mcp_fake_explainer.h"

namespace sipwhy::gateway {
namespace {

using nlohmann::json;

constexpr size_t kLongest = 256U << 10U;

std::string Ping(int id) { return absl::StrCat(R"({"jsonrpc":"2.0","id":)", id, R"(,"method":"ping"})"); }
json Pong(int id) { return {{"jsonrpc", "2.0"}, {"id", id}, {"result", json::object()}}; }

class McpStdioTest : public ::testing::Test {
 protected:
  // The replies to what an assistant writes.
  std::vector<json> Write(const std::string& input) {
    std::istringstream in(input);
    std::ostringstream out;
    EXPECT_TRUE(ServeMcp(in, out, server_, [this] { return NewTrace(); }).ok());
    std::vector<json> replies;
    for (const absl::string_view line : absl::StrSplit(out.str(), '\n', absl::SkipEmpty())) {
      replies.push_back(json::parse(line));
    }
    EXPECT_TRUE(out.str().empty() || out.str().back() == '\n');
    return replies;
  }

  CallTrace NewTrace() { return TraceOf(absl::StrCat("call ", ++traces_)); }

  FakeExplainer client_;
  const McpServer server_{client_};
  int traces_ = 0;
};

TEST_F(McpStdioTest, EachLineIsAnsweredInTurn) {
  EXPECT_EQ(Write(absl::StrCat(Ping(1), "\n", Ping(2), "\n")), (std::vector{Pong(1), Pong(2)}));
}

TEST_F(McpStdioTest, EmptyLinesAndCarriageReturnsDoNotMatter) {
  EXPECT_EQ(Write(absl::StrCat("\n\r\n  \n", Ping(1), "\r\n\n")), std::vector{Pong(1)});
}

TEST_F(McpStdioTest, LastLineNeedsNoEnd) { EXPECT_EQ(Write(Ping(1)), std::vector{Pong(1)}); }

TEST_F(McpStdioTest, NotificationsLeaveNoTrace) {
  EXPECT_EQ(Write(absl::StrCat(R"({"jsonrpc":"2.0","method":"notifications/initialized"})", "\n", Ping(1), "\n")),
            std::vector{Pong(1)});
}

TEST_F(McpStdioTest, NoiseIsAnsweredAndTheNextLineIsReadAllTheSame) {
  for (const std::string& noise :
       {std::string("nonsense"), std::string("{"), std::string("\xff\xfe"), std::string("{\0}", 3),
        std::string(50'000, '['), std::string(R"({"a":"\ud800"})")}) {
    const std::vector<json> replies = Write(absl::StrCat(noise, "\n", Ping(1), "\n"));
    ASSERT_EQ(replies.size(), 2U) << noise.substr(0, 20);
    EXPECT_EQ(replies[0].at("error").at("code"), -32700);
    EXPECT_FALSE(replies[0].contains("id"));
    EXPECT_EQ(replies[1], Pong(1));
  }
}

TEST_F(McpStdioTest, LineMayBeAsLongAsTheLimitAndNoLonger) {
  const std::string padding(kLongest - Ping(1).size(), ' ');
  EXPECT_EQ(Write(absl::StrCat(Ping(1), padding, "\n")), std::vector{Pong(1)});
  const std::vector<json> replies = Write(absl::StrCat(Ping(1), padding, " \n", Ping(2), "\n"));
  ASSERT_EQ(replies.size(), 2U);
  EXPECT_EQ(replies[0].at("error").at("code"), -32600);
  EXPECT_EQ(replies[1], Pong(2));
}

TEST_F(McpStdioTest, EachMessageHasATraceOfItsOwn) {
  const std::string call =
      R"({"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"explain","arguments":{"code":486}}})";
  Write(absl::StrCat(call, "\n", call, "\n"));
  EXPECT_EQ(client_.last_trace.request_id, "call 2");
}

TEST_F(McpStdioTest, ReplyIsOneLineWhateverTheAnswer) {
  client_.explain_response.mutable_entry()->mutable_title()->set_text("486\nBusy\r\nHere");
  EXPECT_EQ(Write(R"({"jsonrpc":"2.0","id":"a\nb","method":"tools/call",
                      "params":{}})")
                .size(),
            2U);  // two broken lines
  EXPECT_EQ(
      Write(R"({"jsonrpc":"2.0","id":"a\nb","method":"tools/call","params":{"name":"explain","arguments":{"code":1}}})")
          .size(),
      1U);
}

TEST_F(McpStdioTest, EndsWhenNobodyReads) {
  std::istringstream in(absl::StrCat(Ping(1), "\n", Ping(2), "\n"));
  std::ostringstream out;
  out.setstate(std::ios::badbit);
  const absl::Status status = ServeMcp(in, out, server_, [this] { return NewTrace(); });
  EXPECT_EQ(status.code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(traces_, 1);
}

}  // namespace
}  // namespace sipwhy::gateway
