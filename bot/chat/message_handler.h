// What an adapter needs from the rest of the bot.
#ifndef SIPWHY_BOT_CHAT_MESSAGE_HANDLER_H_
#define SIPWHY_BOT_CHAT_MESSAGE_HANDLER_H_

#include <optional>
#include <string>

#include "bot/chat/message.h"
#include "bot/chat/reply_encoder.h"

namespace sipwhy::bot {

// What became of a message.
struct Outcome {
  std::optional<std::string> payload = {};  // the reply, as the encoder made it; nullopt where nothing is to be said
  bool repeated = false;                    // the message was answered before
  bool delivered = false;                   // and the platform has taken the answer
  bool operator==(const Outcome&) const = default;
};

// Safe to call from any thread.
class MessageHandler {
 public:
  virtual ~MessageHandler() = default;

  // Decides whether `message` is answered, and answers it. A message that comes again gets the very bytes that it got
  // before. Takes at most two seconds.
  virtual Outcome Handle(const ChatMessage& message, const ReplyEncoder& encoder) = 0;

  // The platform has taken the reply to the message `id`.
  virtual void NoteDelivered(const std::string& id) = 0;
};

}  // namespace sipwhy::bot

#endif  // SIPWHY_BOT_CHAT_MESSAGE_HANDLER_H_
