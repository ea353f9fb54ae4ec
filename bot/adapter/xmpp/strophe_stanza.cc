#include "bot/adapter/xmpp/strophe_stanza.h"

#include <algorithm>
#include <array>
#include <initializer_list>
#include <utility>

#include "absl/strings/numbers.h"

namespace sipwhy::bot {
namespace {

constexpr char kMuc[] = "http://jabber.org/protocol/muc";
constexpr char kMucUser[] = "http://jabber.org/protocol/muc#user";
constexpr char kPing[] = "urn:xmpp:ping";

// Encryption whose messages carry a stand-in as their body (XEP-0380, XEP-0384, XEP-0373, XEP-0027).
constexpr std::array<const char*, 5> kEncryption = {"urn:xmpp:eme:0", "eu.siacs.conversations.axolotl",
                                                    "urn:xmpp:omemo:2", "urn:xmpp:openpgp:0", "jabber:x:encrypted"};

using Attributes = std::initializer_list<std::pair<const char*, std::string>>;

StropheStanza NewStanza(xmpp_ctx_t* context, const char* name, Attributes attributes) {
  StropheStanza stanza(xmpp_stanza_new(context));
  xmpp_stanza_set_name(stanza.get(), name);
  for (const auto& [key, value] : attributes) xmpp_stanza_set_attribute(stanza.get(), key, value.c_str());
  return stanza;
}

// Adds to `parent`, which then owns the new one.
xmpp_stanza_t* AddChild(xmpp_stanza_t* parent, const char* name, Attributes attributes) {
  const StropheStanza child = NewStanza(xmpp_stanza_get_context(parent), name, attributes);
  xmpp_stanza_t* added = child.get();
  xmpp_stanza_add_child(parent, added);
  return added;
}

void AddText(xmpp_stanza_t* parent, const std::string& text) {
  const StropheStanza child(xmpp_stanza_new(xmpp_stanza_get_context(parent)));
  xmpp_stanza_set_text(child.get(), text.c_str());
  xmpp_stanza_add_child(parent, child.get());
}

std::string TextOf(xmpp_stanza_t* stanza) {
  char* text = stanza == nullptr ? nullptr : xmpp_stanza_get_text(stanza);
  if (text == nullptr) return "";
  std::string copy = text;
  xmpp_free(xmpp_stanza_get_context(stanza), text);
  return copy;
}

xmpp_stanza_t* Child(xmpp_stanza_t* stanza, const char* name, const char* name_space) {
  return xmpp_stanza_get_child_by_name_and_ns(stanza, name, name_space);
}

template <typename Visit>
void ForEachChild(xmpp_stanza_t* stanza, const Visit& visit) {
  if (stanza == nullptr) return;
  for (xmpp_stanza_t* child = xmpp_stanza_get_children(stanza); child != nullptr; child = xmpp_stanza_get_next(child)) {
    const char* name = xmpp_stanza_get_name(child);
    const char* name_space = xmpp_stanza_get_ns(child);
    if (name != nullptr) visit(child, absl::string_view(name), absl::string_view(name_space ? name_space : ""));
  }
}

StropheStanza ResultFor(xmpp_stanza_t* query) {
  StropheStanza result(xmpp_stanza_reply(query));
  xmpp_stanza_set_type(result.get(), "result");
  return result;
}

// "client" and "bot" are of XEP-0030's registry.
StropheStanza DescriptionFor(xmpp_stanza_t* query) {
  StropheStanza result = ResultFor(query);
  xmpp_stanza_t* description = AddChild(result.get(), "query", {{"xmlns", XMPP_NS_DISCO_INFO}});
  AddChild(description, "identity", {{"category", "client"}, {"type", "bot"}, {"name", "sipwhy"}});
  AddChild(description, "feature", {{"var", XMPP_NS_DISCO_INFO}});
  AddChild(description, "feature", {{"var", kPing}});
  return result;
}

}  // namespace

std::string AttributeOf(xmpp_stanza_t* stanza, const char* name) {
  const char* value = stanza == nullptr ? nullptr : xmpp_stanza_get_attribute(stanza, name);
  return value == nullptr ? "" : value;
}

std::string ConditionOf(xmpp_stanza_t* stanza) {
  std::string condition;
  ForEachChild(xmpp_stanza_get_child_by_name(stanza, "error"),
               [&](xmpp_stanza_t* /*child*/, absl::string_view name, absl::string_view name_space) {
                 if (name_space == XMPP_NS_STANZAS_IETF && name != "text") condition = std::string(name);
               });
  return condition;
}

XmppMessage MessageOf(xmpp_stanza_t* stanza, absl::string_view own_jid) {
  XmppMessage message;
  message.type = AttributeOf(stanza, "type");
  message.from = AttributeOf(stanza, "from");
  message.body = TextOf(xmpp_stanza_get_child_by_name(stanza, "body"));
  message.language = AttributeOf(stanza, "lang");  // libstrophe drops the prefix of xml:lang
  const absl::string_view by = message.type == "groupchat" ? BareOf(message.from) : own_jid;
  ForEachChild(stanza, [&](xmpp_stanza_t* child, absl::string_view name, absl::string_view name_space) {
    if (name != "stanza-id" || name_space != "urn:xmpp:sid:0" || AttributeOf(child, "by") != by) return;
    message.stanza_id = AttributeOf(child, "id");
    message.stanza_id_by = std::string(by);
  });
  if (xmpp_stanza_t* delay = Child(stanza, "delay", "urn:xmpp:delay"); delay != nullptr) {
    message.delayed = AttributeOf(delay, "stamp");
    if (message.delayed.empty()) message.delayed = "unknown";
  }
  message.replaces = Child(stanza, "replace", "urn:xmpp:message-correct:0") != nullptr;
  message.encrypted = std::any_of(kEncryption.begin(), kEncryption.end(), [&](const char* name_space) {
    return xmpp_stanza_get_child_by_ns(stanza, name_space) != nullptr;
  });
  return message;
}

XmppPresence PresenceOf(xmpp_stanza_t* stanza) {
  XmppPresence presence;
  presence.from = AttributeOf(stanza, "from");
  presence.type = AttributeOf(stanza, "type");
  presence.condition = ConditionOf(stanza);
  ForEachChild(Child(stanza, "x", kMucUser),
               [&](xmpp_stanza_t* child, absl::string_view name, absl::string_view /*name_space*/) {
                 int status = 0;
                 if (name == "status" && absl::SimpleAtoi(AttributeOf(child, "code"), &status)) {
                   presence.statuses.insert(status);
                 } else if (name == "item") {
                   presence.new_nick = AttributeOf(child, "nick");
                 } else if (name == "destroy") {
                   presence.destroyed = true;
                 }
               });
  return presence;
}

StropheStanza NewPresence(xmpp_ctx_t* context) { return NewStanza(context, "presence", {}); }

StropheStanza NewEntry(xmpp_ctx_t* context, const std::string& occupant) {
  StropheStanza presence = NewStanza(context, "presence", {{"to", occupant}});
  AddChild(AddChild(presence.get(), "x", {{"xmlns", kMuc}}), "history", {{"maxstanzas", "0"}});
  return presence;
}

StropheStanza NewExit(xmpp_ctx_t* context, const std::string& occupant) {
  return NewStanza(context, "presence", {{"to", occupant}, {"type", "unavailable"}});
}

StropheStanza NewPing(xmpp_ctx_t* context, const std::string& to, const std::string& id) {
  StropheStanza query = NewStanza(context, "iq", {{"type", "get"}, {"to", to}, {"id", id}});
  AddChild(query.get(), "ping", {{"xmlns", kPing}});
  return query;
}

StropheStanza NewAnswer(xmpp_ctx_t* context, const ChatMessage& message, const std::string& body, bool by_room) {
  char* id = xmpp_uuid_gen(context);
  StropheStanza answer = NewStanza(
      context, "message",
      {{"type", message.direct ? "chat" : "groupchat"}, {"to", message.reply_to}, {"id", id == nullptr ? "" : id}});
  xmpp_free(context, id);
  AddText(AddChild(answer.get(), "body", {}), body);
  // XEP-0045 §7.5: so that the own server can tell a private message in a room from one between two people.
  if (message.direct && by_room) AddChild(answer.get(), "x", {{"xmlns", kMucUser}});
  return answer;
}

StropheStanza NewReply(xmpp_stanza_t* query) {
  if (AttributeOf(query, "type") == "get") {
    if (Child(query, "ping", kPing) != nullptr) return ResultFor(query);
    if (Child(query, "query", XMPP_NS_DISCO_INFO) != nullptr) return DescriptionFor(query);
  }
  return StropheStanza(xmpp_stanza_reply_error(query, "cancel", "service-unavailable", nullptr));
}

}  // namespace sipwhy::bot
