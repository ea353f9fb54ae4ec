#include "bot/webhook/telegram.h"

#include <nlohmann/json.hpp>

#include "bot/webhook/webhook_json.h"
#include "bot/wire/json.h"
#include "bot/wire/signature.h"

namespace sipwhy::bot {
namespace {

// Bot API, "setWebhook", secret_token.
constexpr char kSecretHeader[] = "X-Telegram-Bot-Api-Secret-Token";

}  // namespace

std::string TelegramCodec::Encode(const Reply& reply, const ChatMessage& message) const {
  nlohmann::json call = WriteTelegramMessage(reply, message);
  call["method"] = "sendMessage";
  return DumpSafe(call);
}

Verdict TelegramCodec::Verify(const HttpRequest& request, absl::Time /*now*/) const {
  if (request.method != "POST") return Refuse("the method is not POST");
  const std::optional<absl::string_view> secret = request.headers.Only(kSecretHeader);
  if (!secret.has_value()) return Refuse("no secret token, or several");
  if (!EqualInConstantTime(*secret, settings_.secret_token)) return Refuse("another secret token");
  return {.kind = Verdict::Kind::kAccept};
}

absl::StatusOr<std::optional<ChatMessage>> TelegramCodec::Decode(const HttpRequest& request) const {
  const absl::StatusOr<nlohmann::json> update = ParseUntrusted(request.body);
  if (!update.ok()) return update.status();
  return ReadTelegramUpdate(*update, settings_.identity);
}

HttpResponse TelegramCodec::Respond(const std::string& payload) const { return JsonResponse(payload); }

HttpResponse TelegramCodec::Silence() const { return {}; }

}  // namespace sipwhy::bot
