#include "bot/webhook/webhook_endpoint.h"

#include <optional>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "bot/log.h"

namespace sipwhy::bot {
namespace {

HttpResponse Unauthorized() { return {.status = 401}; }

}  // namespace

HttpResponse WebhookEndpoint::Serve(const HttpRequest& request) {
  const Verdict verdict = codec_->Verify(request, clock_());
  if (verdict.kind == Verdict::Kind::kAnswerNow) return verdict.response;
  if (verdict.kind == Verdict::Kind::kRefuse) {
    refusals_.Write(name_, absl::StrCat("refused a request: ", verdict.why), clock_());
    return Unauthorized();
  }
  const absl::StatusOr<std::optional<ChatMessage>> message = codec_->Decode(request);
  if (!message.ok()) {
    Log(name_, absl::StrCat("a signed request is not as documented: ", message.status().message()));
    return codec_->Silence();
  }
  return message->has_value() ? Answer(**message) : codec_->Silence();
}

HttpResponse WebhookEndpoint::Answer(const ChatMessage& message) {
  Outcome outcome = handler_.Handle(message, *codec_);
  if (!outcome.payload.has_value()) return codec_->Silence();
  if (codec_->answers_in_response()) return codec_->Respond(*outcome.payload);
  if (!outcome.delivered && !outcome.repeated) post_({message.id, *std::move(outcome.payload)});
  return codec_->Silence();
}

}  // namespace sipwhy::bot
