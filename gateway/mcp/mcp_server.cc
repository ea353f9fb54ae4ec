#include "gateway/mcp/mcp_server.h"

#include <nlohmann/json.hpp>
#include <string>
#include <utility>

#include "bot/wire/json.h"
#include "gateway/mcp/json_rpc.h"
#include "gateway/mcp/mcp_version.h"
#include "gateway/mcp/tool_definitions.h"
#include "gateway/mcp/tools.h"

namespace sipwhy::gateway {
namespace {

using bot::Member;
using nlohmann::json;

constexpr char kCapabilitiesKey[] = "io.modelcontextprotocol/clientCapabilities";
constexpr char kServerInfoKey[] = "io.modelcontextprotocol/serverInfo";

// Tools and versions change with the program alone.
constexpr int kFreshForMilliseconds = 3'600'000;

constexpr char kInstructions[] =
    "Explains and compares SIP response codes (100 to 699), the three-digit numbers in answers of telephony systems, "
    "and Q.850 release causes. Use `explain` for one code, `compare` for two to four, `search` when there is a symptom "
    "and no code, `explain_cause` for a cause of the telephone network. Answers come from a curated knowledge base, "
    "cite RFC sections and name the revision of the knowledge base; prefer them to memory and cite what they cite.";

json ServerInfo() {
  return {{"name", "sipwhy"}, {"title", "SIP response codes explained"}, {"version", SIPWHY_VERSION}};
}

json Capabilities() { return {{"tools", json::object()}}; }

json Versions() {
  json versions = json::array();
  for (const absl::string_view version : SupportedVersions()) versions.push_back(std::string(version));
  return versions;
}

json Initialize(const json& request) {
  const json* requested = Member(request, {"params", "protocolVersion"});
  if (requested == nullptr || !requested->is_string()) {
    return ErrorReply(request, kInvalidParams, "protocolVersion must be a string");
  }
  return ResultReply(request, {{"protocolVersion", std::string(NegotiateVersion(requested->get<std::string>()))},
                               {"capabilities", Capabilities()},
                               {"serverInfo", ServerInfo()},
                               {"instructions", kInstructions}});
}

json Discover(const json& request) {
  return ResultReply(request, {{"supportedVersions", Versions()},
                               {"capabilities", Capabilities()},
                               {"serverInfo", ServerInfo()},
                               {"instructions", kInstructions}});
}

json UnknownMethod(const json& request) {
  return ErrorReply(request, kMethodNotFound, "there is no such method; this server has tools alone");
}

// What a result of the stateless revision has beside what earlier ones have.
json Complete(json reply, bool cacheable) {
  const auto result = reply.find("result");
  if (result == reply.end()) return reply;
  (*result)["resultType"] = "complete";
  (*result)["_meta"] = {{kServerInfoKey, ServerInfo()}};
  if (cacheable) {
    (*result)["ttlMs"] = kFreshForMilliseconds;
    (*result)["cacheScope"] = "public";
  }
  return reply;
}

}  // namespace

std::optional<json> McpServer::Answer(const json& message, const CallTrace& trace) const {
  const absl::StatusOr<RpcKind> kind = KindOf(message);
  if (!kind.ok()) return ErrorReply(message, kInvalidRequest, kind.status().message());
  if (*kind != RpcKind::kRequest) return std::nullopt;
  const json* params = Member(message, {"params"});
  if (params != nullptr && !params->is_object()) {
    return ErrorReply(message, kInvalidParams, "params must be an object");
  }
  return IsStateless(message) ? AnswerStateless(message, trace) : AnswerRequest(message, trace);
}

json McpServer::AnswerRequest(const json& request, const CallTrace& trace) const {
  const std::string method = bot::TextAt(request, {"method"});
  if (method == "initialize") return Initialize(request);
  if (method == "ping") return ResultReply(request, json::object());
  if (method == "tools/list") return ResultReply(request, {{"tools", ToolDefinitions()}});
  if (method == "tools/call") return AnswerToolCall(request, trace);
  return UnknownMethod(request);
}

json McpServer::AnswerStateless(const json& request, const CallTrace& trace) const {
  const std::string version = StatelessVersionOf(request);
  if (version != kStatelessVersion) return UnsupportedVersion(request, version);
  const json* capabilities = Member(request, {"params", "_meta", kCapabilitiesKey});
  if (capabilities == nullptr || !capabilities->is_object()) {
    return ErrorReply(request, kInvalidParams, "_meta has no io.modelcontextprotocol/clientCapabilities");
  }
  const std::string method = bot::TextAt(request, {"method"});
  if (method == "server/discover") return Complete(Discover(request), /*cacheable=*/true);
  if (method == "tools/list") return Complete(ResultReply(request, {{"tools", ToolDefinitions()}}), /*cacheable=*/true);
  if (method == "tools/call") return Complete(AnswerToolCall(request, trace), /*cacheable=*/false);
  return UnknownMethod(request);
}

json McpServer::AnswerToolCall(const json& request, const CallTrace& trace) const {
  const json* name = Member(request, {"params", "name"});
  if (name == nullptr || !name->is_string()) return ErrorReply(request, kInvalidParams, "name must be a string");
  const json* arguments = Member(request, {"params", "arguments"});
  const bool has_none = arguments == nullptr || arguments->is_null();
  if (!has_none && !arguments->is_object()) {
    return ErrorReply(request, kInvalidParams, "arguments must be an object");
  }
  std::optional<json> result =
      CallTool(name->get<std::string>(), has_none ? json::object() : *arguments, client_, trace);
  if (!result.has_value()) {
    return ErrorReply(request, kInvalidParams, "there is no tool of that name; tools/list has their names");
  }
  return ResultReply(request, *std::move(result));
}

}  // namespace sipwhy::gateway
