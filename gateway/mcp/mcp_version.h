// The revisions of the Model Context Protocol that are spoken, and how a message tells which is its own.
//
// Up to 2025-11-25 a client begins with `initialize`, which agrees on a revision. From 2026-07-28 on there is no
// beginning: each request names its revision in `_meta` and is answered by itself. Both are served side by side, as
// "Versioning and Compatibility" of 2026-07-28 describes it.
#ifndef SIPWHY_GATEWAY_MCP_MCP_VERSION_H_
#define SIPWHY_GATEWAY_MCP_MCP_VERSION_H_

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"

namespace sipwhy::gateway {

// The revision without a beginning.
inline constexpr absl::string_view kStatelessVersion = "2026-07-28";

// Every revision that is spoken, newest first.
absl::Span<const absl::string_view> SupportedVersions();

bool IsSupported(absl::string_view version);

// The revision to speak with a client that asks for `requested` by `initialize`: that if it begins so and is spoken,
// else the newest that begins so.
absl::string_view NegotiateVersion(absl::string_view requested);

// Whether `message` names its revision itself, in `params._meta`.
bool IsStateless(const nlohmann::json& message);

// The revision that it names there; empty where that is no string, or there is none.
std::string StatelessVersionOf(const nlohmann::json& message);

// The error for a `message` that asks for the revision `requested`, which is not spoken. It names those that are.
nlohmann::json UnsupportedVersion(const nlohmann::json& message, absl::string_view requested);

}  // namespace sipwhy::gateway

#endif  // SIPWHY_GATEWAY_MCP_MCP_VERSION_H_
