// JSON from strangers, and JSON that goes out.
#ifndef SIPWHY_BOT_WIRE_JSON_H_
#define SIPWHY_BOT_WIRE_JSON_H_

#include <cstdint>
#include <initializer_list>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace sipwhy::bot {

// Reads `text`, at most 8 MiB of it and nested at most 32 deep, so that neither reading nor releasing it can use up the
// stack. INVALID_ARGUMENT with what is wrong, which never quotes `text`. Invalid UTF-8 and NUL bytes are refused.
absl::StatusOr<nlohmann::json> ParseUntrusted(absl::string_view text);

// `value` in one line. Bytes that are no UTF-8 become U+FFFD, so it never fails.
std::string DumpSafe(const nlohmann::json& value);

// The member of objects in objects that `path` names, or null. Never throws, whatever `value` is.
const nlohmann::json* Member(const nlohmann::json& value, std::initializer_list<absl::string_view> path);

// The same as a string; empty where it is missing or something else. A number gives its digits, since some platforms
// write the same id both ways.
std::string TextAt(const nlohmann::json& value, std::initializer_list<absl::string_view> path);

// The same as an integer; nullopt where it is missing or something else.
std::optional<int64_t> IntegerAt(const nlohmann::json& value, std::initializer_list<absl::string_view> path);

// The same as a truth value; false where it is missing or something else.
bool FlagAt(const nlohmann::json& value, std::initializer_list<absl::string_view> path);

}  // namespace sipwhy::bot

#endif  // SIPWHY_BOT_WIRE_JSON_H_
