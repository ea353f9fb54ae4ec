#include "bot/webhook/slack_command.h"

#include <nlohmann/json.hpp>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "bot/render/slack_message.h"
#include "bot/webhook/slack_signature.h"
#include "bot/webhook/slack_text.h"
#include "bot/webhook/webhook_json.h"
#include "bot/wire/form.h"
#include "bot/wire/json.h"

namespace sipwhy::bot {

Verdict SlackCommandCodec::Verify(const HttpRequest& request, absl::Time now) const {
  return VerifySlackRequest(request, settings_.signing_secret, now);
}

absl::StatusOr<std::optional<ChatMessage>> SlackCommandCodec::Decode(const HttpRequest& request) const {
  const Form form = ParseForm(request.body);
  if (FieldOf(form, "ssl_check") == "1") return std::nullopt;
  for (const char* name : {"trigger_id", "channel_id", "user_id"}) {
    if (FieldOf(form, name).empty()) return absl::InvalidArgumentError(absl::StrCat("the command has no ", name));
  }
  ChatMessage message;
  message.id = FieldOf(form, "trigger_id");
  message.conversation = FieldOf(form, "channel_id");
  message.sender = FieldOf(form, "user_id");
  message.text = ReadSlackText(FieldOf(form, "text"), "");
  message.addressed = true;
  message.direct = FieldOf(form, "channel_name") == "directmessage";
  message.command = true;
  return message;
}

std::string SlackCommandCodec::Encode(const Reply& reply, const ChatMessage& /*message*/) const {
  nlohmann::json response = RenderSlackMessage(reply.answer);
  response["response_type"] = reply.for_asker_alone() ? "ephemeral" : "in_channel";
  response["unfurl_links"] = false;
  response["unfurl_media"] = false;
  return DumpSafe(response);
}

HttpResponse SlackCommandCodec::Respond(const std::string& payload) const { return JsonResponse(payload); }

HttpResponse SlackCommandCodec::Silence() const { return {}; }

}  // namespace sipwhy::bot
