// The arguments of tools, made requests to the service.
//
// They come from language models, so a number may be written as a string of digits or as 486.0, a list of one as the
// thing itself, and null means absent. INVALID_ARGUMENT with a sentence by which the call can be mended: an argument
// that is missing, of another type, unknown, longer than 1,000 bytes or a list of more than 20. Narrower rules are the
// service's own.
#ifndef SIPWHY_GATEWAY_MCP_TOOL_ARGUMENTS_H_
#define SIPWHY_GATEWAY_MCP_TOOL_ARGUMENTS_H_

#include <nlohmann/json_fwd.hpp>

#include "absl/status/statusor.h"
#include "sipwhy/v1/explainer.pb.h"

namespace sipwhy::gateway {

// Each takes an object.
absl::StatusOr<v1::ExplainRequest> ExplainRequestFrom(const nlohmann::json& arguments);
absl::StatusOr<v1::CompareRequest> CompareRequestFrom(const nlohmann::json& arguments);
absl::StatusOr<v1::SearchRequest> SearchRequestFrom(const nlohmann::json& arguments);
absl::StatusOr<v1::ExplainCauseRequest> ExplainCauseRequestFrom(const nlohmann::json& arguments);

}  // namespace sipwhy::gateway

#endif  // SIPWHY_GATEWAY_MCP_TOOL_ARGUMENTS_H_
