// The bot in the rooms of XMPP.
#ifndef SIPWHY_BOT_ADAPTER_XMPP_XMPP_ADAPTER_H_
#define SIPWHY_BOT_ADAPTER_XMPP_XMPP_ADAPTER_H_

#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "bot/adapter/adapter.h"
#include "bot/adapter/back_off.h"
#include "bot/adapter/xmpp/xmpp_rooms.h"
#include "bot/adapter/xmpp/xmpp_stanza.h"
#include "bot/chat/message_handler.h"

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

// Is in its rooms and takes direct messages, over libstrophe. A link that is silent for two and a half minutes is given
// up, and each new one begins afresh. Encrypted messages cannot be read and are left alone. Run() is for one thread,
// returns at once if CheckXmppSettings() refuses the settings, and blocks SIGPIPE there. Stop() may have to wait longer
// than two seconds while the name of the server is looked up.
class XmppAdapter final : public Adapter {
 public:
  // `handler` outlives the adapter. `seed` is for the waits between tries.
  XmppAdapter(XmppSettings settings, MessageHandler& handler, uint64_t seed);

  void Run() override;
  void Stop() override;

 private:
  class Lifeline;
  class Session;

  absl::Status Serve();
  void Watch(Lifeline& lifeline);
  void NoteLogin();
  void NoteEnd();
  bool stopped();

  const XmppSettings settings_;
  MessageHandler& handler_;
  const XmppReplyEncoder encoder_;
  BackOff back_off_;
  XmppRooms rooms_;

  std::mutex mutex_;  // guards what follows
  std::condition_variable changed_;
  bool stopped_ = false;
  bool logged_in_ = false;  // on the connection that there is now
  bool ended_ = true;       // so has that connection
};

}  // namespace sipwhy::bot

#endif  // SIPWHY_BOT_ADAPTER_XMPP_XMPP_ADAPTER_H_
