#include "bot/adapter/irc/irc_login.h"

#include <algorithm>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"

namespace sipwhy::bot {
namespace {

constexpr size_t kChunk = 400;  // IRCv3.1 SASL Authentication, The AUTHENTICATE command

bool Has(const std::vector<std::string>& list, absl::string_view word) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

// RFC 4616 §2.
std::string PlainResponse(const IrcLogin::Account& account) {
  const std::string nul(1, '\0');
  return absl::StrCat(account.user, nul, account.user, nul, account.password);
}

// "+" for an empty response, and to end one whose last chunk is full.
std::vector<std::string> InChunks(absl::string_view response) {
  const std::string encoded = absl::Base64Escape(response);
  std::vector<std::string> lines;
  for (size_t at = 0; at < encoded.size(); at += kChunk) {
    lines.push_back(WriteIrcLine("AUTHENTICATE", {encoded.substr(at, kChunk)}));
  }
  if (encoded.size() % kChunk == 0) lines.push_back(WriteIrcLine("AUTHENTICATE", {"+"}));
  return lines;
}

}  // namespace

std::string IrcLogin::Begin() { return WriteIrcLine("CAP", {"LS", "302"}); }

std::vector<std::string> IrcLogin::Take(const IrcLine& line, Lines& notes) {
  if (line.command == "CAP") return TakeCapabilities(line, notes);
  if (stage_ != Stage::kAuthenticating) return {};
  if (line.command == "AUTHENTICATE") return Respond(line.Param(0));
  const bool accepted = line.command == "903" || line.command == "907";
  if (accepted) return End();
  const bool refused = line.command == "902" || line.command == "904" || line.command == "905" || line.command == "906";
  return refused ? TryNextMechanism(notes) : Lines();
}

std::vector<std::string> IrcLogin::TakeCapabilities(const IrcLine& line, Lines& notes) {
  const absl::string_view verb = line.Param(1);
  if (verb == "LS" && stage_ == Stage::kListing) {
    const bool more = line.params.size() > 3 && line.Param(2) == "*";
    ReadOffer(line.params.back());
    return more ? Lines() : Request(notes);
  }
  if (stage_ != Stage::kRequesting) return {};
  if (verb == "ACK" && !mechanisms_.empty()) {
    stage_ = Stage::kAuthenticating;
    return TryNextMechanism(notes);
  }
  if (verb == "NAK") notes.push_back("the server refuses the capabilities that it offers; going on without them");
  return verb == "ACK" || verb == "NAK" ? End() : Lines();
}

void IrcLogin::ReadOffer(absl::string_view capabilities) {
  for (absl::string_view capability : absl::StrSplit(capabilities, ' ', absl::SkipEmpty())) {
    const std::pair<std::string, std::string> offer = absl::StrSplit(capability, absl::MaxSplits('=', 1));
    const bool wanted =
        offer.first == "message-tags" || offer.first == "server-time" || (offer.first == "sasl" && HasAccount());
    if (!wanted || Has(offered_, offer.first)) continue;
    offered_.push_back(offer.first);
    if (offer.first != "sasl") continue;
    const Lines list = absl::StrSplit(offer.second, ',', absl::SkipEmpty());
    const auto usable = [&](absl::string_view mechanism) { return list.empty() || Has(list, mechanism); };
    if (!account_.user.empty() && usable("PLAIN")) mechanisms_.emplace_back("PLAIN");
    if (account_.external && usable("EXTERNAL")) mechanisms_.emplace_back("EXTERNAL");
  }
}

std::vector<std::string> IrcLogin::Request(Lines& notes) {
  if (mechanisms_.empty()) {
    offered_.erase(std::remove(offered_.begin(), offered_.end(), "sasl"), offered_.end());
    if (HasAccount()) notes.push_back("the server offers no SASL that we know; going on without an account");
  }
  if (offered_.empty()) return End();
  stage_ = Stage::kRequesting;
  return {WriteIrcLine("CAP", {"REQ", absl::StrJoin(offered_, " ")})};
}

std::vector<std::string> IrcLogin::TryNextMechanism(Lines& notes) {
  if (mechanisms_.empty()) {
    notes.push_back("the server refuses the account; going on without it");
    return End();
  }
  mechanism_ = std::move(mechanisms_.back());
  mechanisms_.pop_back();
  return {WriteIrcLine("AUTHENTICATE", {mechanism_})};
}

// Both mechanisms have one response, to an empty challenge.
std::vector<std::string> IrcLogin::Respond(absl::string_view challenge) {
  const std::string mechanism = std::exchange(mechanism_, "");
  if (challenge != "+" || mechanism.empty()) return {WriteIrcLine("AUTHENTICATE", {"*"})};
  return InChunks(mechanism == "PLAIN" ? PlainResponse(account_) : "");
}

std::vector<std::string> IrcLogin::End() {
  stage_ = Stage::kDone;
  return {WriteIrcLine("CAP", {"END"})};
}

}  // namespace sipwhy::bot
