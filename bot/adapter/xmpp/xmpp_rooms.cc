#include "bot/adapter/xmpp/xmpp_rooms.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "bot/adapter/xmpp/xmpp_stanza.h"

namespace sipwhy::bot {
namespace {

constexpr absl::Duration kPatience = absl::Minutes(1);  // with a room that says nothing
constexpr absl::Duration kSoonest = absl::Seconds(5);
constexpr absl::Duration kSoon = absl::Seconds(30);
constexpr absl::Duration kLater = absl::Minutes(5);
constexpr absl::Duration kForgiven = absl::Hours(1);
constexpr size_t kMostUnderscores = 5;

// The status codes of XEP-0045 §15.6.2.
constexpr int kSelf = 110;
constexpr int kCreated = 201;
constexpr int kBanned = 301;
constexpr int kNickChanged = 303;
constexpr int kKicked = 307;
constexpr int kNotMember = 321;
constexpr int kMembersOnly = 322;
constexpr int kTrouble = 333;

// A defined condition (RFC 6120 §8.3.3) for the log; nothing else that a server may say.
std::string Named(const std::string& condition) {
  const auto is_plain = [](unsigned char c) { return absl::ascii_islower(c) || c == '-'; };
  const bool is_named =
      !condition.empty() && condition.size() < 40 && std::all_of(condition.begin(), condition.end(), is_plain);
  return is_named ? condition : "no reason";
}

}  // namespace

XmppRooms::XmppRooms(const std::vector<std::string>& rooms, std::string nick) : nick_(std::move(nick)) {
  for (const std::string& room : rooms) rooms_[absl::AsciiStrToLower(room)].nick = nick_;
}

void XmppRooms::Reset(absl::Time now) {
  for (auto& [name, room] : rooms_) {
    room.nick = nick_;
    room.inside = false;
    room.due = room.barred ? absl::InfiniteFuture() : now;
  }
}

std::vector<std::string> XmppRooms::JoinsDue(absl::Time now) {
  std::vector<std::string> due;
  for (auto& [name, room] : rooms_) {
    if (now < room.due) continue;
    room.due = now + kPatience;
    due.push_back(absl::StrCat(name, "/", room.nick));
  }
  return due;
}

XmppRooms::Verdict XmppRooms::Take(const XmppPresence& presence, absl::Time now) {
  const auto found = rooms_.find(absl::AsciiStrToLower(BareOf(presence.from)));
  if (found == rooms_.end()) return {};
  Room& room = found->second;
  if (presence.type == "error") return TakeRefusal(found->first, room, presence, now);
  const bool is_self = presence.statuses.count(kSelf) > 0 || ResourceOf(presence.from) == room.nick;
  if (!is_self) return {};
  if (presence.type.empty()) return TakeEntry(found->first, room, presence, now);
  return presence.type == "unavailable" ? TakeExit(found->first, room, presence, now) : Verdict{};
}

// A room that the bot had made by entering would be its own, and often locked, so it leaves that to people.
XmppRooms::Verdict XmppRooms::TakeEntry(const std::string& name, Room& room, const XmppPresence& presence,
                                        absl::Time now) {
  if (presence.statuses.count(kCreated) > 0) {
    room.due = now + std::min(kSoonest * std::exp2(room.missed), kLater);
    const bool is_news = room.missed++ == 0;
    return {.note = is_news ? absl::StrCat(name, " does not exist; comes when somebody has made it") : "",
            .leave = presence.from};
  }
  room.missed = 0;
  room.nick = std::string(ResourceOf(presence.from));  // a service may give another one
  room.due = absl::InfiniteFuture();
  if (std::exchange(room.inside, true)) return {};
  room.entered = now;
  return {.note = absl::StrCat("is in ", name)};
}

XmppRooms::Verdict XmppRooms::TakeExit(const std::string& name, Room& room, const XmppPresence& presence,
                                       absl::Time now) {
  if (!room.inside) return {};
  const std::set<int>& statuses = presence.statuses;
  if (statuses.count(kNickChanged) > 0) {
    if (!presence.new_nick.empty()) room.nick = presence.new_nick;
    return {};
  }
  room.inside = false;
  room.nick = nick_;
  if (now - room.entered > kForgiven) room.kicks = 0;
  // Services say "kicked" as well where they mean trouble of their own.
  const bool kicked = statuses.count(kKicked) > 0 && statuses.count(kTrouble) == 0;
  room.barred = statuses.count(kBanned) > 0 || presence.destroyed || (kicked && ++room.kicks > 1);
  const bool unwanted = statuses.count(kNotMember) > 0 || statuses.count(kMembersOnly) > 0;
  room.due = room.barred ? absl::InfiniteFuture() : now + (unwanted ? kLater : kSoon);
  if (room.barred) return {.note = absl::StrCat("was shut out of ", name, " and stays out")};
  return {.note = absl::StrCat(kicked ? "was kicked from " : "was put out of ", name, " and tries once more")};
}

XmppRooms::Verdict XmppRooms::TakeRefusal(const std::string& name, Room& room, const XmppPresence& presence,
                                          absl::Time now) {
  if (room.inside) return {};
  if (presence.condition == "conflict" && room.nick.size() < nick_.size() + kMostUnderscores) {
    room.nick += "_";
    room.due = now;
    return {};
  }
  room.nick = nick_;
  room.due = now + kLater;
  return {.note = absl::StrCat(name, " does not let it in: ", Named(presence.condition))};
}

void XmppRooms::NoteLost(absl::string_view room, absl::Time now) {
  const auto found = rooms_.find(absl::AsciiStrToLower(room));
  if (found == rooms_.end() || !found->second.inside) return;
  found->second.inside = false;
  found->second.nick = nick_;
  found->second.due = now;
}

std::vector<std::string> XmppRooms::Occupied() const {
  std::vector<std::string> occupied;
  for (const auto& [name, room] : rooms_) {
    if (room.inside) occupied.push_back(absl::StrCat(name, "/", room.nick));
  }
  return occupied;
}

std::map<std::string, std::string> XmppRooms::Nicks() const {
  std::map<std::string, std::string> nicks;
  for (const auto& [name, room] : rooms_) nicks[name] = room.nick;
  return nicks;
}

}  // namespace sipwhy::bot
