// Telegram's webhook.
#ifndef SIPWHY_BOT_WEBHOOK_TELEGRAM_H_
#define SIPWHY_BOT_WEBHOOK_TELEGRAM_H_

#include <string>
#include <utility>

#include "bot/webhook/telegram_update.h"
#include "bot/webhook/webhook_codec.h"

namespace sipwhy::bot {

struct TelegramSettings {
  std::string secret_token;  // as it was given to setWebhook
  TelegramIdentity identity;
};

// Takes Updates (Bot API, "setWebhook") and answers them in the response, as a call of sendMessage (Bot API, "Making
// requests when getting updates"). Telegram does not say what became of such a call.
class TelegramCodec final : public WebhookCodec {
 public:
  explicit TelegramCodec(TelegramSettings settings) : settings_(std::move(settings)) {}

  std::string Encode(const Reply& reply, const ChatMessage& message) const override;
  Verdict Verify(const HttpRequest& request, absl::Time now) const override;
  absl::StatusOr<std::optional<ChatMessage>> Decode(const HttpRequest& request) const override;
  HttpResponse Respond(const std::string& payload) const override;
  HttpResponse Silence() const override;

 private:
  const TelegramSettings settings_;
};

}  // namespace sipwhy::bot

#endif  // SIPWHY_BOT_WEBHOOK_TELEGRAM_H_
