// Discord, through the interactions endpoint and the command /sip.
#ifndef SIPWHY_BOT_WEBHOOK_DISCORD_H_
#define SIPWHY_BOT_WEBHOOK_DISCORD_H_

#include <optional>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "bot/webhook/webhook_codec.h"

namespace sipwhy::bot {

// As Discord documents it in "Overview of Interactions" and "Receiving and Responding". Discord takes the answer from
// the response, which it awaits for three seconds. From time to time it sends signatures that are wrong, and takes the
// endpoint's URL away from an application that accepts one.
class DiscordCodec final : public WebhookCodec {
 public:
  // Both stand on the page "General Information" of the application: `public_key` has 64 hexadecimal digits,
  // `application_id` is a number. INVALID_ARGUMENT for anything else.
  static absl::StatusOr<DiscordCodec> Make(absl::string_view public_key, absl::string_view application_id);

  // Accepts the command /sip with the key's Ed25519 signature over "X-Signature-Timestamp" and the body, where the
  // timestamp is within five minutes of `now`. A ping is answered, and so is any interaction that this bot never
  // offers, where only its sender sees it. Refuses what was sent to another application.
  Verdict Verify(const HttpRequest& request, absl::Time now) const override;

  // The option "question" of /sip as the text. Nullopt for interactions that Verify() answers.
  absl::StatusOr<std::optional<ChatMessage>> Decode(const HttpRequest& request) const override;

  // A message with one embed and without content, which would say the first line twice and whose links would unfurl.
  // Seen by the asker alone where the reply is for nobody else. Nobody is mentioned.
  std::string Encode(const Reply& reply, const ChatMessage& message) const override;

  HttpResponse Respond(const std::string& payload) const override;

  // 202 without a body. Discord then tells the asker alone that the application did not respond.
  HttpResponse Silence() const override;

 private:
  DiscordCodec(std::string public_key, std::string application_id)
      : public_key_(std::move(public_key)), application_id_(std::move(application_id)) {}

  std::string public_key_;  // 32 bytes
  std::string application_id_;
};

}  // namespace sipwhy::bot

#endif  // SIPWHY_BOT_WEBHOOK_DISCORD_H_
