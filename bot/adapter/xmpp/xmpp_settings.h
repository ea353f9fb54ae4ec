// What an operator says of the bot's account on XMPP.
#ifndef SIPWHY_BOT_ADAPTER_XMPP_XMPP_SETTINGS_H_
#define SIPWHY_BOT_ADAPTER_XMPP_XMPP_SETTINGS_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"

namespace sipwhy::bot {

struct XmppSettings {
  enum class Tls {
    kRequired,  // by STARTTLS, with a certificate for the domain of `jid`
    kOff,       // to a loopback address alone
  };
  std::string name;  // of the adapter, in the log
  std::string jid;   // of the bot's account, "sip@example.org"
  std::string password;
  std::string host;   // empty: what the domain of `jid` names in the DNS (SRV)
  uint16_t port = 0;  // 0: by SRV, or 5222
  Tls tls = Tls::kRequired;
  std::string ca_file;  // more certificates to trust, PEM; empty for the system's alone
  std::vector<std::string> rooms;
  std::string nick = "sipwhy";
  std::vector<std::string> known_bots;  // nicks in rooms and bare addresses that are never answered
};

// INVALID_ARGUMENT with what is wrong with `settings`; never quotes the password.
absl::Status CheckXmppSettings(const XmppSettings& settings);

}  // namespace sipwhy::bot

#endif  // SIPWHY_BOT_ADAPTER_XMPP_XMPP_SETTINGS_H_
