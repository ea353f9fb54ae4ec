// One webhook, from the request to the response.
#ifndef SIPWHY_BOT_WEBHOOK_WEBHOOK_ENDPOINT_H_
#define SIPWHY_BOT_WEBHOOK_WEBHOOK_ENDPOINT_H_

#include <functional>
#include <memory>
#include <string>
#include <utility>

#include "absl/time/time.h"
#include "bot/chat/message_handler.h"
#include "bot/log.h"
#include "bot/memory/memory.h"
#include "bot/webhook/webhook_codec.h"
#include "http/http_message.h"

namespace sipwhy::bot {

// Safe to call from any thread.
class WebhookEndpoint {
 public:
  using Clock = std::function<absl::Time()>;
  using Post = std::function<void(UndeliveredReply)>;

  // `name` is the adapter's, for the log. `handler` must outlive the endpoint. `post` takes the replies of a platform
  // that does not take them in the response.
  WebhookEndpoint(std::string name, std::unique_ptr<WebhookCodec> codec, MessageHandler& handler, Clock clock,
                  Post post = nullptr)
      : name_(std::move(name)),
        codec_(std::move(codec)),
        handler_(handler),
        clock_(std::move(clock)),
        post_(std::move(post)) {}

  // Verified, decoded, handled, and answered as the platform takes it. What is not the platform's own gets 401 and no
  // body; what is, and is not as documented, silence, since some platforms show any other status to everybody. Takes at
  // most two seconds. A reply that is posted was remembered before this returns, so that a bot that is killed then has
  // it still.
  HttpResponse Serve(const HttpRequest& request);

 private:
  HttpResponse Answer(const ChatMessage& message);

  const std::string name_;
  const std::unique_ptr<WebhookCodec> codec_;
  MessageHandler& handler_;
  const Clock clock_;
  const Post post_;
  SparseLog refusals_;
};

}  // namespace sipwhy::bot

#endif  // SIPWHY_BOT_WEBHOOK_WEBHOOK_ENDPOINT_H_
