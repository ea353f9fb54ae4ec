#include "gateway/mcp/tools.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "gateway/mcp/tool_definitions.h"
#include "tests/gateway/mcp_fake_explainer.h"

namespace sipwhy::gateway {
namespace {

using nlohmann::json;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

v1::Text Say(const std::string& text) {
  v1::Text said;
  said.set_text(text);
  said.set_language_code("en");
  return said;
}

void Fill(v1::CodeEntry& entry) {
  entry.set_code(486);
  entry.set_reason_phrase("Busy Here");
  *entry.mutable_title() = Say("486 Busy Here");
  *entry.mutable_summary() = Say("The callee is busy.");
  entry.set_state(v1::REGISTRATION_STATE_REGISTERED);
  v1::Citation* source = entry.add_references();
  source->set_rfc(3261);
  source->set_section("21.4.24");
}

std::string TextOf(const json& result) { return result.at("content").at(0).at("text").get<std::string>(); }

class ToolsTest : public ::testing::Test {
 protected:
  json Call(absl::string_view name, const json& arguments) {
    std::optional<json> result = CallTool(name, arguments, client_, TraceOf("r"));
    return result.has_value() ? *std::move(result) : json();
  }

  FakeExplainer client_;
};

TEST_F(ToolsTest, TextHasTheAnswerItsSourcesAndTheRevision) {
  Fill(*client_.explain_response.mutable_entry());
  client_.explain_response.mutable_revision()->set_number(26);
  const json result = Call("explain", {{"code", 486}});
  EXPECT_FALSE(result.contains("isError"));
  EXPECT_THAT(TextOf(result), AllOf(HasSubstr("486 Busy Here"), HasSubstr("The callee is busy."),
                                    HasSubstr("RFC 3261 §21.4.24"), HasSubstr("revision 26")));
}

TEST_F(ToolsTest, StructuredContentHasTheSameInParts) {
  Fill(*client_.explain_response.mutable_entry());
  client_.explain_response.mutable_revision()->set_number(26);
  const json content = Call("explain", {{"code", 486}}).at("structuredContent");
  EXPECT_EQ(content.at("code"), 486);
  EXPECT_EQ(content.at("state"), "registered");
  EXPECT_EQ(content.at("revision").at("number"), 26);
  EXPECT_EQ(content.at("sources"), json::parse(R"([{"document":"RFC 3261","section":"21.4.24",
                                   "url":"https://www.rfc-editor.org/rfc/rfc3261#section-21.4.24"}])"));
}

TEST_F(ToolsTest, SourcesThatAreNoSectionsOfAnRfcHaveTheUrlThatThereIs) {
  v1::CodeEntry& entry = *client_.explain_response.mutable_entry();
  entry.add_references()->set_document("ITU-T Q.850");
  v1::Citation* appendix = entry.add_references();
  appendix->set_rfc(3261);
  appendix->set_section("A");
  EXPECT_EQ(Call("explain", {{"code", 486}}).at("structuredContent").at("sources"), json::parse(R"([
      {"document":"ITU-T Q.850"},
      {"document":"RFC 3261","section":"A","url":"https://www.rfc-editor.org/rfc/rfc3261"}])"));
}

TEST_F(ToolsTest, ComparedCodesShareSourcesAndNotices) {
  for (int i = 0; i < 2; ++i) {
    v1::CodeEntry& entry = *client_.compare_response.add_codes();
    Fill(entry);
    *entry.add_notices() = Say("Texts are in English.");
  }
  const json content = Call("compare", {{"codes", {486, 600}}}).at("structuredContent");
  EXPECT_EQ(content.at("codes").size(), 2U);
  EXPECT_EQ(content.at("sources").size(), 1U);
  EXPECT_EQ(content.at("notices"), json::array({"Texts are in English."}));
}

TEST_F(ToolsTest, EachToolCallsItsMethodWithTheTraceOfTheCaller) {
  Call("explain", {{"code", 486}});
  EXPECT_EQ(client_.explain_request.code(), 486);
  Call("compare", {{"codes", {486, 600}}});
  EXPECT_THAT(client_.compare_request.codes(), ElementsAre(486, 600));
  Call("search", {{"query", "busy"}});
  EXPECT_EQ(client_.search_request.query(), "busy");
  Call("explain_cause", {{"cause", 17}});
  EXPECT_EQ(client_.cause_request.cause(), 17);
  EXPECT_EQ(client_.calls, 4);
  EXPECT_EQ(client_.last_trace.request_id, "r");
}

TEST_F(ToolsTest, WhatTheServiceSaysOfACallIsPassedOn) {
  for (const absl::Status& status :
       {absl::InvalidArgumentError("code 17 is outside"), absl::NotFoundError("revision 99 does not exist"),
        absl::ResourceExhaustedError("too many calls wait"), absl::UnauthenticatedError("a token is missing")}) {
    client_.failure = status;
    const json result = Call("explain", {{"code", 17}});
    EXPECT_EQ(result.at("isError"), true) << status;
    EXPECT_EQ(TextOf(result), status.message());
    EXPECT_FALSE(result.contains("structuredContent"));
  }
}

TEST_F(ToolsTest, WhatALibrarySaysOfAFailureIsNot) {
  for (const absl::Status& status :
       {absl::UnavailableError("ipv4:10.1.2.3:50051: refused"), absl::DeadlineExceededError("10.1.2.3"),
        absl::InternalError("10.1.2.3"), absl::UnknownError("10.1.2.3"), absl::DataLossError("10.1.2.3")}) {
    client_.failure = status;
    const json result = Call("explain", {{"code", 486}});
    EXPECT_EQ(result.at("isError"), true) << status;
    EXPECT_THAT(TextOf(result), AllOf(HasSubstr("the knowledge base"), Not(HasSubstr("10.1.2.3")))) << status;
  }
}

TEST_F(ToolsTest, WrongArgumentsAreToldWithoutACall) {
  const json result = Call("explain", {{"code", "busy"}});
  EXPECT_EQ(result.at("isError"), true);
  EXPECT_THAT(TextOf(result), HasSubstr("code takes integers"));
  EXPECT_EQ(client_.calls, 0);
}

TEST_F(ToolsTest, UnknownToolGivesNothing) {
  for (const char* name : {"", "Explain", "explain ", "exec"}) {
    EXPECT_FALSE(CallTool(name, json::object(), client_, {}).has_value()) << name;
  }
}

TEST_F(ToolsTest, EveryToolThatIsDefinedCanBeCalled) {
  for (const json& tool : ToolDefinitions()) {
    EXPECT_TRUE(CallTool(tool.at("name").get<std::string>(), json::object(), client_, {}).has_value()) << tool;
  }
}

// Whether every value that `content` has is of a property of `schema`, and all that `schema` requires is there.
void ExpectFits(const json& content, const json& schema, const std::string& where) {
  if (schema.at("type") == "array") {
    ASSERT_TRUE(content.is_array()) << where;
    for (const json& item : content) ExpectFits(item, schema.at("items"), where + "[]");
  }
  if (schema.at("type") != "object") return;
  ASSERT_TRUE(content.is_object()) << where;
  for (const json& name : schema.at("required")) EXPECT_TRUE(content.contains(name)) << where << "." << name;
  for (const auto& [name, value] : content.items()) {
    ASSERT_TRUE(schema.at("properties").contains(name)) << where << "." << name;
    ExpectFits(value, schema.at("properties").at(name), where + "." + name);
  }
}

TEST_F(ToolsTest, ContentOfEmptyAnswersFitsTheSchemas) {
  const std::map<std::string, json> arguments = {{"explain", {{"code", 486}}},
                                                 {"compare", {{"codes", {486, 600}}}},
                                                 {"search", {{"query", "busy"}}},
                                                 {"explain_cause", {{"cause", 17}}}};
  for (const json& tool : ToolDefinitions()) {
    const std::string name = tool.at("name");
    ExpectFits(Call(name, arguments.at(name)).at("structuredContent"), tool.at("outputSchema"), name);
  }
}

TEST_F(ToolsTest, DefinitionsHaveNoPartLeftToFillIn) {
  EXPECT_THAT(ToolDefinitions().dump(), Not(HasSubstr("\"@")));
  EXPECT_EQ(ToolDefinitions(), ToolDefinitions());
}

}  // namespace
}  // namespace sipwhy::gateway
