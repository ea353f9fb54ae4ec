// What goes wrong with calls of Telegram's Bot API, and what to make of it.
#ifndef SIPWHY_BOT_ADAPTER_TELEGRAM_PROBLEM_H_
#define SIPWHY_BOT_ADAPTER_TELEGRAM_PROBLEM_H_

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"

namespace sipwhy::bot {

struct TelegramProblem {
  enum class Kind {
    kUnavailable,  // Telegram is not well: the same call may succeed later
    kUnreachable,  // there is no response: neither this call nor another succeeds now
    kTooMany,      // 429: it may succeed after `retry_after`
    kConflict,     // 409: somebody else takes this bot's messages, a second program or a webhook
    kWrongToken,   // 401 or 404: no bot has this token
    kBadMarkup,    // 400 about the HTML of a text: the same text may be taken without it
    kRefused,      // any other 4xx: the same call never succeeds
    kStopped,      // by us
  };
  Kind kind = Kind::kUnavailable;
  std::optional<absl::Duration> retry_after = std::nullopt;  // at least a second, where Telegram says it
  // For the log: the status and Telegram's description, as far as it cannot hold words of a user.
  std::string what = {};
  bool operator==(const TelegramProblem&) const = default;
};

// Of a response with `status` (100 to 599) that is no success; `body` is null where it is no JSON. See the Bot API,
// "Making requests" and "ResponseParameters".
TelegramProblem ReadTelegramProblem(int status, const nlohmann::json& body);

// Of a call that got no response, with the status of HttpClient::Send.
TelegramProblem NoTelegramResponse(const absl::Status& status);

}  // namespace sipwhy::bot

#endif  // SIPWHY_BOT_ADAPTER_TELEGRAM_PROBLEM_H_
