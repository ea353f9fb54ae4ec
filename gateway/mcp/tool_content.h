// Answers in parts, as `structuredContent` of a tool's result: what an assistant may want to count or compare. The
// whole answer, with situations and examples, is the text beside it. Each is as the tool's `outputSchema` says.
#ifndef SIPWHY_GATEWAY_MCP_TOOL_CONTENT_H_
#define SIPWHY_GATEWAY_MCP_TOOL_CONTENT_H_

#include <nlohmann/json_fwd.hpp>

#include "sipwhy/v1/explainer.pb.h"

namespace sipwhy::gateway {

nlohmann::json StructuredContent(const v1::ExplainResponse& response);
nlohmann::json StructuredContent(const v1::CompareResponse& response);
nlohmann::json StructuredContent(const v1::SearchResponse& response);
nlohmann::json StructuredContent(const v1::ExplainCauseResponse& response);

}  // namespace sipwhy::gateway

#endif  // SIPWHY_GATEWAY_MCP_TOOL_CONTENT_H_
