// The bot in the rooms of XMPP.
#ifndef SIPWHY_BOT_ADAPTER_XMPP_XMPP_ADAPTER_H_
#define SIPWHY_BOT_ADAPTER_XMPP_XMPP_ADAPTER_H_

#include <cstdint>
#include <memory>

#include "bot/adapter/adapter.h"
#include "bot/adapter/xmpp/xmpp_settings.h"
#include "bot/chat/message_handler.h"

namespace sipwhy::bot {

// Is in its rooms and takes direct messages, over libstrophe. A link that is silent for two and a half minutes is given
// up, and each new one begins afresh. An answer counts as delivered once it is handed to the link; answers that wait
// there to be sent are lost when it breaks. Encrypted messages cannot be read and are left alone. Comes back after a
// failure as BackOff says, but after a refused login, or another program with the same account, not for five minutes.
class XmppAdapter final : public Adapter {
 public:
  // `handler` outlives the adapter. `seed` is for the waits between tries.
  XmppAdapter(XmppSettings settings, MessageHandler& handler, uint64_t seed);

  // Run() must have returned.
  ~XmppAdapter() override;
  XmppAdapter(const XmppAdapter&) = delete;
  XmppAdapter& operator=(const XmppAdapter&) = delete;

  // For one thread. Returns at once if CheckXmppSettings() refuses the settings, and blocks SIGPIPE.
  void Run() override;

  // May have to wait longer than two seconds while the name of the server is looked up.
  void Stop() override;

 private:
  class Engine;
  const std::unique_ptr<Engine> engine_;
};

}  // namespace sipwhy::bot

#endif  // SIPWHY_BOT_ADAPTER_XMPP_XMPP_ADAPTER_H_
