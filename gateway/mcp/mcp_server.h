// The Model Context Protocol (modelcontextprotocol.io), by which assistants call tools: what is answered to a message,
// whoever carries it. For those who carry see mcp_http.h and mcp_stdio.h.
#ifndef SIPWHY_GATEWAY_MCP_MCP_SERVER_H_
#define SIPWHY_GATEWAY_MCP_MCP_SERVER_H_

#include <nlohmann/json_fwd.hpp>
#include <optional>

#include "gateway/explainer_client.h"

namespace sipwhy::gateway {

// Offers the tools of tools.h in every revision of mcp_version.h. Remembers nothing between two messages: whoever was
// not introduced by `initialize` is answered all the same. Safe to use from any thread.
class McpServer {
 public:
  // Borrows `client`, which must outlive it.
  explicit McpServer(ExplainerClient& client) : client_(client) {}

  // What to send back for one message, or nullopt for what is not answered: notifications, and responses to requests
  // that were never made. Waits for the service if a tool is called. Messages that are none, unknown methods and tools
  // give JSON-RPC errors; a tool that fails gives a result that says so, since that is what the assistant gets to read.
  std::optional<nlohmann::json> Answer(const nlohmann::json& message, const CallTrace& trace) const;

 private:
  nlohmann::json AnswerRequest(const nlohmann::json& request, const CallTrace& trace) const;
  nlohmann::json AnswerStateless(const nlohmann::json& request, const CallTrace& trace) const;
  nlohmann::json AnswerToolCall(const nlohmann::json& request, const CallTrace& trace) const;

  ExplainerClient& client_;
};

}  // namespace sipwhy::gateway

#endif  // SIPWHY_GATEWAY_MCP_MCP_SERVER_H_
