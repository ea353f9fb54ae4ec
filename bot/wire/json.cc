#include "bot/wire/json.h"

#include <limits>
#include <nlohmann/json.hpp>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"

namespace sipwhy::bot {
namespace {

using nlohmann::json;

constexpr size_t kLongest = 8U << 20U;
constexpr int kDeepest = 32;

// How deep brackets nest in `text`, strings aside. Counted before parsing, since the parser's callback cannot stop it.
int DepthOf(absl::string_view text) {
  int depth = 0;
  int deepest = 0;
  bool in_string = false;
  for (size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (in_string) {
      if (c == '\\') ++i;
      if (c == '"') in_string = false;
    } else if (c == '"') {
      in_string = true;
    } else if (c == '{' || c == '[') {
      deepest = std::max(deepest, ++depth);
    } else if (c == '}' || c == ']') {
      --depth;
    }
  }
  return deepest;
}

}  // namespace

absl::StatusOr<json> ParseUntrusted(absl::string_view text) {
  if (text.size() > kLongest) return absl::InvalidArgumentError(absl::StrCat("JSON is over ", kLongest, " bytes"));
  if (DepthOf(text) > kDeepest) return absl::InvalidArgumentError(absl::StrCat("JSON nests over ", kDeepest, " deep"));
  // The library takes a NUL for the end.
  if (text.find('\0') != absl::string_view::npos) return absl::InvalidArgumentError("JSON with a NUL byte");
  json value = json::parse(text.begin(), text.end(), nullptr, /*allow_exceptions=*/false);
  if (value.is_discarded()) return absl::InvalidArgumentError("not JSON");
  return value;
}

std::string DumpSafe(const json& value) { return value.dump(-1, ' ', false, json::error_handler_t::replace); }

const json* Member(const json& value, std::initializer_list<absl::string_view> path) {
  const json* at = &value;
  for (const absl::string_view name : path) {
    if (!at->is_object()) return nullptr;
    const auto member = at->find(std::string(name));
    if (member == at->end()) return nullptr;
    at = &*member;
  }
  return at;
}

std::string TextAt(const json& value, std::initializer_list<absl::string_view> path) {
  const json* at = Member(value, path);
  if (at == nullptr) return "";
  if (at->is_string()) return at->get<std::string>();
  return at->is_number_integer() ? at->dump() : "";
}

std::optional<int64_t> IntegerAt(const json& value, std::initializer_list<absl::string_view> path) {
  const json* at = Member(value, path);
  if (at == nullptr || !at->is_number_integer()) return std::nullopt;
  const bool too_large = at->is_number_unsigned() && at->get<uint64_t>() > std::numeric_limits<int64_t>::max();
  if (too_large) return std::nullopt;
  return at->get<int64_t>();
}

bool FlagAt(const json& value, std::initializer_list<absl::string_view> path) {
  const json* at = Member(value, path);
  return at != nullptr && at->is_boolean() && at->get<bool>();
}

}  // namespace sipwhy::bot
