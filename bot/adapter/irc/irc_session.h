// The conversation of a bot with an IRC server (RFC 1459, RFC 2812, IRCv3).
#ifndef SIPWHY_BOT_ADAPTER_IRC_IRC_SESSION_H_
#define SIPWHY_BOT_ADAPTER_IRC_IRC_SESSION_H_

#include <cstddef>
#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "bot/adapter/irc/irc_line.h"
#include "bot/adapter/irc/irc_login.h"
#include "bot/adapter/irc/irc_settings.h"
#include "bot/adapter/irc/irc_support.h"
#include "bot/chat/message.h"

namespace sipwhy::bot {

// One connection from its first line to its last: registers, joins the channels, keeps the connection alive, looks for
// another nick where ours is taken and gets it back later, comes back once after a kick, and passes on what people say.
// Pure: no socket and no clock; times need only go forward. For one thread.
class IrcSession {
 public:
  // What is to be done after something happened.
  struct Step {
    std::vector<std::string> lines = {};     // to be sent, without CR LF
    std::vector<ChatMessage> messages = {};  // to be handled
    std::vector<std::string> notes = {};     // for the log: no secrets and nothing that a user wrote
    std::string over = {};                   // why the connection is to be closed; empty where it goes on
    bool operator==(const Step&) const = default;
  };

  // `settings` must outlive the session. `seed` is for the digits of nicks.
  IrcSession(const IrcSettings& settings, uint64_t seed);

  // The connection is there: call it once, before the others.
  Step Begin(absl::Time now);

  // The server sent `line`, without its CR LF. What is no line of the protocol is passed over.
  Step Take(absl::string_view line, absl::Time now);

  // It is wake_at() or later.
  Step Wake(absl::Time now);
  absl::Time wake_at() const;

  // Whether the server has welcomed us.
  bool welcomed() const { return welcomed_; }

  // The nick that we have, or asked for last.
  const std::string& nick() const { return nick_; }

  // The most bytes of a line, without CR LF, that reaches every member of a channel whole: servers put our full name
  // before it.
  size_t longest_line() const;

 private:
  struct Channel {
    std::string name;
    bool was_kicked = false;
    absl::Time rejoin_at = absl::InfiniteFuture();
  };
  using Handler = void (IrcSession::*)(const IrcLine& line, absl::Time now, Step& step);

  static Handler HandlerOf(absl::string_view command);
  void OnLogin(const IrcLine& line, absl::Time now, Step& step);
  void OnWelcome(const IrcLine& line, absl::Time now, Step& step);
  void OnSupport(const IrcLine& line, absl::Time now, Step& step);
  void OnNickRefused(const IrcLine& line, absl::Time now, Step& step);
  void OnJoinRefused(const IrcLine& line, absl::Time now, Step& step);
  void OnUnavailable(const IrcLine& line, absl::Time now, Step& step);
  void OnNick(const IrcLine& line, absl::Time now, Step& step);
  void OnJoin(const IrcLine& line, absl::Time now, Step& step);
  void OnPart(const IrcLine& line, absl::Time now, Step& step);
  void OnKick(const IrcLine& line, absl::Time now, Step& step);
  void OnKill(const IrcLine& line, absl::Time now, Step& step);
  void OnMessage(const IrcLine& line, absl::Time now, Step& step);

  bool IsOurs(absl::string_view nick) const { return support_.Same(nick, nick_); }
  Channel* Find(absl::string_view name);
  void LeaveFor(absl::string_view name, absl::Time now, Step& step);
  void JoinAll(Step& step) const;
  void NoteOwnNick(absl::string_view nick, absl::Time now);
  std::string AnotherNick();

  const IrcSettings& settings_;
  std::mt19937_64 random_;
  IrcLogin login_;
  IrcSupport support_;
  std::vector<Channel> channels_;

  std::string wanted_nick_;
  std::string nick_;
  size_t longest_host_ = 63;  // that others see us at: what most servers allow, or what ours has shown us
  int refused_nicks_ = 0;
  bool welcomed_ = false;
  bool pinged_ = false;
  bool marked_as_bot_ = false;
  absl::Time welcome_by_ = absl::InfiniteFuture();
  absl::Time heard_at_ = absl::InfiniteFuture();
  absl::Time nick_at_ = absl::InfiniteFuture();  // when to ask for the wanted nick again
};

}  // namespace sipwhy::bot

#endif  // SIPWHY_BOT_ADAPTER_IRC_IRC_SESSION_H_
