#include "tests/bot/webhook/codec_calls.h"

#include <gtest/gtest.h>

#include <optional>
#include <utility>

#include "absl/status/statusor.h"

namespace sipwhy::bot::testing {

HttpRequest JsonPost(std::string path, std::string body) {
  return {.method = "POST",
          .path = std::move(path),
          .query = "",
          .headers = {{"Content-Type", "application/json"}},
          .body = std::move(body)};
}

bool Accepts(const WebhookCodec& codec, const HttpRequest& request, absl::Time now) {
  const Verdict::Kind kind = codec.Verify(request, now).kind;
  EXPECT_NE(kind, Verdict::Kind::kAnswerNow);
  return kind == Verdict::Kind::kAccept;
}

ChatMessage MessageIn(const WebhookCodec& codec, const HttpRequest& request) {
  const absl::StatusOr<std::optional<ChatMessage>> message = codec.Decode(request);
  EXPECT_TRUE(message.ok()) << message.status();
  const std::optional<ChatMessage> found = message.value_or(std::nullopt);
  EXPECT_TRUE(found.has_value());
  return found.value_or(ChatMessage());
}

bool HoldsNoMessage(const WebhookCodec& codec, const HttpRequest& request) {
  const absl::StatusOr<std::optional<ChatMessage>> message = codec.Decode(request);
  return message.ok() && !message->has_value();
}

Reply OneLineReply(std::string title, std::string lead, Reply::Kind kind) {
  Reply reply = {.answer = {}, .kind = kind};
  reply.answer.title = std::move(title);
  reply.answer.lead = std::move(lead);
  return reply;
}

}  // namespace sipwhy::bot::testing
