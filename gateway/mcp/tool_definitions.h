// What an assistant is told about the tools of tools.h.
#ifndef SIPWHY_GATEWAY_MCP_TOOL_DEFINITIONS_H_
#define SIPWHY_GATEWAY_MCP_TOOL_DEFINITIONS_H_

#include <nlohmann/json_fwd.hpp>

namespace sipwhy::gateway {

// The tools as `tools/list` gives them, the same ones in the same order each time: the name, when to call it, and JSON
// Schemas (2020-12) of its arguments and of its `structuredContent`.
nlohmann::json ToolDefinitions();

}  // namespace sipwhy::gateway

#endif  // SIPWHY_GATEWAY_MCP_TOOL_DEFINITIONS_H_
