#include "bot/adapter/telegram_introduction.h"

#include <nlohmann/json.hpp>
#include <optional>

#include "absl/strings/str_cat.h"
#include "bot/adapter/telegram_problem.h"
#include "bot/wire/json.h"

namespace sipwhy::bot {

absl::StatusOr<TelegramIdentity> TelegramIntroduction::Identify() {
  const absl::StatusOr<HttpResponse> response =
      http_.Send({.url = absl::StrCat(settings_.api, "/bot", settings_.token, "/getMe")});
  if (!response.ok()) return absl::UnavailableError(NoTelegramResponse(response.status()).what);
  const absl::StatusOr<nlohmann::json> body = ParseUntrusted(response->body);
  if (response->status != 200) {
    const TelegramProblem problem = ReadTelegramProblem(response->status, body.value_or(nullptr));
    const bool wrong = problem.kind == TelegramProblem::Kind::kWrongToken;
    return wrong ? absl::FailedPreconditionError(absl::StrCat(problem.what, "; check the token with @BotFather"))
                 : absl::UnavailableError(problem.what);
  }
  const nlohmann::json* user = body.ok() ? Member(*body, {"result"}) : nullptr;
  const std::optional<TelegramIdentity> self = user == nullptr ? std::nullopt : ReadTelegramIdentity(*user);
  if (!self.has_value()) return absl::UnavailableError("getMe names no bot");
  return *self;
}

}  // namespace sipwhy::bot
