// What the bot does on one connection of XMPP.
#ifndef SIPWHY_BOT_ADAPTER_XMPP_XMPP_SESSION_H_
#define SIPWHY_BOT_ADAPTER_XMPP_XMPP_SESSION_H_

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "bot/adapter/xmpp/xmpp_lifeline.h"
#include "bot/adapter/xmpp/xmpp_rooms.h"
#include "bot/adapter/xmpp/xmpp_settings.h"
#include "bot/chat/message_handler.h"

namespace sipwhy::bot {

// How long a session takes for its login, and for its farewell once it shall end. One that takes longer hangs, and only
// a cut of its lifeline ends it.
inline constexpr absl::Duration kLongestXmppLogin = absl::Minutes(1);
inline constexpr absl::Duration kLongestXmppFarewell = absl::Seconds(1);

// What a session asks of its owner and tells it. Called on the thread of the session.
class XmppSessionOwner {
 public:
  virtual ~XmppSessionOwner() = default;

  // Whether the session shall end.
  virtual bool stopped() = 0;

  // The server has taken the login.
  virtual void OnLogin(absl::Time now) = 0;
};

// One connection from its beginning to its end: logs in, enters `rooms`, asks every minute whether the server is still
// there and every five whether the rooms still know the bot, and answers messages one by one, while others wait.
// Returns why it ended: what XmppLink::Turn() says, DEADLINE_EXCEEDED when the login took too long, UNAVAILABLE when
// the server was silent for two and a half minutes, and any status once its owner has stopped it. Cuts `lifeline` at
// its end, so each session needs one of its own. All arguments must outlive it.
absl::Status RunXmppSession(const XmppSettings& settings, MessageHandler& handler, XmppRooms& rooms,
                            XmppLifeline& lifeline, XmppSessionOwner& owner);

}  // namespace sipwhy::bot

#endif  // SIPWHY_BOT_ADAPTER_XMPP_XMPP_SESSION_H_
