// JSON-RPC 2.0 as the Model Context Protocol uses it: one message at a time, its id a string or an integer.
#ifndef SIPWHY_GATEWAY_MCP_JSON_RPC_H_
#define SIPWHY_GATEWAY_MCP_JSON_RPC_H_

#include <nlohmann/json_fwd.hpp>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace sipwhy::gateway {

// JSON-RPC 2.0, section 5.1.
inline constexpr int kParseError = -32700;
inline constexpr int kInvalidRequest = -32600;
inline constexpr int kMethodNotFound = -32601;
inline constexpr int kInvalidParams = -32602;

// Model Context Protocol 2026-07-28, Overview, "Error Codes".
inline constexpr int kHeaderMismatch = -32020;
inline constexpr int kUnsupportedProtocolVersion = -32022;

enum class RpcKind {
  kRequest,
  kNotification,
  kResponse,  // to something that the other side was asked
};

// What `message` is. INVALID_ARGUMENT with the rule that it breaks. Batches are refused: the protocol had them in one
// revision alone (2025-03-26), and one of them would keep a worker for many calls.
absl::StatusOr<RpcKind> KindOf(const nlohmann::json& message);

// The reply to `request`, which is one.
nlohmann::json ResultReply(const nlohmann::json& request, nlohmann::json result);

// The error that `message` leads to, whatever it is. Without an id where `message` has none that can be repeated.
nlohmann::json ErrorReply(const nlohmann::json& message, int code, absl::string_view text);

}  // namespace sipwhy::gateway

#endif  // SIPWHY_GATEWAY_MCP_JSON_RPC_H_
