// The stanzas of libstrophe: what a server sends as plain values, and what the bot sends. Needs strophe.h, so it is for
// sources alone and in no other header.
#ifndef SIPWHY_BOT_ADAPTER_XMPP_STROPHE_STANZA_H_
#define SIPWHY_BOT_ADAPTER_XMPP_STROPHE_STANZA_H_

#include <strophe.h>

#include <memory>
#include <string>

#include "absl/strings/string_view.h"
#include "bot/adapter/xmpp/xmpp_rooms.h"
#include "bot/adapter/xmpp/xmpp_stanza.h"
#include "bot/chat/message.h"

namespace sipwhy::bot {

struct ReleaseStanza {
  void operator()(xmpp_stanza_t* stanza) const { xmpp_stanza_release(stanza); }
};

// Never outlives the context that it was made with.
using StropheStanza = std::unique_ptr<xmpp_stanza_t, ReleaseStanza>;

// Empty where there is none.
std::string AttributeOf(xmpp_stanza_t* stanza, const char* name);

// "conflict": the defined condition of an error (RFC 6120 §8.3.3). Empty where there is none.
std::string ConditionOf(xmpp_stanza_t* stanza);

// `own_jid` is the bot's bare address: of the ids of a direct message only the one that its server gave is taken.
XmppMessage MessageOf(xmpp_stanza_t* stanza, absl::string_view own_jid);

XmppPresence PresenceOf(xmpp_stanza_t* stanza);

// Says that the bot is there (RFC 6121 §4.2).
StropheStanza NewPresence(xmpp_ctx_t* context);

// Brings the bot into a room, without its history, and out of it (XEP-0045 §7.2, §7.14). `occupant` is the full address
// that it has there.
StropheStanza NewEntry(xmpp_ctx_t* context, const std::string& occupant);
StropheStanza NewExit(xmpp_ctx_t* context, const std::string& occupant);

// XEP-0199.
StropheStanza NewPing(xmpp_ctx_t* context, const std::string& to, const std::string& id);

// `body` as the answer to `message`, which may have come by a room that the bot is in.
StropheStanza NewAnswer(xmpp_ctx_t* context, const ChatMessage& message, const std::string& body, bool by_room);

// What each get and set is owed (RFC 6120 §8.2.3): the result of a ping, who the bot is (XEP-0030), or an error.
StropheStanza NewReply(xmpp_stanza_t* query);

}  // namespace sipwhy::bot

#endif  // SIPWHY_BOT_ADAPTER_XMPP_STROPHE_STANZA_H_
