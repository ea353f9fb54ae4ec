#include "gateway/mcp/json_rpc.h"

#include <nlohmann/json.hpp>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "bot/wire/json.h"

namespace sipwhy::gateway {
namespace {

using bot::Member;
using nlohmann::json;

bool IsId(const json& value) { return value.is_string() || value.is_number_integer(); }

}  // namespace

absl::StatusOr<RpcKind> KindOf(const json& message) {
  if (message.is_array()) return absl::InvalidArgumentError("batches are not taken; send one message at a time");
  if (!message.is_object()) return absl::InvalidArgumentError("a message is a JSON object");
  const json* version = Member(message, {"jsonrpc"});
  if (version == nullptr || *version != "2.0") return absl::InvalidArgumentError(R"(jsonrpc must be "2.0")");
  const json* method = Member(message, {"method"});
  if (method == nullptr) {
    // Whatever its id: an error as the answer to an answer would go to and fro for ever.
    if (message.contains("result") || message.contains("error")) return RpcKind::kResponse;
    return absl::InvalidArgumentError("method is missing");
  }
  if (!method->is_string()) return absl::InvalidArgumentError("method must be a string");
  const json* id = Member(message, {"id"});
  if (id == nullptr) return RpcKind::kNotification;
  if (!IsId(*id)) return absl::InvalidArgumentError("id must be a string or an integer");
  return RpcKind::kRequest;
}

json ResultReply(const json& request, json result) {
  return {{"jsonrpc", "2.0"}, {"id", request.at("id")}, {"result", std::move(result)}};
}

json ErrorReply(const json& message, int code, absl::string_view text) {
  json reply = {{"jsonrpc", "2.0"}, {"error", {{"code", code}, {"message", std::string(text)}}}};
  const json* id = Member(message, {"id"});
  if (id != nullptr && IsId(*id)) reply["id"] = *id;
  return reply;
}

}  // namespace sipwhy::gateway
