// Zulip: outgoing webhooks in Zulip's own format, answered in the HTTP response.
//
// Sources: zulip.com/api/outgoing-webhooks and zulip.com/api/outgoing-webhook-payload; in the server's source
// zerver/lib/outgoing_webhook.py, zerver/lib/mention.py, zerver/lib/markdown/__init__.py.
#ifndef SIPWHY_BOT_WEBHOOK_ZULIP_H_
#define SIPWHY_BOT_WEBHOOK_ZULIP_H_

#include <optional>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "bot/webhook/webhook_codec.h"

namespace sipwhy::bot {

struct ZulipSettings {
  std::string token;      // of the bot's outgoing webhook; with an empty one all is refused
  std::string bot_email;  // the bot's own address
};

class ZulipCodec final : public WebhookCodec {
 public:
  explicit ZulipCodec(ZulipSettings settings)
      : token_(std::move(settings.token)), bot_email_(std::move(settings.bot_email)) {}

  // The token stands in the body. There is no signature over the timestamp, so `now` is not held against it.
  Verdict Verify(const HttpRequest& request, absl::Time now) const override;

  // The bot's mention is cut from the text. A message is addressed by mention, or when nobody but the sender and the
  // bot reads it; Zulip also sends what others say to each other in a group chat with the bot. A conversation is a
  // topic of a channel, or those who read a private message. `from_bot` is set for addresses of the form NAME-bot@…,
  // which Zulip gives to bots; it sends nothing that a bot said.
  absl::StatusOr<std::optional<ChatMessage>> Decode(const HttpRequest& request) const override;

  // JSON with Markdown of at most 10,000 code points (zulip.com/api/send-message, "content"). It lands in the topic or
  // chat of the question; a message to the asker alone can not be had.
  std::string Encode(const Reply& reply, const ChatMessage& message) const override;

  HttpResponse Respond(const std::string& payload) const override;
  HttpResponse Silence() const override;

 private:
  const std::string token_;
  const std::string bot_email_;
};

}  // namespace sipwhy::bot

#endif  // SIPWHY_BOT_WEBHOOK_ZULIP_H_
