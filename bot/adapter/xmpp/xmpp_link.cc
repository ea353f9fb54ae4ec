#include "bot/adapter/xmpp/xmpp_link.h"

#include <strophe.h>

#include <cstdint>
#include <mutex>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "bot/adapter/xmpp/strophe_stanza.h"

namespace sipwhy::bot {
namespace {

constexpr unsigned kRound = 100;  // milliseconds

// One name for all connections: a server then ends an old one that it still holds, and with it that one's nick.
constexpr char kResource[] = "sipwhy-bot";
constexpr char kUnreachable[] = "the server cannot be reached";
constexpr char kPingId[] = "sipwhy-ping";

struct Release {
  void operator()(xmpp_conn_t* connection) const { xmpp_conn_release(connection); }
  void operator()(xmpp_ctx_t* context) const { xmpp_ctx_free(context); }
};
using Context = std::unique_ptr<xmpp_ctx_t, Release>;
using Connection = std::unique_ptr<xmpp_conn_t, Release>;

class StropheLink final : public XmppLink {
 public:
  StropheLink(const XmppSettings& settings, XmppLifeline& lifeline, XmppLinkListener& listener)
      : settings_(settings), lifeline_(lifeline), listener_(listener) {
    current_ = this;
  }

  ~StropheLink() override {
    lifeline_.Cut();  // a farewell over TLS could wait as long as a handshake
    connection_.reset();
    current_ = nullptr;
  }

  StropheLink(const StropheLink&) = delete;
  StropheLink& operator=(const StropheLink&) = delete;

  absl::Status Connect() {
    context_.reset(xmpp_ctx_new(nullptr, &log_));
    connection_.reset(xmpp_conn_new(context_.get()));
    const bool without_tls = settings_.tls == XmppSettings::Tls::kOff;
    const auto tls = without_tls ? XMPP_CONN_FLAG_DISABLE_TLS : XMPP_CONN_FLAG_MANDATORY_TLS;
    // Without stream management, since 0.12.2 sends old messages anew (libstrophe#215).
    xmpp_conn_set_flags(connection_.get(), static_cast<int64_t>(tls | XMPP_CONN_FLAG_DISABLE_SM));
    const std::string jid = std::string(BareOf(settings_.jid));
    xmpp_conn_set_jid(connection_.get(), absl::StrCat(jid, "/", kResource).c_str());
    xmpp_conn_set_pass(connection_.get(), settings_.password.c_str());
    if (!settings_.ca_file.empty()) xmpp_conn_set_cafile(connection_.get(), settings_.ca_file.c_str());
    xmpp_conn_set_sockopt_callback(connection_.get(), &StropheLink::OnSocket);
    xmpp_conn_set_certfail_handler(connection_.get(), &StropheLink::OnBadCertificate);

    std::string host = settings_.host;
    if (host.empty() && settings_.port != 0) host = jid.substr(jid.find('@') + 1);
    const int result = xmpp_connect_client(connection_.get(), host.empty() ? nullptr : host.c_str(), settings_.port,
                                           &StropheLink::OnConnection, this);
    return result == XMPP_EOK ? absl::OkStatus() : absl::UnavailableError(kUnreachable);
  }

  absl::Status Turn() override {
    if (end_.ok()) {
      xmpp_run_once(context_.get(), kRound);
      reached_ |= xmpp_conn_is_connected(connection_.get()) != 0;
    }
    return end_;
  }

  absl::Time heard() const override { return heard_; }

  void SendPresence() override { Send(NewPresence(context_.get())); }
  void Enter(const std::string& occupant) override { Send(NewEntry(context_.get(), occupant)); }
  void Exit(const std::string& occupant) override { Send(NewExit(context_.get(), occupant)); }
  void Ping(const std::string& address) override { Send(NewPing(context_.get(), address, kPingId)); }
  void Answer(const ChatMessage& message, const std::string& body, bool by_room) override {
    Send(NewAnswer(context_.get(), message, body, by_room));
  }
  void Close() override { xmpp_disconnect(connection_.get()); }

 private:
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
    auto& link = *static_cast<StropheLink*>(self);
    if (event == XMPP_CONN_CONNECT) return link.TakeLogin();
    link.end_.Update(link.WhyItEnded(error, stream_error));
  }

  static int OnStanza(xmpp_conn_t* /*connection*/, xmpp_stanza_t* stanza, void* self) {
    static_cast<StropheLink*>(self)->Take(stanza);
    return 1;
  }

  // Of what libstrophe says only errors are kept, to tell why a login failed. They hold no secrets.
  static void OnLog(void* self, xmpp_log_level_t level, const char* /*area*/, const char* text) {
    if (level == XMPP_LEVEL_ERROR) static_cast<StropheLink*>(self)->complaint_ = text;
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
    logged_in_ = true;
    heard_ = absl::Now();
    xmpp_handler_add(connection_.get(), &StropheLink::OnStanza, nullptr, nullptr, nullptr, this);
    listener_.OnLogin();
  }

  void Take(xmpp_stanza_t* stanza) {
    heard_ = absl::Now();
    const absl::string_view name = xmpp_stanza_get_name(stanza);
    if (name == "message") {
      listener_.OnMessage(MessageOf(stanza, BareOf(settings_.jid)));
    } else if (name == "presence") {
      listener_.OnPresence(PresenceOf(stanza));
    } else if (name == "iq") {
      TakeQuery(stanza);
    }
  }

  void TakeQuery(xmpp_stanza_t* stanza) {
    const std::string type = AttributeOf(stanza, "type");
    if (type == "get" || type == "set") return Send(NewReply(stanza));
    if (type == "error" && AttributeOf(stanza, "id") == kPingId) {
      listener_.OnFailedPing(AttributeOf(stanza, "from"), ConditionOf(stanza));
    }
  }

  void Send(const StropheStanza& stanza) { xmpp_send(connection_.get(), stanza.get()); }

  // For callbacks that libstrophe hands no user data.
  // NOLINTNEXTLINE(cppcoreguidelines-avoid-non-const-global-variables)
  static thread_local StropheLink* current_;

  const XmppSettings& settings_;
  XmppLifeline& lifeline_;
  XmppLinkListener& listener_;
  std::string complaint_;
  const xmpp_log_t log_ = {&StropheLink::OnLog, this};
  Context context_;
  Connection connection_;

  absl::Time heard_ = absl::InfinitePast();
  bool reached_ = false;
  bool logged_in_ = false;
  absl::Status end_;
};

// NOLINTNEXTLINE(cppcoreguidelines-avoid-non-const-global-variables)
thread_local StropheLink* StropheLink::current_ = nullptr;

}  // namespace

// libstrophe's connections are not fit for a second use (profanity#1743), so each has its own link.
absl::StatusOr<std::unique_ptr<XmppLink>> XmppLink::Open(const XmppSettings& settings, XmppLifeline& lifeline,
                                                         XmppLinkListener& listener) {
  static std::once_flag initialised;
  std::call_once(initialised, xmpp_initialize);
  auto link = std::make_unique<StropheLink>(settings, lifeline, listener);
  if (absl::Status status = link->Connect(); !status.ok()) return status;
  return link;
}

}  // namespace sipwhy::bot
