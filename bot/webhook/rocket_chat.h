// Rocket.Chat: outgoing webhooks, answered in the HTTP response.
//
// Sources: apps/meteor/app/integrations/server/lib/triggerHandler.ts (the request, what becomes of the response),
// apps/meteor/app/lib/server/functions/processWebhookMessage.ts (the fields of a response),
// apps/meteor/app/mentions/lib/MentionsParser.ts and packages/message-parser/src/grammar.pegjs (markup).
#ifndef SIPWHY_BOT_WEBHOOK_ROCKET_CHAT_H_
#define SIPWHY_BOT_WEBHOOK_ROCKET_CHAT_H_

#include <optional>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "bot/webhook/webhook_codec.h"

namespace sipwhy::bot {

struct RocketChatSettings {
  std::string token;  // as the integration's page shows it; with an empty one all is refused
};

class RocketChatCodec final : public WebhookCodec {
 public:
  explicit RocketChatCodec(RocketChatSettings settings) : token_(std::move(settings.token)) {}

  // The token stands in the body. There is no timestamp to hold against `now`.
  Verdict Verify(const HttpRequest& request, absl::Time now) const override;

  // A trigger word is cut from the text; a message is addressed if it has one or is direct. `from_bot` is set for posts
  // of integrations, among them our own. `reply_to` is the thread that the message is in. Nullopt for events other than
  // messages, and for files.
  absl::StatusOr<std::optional<ChatMessage>> Decode(const HttpRequest& request) const override;

  // JSON with a text of at most 5,000 UTF-16 units (the default of Message_MaxAllowedSize): the first line, the rest in
  // columns of a code block, since there are no tables, and the link. In the question's thread if it was in one.
  // Nobody but the asker can not be had.
  std::string Encode(const Reply& reply, const ChatMessage& message) const override;

  HttpResponse Respond(const std::string& payload) const override;
  HttpResponse Silence() const override;

 private:
  const std::string token_;
};

}  // namespace sipwhy::bot

#endif  // SIPWHY_BOT_WEBHOOK_ROCKET_CHAT_H_
