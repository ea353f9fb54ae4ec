#include "gateway/parameters.h"

#include <unicode/utf8.h>

#include <algorithm>
#include <cstdint>
#include <optional>

#include "absl/algorithm/container.h"
#include "absl/strings/ascii.h"
#include "absl/strings/cord.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "google/rpc/error_details.pb.h"

namespace sipwhy::gateway {
namespace {

constexpr char kDomain[] = "sipwhy.gateway";
constexpr char kMalformed[] = "MALFORMED_PARAMETER";
constexpr char kRepeated[] = "REPEATED_PARAMETER";
constexpr char kUnknown[] = "UNKNOWN_PARAMETER";

constexpr size_t kMostShown = 40;
constexpr size_t kMostDigits = 10;

// In ASCII, so that cutting leaves no half of a letter.
std::string Shown(absl::string_view text) { return absl::CHexEscape(text.substr(0, kMostShown)); }

std::string Quoted(absl::string_view text) { return absl::StrCat("\"", Shown(text), "\""); }

template <typename Message>
void AddDetail(const Message& message, absl::Status& status) {
  status.SetPayload(absl::StrCat("type.googleapis.com/", Message::descriptor()->full_name()),
                    absl::Cord(message.SerializeAsString()));
}

bool IsUtf8(absl::string_view text) {
  const auto size = static_cast<int32_t>(text.size());
  for (int32_t at = 0; at < size;) {
    UChar32 c = 0;
    U8_NEXT(reinterpret_cast<const uint8_t*>(text.data()), at, size, c);
    if (c < 0) return false;
  }
  return true;
}

// Nullopt for a percent sign without two hexadecimal digits.
std::optional<std::string> DecodePercentSigns(absl::string_view text) {
  std::string decoded;
  while (!text.empty()) {
    const size_t plain = std::min(text.find('%'), text.size());
    absl::StrAppend(&decoded, text.substr(0, plain));
    text.remove_prefix(plain);
    if (text.empty()) break;
    const absl::string_view digits = text.substr(1, 2);
    if (digits.size() < 2 || !absl::c_all_of(digits, [](unsigned char c) { return absl::ascii_isxdigit(c); })) {
      return std::nullopt;
    }
    absl::StrAppend(&decoded, absl::HexStringToBytes(digits));
    text.remove_prefix(3);
  }
  return decoded;
}

std::string KnownNames(absl::string_view names) {
  if (names.empty()) return "there are none here";
  return absl::StrCat("there are ", absl::StrReplaceAll(names, {{"*", ""}, {" ", ", "}}));
}

}  // namespace

Parameters::Parameters(absl::string_view query) {
  for (const absl::string_view field : absl::StrSplit(query, '&', absl::SkipEmpty())) {
    const std::pair<std::string, std::string> parts =
        absl::StrSplit(absl::StrReplaceAll(field, {{"+", " "}}), absl::MaxSplits('=', 1));
    std::string name = Decoded(parts.first, parts.first);
    std::string value = Decoded(name, parts.second);
    fields_.emplace_back(std::move(name), std::move(value));
  }
}

void Parameters::Allow(absl::string_view names) {
  const std::vector<absl::string_view> allowed = absl::StrSplit(names, ' ', absl::SkipEmpty());
  for (const auto& [name, value] : fields_) {
    if (absl::c_linear_search(allowed, absl::StrCat(name, "*"))) continue;
    if (!absl::c_linear_search(allowed, name)) {
      Refuse(name, kUnknown, absl::StrCat("there is no parameter ", Quoted(name), "; ", KnownNames(names)));
    } else if (absl::c_count_if(fields_, [&](const auto& field) { return field.first == name; }) > 1) {
      Refuse(name, kRepeated, absl::StrCat(name, " is given more than once"));
    }
  }
}

void Parameters::AddFromPath(absl::string_view name, absl::string_view segment) {
  fields_.emplace_back(name, Decoded(name, segment));
}

bool Parameters::Has(absl::string_view name) const { return !Text(name).empty(); }

std::string Parameters::Text(absl::string_view name) const {
  const auto found = absl::c_find_if(fields_, [&](const auto& field) { return field.first == name; });
  return found == fields_.end() ? "" : found->second;
}

std::vector<std::string> Parameters::Texts(absl::string_view name) const {
  std::vector<std::string> texts;
  for (const auto& field : fields_) {
    if (field.first == name) texts.push_back(field.second);
  }
  return texts;
}

int Parameters::Number(absl::string_view name, int lowest, int highest) {
  const std::vector<std::string> texts = Texts(name);
  return texts.empty() ? 0 : ReadNumber(name, texts.front(), lowest, highest);
}

std::vector<int> Parameters::Numbers(absl::string_view name) {
  std::vector<int> numbers;
  for (const std::string& text : Texts(name)) {
    for (const absl::string_view part : absl::StrSplit(text, ',')) {
      numbers.push_back(ReadNumber(name, part, 0, std::numeric_limits<int>::max()));
    }
  }
  return numbers;
}

std::string Parameters::Decoded(absl::string_view name, absl::string_view text) {
  std::optional<std::string> decoded = DecodePercentSigns(text);
  if (decoded.has_value() && IsUtf8(*decoded)) return *std::move(decoded);
  Refuse(name, kMalformed,
         absl::StrCat(Quoted(text), decoded.has_value() ? " is no UTF-8" : " has a % without two hexadecimal digits"));
  return "";
}

int Parameters::ReadNumber(absl::string_view name, absl::string_view text, int lowest, int highest) {
  const bool is_decimal = !text.empty() && text.size() <= kMostDigits &&
                          absl::c_all_of(text, [](unsigned char c) { return absl::ascii_isdigit(c); });
  int number = 0;
  if (is_decimal && absl::SimpleAtoi(text, &number) && number >= lowest && number <= highest) return number;
  Refuse(name, kMalformed,
         absl::StrCat(name, " ", Quoted(text), " is no whole number from ", lowest, " to ", highest,
                      " in decimal digits"));
  return 0;
}

void Parameters::Refuse(absl::string_view name, absl::string_view reason, absl::string_view sentence) {
  if (!status_.ok()) return;
  status_ = absl::InvalidArgumentError(sentence);
  google::rpc::ErrorInfo info;
  info.set_domain(kDomain);
  info.set_reason(std::string(reason));
  AddDetail(info, status_);
  google::rpc::BadRequest request;
  google::rpc::BadRequest::FieldViolation* violation = request.add_field_violations();
  violation->set_field(Shown(name));
  violation->set_description(std::string(sentence));
  AddDetail(request, status_);
}

}  // namespace sipwhy::gateway
