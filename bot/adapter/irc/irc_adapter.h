// The bot on IRC.
#ifndef SIPWHY_BOT_ADAPTER_IRC_IRC_ADAPTER_H_
#define SIPWHY_BOT_ADAPTER_IRC_IRC_ADAPTER_H_

#include <cstdint>
#include <memory>

#include "bot/adapter/adapter.h"
#include "bot/adapter/irc/irc_settings.h"
#include "bot/chat/message_handler.h"

namespace sipwhy::bot {

// Is on one network, over TCP or TLS. Messages are handled one by one on the thread of Run(), while others wait; of
// those beyond fifty the newest are dropped. Sends four lines at once and then one each 1.3 seconds; an answer for
// which sixty waiting lines leave no room is dropped. Both are logged. Comes back after a failure as BackOff says.
class IrcAdapter final : public Adapter {
 public:
  // `handler` must outlive the adapter. `seed` is for waits and nicks.
  IrcAdapter(IrcSettings settings, MessageHandler& handler, uint64_t seed);

  // Run() must have returned. May wait for the look-up of a host name that is under way.
  ~IrcAdapter() override;
  IrcAdapter(const IrcAdapter&) = delete;
  IrcAdapter& operator=(const IrcAdapter&) = delete;

  // Call it once.
  void Run() override;

  // Takes leave of the server. Answers that wait to be sent are dropped.
  void Stop() override;

 private:
  class Engine;
  const std::unique_ptr<Engine> engine_;
};

}  // namespace sipwhy::bot

#endif  // SIPWHY_BOT_ADAPTER_IRC_IRC_ADAPTER_H_
