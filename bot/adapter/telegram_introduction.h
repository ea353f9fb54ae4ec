// Asks Telegram who the bot is, for a webhook.
#ifndef SIPWHY_BOT_ADAPTER_TELEGRAM_INTRODUCTION_H_
#define SIPWHY_BOT_ADAPTER_TELEGRAM_INTRODUCTION_H_

#include <utility>

#include "absl/status/statusor.h"
#include "bot/adapter/adapter.h"
#include "bot/adapter/telegram_poll.h"
#include "bot/http/http_client.h"
#include "bot/webhook/telegram_update.h"

namespace sipwhy::bot {

// There is nothing to run: Telegram calls the webhook.
class TelegramIntroduction final : public Adapter {
 public:
  explicit TelegramIntroduction(TelegramPollSettings settings) : settings_(std::move(settings)) {}

  // getMe (Bot API), in one try of at most ten seconds. UNAVAILABLE when Telegram is not reached, FAILED_PRECONDITION
  // when it does not take the token. Use it from one thread.
  absl::StatusOr<TelegramIdentity> Identify();

  void Run() override {}
  void Stop() override { http_.Stop(); }

 private:
  const TelegramPollSettings settings_;
  HttpClient http_;
};

}  // namespace sipwhy::bot

#endif  // SIPWHY_BOT_ADAPTER_TELEGRAM_INTRODUCTION_H_
