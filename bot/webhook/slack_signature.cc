#include "bot/webhook/slack_signature.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "bot/wire/form.h"
#include "bot/wire/signature.h"

namespace sipwhy::bot {
namespace {

constexpr char kVersion[] = "v0";
constexpr absl::Duration kWindow = absl::Minutes(5);
constexpr size_t kMostDigits = 12;  // enough for 30,000 years

bool IsSslCheck(const HttpRequest& request) { return FieldOf(ParseForm(request.body), "ssl_check") == "1"; }

std::optional<absl::Time> TimeOf(absl::string_view timestamp) {
  const auto is_digit = [](char c) { return absl::ascii_isdigit(static_cast<unsigned char>(c)); };
  int64_t seconds = 0;
  const bool is_number = timestamp.size() <= kMostDigits && std::all_of(timestamp.begin(), timestamp.end(), is_digit);
  if (!is_number || !absl::SimpleAtoi(timestamp, &seconds)) return std::nullopt;
  return absl::FromUnixSeconds(seconds);
}

}  // namespace

Verdict VerifySlackRequest(const HttpRequest& request, absl::string_view signing_secret, absl::Time now) {
  const std::optional<absl::string_view> signature = request.headers.Only("X-Slack-Signature");
  if (!signature.has_value() && IsSslCheck(request)) return {.kind = Verdict::Kind::kAnswerNow};
  if (!signature.has_value()) return Refuse("there is not one signature");
  const std::optional<absl::string_view> timestamp = request.headers.Only("X-Slack-Request-Timestamp");
  if (!timestamp.has_value()) return Refuse("there is not one timestamp");
  const std::optional<absl::Time> sent_at = TimeOf(*timestamp);
  if (!sent_at.has_value()) return Refuse("the timestamp is no number");
  if (absl::AbsDuration(now - *sent_at) > kWindow) {
    return Refuse("the timestamp is over five minutes off; is the clock of this machine right?");
  }
  // An empty key would make a signature that anybody can make.
  if (signing_secret.empty()) return Refuse("no signing secret is set");
  const std::string digest = HmacSha256(signing_secret, absl::StrCat(kVersion, ":", *timestamp, ":", request.body));
  if (!EqualInConstantTime(*signature, absl::StrCat(kVersion, "=", ToHex(digest)))) {
    return Refuse("the signature is not that of the signing secret");
  }
  return {.kind = Verdict::Kind::kAccept};
}

}  // namespace sipwhy::bot
