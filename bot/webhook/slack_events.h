// Slack: messages to the bot by the Events API, answered by its Web API.
//
// Sources: docs.slack.dev "The Events API", "message event", "app_mention event", "url_verification event",
// "chat.postMessage", "chat.postEphemeral".
#ifndef SIPWHY_BOT_WEBHOOK_SLACK_EVENTS_H_
#define SIPWHY_BOT_WEBHOOK_SLACK_EVENTS_H_

#include <optional>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "bot/webhook/webhook_codec.h"

namespace sipwhy::bot {

struct SlackEventsSettings {
  std::string signing_secret;  // from "Basic Information" of the app; with an empty one all is refused
  std::string bot_user_id;     // as SlackPoster::Identify() says
};

// Slack takes no answers from the response: Encode() makes a call of the Web API, which SlackPoster makes. Slack awaits
// the response for three seconds and sends the event up to three times again, with the same id.
class SlackEventsCodec final : public WebhookCodec {
 public:
  explicit SlackEventsCodec(SlackEventsSettings settings) : settings_(std::move(settings)) {}

  // As VerifySlackRequest(). Then a url_verification is answered with its challenge.
  Verdict Verify(const HttpRequest& request, absl::Time now) const override;

  // A message that was posted, or an app_mention. One post may come as both; the id, "CHANNEL:TS", is then the same.
  // Nullopt for all that is no new post of somebody: edits, deletions, joins and other events.
  //
  // `reply_to` is JSON: "channel", "user", "thread_ts" (the thread that an answer goes to, which in a channel begins
  // with the question where it stands in none; missing in a direct chat outside of threads) and "in_thread" (whether
  // the question itself stands in that thread).
  absl::StatusOr<std::optional<ChatMessage>> Decode(const HttpRequest& request) const override;

  // JSON: "method", which is chat.postMessage or for the asker alone chat.postEphemeral, and its "body". What is for
  // the asker alone goes to a thread only if it exists: others do not show it ("chat.postEphemeral", thread_ts). In a
  // direct chat nobody else reads, so there all is posted as a message, which does not vanish.
  std::string Encode(const Reply& reply, const ChatMessage& message) const override;

  // Both are 200 without a body.
  HttpResponse Respond(const std::string& payload) const override;
  HttpResponse Silence() const override;

  bool answers_in_response() const override { return false; }

 private:
  const SlackEventsSettings settings_;
};

}  // namespace sipwhy::bot

#endif  // SIPWHY_BOT_WEBHOOK_SLACK_EVENTS_H_
