// Slack: a slash command, answered in the HTTP response.
//
// Sources: docs.slack.dev "Implementing slash commands", "Handling user interaction" (message responses).
#ifndef SIPWHY_BOT_WEBHOOK_SLACK_COMMAND_H_
#define SIPWHY_BOT_WEBHOOK_SLACK_COMMAND_H_

#include <optional>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "bot/webhook/webhook_codec.h"

namespace sipwhy::bot {

struct SlackCommandSettings {
  std::string signing_secret;  // from "Basic Information" of the app; with an empty one all is refused
};

// Slack awaits the response for three seconds and does not ask again.
class SlackCommandCodec final : public WebhookCodec {
 public:
  explicit SlackCommandCodec(SlackCommandSettings settings) : settings_(std::move(settings)) {}

  // As VerifySlackRequest().
  Verdict Verify(const HttpRequest& request, absl::Time now) const override;

  // The id is the form's trigger_id. It is direct where channel_name is "directmessage", which may be a chat between
  // two people too. Whether Slack escapes the text depends on an option of the command; it is read either way, and only
  // a person who types an escape such as "&amp;" out is misread. The time is not told.
  absl::StatusOr<std::optional<ChatMessage>> Decode(const HttpRequest& request) const override;

  // JSON: an answer in the channel, below the command; what concerns the asker alone to them alone.
  std::string Encode(const Reply& reply, const ChatMessage& message) const override;

  HttpResponse Respond(const std::string& payload) const override;

  // 200 without a body.
  HttpResponse Silence() const override;

 private:
  const SlackCommandSettings settings_;
};

}  // namespace sipwhy::bot

#endif  // SIPWHY_BOT_WEBHOOK_SLACK_COMMAND_H_
