// What XMPP says on the wire: messages that come in, and the text of those that go out.
#ifndef SIPWHY_BOT_ADAPTER_XMPP_XMPP_STANZA_H_
#define SIPWHY_BOT_ADAPTER_XMPP_XMPP_STANZA_H_

#include <map>
#include <optional>
#include <set>
#include <string>

#include "absl/strings/string_view.h"
#include "bot/chat/message.h"
#include "bot/chat/reply_encoder.h"

namespace sipwhy::bot {

// The parts of an address (RFC 7622): "room@conference.example.org/alice" is bare and resource.
absl::string_view BareOf(absl::string_view jid);
absl::string_view ResourceOf(absl::string_view jid);  // empty where there is none

// A <message/> (RFC 6121 §5.2) as plain values. What a stanza does not have stays empty.
struct XmppMessage {
  std::string type;  // "groupchat", "chat", "error"; empty for "normal"
  std::string from;  // the full address
  std::string body;
  std::string language;   // xml:lang (RFC 6120 §8.1.5): that of the sender
  std::string stanza_id;  // of XEP-0359, and who gave it
  std::string stanza_id_by;
  std::string delayed;     // the stamp of XEP-0203
  bool replaces = false;   // XEP-0308
  bool encrypted = false;  // its body is a stand-in for what the bot cannot read (XEP-0380, XEP-0384)
};

// Who the bot is, and who else is no person.
struct XmppIdentity {
  std::string jid;                           // bare
  std::map<std::string, std::string> rooms;  // the bot's nick in each room, by the room's bare address in small letters
  std::set<std::string> known_bots;          // nicks in rooms, and bare addresses
};

// `message` as every platform has it. In a room it is addressed when it begins with the bot's nick and ":" or ",",
// which is cut; all else, a private message from a room among it, is direct. Only the id that a room or the bot's own
// server gave is taken for its id, since clients may use theirs again. Nullopt for errors (RFC 6120 §8.3.1 forbids to
// answer them), headlines, what has no text, what a room's history brings, and what a room itself says.
std::optional<ChatMessage> ReadMessage(const XmppMessage& message, const XmppIdentity& self);

// Makes the text of a message: title and lead in a line after "nick: " in a room, and what has columns in a
// preformatted block of 72 columns (XEP-0393 §5.1.2). At most 8,000 bytes once it is escaped for XML, since servers may
// refuse stanzas of over 10,000 bytes (RFC 6120 §13.12); only what XML 1.0 calls a character, so that it cannot end the
// stream.
class XmppReplyEncoder final : public ReplyEncoder {
 public:
  std::string Encode(const Reply& reply, const ChatMessage& message) const override;
};

}  // namespace sipwhy::bot

#endif  // SIPWHY_BOT_ADAPTER_XMPP_XMPP_STANZA_H_
