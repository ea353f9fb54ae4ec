// What an assistant can ask for: `explain`, `compare`, `search` and `explain_cause`.
#ifndef SIPWHY_GATEWAY_MCP_TOOLS_H_
#define SIPWHY_GATEWAY_MCP_TOOLS_H_

#include <nlohmann/json_fwd.hpp>
#include <optional>

#include "absl/strings/string_view.h"
#include "gateway/explainer_client.h"

namespace sipwhy::gateway {

// The result of `tools/call`: the answer as Markdown, with its sources and the revision of the knowledge base, and the
// same in parts as `structuredContent`. If the arguments break a rule or the service does not answer, `isError` is set
// and the text says, in a sentence to be read by an assistant, what to do about it; where the service is, and why it
// failed, is not told. Nullopt when there is no tool `name`. `arguments` is an object.
std::optional<nlohmann::json> CallTool(absl::string_view name, const nlohmann::json& arguments, ExplainerClient& client,
                                       const CallTrace& trace);

}  // namespace sipwhy::gateway

#endif  // SIPWHY_GATEWAY_MCP_TOOLS_H_
