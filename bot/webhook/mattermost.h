// Mattermost: slash commands and outgoing webhooks, answered in the HTTP response.
//
// Sources: developers.mattermost.com "Custom slash commands" and "Outgoing webhooks"; in the server's source
// server/channels/app/command.go, server/channels/app/webhook.go, server/public/model/outgoing_webhook.go.
#ifndef SIPWHY_BOT_WEBHOOK_MATTERMOST_H_
#define SIPWHY_BOT_WEBHOOK_MATTERMOST_H_

#include <optional>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "bot/webhook/webhook_codec.h"

namespace sipwhy::bot {

struct MattermostSettings {
  std::string token;  // as Mattermost shows it for the command or the webhook; with an empty one all is refused
};

// A request with a "command" is a slash command (a form by POST, or a query by GET), any other an outgoing webhook (a
// form or JSON by POST). A command and a webhook have tokens of their own, so each needs a codec of its own.
class MattermostCodec final : public WebhookCodec {
 public:
  explicit MattermostCodec(MattermostSettings settings) : token_(std::move(settings.token)) {}

  // The token stands among the fields. Where the request has "Authorization: Token …" as well, that must match too.
  // There is no timestamp to hold against `now`.
  Verdict Verify(const HttpRequest& request, absl::Time now) const override;

  // A webhook's trigger word is cut from the text and kept in `reply_to`; a message is addressed if it has one.
  // `from_bot` and `from_self` are never set: the request does not tell. What a webhook answers triggers no webhook;
  // what a command answers in a channel may, as a post of the asker (CreateCommandPost in command.go), but has no
  // trigger word in front unless that is "**".
  absl::StatusOr<std::optional<ChatMessage>> Decode(const HttpRequest& request) const override;

  // JSON with Markdown of at most 16,383 code points. To a command: in the channel, or for the asker alone. To a
  // webhook: in the thread of the question, since such a response has no other addressee. It never begins with the
  // trigger word.
  std::string Encode(const Reply& reply, const ChatMessage& message) const override;

  HttpResponse Respond(const std::string& payload) const override;
  HttpResponse Silence() const override;

 private:
  const std::string token_;
};

}  // namespace sipwhy::bot

#endif  // SIPWHY_BOT_WEBHOOK_MATTERMOST_H_
