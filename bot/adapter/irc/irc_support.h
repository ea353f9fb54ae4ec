// What an IRC server says of itself in its lines 005 (draft-hardy-irc-isupport-00).
#ifndef SIPWHY_BOT_ADAPTER_IRC_IRC_SUPPORT_H_
#define SIPWHY_BOT_ADAPTER_IRC_IRC_SUPPORT_H_

#include <cstddef>
#include <string>

#include "absl/strings/string_view.h"
#include "bot/adapter/irc/irc_line.h"

namespace sipwhy::bot {

// Begins with what holds for a server that says nothing. Not safe for use from several threads.
class IrcSupport {
 public:
  // Takes over what a line 005 says. Values that make no sense are passed over.
  void Read(const IrcLine& line);

  // The one form of all spellings of a nick or channel that are the same to the server (CASEMAPPING).
  std::string Fold(absl::string_view name) const;
  bool Same(absl::string_view left, absl::string_view right) const { return Fold(left) == Fold(right); }

  // Whether a message to `target` goes to a channel (CHANTYPES).
  bool IsChannel(absl::string_view target) const;

  // The most bytes of a nick (NICKLEN); 0 where the server does not say.
  size_t nick_length() const { return nick_length_; }

  // The most bytes of a line with its CR LF: 512 (RFC 1459 §2.3), or LINELEN where that is less.
  size_t line_length() const { return line_length_; }

  // The mode by which a user says that it is a bot (IRCv3 Bot Mode); NUL where there is none.
  char bot_mode() const { return bot_mode_; }

 private:
  void Set(absl::string_view name, absl::string_view value);

  char last_capital_ = '^';  // the letters from "A" to here have small ones, 32 places further
  std::string channel_types_ = "#&";
  size_t nick_length_ = 0;
  size_t line_length_ = 512;
  char bot_mode_ = '\0';
};

}  // namespace sipwhy::bot

#endif  // SIPWHY_BOT_ADAPTER_IRC_IRC_SUPPORT_H_
