// What people say on IRC, as a message of any platform.
#ifndef SIPWHY_BOT_ADAPTER_IRC_IRC_MESSAGE_H_
#define SIPWHY_BOT_ADAPTER_IRC_IRC_MESSAGE_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "bot/adapter/irc/irc_line.h"
#include "bot/adapter/irc/irc_support.h"
#include "bot/chat/message.h"

namespace sipwhy::bot {

// The message in a PRIVMSG to a channel or to `nick`, which is ours at the moment. It is addressed to us where it is
// direct, or begins with our nick and ":", "," or a space, or with "!sip". The conversation is the channel or, where
// nobody else reads along, the asker's nick.
//
// nullopt for what is never answered: NOTICE (RFC 2812 §3.3.2), CTCP (such as "/me" and VERSION), what a server says
// itself, what goes to some members of a channel alone, and a sender whose nick is not fit to be written to.
std::optional<ChatMessage> ReadIrcMessage(const IrcLine& line, absl::string_view nick,
                                          const std::vector<std::string>& known_bots, const IrcSupport& support);

}  // namespace sipwhy::bot

#endif  // SIPWHY_BOT_ADAPTER_IRC_IRC_MESSAGE_H_
