#include "gateway/mcp/mcp_version.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "bot/wire/json.h"
#include "gateway/mcp/json_rpc.h"

namespace sipwhy::gateway {
namespace {

using nlohmann::json;

constexpr char kVersionKey[] = "io.modelcontextprotocol/protocolVersion";

// 2024-10-07, which clients still know, gave results of tools another shape.
constexpr absl::string_view kVersions[] = {kStatelessVersion, "2025-11-25", "2025-06-18", "2025-03-26", "2024-11-05"};
constexpr absl::string_view kNewestWithInitialize = kVersions[1];

}  // namespace

absl::Span<const absl::string_view> SupportedVersions() { return kVersions; }

bool IsSupported(absl::string_view version) {
  return std::find(std::begin(kVersions), std::end(kVersions), version) != std::end(kVersions);
}

absl::string_view NegotiateVersion(absl::string_view requested) {
  const auto* const version = std::find(std::begin(kVersions), std::end(kVersions), requested);
  const bool begins = version != std::end(kVersions) && *version != kStatelessVersion;
  return begins ? *version : kNewestWithInitialize;
}

bool IsStateless(const json& message) { return bot::Member(message, {"params", "_meta", kVersionKey}) != nullptr; }

std::string StatelessVersionOf(const json& message) {
  const json* version = bot::Member(message, {"params", "_meta", kVersionKey});
  return version != nullptr && version->is_string() ? version->get<std::string>() : "";
}

json UnsupportedVersion(const json& message, absl::string_view requested) {
  json reply = ErrorReply(message, kUnsupportedProtocolVersion, "unsupported protocol version");
  json& data = reply["error"]["data"];
  data["requested"] = std::string(requested);
  for (const absl::string_view version : kVersions) data["supported"].push_back(std::string(version));
  return reply;
}

}  // namespace sipwhy::gateway
