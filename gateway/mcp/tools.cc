#include "gateway/mcp/tools.h"

#include <nlohmann/json.hpp>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "bot/compose_answer.h"
#include "bot/render/markdown.h"
#include "gateway/mcp/tool_arguments.h"
#include "gateway/mcp/tool_content.h"

namespace sipwhy::gateway {
namespace {

using nlohmann::json;

// Four codes in full have about half of it.
constexpr bot::MarkdownLimits kLimits = {.size = 40'000, .unit = bot::TextUnit::kCodePoints};

template <typename Response>
bot::Answer Compose(const Response& response) {
  return bot::ComposeAnswer(response, bot::Detail::kFull);
}

bot::Answer Compose(const v1::SearchResponse& response) { return bot::ComposeAnswer(response); }

json TextResult(std::string text) {
  return {{"content", json::array({{{"type", "text"}, {"text", std::move(text)}}})}};
}

// Addresses and the words of libraries, which other failures have, are nobody's business there.
std::string Sentence(const absl::Status& status) {
  switch (status.code()) {
    case absl::StatusCode::kInvalidArgument:
    case absl::StatusCode::kNotFound:
    case absl::StatusCode::kResourceExhausted:
    case absl::StatusCode::kUnauthenticated:
    case absl::StatusCode::kPermissionDenied:
      return std::string(status.message());
    case absl::StatusCode::kUnavailable:
      return "the knowledge base cannot be reached now; try again in a few seconds";
    case absl::StatusCode::kDeadlineExceeded:
      return "the knowledge base did not answer in time; try again in a few seconds";
    default:
      return "the knowledge base failed to answer this; another question may work";
  }
}

json ErrorResult(const absl::Status& status) {
  json result = TextResult(Sentence(status));
  result["isError"] = true;
  return result;
}

template <typename Request, typename Response>
json Call(absl::StatusOr<Request> request,
          absl::StatusOr<Response> (ExplainerClient::*method)(const Request&, const CallTrace&),
          ExplainerClient& client, const CallTrace& trace) {
  if (!request.ok()) return ErrorResult(request.status());
  const absl::StatusOr<Response> response = (client.*method)(*request, trace);
  if (!response.ok()) return ErrorResult(response.status());
  json result = TextResult(bot::RenderMarkdown(Compose(*response), kLimits));
  result["structuredContent"] = StructuredContent(*response);
  return result;
}

}  // namespace

std::optional<json> CallTool(absl::string_view name, const json& arguments, ExplainerClient& client,
                             const CallTrace& trace) {
  if (name == "explain") return Call(ExplainRequestFrom(arguments), &ExplainerClient::Explain, client, trace);
  if (name == "compare") return Call(CompareRequestFrom(arguments), &ExplainerClient::Compare, client, trace);
  if (name == "search") return Call(SearchRequestFrom(arguments), &ExplainerClient::Search, client, trace);
  if (name == "explain_cause") {
    return Call(ExplainCauseRequestFrom(arguments), &ExplainerClient::ExplainCause, client, trace);
  }
  return std::nullopt;
}

}  // namespace sipwhy::gateway
