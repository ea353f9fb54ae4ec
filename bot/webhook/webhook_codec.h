// What a platform's webhook looks like on the wire.
#ifndef SIPWHY_BOT_WEBHOOK_WEBHOOK_CODEC_H_
#define SIPWHY_BOT_WEBHOOK_WEBHOOK_CODEC_H_

#include <optional>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "bot/chat/message.h"
#include "bot/chat/reply_encoder.h"
#include "http/http_message.h"

namespace sipwhy::bot {

// What to do with a request, once its signature was looked at.
struct Verdict {
  enum class Kind {
    kAccept,     // it is the platform's: decode it
    kRefuse,     // it is not: 401 with an empty body
    kAnswerNow,  // it is the platform's and holds no message, such as a ping: answer `response`
  };
  Kind kind = Kind::kRefuse;
  std::string why = {};        // of a refusal, for the log; without secrets and without the sender's text
  HttpResponse response = {};  // of kAnswerNow
};

// The verdict kRefuse.
inline Verdict Refuse(std::string why) { return {.kind = Verdict::Kind::kRefuse, .why = std::move(why)}; }

// Pure: no clock, no network, no state. Safe to call from any thread.
class WebhookCodec : public ReplyEncoder {
 public:
  // Whether `request` is the platform's own. `now` is what timestamps are held against.
  virtual Verdict Verify(const HttpRequest& request, absl::Time now) const = 0;

  // The message in a request that Verify() accepts; nullopt when it holds none, as when somebody joins a channel.
  // INVALID_ARGUMENT when it is not what the platform documents; never quotes the request.
  virtual absl::StatusOr<std::optional<ChatMessage>> Decode(const HttpRequest& request) const = 0;

  // The response that carries `payload`, which Encode() made.
  virtual HttpResponse Respond(const std::string& payload) const = 0;

  // The response that says nothing in the chat.
  virtual HttpResponse Silence() const = 0;

  // False for a platform that takes answers through its API alone: the response is Silence() then, and the payload is
  // posted.
  bool answers_in_response() const override { return true; }
};

}  // namespace sipwhy::bot

#endif  // SIPWHY_BOT_WEBHOOK_WEBHOOK_CODEC_H_
