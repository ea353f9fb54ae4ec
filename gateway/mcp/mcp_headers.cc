#include "gateway/mcp/mcp_headers.h"

#include <nlohmann/json.hpp>
#include <string>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "bot/wire/json.h"
#include "gateway/mcp/json_rpc.h"
#include "gateway/mcp/mcp_version.h"

namespace sipwhy::gateway {
namespace {

using nlohmann::json;

constexpr char kVersionHeader[] = "MCP-Protocol-Version";

// What a header says that may be written "=?base64?…?="; empty if that is no base64.
std::string Decoded(absl::string_view value) {
  absl::string_view encoded = value;
  if (!absl::ConsumePrefix(&encoded, "=?base64?") || !absl::ConsumeSuffix(&encoded, "?=")) return std::string(value);
  std::string decoded;
  return absl::Base64Unescape(encoded, &decoded) ? decoded : "";
}

json Mismatch(const json& message, absl::string_view header) {
  return ErrorReply(message, kHeaderMismatch, absl::StrCat(header, " is missing, or not what the message says"));
}

}  // namespace

std::optional<json> HeaderError(const HttpHeaders& headers, const json& message) {
  const absl::string_view version = headers.Only(kVersionHeader).value_or("");
  const bool names_version = IsStateless(message);
  if (!names_version && version == kStatelessVersion) return Mismatch(message, kVersionHeader);
  if (names_version && version != StatelessVersionOf(message)) return Mismatch(message, kVersionHeader);
  if (!version.empty() && !IsSupported(version)) return UnsupportedVersion(message, version);
  if (!names_version || bot::Member(message, {"id"}) == nullptr) return std::nullopt;
  const std::string method = bot::TextAt(message, {"method"});
  if (headers.Only("Mcp-Method").value_or("") != method) return Mismatch(message, "Mcp-Method");
  const bool has_name = method == "tools/call";
  const std::string name = Decoded(headers.Only("Mcp-Name").value_or(""));
  if (has_name && name != bot::TextAt(message, {"params", "name"})) return Mismatch(message, "Mcp-Name");
  return std::nullopt;
}

}  // namespace sipwhy::gateway
