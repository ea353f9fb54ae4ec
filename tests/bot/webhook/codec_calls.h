// What the tests of every platform's webhook do with its codec.
#ifndef SIPWHY_TESTS_BOT_WEBHOOK_CODEC_CALLS_H_
#define SIPWHY_TESTS_BOT_WEBHOOK_CODEC_CALLS_H_

#include <string>

#include "absl/time/time.h"
#include "bot/chat/message.h"
#include "bot/reply.h"
#include "bot/webhook/webhook_codec.h"
#include "http/http_message.h"

namespace sipwhy::bot::testing {

// A request by POST whose only header says that `body` is application/json.
HttpRequest JsonPost(std::string path, std::string body);

// Whether `codec` takes `request` for its platform's own. The test fails if it neither takes nor refuses it.
bool Accepts(const WebhookCodec& codec, const HttpRequest& request, absl::Time now = absl::UnixEpoch());

// The message in `request`. The test fails if there is none, and goes on with an empty one.
ChatMessage MessageIn(const WebhookCodec& codec, const HttpRequest& request);

// Whether `request` is one that `codec` can read, and without a message.
bool HoldsNoMessage(const WebhookCodec& codec, const HttpRequest& request);

// A reply that has nothing but a first line.
Reply OneLineReply(std::string title, std::string lead, Reply::Kind kind = Reply::Kind::kAnswer);

}  // namespace sipwhy::bot::testing

#endif  // SIPWHY_TESTS_BOT_WEBHOOK_CODEC_CALLS_H_
