// The connection on which the stanzas of XMPP travel.
#ifndef SIPWHY_BOT_ADAPTER_XMPP_XMPP_LINK_H_
#define SIPWHY_BOT_ADAPTER_XMPP_XMPP_LINK_H_

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "bot/adapter/xmpp/xmpp_lifeline.h"
#include "bot/adapter/xmpp/xmpp_rooms.h"
#include "bot/adapter/xmpp/xmpp_settings.h"
#include "bot/adapter/xmpp/xmpp_stanza.h"
#include "bot/chat/message.h"

namespace sipwhy::bot {

// What happens on a link. Called within XmppLink::Turn().
class XmppLinkListener {
 public:
  virtual ~XmppLinkListener() = default;

  // The server has taken the login. Comes once, before all else.
  virtual void OnLogin() = 0;

  virtual void OnMessage(const XmppMessage& message) = 0;
  virtual void OnPresence(const XmppPresence& presence) = 0;

  // A ping to `address` came back with an error of this condition, such as "not-acceptable".
  virtual void OnFailedPing(absl::string_view address, absl::string_view condition) = 0;
};

// One connection over libstrophe, with TLS unless the settings turn it off: the server's certificate must then be
// issued by a known authority for the domain of the bot's address. Answers the queries of others itself. Send
// nothing before OnLogin(); what has not gone out when the link breaks is lost. Use it from one thread, which may hold
// no other link meanwhile.
class XmppLink {
 public:
  // Begins to connect; UNAVAILABLE if that fails at once. May wait for the look-up of a host name. All arguments must
  // outlive the link.
  static absl::StatusOr<std::unique_ptr<XmppLink>> Open(const XmppSettings& settings, XmppLifeline& lifeline,
                                                        XmppLinkListener& listener);

  // Cuts the lifeline: who wants to part in peace calls Close() and waits for the end.
  virtual ~XmppLink() = default;

  // Waits for up to a tenth of a second and handles what came. OK as long as the link lasts, and afterwards why it
  // ended, without secrets: ALREADY_EXISTS where another program took the bot's place, UNAUTHENTICATED where the login
  // failed in a way that the settings may be to blame for, otherwise UNAVAILABLE.
  virtual absl::Status Turn() = 0;

  // When the server last sent a stanza, beginning with the login.
  virtual absl::Time heard() const = 0;

  // Tells the server that the bot is there.
  virtual void SendPresence() = 0;

  // Enters a room, without its history, and leaves it. `occupant` is the full address that the bot has there.
  virtual void Enter(const std::string& occupant) = 0;
  virtual void Exit(const std::string& occupant) = 0;

  // XEP-0199. Only a failure is told.
  virtual void Ping(const std::string& address) = 0;

  // Sends `body` as the answer to `message`, which may have come by a room that the bot is in.
  virtual void Answer(const ChatMessage& message, const std::string& body, bool by_room) = 0;

  // Closes the stream; the link ends when the server has closed its own.
  virtual void Close() = 0;
};

}  // namespace sipwhy::bot

#endif  // SIPWHY_BOT_ADAPTER_XMPP_XMPP_LINK_H_
