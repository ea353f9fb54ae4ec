#include "bot/adapter/telegram_problem.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "bot/wire/json.h"

namespace sipwhy::bot {
namespace {

using Kind = TelegramProblem::Kind;

constexpr size_t kLongestDescription = 120;

// "Bad Request: can't parse entities" of "Bad Request: can't parse entities: …", where the rest may quote the text.
std::string SafePart(absl::string_view description) {
  const size_t first = description.find(':');
  size_t end = first == absl::string_view::npos ? first : description.find(':', first + 1);
  end = std::min({end, description.find('"'), kLongestDescription});
  std::string part;
  for (const char c : description.substr(0, end)) {
    if (absl::ascii_isprint(static_cast<unsigned char>(c))) part.push_back(c);
  }
  return part;
}

Kind KindOf(int status, absl::string_view description) {
  if (status == 401 || status == 404) return Kind::kWrongToken;
  if (status == 409) return Kind::kConflict;
  if (status == 429) return Kind::kTooMany;
  if (status == 400 && absl::StrContains(absl::AsciiStrToLower(description), "parse entities")) return Kind::kBadMarkup;
  return status >= 400 && status < 500 ? Kind::kRefused : Kind::kUnavailable;
}

}  // namespace

TelegramProblem ReadTelegramProblem(int status, const nlohmann::json& body) {
  const std::string description = TextAt(body, {"description"});
  TelegramProblem problem{.kind = KindOf(status, description)};
  const int64_t seconds = IntegerAt(body, {"parameters", "retry_after"}).value_or(0);
  if (seconds > 0) problem.retry_after = absl::Seconds(seconds);
  const std::string part = SafePart(description);
  problem.what = part.empty() ? absl::StrCat(status) : absl::StrCat(status, " ", part);
  return problem;
}

TelegramProblem NoTelegramResponse(const absl::Status& status) {
  const Kind kind = status.code() == absl::StatusCode::kCancelled ? Kind::kStopped : Kind::kUnreachable;
  return {.kind = kind, .what = std::string(status.message())};
}

}  // namespace sipwhy::bot
