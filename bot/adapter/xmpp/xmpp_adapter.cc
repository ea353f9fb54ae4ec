#include "bot/adapter/xmpp/xmpp_adapter.h"

#include <fcntl.h>
#include <signal.h>
#include <strophe.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <initializer_list>
#include <memory>
#include <optional>
#include <thread>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/time/clock.h"
#include "bot/log.h"

namespace sipwhy::bot {
namespace {

constexpr absl::Duration kLogin = absl::Minutes(1);
constexpr absl::Duration kPing = absl::Minutes(1);
constexpr absl::Duration kSilence = absl::Seconds(150);
constexpr absl::Duration kFarewell = absl::Seconds(1);
constexpr absl::Duration kRefusedWait = absl::Minutes(5);
constexpr unsigned long kRound = 100;  // milliseconds
constexpr int kRoundsOfRooms = 5;      // every how many pings the rooms are asked as well

// One name for all connections: a server then ends an old one that it still holds, and with it that one's nick.
constexpr char kResource[] = "sipwhy-bot";
constexpr char kUnreachable[] = "the server cannot be reached";
constexpr char kPingId[] = "sipwhy-ping";

constexpr char kMuc[] = "http://jabber.org/protocol/muc";
constexpr char kMucUser[] = "http://jabber.org/protocol/muc#user";
constexpr char kPingNamespace[] = "urn:xmpp:ping";

// Encryption whose messages carry a stand-in as their body (XEP-0380, XEP-0384, XEP-0373, XEP-0027).
constexpr std::array<const char*, 5> kEncryption = {"urn:xmpp:eme:0", "eu.siacs.conversations.axolotl",
                                                    "urn:xmpp:omemo:2", "urn:xmpp:openpgp:0", "jabber:x:encrypted"};

struct Release {
  void operator()(xmpp_stanza_t* stanza) const { xmpp_stanza_release(stanza); }
  void operator()(xmpp_conn_t* connection) const { xmpp_conn_release(connection); }
  void operator()(xmpp_ctx_t* context) const { xmpp_ctx_free(context); }
};
using Context = std::unique_ptr<xmpp_ctx_t, Release>;
using Connection = std::unique_ptr<xmpp_conn_t, Release>;
using Stanza = std::unique_ptr<xmpp_stanza_t, Release>;

using Attributes = std::initializer_list<std::pair<const char*, std::string>>;

Stanza NewStanza(xmpp_ctx_t* context, const char* name, Attributes attributes) {
  Stanza stanza(xmpp_stanza_new(context));
  xmpp_stanza_set_name(stanza.get(), name);
  for (const auto& [key, value] : attributes) xmpp_stanza_set_attribute(stanza.get(), key, value.c_str());
  return stanza;
}

// Adds to `parent`, which then owns the new one.
xmpp_stanza_t* AddChild(xmpp_stanza_t* parent, const char* name, Attributes attributes) {
  const Stanza child = NewStanza(xmpp_stanza_get_context(parent), name, attributes);
  xmpp_stanza_add_child(parent, child.get());
  return child.get();
}

void AddText(xmpp_stanza_t* parent, const std::string& text) {
  const Stanza child(xmpp_stanza_new(xmpp_stanza_get_context(parent)));
  xmpp_stanza_set_text(child.get(), text.c_str());
  xmpp_stanza_add_child(parent, child.get());
}

std::string Attribute(xmpp_stanza_t* stanza, const char* name) {
  const char* value = stanza == nullptr ? nullptr : xmpp_stanza_get_attribute(stanza, name);
  return value == nullptr ? "" : value;
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

// "conflict": the defined condition of an error (RFC 6120 §8.3.3).
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
  message.type = Attribute(stanza, "type");
  message.from = Attribute(stanza, "from");
  message.body = TextOf(xmpp_stanza_get_child_by_name(stanza, "body"));
  const absl::string_view by = message.type == "groupchat" ? BareOf(message.from) : own_jid;
  ForEachChild(stanza, [&](xmpp_stanza_t* child, absl::string_view name, absl::string_view name_space) {
    if (name != "stanza-id" || name_space != "urn:xmpp:sid:0" || Attribute(child, "by") != by) return;
    message.stanza_id = Attribute(child, "id");
    message.stanza_id_by = std::string(by);
  });
  if (xmpp_stanza_t* delay = Child(stanza, "delay", "urn:xmpp:delay"); delay != nullptr) {
    message.delayed = Attribute(delay, "stamp");
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
  presence.from = Attribute(stanza, "from");
  presence.type = Attribute(stanza, "type");
  presence.condition = ConditionOf(stanza);
  ForEachChild(Child(stanza, "x", kMucUser),
               [&](xmpp_stanza_t* child, absl::string_view name, absl::string_view /*name_space*/) {
                 int status = 0;
                 if (name == "status" && absl::SimpleAtoi(Attribute(child, "code"), &status)) {
                   presence.statuses.insert(status);
                 } else if (name == "item") {
                   presence.new_nick = Attribute(child, "nick");
                 } else if (name == "destroy") {
                   presence.destroyed = true;
                 }
               });
  return presence;
}

// Whether an error that answers a ping to the bot's own place in a room says that it is there all the same, or nothing
// of it (XEP-0410 §3.1).
bool MayStillBeInside(absl::string_view condition) {
  return condition == "service-unavailable" || condition == "feature-not-implemented" ||
         condition == "item-not-found" || condition == "remote-server-not-found" ||
         condition == "remote-server-timeout";
}

bool IsLoopback(absl::string_view host) {
  return host == "localhost" || host == "::1" || absl::StartsWith(host, "127.");
}

// libstrophe writes to sockets that the server may have closed.
void BlockBrokenPipes() {
  sigset_t pipes;
  sigemptyset(&pipes);
  sigaddset(&pipes, SIGPIPE);
  pthread_sigmask(SIG_BLOCK, &pipes, nullptr);
}

}  // namespace

// Ends a connection from another thread. libstrophe waits for the whole of a TLS handshake, however long it takes, and
// has no way to break that off. Safe to use from any thread.
class XmppAdapter::Lifeline {
 public:
  Lifeline() = default;
  ~Lifeline() { Let(-1); }
  Lifeline(const Lifeline&) = delete;
  Lifeline& operator=(const Lifeline&) = delete;

  // A second descriptor of the same socket cannot come to mean another one when libstrophe closes its own.
  // False when there shall be no connection.
  bool Attach(int socket) {
    const std::lock_guard lock(mutex_);
    if (cut_ || socket >= FD_SETSIZE) return false;  // libstrophe uses select()
    Let(fcntl(socket, F_DUPFD_CLOEXEC, 0));
    return true;
  }

  void Cut() {
    const std::lock_guard lock(mutex_);
    cut_ = true;
    if (socket_ >= 0) shutdown(socket_, SHUT_RDWR);
  }

 private:
  void Let(int socket) {
    if (socket_ >= 0) close(socket_);
    socket_ = socket;
  }

  std::mutex mutex_;
  int socket_ = -1;
  bool cut_ = false;
};

// One connection from its beginning to its end.
class XmppAdapter::Session {
 public:
  Session(XmppAdapter& adapter, Lifeline& lifeline)
      : adapter_(adapter), settings_(adapter.settings_), lifeline_(lifeline), begin_(absl::Now()) {}

  ~Session() {
    lifeline_.Cut();  // a farewell over TLS could wait as long as a handshake
    connection_.reset();
    current_ = nullptr;
  }

  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  // Returns when the connection ended, with why.
  absl::Status Run() {
    current_ = this;
    if (absl::Status status = Connect(); !status.ok()) return status;
    while (!ended_) {
      xmpp_run_once(context_.get(), kRound);
      reached_ |= xmpp_conn_is_connected(connection_.get()) != 0;
      if (!ended_) DoWhatIsDue(absl::Now());
    }
    return status_;
  }

 private:
  absl::Status Connect() {
    context_.reset(xmpp_ctx_new(nullptr, &log_));
    connection_.reset(xmpp_conn_new(context_.get()));
    long flags = XMPP_CONN_FLAG_DISABLE_SM;  // 0.12.2 sends old messages anew (libstrophe#215)
    flags |= settings_.tls == XmppSettings::Tls::kOff ? XMPP_CONN_FLAG_DISABLE_TLS : XMPP_CONN_FLAG_MANDATORY_TLS;
    xmpp_conn_set_flags(connection_.get(), flags);
    const std::string jid = std::string(BareOf(settings_.jid));
    xmpp_conn_set_jid(connection_.get(), absl::StrCat(jid, "/", kResource).c_str());
    xmpp_conn_set_pass(connection_.get(), settings_.password.c_str());
    if (!settings_.ca_file.empty()) xmpp_conn_set_cafile(connection_.get(), settings_.ca_file.c_str());
    xmpp_conn_set_sockopt_callback(connection_.get(), &Session::OnSocket);
    xmpp_conn_set_certfail_handler(connection_.get(), &Session::OnBadCertificate);

    std::string host = settings_.host;
    if (host.empty() && settings_.port != 0) host = jid.substr(jid.find('@') + 1);
    const int result = xmpp_connect_client(connection_.get(), host.empty() ? nullptr : host.c_str(), settings_.port,
                                           &Session::OnConnection, this);
    return result == XMPP_EOK ? absl::OkStatus() : absl::UnavailableError(kUnreachable);
  }

  void DoWhatIsDue(absl::Time now) {
    if (adapter_.stopped()) return Leave(now);
    if (!logged_in_) {
      if (now - begin_ > kLogin) End(absl::DeadlineExceededError("the login took too long"));
      return;
    }
    if (now - heard_ > kSilence) return End(absl::UnavailableError("the server has gone silent"));
    if (now >= next_ping_) Ping(now);
    for (const std::string& occupant : adapter_.rooms_.JoinsDue(now)) Join(occupant);
  }

  // Closes the stream and gives the server a moment to close its own.
  void Leave(absl::Time now) {
    if (leaving_ == absl::InfiniteFuture()) {
      leaving_ = now;
      xmpp_disconnect(connection_.get());
    }
    if (now - leaving_ > kFarewell) End(absl::CancelledError("stopped"));
  }

  void End(absl::Status status) {
    if (std::exchange(ended_, true)) return;
    status_ = std::move(status);
  }

  // libstrophe's callbacks. All come from within its functions, on the thread that called them.

  static int OnSocket(xmpp_conn_t* /*connection*/, void* socket) {
    return current_->lifeline_.Attach(*static_cast<int*>(socket)) ? 0 : -1;
  }

  static int OnBadCertificate(const xmpp_tlscert_t* /*certificate*/, const char* why) {
    current_->complaint_ = absl::StrCat("the certificate is refused: ", why);
    return 0;
  }

  static void OnConnection(xmpp_conn_t* /*connection*/, xmpp_conn_event_t event, int error,
                           xmpp_stream_error_t* stream_error, void* self) {
    auto& session = *static_cast<Session*>(self);
    if (event == XMPP_CONN_CONNECT) return session.TakeLogin();
    session.End(session.WhyItEnded(error, stream_error));
  }

  static int OnStanza(xmpp_conn_t* /*connection*/, xmpp_stanza_t* stanza, void* self) {
    static_cast<Session*>(self)->Take(stanza);
    return 1;
  }

  // Of what libstrophe says only errors are kept, to tell why a login failed. They hold no secrets.
  static void OnLog(void* self, xmpp_log_level_t level, const char* /*area*/, const char* text) {
    if (level == XMPP_LEVEL_ERROR) static_cast<Session*>(self)->complaint_ = text;
  }

  absl::Status WhyItEnded(int error, const xmpp_stream_error_t* stream_error) const {
    if (stream_error != nullptr && stream_error->type == XMPP_SE_CONFLICT) {
      return absl::AlreadyExistsError("another program has logged in with the bot's account in its stead");
    }
    if (logged_in_) return absl::UnavailableError("the link broke");
    if (!reached_) return absl::UnavailableError(kUnreachable);
    const std::string more = complaint_.empty() ? "" : absl::StrCat(" (", complaint_, ")");
    if (error == 0 && stream_error == nullptr) {
      return absl::UnauthenticatedError(absl::StrCat("the login failed: check jid, password and tls", more));
    }
    return absl::UnavailableError(absl::StrCat("the link broke before the login was done", more));
  }

  void TakeLogin() {
    const absl::Time now = absl::Now();
    logged_in_ = true;
    heard_ = now;
    next_ping_ = now + kPing;
    adapter_.NoteLogin();
    adapter_.back_off_.NoteConnected(now);
    adapter_.rooms_.Reset(now);
    xmpp_handler_add(connection_.get(), &Session::OnStanza, nullptr, nullptr, nullptr, this);
    Send(NewStanza(context_.get(), "presence", {}));
    Log(settings_.name, "is logged in");
  }

  void Take(xmpp_stanza_t* stanza) {
    heard_ = absl::Now();
    const absl::string_view name = xmpp_stanza_get_name(stanza);
    if (name == "message") {
      TakeMessage(stanza);
    } else if (name == "presence") {
      TakePresence(stanza);
    } else if (name == "iq") {
      TakeQuery(stanza);
    }
  }

  void TakeMessage(xmpp_stanza_t* stanza) {
    const XmppIdentity self = {.jid = std::string(BareOf(settings_.jid)),
                               .rooms = adapter_.rooms_.Nicks(),
                               .known_bots = {settings_.known_bots.begin(), settings_.known_bots.end()}};
    const XmppMessage read = MessageOf(stanza, self.jid);
    if (read.encrypted && !std::exchange(told_of_encryption_, true)) {
      Log(settings_.name, "was sent an encrypted message, which it cannot read");
    }
    const std::optional<ChatMessage> message = ReadMessage(read, self);
    if (!message.has_value()) return;
    const Outcome outcome = adapter_.handler_.Handle(*message, adapter_.encoder_);
    if (!outcome.payload.has_value() || outcome.delivered) return;
    SendAnswer(*message, *outcome.payload, self.rooms.count(absl::AsciiStrToLower(BareOf(message->reply_to))) > 0);
    if (!message->id.empty()) adapter_.handler_.NoteDelivered(message->id);
  }

  void SendAnswer(const ChatMessage& message, const std::string& body, bool in_room) {
    char* id = xmpp_uuid_gen(context_.get());
    Stanza answer = NewStanza(
        context_.get(), "message",
        {{"type", message.direct ? "chat" : "groupchat"}, {"to", message.reply_to}, {"id", id == nullptr ? "" : id}});
    xmpp_free(context_.get(), id);
    AddText(AddChild(answer.get(), "body", {}), body);
    // XEP-0045 §7.5: so that the own server can tell a private message in a room from one between two people.
    if (message.direct && in_room) AddChild(answer.get(), "x", {{"xmlns", kMucUser}});
    Send(std::move(answer));
  }

  void TakePresence(xmpp_stanza_t* stanza) {
    const XmppRooms::Verdict verdict = adapter_.rooms_.Take(PresenceOf(stanza), absl::Now());
    if (!verdict.note.empty()) Log(settings_.name, verdict.note);
    if (!verdict.leave.empty()) {
      Send(NewStanza(context_.get(), "presence", {{"to", verdict.leave}, {"type", "unavailable"}}));
    }
  }

  // RFC 6120 §8.2.3: each get and set is answered, if only with an error.
  void TakeQuery(xmpp_stanza_t* stanza) {
    const std::string type = Attribute(stanza, "type");
    if (type == "error") return TakeFailedPing(stanza);
    if (type != "get" && type != "set") return;
    if (type == "get" && Child(stanza, "ping", kPingNamespace) != nullptr) return Send(ResultFor(stanza));
    if (type == "get" && Child(stanza, "query", XMPP_NS_DISCO_INFO) != nullptr) return Send(DescriptionFor(stanza));
    Send(Stanza(xmpp_stanza_reply_error(stanza, "cancel", "service-unavailable", nullptr)));
  }

  Stanza ResultFor(xmpp_stanza_t* query) {
    Stanza result(xmpp_stanza_reply(query));
    xmpp_stanza_set_type(result.get(), "result");
    return result;
  }

  // XEP-0030; "client" and "bot" are of its registry.
  Stanza DescriptionFor(xmpp_stanza_t* query) {
    Stanza result = ResultFor(query);
    xmpp_stanza_t* description = AddChild(result.get(), "query", {{"xmlns", XMPP_NS_DISCO_INFO}});
    AddChild(description, "identity", {{"category", "client"}, {"type", "bot"}, {"name", "sipwhy"}});
    AddChild(description, "feature", {{"var", XMPP_NS_DISCO_INFO}});
    AddChild(description, "feature", {{"var", kPingNamespace}});
    return result;
  }

  void TakeFailedPing(xmpp_stanza_t* stanza) {
    if (Attribute(stanza, "id") != kPingId || MayStillBeInside(ConditionOf(stanza))) return;
    adapter_.rooms_.NoteLost(BareOf(Attribute(stanza, "from")), absl::Now());
  }

  // Keeps the link open, and tells by the answer that it is.
  void Ping(absl::Time now) {
    next_ping_ = now + kPing;
    const std::string domain = settings_.jid.substr(settings_.jid.find('@') + 1);
    SendPing(std::string(BareOf(domain)));
    if (++pings_ % kRoundsOfRooms != 0) return;
    for (const std::string& occupant : adapter_.rooms_.Occupied()) SendPing(occupant);
  }

  void SendPing(const std::string& to) {
    Stanza query = NewStanza(context_.get(), "iq", {{"type", "get"}, {"to", to}, {"id", kPingId}});
    AddChild(query.get(), "ping", {{"xmlns", kPingNamespace}});
    Send(std::move(query));
  }

  void Join(const std::string& occupant) {
    Stanza presence = NewStanza(context_.get(), "presence", {{"to", occupant}});
    AddChild(AddChild(presence.get(), "x", {{"xmlns", kMuc}}), "history", {{"maxstanzas", "0"}});
    Send(std::move(presence));
  }

  void Send(const Stanza& stanza) { xmpp_send(connection_.get(), stanza.get()); }

  static thread_local Session* current_;  // for callbacks that libstrophe hands no user data

  XmppAdapter& adapter_;
  const XmppSettings& settings_;
  Lifeline& lifeline_;
  std::string complaint_;
  const xmpp_log_t log_ = {&Session::OnLog, this};
  Context context_;
  Connection connection_;

  const absl::Time begin_;
  absl::Time heard_;
  absl::Time next_ping_;
  absl::Time leaving_ = absl::InfiniteFuture();
  int pings_ = 0;
  bool reached_ = false;
  bool logged_in_ = false;
  bool told_of_encryption_ = false;
  bool ended_ = false;
  absl::Status status_;
};

thread_local XmppAdapter::Session* XmppAdapter::Session::current_ = nullptr;

absl::Status CheckXmppSettings(const XmppSettings& settings) {
  const auto is_address = [](absl::string_view jid) {
    const size_t at = jid.find('@');
    return at != 0 && at != absl::string_view::npos && at + 1 < BareOf(jid).size();
  };
  if (!is_address(settings.jid)) return absl::InvalidArgumentError("jid is not of the form name@domain");
  if (settings.password.empty()) return absl::InvalidArgumentError("the password is empty");
  if (settings.nick.empty()) return absl::InvalidArgumentError("the nick is empty");
  if (!std::all_of(settings.rooms.begin(), settings.rooms.end(), is_address)) {
    return absl::InvalidArgumentError("a room is not of the form name@domain");
  }
  if (settings.tls == XmppSettings::Tls::kOff && !IsLoopback(settings.host)) {
    return absl::InvalidArgumentError("tls may be off only where host is a loopback address");
  }
  return absl::OkStatus();
}

XmppAdapter::XmppAdapter(XmppSettings settings, MessageHandler& handler, uint64_t seed)
    : settings_(std::move(settings)), handler_(handler), back_off_(seed), rooms_(settings_.rooms, settings_.nick) {}

void XmppAdapter::Run() {
  if (const absl::Status status = CheckXmppSettings(settings_); !status.ok())
    return Log(settings_.name, status.message());
  BlockBrokenPipes();
  static std::once_flag initialised;
  std::call_once(initialised, xmpp_initialize);
  while (!stopped()) {
    const absl::Status status = Serve();
    if (stopped()) return;
    absl::Duration wait = back_off_.NoteFailure(absl::Now());
    // Neither mends itself, and servers shut out who tries often.
    if (absl::IsUnauthenticated(status) || absl::IsAlreadyExists(status)) wait = std::max(wait, kRefusedWait);
    Log(settings_.name,
        absl::StrCat(status.message(), "; next try in ", absl::FormatDuration(absl::Trunc(wait, absl::Seconds(1)))));
    std::unique_lock lock(mutex_);
    changed_.wait_for(lock, absl::ToChronoMilliseconds(wait), [this] { return stopped_; });
  }
}

void XmppAdapter::Stop() {
  const std::lock_guard lock(mutex_);
  stopped_ = true;
  changed_.notify_all();
}

// libstrophe's connections are not fit for a second use (profanity#1743), so each has its own session.
absl::Status XmppAdapter::Serve() {
  {
    const std::lock_guard lock(mutex_);
    logged_in_ = false;
    ended_ = false;
  }
  Lifeline lifeline;
  std::thread watch([&] { Watch(lifeline); });
  const absl::Status status = Session(*this, lifeline).Run();
  NoteEnd();
  watch.join();
  return status;
}

// Cuts a connection that does not come to a login, or to an end when it shall.
void XmppAdapter::Watch(Lifeline& lifeline) {
  std::unique_lock lock(mutex_);
  if (changed_.wait_for(lock, absl::ToChronoMilliseconds(kLogin),
                        [this] { return stopped_ || logged_in_ || ended_; })) {
    changed_.wait(lock, [this] { return stopped_ || ended_; });
    changed_.wait_for(lock, absl::ToChronoMilliseconds(kFarewell), [this] { return ended_; });
  }
  if (!ended_) lifeline.Cut();
}

void XmppAdapter::NoteLogin() {
  const std::lock_guard lock(mutex_);
  logged_in_ = true;
  changed_.notify_all();
}

void XmppAdapter::NoteEnd() {
  const std::lock_guard lock(mutex_);
  ended_ = true;
  changed_.notify_all();
}

bool XmppAdapter::stopped() {
  const std::lock_guard lock(mutex_);
  return stopped_;
}

}  // namespace sipwhy::bot
