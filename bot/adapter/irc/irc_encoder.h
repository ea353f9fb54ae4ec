// The lines of the protocol that bring a reply to IRC.
#ifndef SIPWHY_BOT_ADAPTER_IRC_IRC_ENCODER_H_
#define SIPWHY_BOT_ADAPTER_IRC_IRC_ENCODER_H_

#include <cstddef>
#include <string>

#include "bot/chat/reply_encoder.h"

namespace sipwhy::bot {

// Writes NOTICEs, which no bot may answer (RFC 2812 §3.3.2). What all may read goes to the channel, with "alice: "
// before the first line; what concerns the asker alone goes to the asker.
class IrcEncoder final : public ReplyEncoder {
 public:
  // `longest_line` is IrcSession::longest_line().
  explicit IrcEncoder(size_t longest_line) : longest_line_(longest_line) {}

  // Lines without CR, with LF between them. `message` is one that ReadIrcMessage() made.
  std::string Encode(const Reply& reply, const ChatMessage& message) const override;

 private:
  const size_t longest_line_;
};

}  // namespace sipwhy::bot

#endif  // SIPWHY_BOT_ADAPTER_IRC_IRC_ENCODER_H_
