// The talk with an IRC server about capabilities and the account, before it welcomes the bot.
#ifndef SIPWHY_BOT_ADAPTER_IRC_IRC_LOGIN_H_
#define SIPWHY_BOT_ADAPTER_IRC_IRC_LOGIN_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "bot/adapter/irc/irc_line.h"

namespace sipwhy::bot {

// IRCv3 Client Capability Negotiation and IRCv3.2 SASL Authentication. Asks for message-tags, server-time and, where
// there is an account, sasl. Goes on without an account where the server offers none or refuses it. Pure; for one
// connection and one thread.
class IrcLogin {
 public:
  struct Account {
    bool external = false;  // by the client certificate; tried first
    std::string user = {};  // empty for no password
    std::string password = {};
  };
  explicit IrcLogin(Account account) : account_(std::move(account)) {}

  // The line that opens the talk.
  static std::string Begin();

  // The lines that answer `line`, often none. Adds what an operator should know to `notes`, without secrets.
  std::vector<std::string> Take(const IrcLine& line, std::vector<std::string>& notes);

 private:
  enum class Stage { kListing, kRequesting, kAuthenticating, kDone };
  using Lines = std::vector<std::string>;

  Lines TakeCapabilities(const IrcLine& line, Lines& notes);
  Lines Request(Lines& notes);
  Lines TryNextMechanism(Lines& notes);
  Lines Respond(absl::string_view challenge);
  Lines End();
  void ReadOffer(absl::string_view capabilities);
  bool HasAccount() const { return account_.external || !account_.user.empty(); }

  const Account account_;
  Stage stage_ = Stage::kListing;
  std::vector<std::string> offered_;     // of those that we want
  std::vector<std::string> mechanisms_;  // still to be tried, the next one last
  std::string mechanism_;                // under way; empty once its response was sent
};

}  // namespace sipwhy::bot

#endif  // SIPWHY_BOT_ADAPTER_IRC_IRC_LOGIN_H_
