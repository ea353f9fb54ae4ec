#include "bot/adapter/xmpp/xmpp_session.h"

#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "absl/strings/string_view.h"
#include "absl/time/clock.h"
#include "bot/adapter/xmpp/xmpp_link.h"
#include "bot/adapter/xmpp/xmpp_stanza.h"
#include "bot/log.h"

namespace sipwhy::bot {
namespace {

constexpr absl::Duration kPing = absl::Minutes(1);
constexpr absl::Duration kSilence = absl::Seconds(150);
constexpr int kRoundsOfRooms = 5;  // every how many pings the rooms are asked as well

// Whether an error that answers a ping to the bot's own place in a room says that it is there all the same, or nothing
// of it (XEP-0410 §3.1).
bool MayStillBeInside(absl::string_view condition) {
  return condition == "service-unavailable" || condition == "feature-not-implemented" ||
         condition == "item-not-found" || condition == "remote-server-not-found" ||
         condition == "remote-server-timeout";
}

class Session final : public XmppLinkListener {
 public:
  Session(const XmppSettings& settings, MessageHandler& handler, XmppRooms& rooms, XmppSessionOwner& owner)
      : settings_(settings), handler_(handler), rooms_(rooms), owner_(owner), begin_(absl::Now()) {}

  absl::Status Run(XmppLifeline& lifeline) {
    absl::StatusOr<std::unique_ptr<XmppLink>> link = XmppLink::Open(settings_, lifeline, *this);
    if (!link.ok()) return link.status();
    link_ = std::move(*link);
    absl::Status status;
    while (status.ok()) {
      status = link_->Turn();
      if (status.ok()) status = DoWhatIsDue(absl::Now());
    }
    return status;
  }

  void OnLogin() override {
    const absl::Time now = absl::Now();
    logged_in_ = true;
    next_ping_ = now + kPing;
    owner_.OnLogin(now);
    rooms_.Reset(now);
    link_->SendPresence();
    Log(settings_.name, "is logged in");
  }

  void OnMessage(const XmppMessage& read) override {
    if (read.encrypted && !std::exchange(told_of_encryption_, true)) {
      Log(settings_.name, "was sent an encrypted message, which it cannot read");
    }
    const XmppIdentity self = {.jid = std::string(BareOf(settings_.jid)),
                               .rooms = rooms_.Nicks(),
                               .known_bots = {settings_.known_bots.begin(), settings_.known_bots.end()}};
    const std::optional<ChatMessage> message = ReadMessage(read, self);
    if (!message.has_value()) return;
    const Outcome outcome = handler_.Handle(*message, encoder_);
    if (!outcome.payload.has_value() || outcome.delivered) return;
    const bool by_room = self.rooms.contains(absl::AsciiStrToLower(BareOf(message->reply_to)));
    link_->Answer(*message, *outcome.payload, by_room);
    if (!message->id.empty()) handler_.NoteDelivered(message->id);
  }

  void OnPresence(const XmppPresence& presence) override {
    const XmppRooms::Verdict verdict = rooms_.Take(presence, absl::Now());
    if (!verdict.note.empty()) Log(settings_.name, verdict.note);
    if (!verdict.leave.empty()) link_->Exit(verdict.leave);
  }

  void OnFailedPing(absl::string_view address, absl::string_view condition) override {
    if (!MayStillBeInside(condition)) rooms_.NoteLost(BareOf(address), absl::Now());
  }

 private:
  // Anything but OK ends the session.
  absl::Status DoWhatIsDue(absl::Time now) {
    if (owner_.stopped()) return Leave(now);
    if (!logged_in_) {
      const bool late = now - begin_ > kLongestXmppLogin;
      return late ? absl::DeadlineExceededError("the login took too long") : absl::OkStatus();
    }
    if (now - link_->heard() > kSilence) return absl::UnavailableError("the server has gone silent");
    if (now >= next_ping_) Ping(now);
    for (const std::string& occupant : rooms_.JoinsDue(now)) link_->Enter(occupant);
    return absl::OkStatus();
  }

  // Closes the stream and gives the server a moment to close its own.
  absl::Status Leave(absl::Time now) {
    if (leaving_ == absl::InfiniteFuture()) {
      leaving_ = now;
      link_->Close();
    }
    return now - leaving_ > kLongestXmppFarewell ? absl::CancelledError("stopped") : absl::OkStatus();
  }

  // Keeps the link open, and tells by the answer that it is.
  void Ping(absl::Time now) {
    next_ping_ = now + kPing;
    const std::string domain = settings_.jid.substr(settings_.jid.find('@') + 1);
    link_->Ping(std::string(BareOf(domain)));
    if (++pings_ % kRoundsOfRooms != 0) return;
    for (const std::string& occupant : rooms_.Occupied()) link_->Ping(occupant);
  }

  const XmppSettings& settings_;
  MessageHandler& handler_;
  XmppRooms& rooms_;
  XmppSessionOwner& owner_;
  const XmppReplyEncoder encoder_;

  const absl::Time begin_;
  absl::Time next_ping_;
  absl::Time leaving_ = absl::InfiniteFuture();
  int pings_ = 0;
  bool logged_in_ = false;
  bool told_of_encryption_ = false;
  std::unique_ptr<XmppLink> link_;
};

}  // namespace

absl::Status RunXmppSession(const XmppSettings& settings, MessageHandler& handler, XmppRooms& rooms,
                            XmppLifeline& lifeline, XmppSessionOwner& owner) {
  return Session(settings, handler, rooms, owner).Run(lifeline);
}

}  // namespace sipwhy::bot
