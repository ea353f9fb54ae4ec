#include "bot/adapter/irc/irc_session.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "bot/adapter/irc/irc_message.h"
#include "bot/wire/loopback.h"

namespace sipwhy::bot {
namespace {

constexpr int kMostRefusedNicks = 8;
constexpr size_t kStemOfARandomNick = 5;  // with four digits the nine that every server takes (RFC 2812 §1.2.1)
constexpr size_t kLongestUser = 10;       // of servers in use, with the "~" that they put before it
constexpr size_t kLongestChannelList = 400;

IrcLogin::Account AccountOf(const IrcSettings& settings) {
  const bool private_enough = settings.tls || IsLoopback(settings.host);
  IrcLogin::Account account{.external = settings.tls && !settings.client_certificate.empty()};
  if (private_enough && !settings.sasl_password.empty()) {
    account.user = settings.sasl_user;
    account.password = settings.sasl_password;
  }
  return account;
}

// RFC 2812 §5.2; 477 is not in it but common.
absl::string_view WhyNotJoined(absl::string_view numeric) {
  if (numeric == "405") return "we are in too many channels";
  if (numeric == "437") return "it is not available at the moment";
  if (numeric == "471") return "it is full";
  if (numeric == "473") return "it is for invited users";
  if (numeric == "474") return "we are banned";
  if (numeric == "475") return "it needs a key";
  if (numeric == "477") return "it is for users with an account";
  return "there is no such channel";
}

size_t HostLength(absl::string_view source) {
  const size_t at = source.find('@');
  return at == absl::string_view::npos ? 0 : source.size() - at - 1;
}

// Lines to which it does not matter what came before.
void TakeSimple(const IrcLine& line, IrcSession::Step& step) {
  if (line.command == "PING") step.lines.push_back(WriteIrcLine("PONG", {std::string(line.Param(0))}));
  if (line.command == "465") step.notes.emplace_back("the server has banned us");
  if (line.command == "ERROR") step.over = "the server ended the connection";
}

}  // namespace

IrcSession::IrcSession(const IrcSettings& settings, uint64_t seed)
    : settings_(settings),
      random_(seed),
      login_(AccountOf(settings)),
      wanted_nick_(settings.nick),
      nick_(settings.nick) {
  for (const std::string& channel : settings.channels) channels_.push_back({channel});
}

IrcSession::Step IrcSession::Begin(absl::Time now) {
  heard_at_ = now;
  welcome_by_ = now + settings_.times.welcome;
  Step step;
  step.lines = {IrcLogin::Begin(), WriteIrcLine("NICK", {nick_}),
                WriteIrcLine("USER", {settings_.user, "0", "*", settings_.real_name})};
  return step;
}

IrcSession::Handler IrcSession::HandlerOf(absl::string_view command) {
  static constexpr std::pair<absl::string_view, Handler> kHandlers[] = {
      {"PRIVMSG", &IrcSession::OnMessage}, {"CAP", &IrcSession::OnLogin},       {"AUTHENTICATE", &IrcSession::OnLogin},
      {"902", &IrcSession::OnLogin},       {"903", &IrcSession::OnLogin},       {"904", &IrcSession::OnLogin},
      {"905", &IrcSession::OnLogin},       {"906", &IrcSession::OnLogin},       {"907", &IrcSession::OnLogin},
      {"001", &IrcSession::OnWelcome},     {"005", &IrcSession::OnSupport},     {"432", &IrcSession::OnNickRefused},
      {"433", &IrcSession::OnNickRefused}, {"436", &IrcSession::OnNickRefused}, {"437", &IrcSession::OnUnavailable},
      {"403", &IrcSession::OnJoinRefused}, {"405", &IrcSession::OnJoinRefused}, {"471", &IrcSession::OnJoinRefused},
      {"473", &IrcSession::OnJoinRefused}, {"474", &IrcSession::OnJoinRefused}, {"475", &IrcSession::OnJoinRefused},
      {"476", &IrcSession::OnJoinRefused}, {"477", &IrcSession::OnJoinRefused}, {"NICK", &IrcSession::OnNick},
      {"JOIN", &IrcSession::OnJoin},       {"PART", &IrcSession::OnPart},       {"KICK", &IrcSession::OnKick},
      {"KILL", &IrcSession::OnKill},
  };
  for (const auto& [name, handler] : kHandlers) {
    if (name == command) return handler;
  }
  return nullptr;
}

IrcSession::Step IrcSession::Take(absl::string_view line, absl::Time now) {
  heard_at_ = now;
  pinged_ = false;
  Step step;
  const absl::StatusOr<IrcLine> parsed = ParseIrcLine(line);
  if (!parsed.ok()) return step;
  TakeSimple(*parsed, step);
  const Handler handler = HandlerOf(parsed->command);
  if (handler != nullptr) (this->*handler)(*parsed, now, step);
  return step;
}

absl::Time IrcSession::wake_at() const {
  absl::Time at = heard_at_ + (pinged_ ? settings_.times.dead : settings_.times.silence);
  if (!welcomed_) at = std::min(at, welcome_by_);
  for (const Channel& channel : channels_) at = std::min(at, channel.rejoin_at);
  return std::min(at, nick_at_);
}

IrcSession::Step IrcSession::Wake(absl::Time now) {
  Step step;
  if (!welcomed_ && now >= welcome_by_) {
    step.over = "the server did not welcome us in time";
    return step;
  }
  if (now >= heard_at_ + settings_.times.dead) {
    step.over = "the server has fallen silent";
    return step;
  }
  if (!pinged_ && now >= heard_at_ + settings_.times.silence) {
    pinged_ = true;
    step.lines.push_back(WriteIrcLine("PING", {"sipwhy"}));
  }
  if (now >= nick_at_) {
    nick_at_ = now + settings_.times.nick;
    step.lines.push_back(WriteIrcLine("NICK", {wanted_nick_}));
  }
  for (Channel& channel : channels_) {
    if (now < channel.rejoin_at) continue;
    channel.rejoin_at = absl::InfiniteFuture();
    step.lines.push_back(WriteIrcLine("JOIN", {channel.name}));
  }
  return step;
}

size_t IrcSession::longest_line() const {
  const size_t user = std::max(settings_.user.size() + 1, kLongestUser);
  const size_t our_full_name = absl::string_view(":!@ ").size() + nick_.size() + user + longest_host_;
  const size_t line = support_.line_length() - absl::string_view("\r\n").size();
  return line > our_full_name ? line - our_full_name : 0;
}

void IrcSession::OnLogin(const IrcLine& line, absl::Time /*now*/, Step& step) {
  if (!welcomed_) step.lines = login_.Take(line, step.notes);
}

void IrcSession::OnWelcome(const IrcLine& line, absl::Time now, Step& step) {
  if (welcomed_) return;
  welcomed_ = true;
  NoteOwnNick(line.Param(0), now);
  step.notes.emplace_back("registered");
  JoinAll(step);
}

// Errors come for each channel of the list, as they would for one (RFC 2812 §3.2.1).
void IrcSession::JoinAll(Step& step) const {
  std::string list;
  for (const Channel& channel : channels_) {
    if (!list.empty() && list.size() + channel.name.size() >= kLongestChannelList) {
      step.lines.push_back(WriteIrcLine("JOIN", {std::exchange(list, "")}));
    }
    absl::StrAppend(&list, list.empty() ? "" : ",", channel.name);
  }
  if (!list.empty()) step.lines.push_back(WriteIrcLine("JOIN", {list}));
}

void IrcSession::OnSupport(const IrcLine& line, absl::Time now, Step& step) {
  support_.Read(line);
  if (support_.nick_length() > 0 && wanted_nick_.size() > support_.nick_length()) {
    wanted_nick_.resize(support_.nick_length());
  }
  NoteOwnNick(nick_, now);
  if (support_.bot_mode() == '\0' || marked_as_bot_) return;
  marked_as_bot_ = true;
  step.lines.push_back(WriteIrcLine("MODE", {nick_, absl::StrCat("+", std::string(1, support_.bot_mode()))}));
}

void IrcSession::NoteOwnNick(absl::string_view nick, absl::Time now) {
  if (!nick.empty()) nick_ = std::string(nick);
  const bool is_wanted = IsOurs(wanted_nick_);
  nick_at_ = is_wanted ? absl::InfiniteFuture() : std::min(nick_at_, now + settings_.times.nick);
}

// 433 ERR_NICKNAMEINUSE, 432 ERR_ERRONEUSNICKNAME, 436 ERR_NICKCOLLISION. After the welcome it answers a try to get our
// nick back.
void IrcSession::OnNickRefused(const IrcLine& line, absl::Time /*now*/, Step& step) {
  if (welcomed_) {
    if (line.command == "432") nick_at_ = absl::InfiniteFuture();
    return;
  }
  if (++refused_nicks_ > kMostRefusedNicks) {
    step.over = "the server refuses every nick";
    return;
  }
  nick_ = AnotherNick();
  step.notes.emplace_back("the nick is taken or not allowed; trying another");
  step.lines.push_back(WriteIrcLine("NICK", {nick_}));
}

std::string IrcSession::AnotherNick() {
  if (refused_nicks_ <= 2) return absl::StrCat(wanted_nick_, std::string(static_cast<size_t>(refused_nicks_), '_'));
  const int digits = std::uniform_int_distribution<int>(0, 9999)(random_);
  return absl::StrFormat("%s%04d", wanted_nick_.substr(0, kStemOfARandomNick), digits);
}

// 437 ERR_UNAVAILRESOURCE is about a nick or a channel.
void IrcSession::OnUnavailable(const IrcLine& line, absl::Time now, Step& step) {
  if (support_.IsChannel(line.Param(1))) return OnJoinRefused(line, now, step);
  OnNickRefused(line, now, step);
}

// The name of a channel is the operator's, not what the server wrote.
void IrcSession::OnJoinRefused(const IrcLine& line, absl::Time now, Step& step) {
  Channel* channel = Find(line.Param(1));
  if (channel == nullptr) return;
  channel->rejoin_at = now + settings_.times.refused;
  step.notes.push_back(absl::StrCat("cannot join ", channel->name, ": ", WhyNotJoined(line.command)));
}

void IrcSession::OnNick(const IrcLine& line, absl::Time now, Step& step) {
  if (!IsOurs(line.Nick()) || line.Param(0).empty()) return;
  NoteOwnNick(line.Param(0), now);
  step.notes.emplace_back(IsOurs(wanted_nick_) ? "got our nick back" : "our nick was changed");
}

IrcSession::Channel* IrcSession::Find(absl::string_view name) {
  const auto channel =
      std::find_if(channels_.begin(), channels_.end(), [&](const Channel& c) { return support_.Same(c.name, name); });
  return channel == channels_.end() ? nullptr : &*channel;
}

void IrcSession::OnJoin(const IrcLine& line, absl::Time /*now*/, Step& step) {
  if (!IsOurs(line.Nick())) return;
  longest_host_ = std::max(longest_host_, HostLength(line.source));
  const Channel* channel = Find(line.Param(0));
  if (channel != nullptr) step.notes.push_back(absl::StrCat("joined ", channel->name));
}

// We never part: services did it for us.
void IrcSession::OnPart(const IrcLine& line, absl::Time now, Step& step) {
  if (IsOurs(line.Nick())) LeaveFor(line.Param(0), now, step);
}

void IrcSession::OnKick(const IrcLine& line, absl::Time now, Step& step) {
  if (IsOurs(line.Param(1))) LeaveFor(line.Param(0), now, step);
}

void IrcSession::LeaveFor(absl::string_view name, absl::Time now, Step& step) {
  Channel* channel = Find(name);
  if (channel == nullptr) return;
  const bool again = std::exchange(channel->was_kicked, true);
  if (!again) channel->rejoin_at = now + settings_.times.rejoin;
  step.notes.push_back(absl::StrCat("thrown out of ", channel->name,
                                    again ? " again; staying out until the next connection" : "; coming back once"));
}

void IrcSession::OnKill(const IrcLine& line, absl::Time /*now*/, Step& step) {
  if (IsOurs(line.Param(0))) step.over = "an operator of the network ended the connection";
}

void IrcSession::OnMessage(const IrcLine& line, absl::Time /*now*/, Step& step) {
  if (!welcomed_) return;
  std::optional<ChatMessage> message = ReadIrcMessage(line, nick_, settings_.known_bots, support_);
  if (message.has_value()) step.messages.push_back(*std::move(message));
}

}  // namespace sipwhy::bot
