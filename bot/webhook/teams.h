// Microsoft Teams, through an outgoing webhook.
#ifndef SIPWHY_BOT_WEBHOOK_TEAMS_H_
#define SIPWHY_BOT_WEBHOOK_TEAMS_H_

#include <optional>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "bot/webhook/webhook_codec.h"

namespace sipwhy::bot {

// As Microsoft documents it in "Create Outgoing Webhooks" and, for the body, in "Channel and group chat conversations
// with a bot". Teams calls only when somebody mentions the webhook by its name, in a channel, and takes the answer from
// the response, which it awaits for five seconds.
//
// Everything that Teams itself sent is answered with 200, as anybody in the channel would see another status as an
// error.
class TeamsCodec final : public WebhookCodec {
 public:
  // `security_token` is what Teams shows once, when the webhook is made: base64 of at least 16 bytes. INVALID_ARGUMENT
  // for anything else, without the token in it.
  static absl::StatusOr<TeamsCodec> Make(absl::string_view security_token);

  // Accepts a body with the token's HMAC-SHA256 in "Authorization: HMAC BASE64", whose "timestamp" is within five
  // minutes of `now`: there is no other way to tell a copy that somebody sends again.
  Verdict Verify(const HttpRequest& request, absl::Time now) const override;

  // Nullopt for activities other than "message". Mentions are cut out and HTML is undone, so `text` is what was typed.
  // `conversation` is the channel, without the thread.
  absl::StatusOr<std::optional<ChatMessage>> Decode(const HttpRequest& request) const override;

  // A card with its first line as the summary, which notifications show. There is no text beside it, since Teams would
  // show that as a second message (msteams-docs issue 1998). An answer of a line or two is a text without a card. At
  // most 21,000 bytes.
  std::string Encode(const Reply& reply, const ChatMessage& message) const override;

  HttpResponse Respond(const std::string& payload) const override;

  // A message of "…": Teams takes neither an empty response nor an empty text (msteams-docs issue 666).
  HttpResponse Silence() const override;

 private:
  explicit TeamsCodec(std::string key) : key_(std::move(key)) {}

  std::string key_;  // decoded
};

}  // namespace sipwhy::bot

#endif  // SIPWHY_BOT_WEBHOOK_TEAMS_H_
