// A message as every platform has it.
#ifndef SIPWHY_BOT_CHAT_MESSAGE_H_
#define SIPWHY_BOT_CHAT_MESSAGE_H_

#include <optional>
#include <string>

#include "absl/time/time.h"

namespace sipwhy::bot {

// Plain and flat. What a platform does not have stays empty. Ids are the platform's own and mean nothing to us.
struct ChatMessage {
  std::string id;            // the same for each delivery of one message; empty where there is none
  std::string conversation;  // a channel, a room or a direct chat; language and "full" are remembered by it
  std::string sender;
  std::string text;      // plain: markup undone, the mention of the bot cut out
  std::string language;  // the sender's, as a BCP 47 tag, where the platform tells it

  bool addressed = false;  // by mention, command or direct chat
  bool direct = false;     // nobody else reads it
  bool command = false;    // made through the platform's own command, which only people can use
  bool from_self = false;
  bool from_bot = false;
  bool edited = false;

  std::optional<absl::Time> sent_at;

  // Where the answer goes, for the adapter that wrote it: a thread, a token, a nick.
  std::string reply_to;

  bool operator==(const ChatMessage&) const = default;
};

}  // namespace sipwhy::bot

#endif  // SIPWHY_BOT_CHAT_MESSAGE_H_
