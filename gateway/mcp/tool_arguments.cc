#include "gateway/mcp/tool_arguments.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <initializer_list>
#include <limits>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "bot/wire/json.h"

namespace sipwhy::gateway {
namespace {

using nlohmann::json;

constexpr size_t kLongestText = 1000;
constexpr size_t kLongestList = 20;

std::optional<int> IntegerFrom(const json& value) {
  int number = 0;
  if (value.is_string()) {
    return absl::SimpleAtoi(value.get<std::string>(), &number) ? std::optional(number) : std::nullopt;
  }
  if (!value.is_number()) return std::nullopt;
  // Exact for every number of 32 bits.
  const double exact = value.get<double>();
  const bool fits = exact >= std::numeric_limits<int>::min() && exact <= std::numeric_limits<int>::max();
  return fits && std::trunc(exact) == exact ? std::optional(static_cast<int>(exact)) : std::nullopt;
}

// Reads one argument after the other, and remembers the first that breaks a rule.
class ArgumentReader {
 public:
  ArgumentReader(const json& arguments, std::initializer_list<absl::string_view> names) : arguments_(arguments) {
    for (const auto& [name, value] : arguments.items()) {
      if (std::find(names.begin(), names.end(), name) != names.end()) continue;
      // The name is not repeated: it may be anything.
      Fail(absl::StrCat("there is an unknown argument; known ones are ", absl::StrJoin(names, ", ")));
    }
  }

  // What is absent is 0, or empty.
  int Integer(absl::string_view name) {
    const json* value = Find(name);
    return value == nullptr ? 0 : IntegerOf(*value, name);
  }

  std::string Text(absl::string_view name) {
    const json* value = Find(name);
    return value == nullptr ? "" : TextOf(*value, name);
  }

  std::vector<int> Integers(absl::string_view name) {
    std::vector<int> integers;
    for (const json& value : List(name)) integers.push_back(IntegerOf(value, name));
    return integers;
  }

  std::vector<std::string> Texts(absl::string_view name) {
    std::vector<std::string> texts;
    for (const json& value : List(name)) texts.push_back(TextOf(value, name));
    return texts;
  }

  void Require(absl::string_view name) {
    if (Find(name) == nullptr) Fail(absl::StrCat(name, " is missing"));
  }

  template <typename Request>
  absl::StatusOr<Request> Result(Request request) const {
    if (!status_.ok()) return status_;
    return request;
  }

 private:
  void Fail(const std::string& why) {
    if (status_.ok()) status_ = absl::InvalidArgumentError(why);
  }

  const json* Find(absl::string_view name) const {
    const json* value = bot::Member(arguments_, {name});
    return value == nullptr || value->is_null() ? nullptr : value;
  }

  int IntegerOf(const json& value, absl::string_view name) {
    const std::optional<int> integer = IntegerFrom(value);
    if (!integer.has_value()) Fail(absl::StrCat(name, " takes integers of at most 32 bits"));
    return integer.value_or(0);
  }

  std::string TextOf(const json& value, absl::string_view name) {
    if (!value.is_string()) return Fail(absl::StrCat(name, " takes text")), "";
    std::string text = value.get<std::string>();
    if (text.size() > kLongestText) return Fail(absl::StrCat(name, " has more than ", kLongestText, " bytes")), "";
    return text;
  }

  std::vector<json> List(absl::string_view name) {
    const json* value = Find(name);
    if (value == nullptr) return {};
    if (!value->is_array()) return {*value};
    if (value->size() <= kLongestList) return {value->begin(), value->end()};
    Fail(absl::StrCat(name, " has more than ", kLongestList, " entries"));
    return {};
  }

  const json& arguments_;
  absl::Status status_;
};

}  // namespace

absl::StatusOr<v1::ExplainRequest> ExplainRequestFrom(const json& arguments) {
  ArgumentReader reader(arguments, {"code", "reason_phrase", "headers", "language", "revision"});
  reader.Require("code");
  v1::ExplainRequest request;
  request.set_code(reader.Integer("code"));
  request.set_reason_phrase(reader.Text("reason_phrase"));
  for (std::string& header : reader.Texts("headers")) request.add_headers(std::move(header));
  request.set_language_code(reader.Text("language"));
  request.set_revision(reader.Integer("revision"));
  return reader.Result(std::move(request));
}

absl::StatusOr<v1::CompareRequest> CompareRequestFrom(const json& arguments) {
  ArgumentReader reader(arguments, {"codes", "language", "revision"});
  reader.Require("codes");
  v1::CompareRequest request;
  for (const int code : reader.Integers("codes")) request.add_codes(code);
  request.set_language_code(reader.Text("language"));
  request.set_revision(reader.Integer("revision"));
  return reader.Result(std::move(request));
}

absl::StatusOr<v1::SearchRequest> SearchRequestFrom(const json& arguments) {
  ArgumentReader reader(arguments, {"query", "max_results", "language", "revision"});
  reader.Require("query");
  v1::SearchRequest request;
  request.set_query(reader.Text("query"));
  request.set_max_results(reader.Integer("max_results"));
  request.set_language_code(reader.Text("language"));
  request.set_revision(reader.Integer("revision"));
  return reader.Result(std::move(request));
}

absl::StatusOr<v1::ExplainCauseRequest> ExplainCauseRequestFrom(const json& arguments) {
  ArgumentReader reader(arguments, {"cause", "language", "revision"});
  reader.Require("cause");
  v1::ExplainCauseRequest request;
  request.set_cause(reader.Integer("cause"));
  request.set_language_code(reader.Text("language"));
  request.set_revision(reader.Integer("revision"));
  return reader.Result(std::move(request));
}

}  // namespace sipwhy::gateway
