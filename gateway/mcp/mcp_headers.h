// The headers of HTTP that repeat what a message says, so that whoever passes it on need not read it.
#ifndef SIPWHY_GATEWAY_MCP_MCP_HEADERS_H_
#define SIPWHY_GATEWAY_MCP_MCP_HEADERS_H_

#include <nlohmann/json_fwd.hpp>
#include <optional>

#include "http/http_message.h"

namespace sipwhy::gateway {

// The JSON-RPC error for a message whose headers forbid to answer it, else nullopt. `MCP-Protocol-Version` must be a
// revision that is spoken; it may be absent, as it is before 2025-06-18. In the revision whose messages name it
// themselves it must be the same there, and `Mcp-Method` and, for tools, `Mcp-Name` must be those of the message
// (2026-07-28, Streamable HTTP, "Server Validation"). A header that comes twice counts as absent.
std::optional<nlohmann::json> HeaderError(const HttpHeaders& headers, const nlohmann::json& message);

}  // namespace sipwhy::gateway

#endif  // SIPWHY_GATEWAY_MCP_MCP_HEADERS_H_
