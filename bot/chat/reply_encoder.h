// Gives a reply the form that a platform takes.
#ifndef SIPWHY_BOT_CHAT_REPLY_ENCODER_H_
#define SIPWHY_BOT_CHAT_REPLY_ENCODER_H_

#include <string>

#include "bot/chat/message.h"
#include "bot/reply.h"

namespace sipwhy::bot {

// Pure and safe to call from any thread.
class ReplyEncoder {
 public:
  virtual ~ReplyEncoder() = default;

  // The bytes that answer `message` on this platform, such as the body of an HTTP response. Never empty. Within the
  // platform's limits in its own unit, without a mention of anybody, and with all text escaped.
  virtual std::string Encode(const Reply& reply, const ChatMessage& message) const = 0;

  // Whether the bytes go out with the response to the message's own request, so that nothing is left to deliver.
  virtual bool answers_in_response() const { return false; }
};

}  // namespace sipwhy::bot

#endif  // SIPWHY_BOT_CHAT_REPLY_ENCODER_H_
