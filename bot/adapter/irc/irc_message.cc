#include "bot/adapter/irc/irc_message.h"

#include <unicode/utf8.h>

#include <algorithm>
#include <cstdint>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/strip.h"
#include "absl/time/time.h"
#include "bot/adapter/irc/irc_text.h"

namespace sipwhy::bot {
namespace {

constexpr char kCtcp = '\x01';
constexpr char kTrigger[] = "!sip";
constexpr size_t kLongestNick = 64;  // networks allow up to about 30

// IRCv3 Bot Mode; the others are what servers sent before it was agreed on.
constexpr absl::string_view kBotTags[] = {"bot", "draft/bot", "inspircd.org/bot"};

bool IsUtf8(absl::string_view text) {
  for (int32_t at = 0; at < static_cast<int32_t>(text.size());) {
    UChar32 c = 0;
    U8_NEXT(reinterpret_cast<const uint8_t*>(text.data()), at, static_cast<int32_t>(text.size()), c);
    if (c < 0) return false;
  }
  return true;
}

// No server may give out a nick with these, since they mean something in a list of targets (RFC 2812 §2.3.1). A full
// stop is in the names of servers only.
bool IsFitForATarget(absl::string_view nick) {
  const auto misleads = [](char c) {
    return absl::ascii_iscntrl(static_cast<unsigned char>(c)) || absl::StrContains(" ,:!@*?.#&$", c);
  };
  return !nick.empty() && nick.size() <= kLongestNick && IsUtf8(nick) &&
         std::none_of(nick.begin(), nick.end(), misleads);
}

// `text` without the words that address us, or nullopt where there are none.
std::optional<absl::string_view> WithoutAddress(absl::string_view text, absl::string_view nick,
                                                const IrcSupport& support) {
  absl::string_view rest = text;
  if (absl::ConsumePrefix(&rest, kTrigger) && (rest.empty() || rest[0] == ' ')) return rest;
  if (text.size() < nick.size() || !support.Same(text.substr(0, nick.size()), nick)) return std::nullopt;
  rest = text.substr(nick.size());
  if (!rest.empty() && !absl::StrContains(":, ", rest[0])) return std::nullopt;
  return rest.substr(std::min<size_t>(1, rest.size()));
}

bool IsKnownBot(absl::string_view nick, const std::vector<std::string>& bots, const IrcSupport& support) {
  return std::any_of(bots.begin(), bots.end(), [&](const std::string& bot) { return support.Same(bot, nick); });
}

bool HasBotTag(const IrcLine& line) {
  return std::any_of(std::begin(kBotTags), std::end(kBotTags), [&](auto tag) { return line.Tag(tag) != nullptr; });
}

// IRCv3 server-time; a value that is no time counts as none.
std::optional<absl::Time> SentAt(const IrcLine& line) {
  const std::string* value = line.Tag("time");
  absl::Time time;
  if (value == nullptr || !absl::ParseTime(absl::RFC3339_full, *value, &time, nullptr)) return std::nullopt;
  return time;
}

}  // namespace

std::optional<ChatMessage> ReadIrcMessage(const IrcLine& line, absl::string_view nick,
                                          const std::vector<std::string>& known_bots, const IrcSupport& support) {
  if (line.command != "PRIVMSG" || line.params.size() < 2 || !IsFitForATarget(line.Nick())) return std::nullopt;
  const absl::string_view target = line.Param(0);
  const bool direct = support.Same(target, nick);
  if (!direct && !support.IsChannel(target)) return std::nullopt;
  if (absl::StrContains(line.Param(1), kCtcp)) return std::nullopt;

  const std::string plain = PlainOfIrc(line.Param(1));
  const absl::string_view text = absl::StripAsciiWhitespace(plain);
  const std::optional<absl::string_view> rest = WithoutAddress(text, nick, support);
  ChatMessage message;
  if (const std::string* id = line.Tag("msgid")) message.id = *id;
  message.conversation = support.Fold(direct ? line.Nick() : target);
  message.sender = std::string(line.Nick());
  message.text = std::string(absl::StripAsciiWhitespace(rest.value_or(text)));
  message.addressed = direct || rest.has_value();
  message.direct = direct;
  message.from_self = support.Same(line.Nick(), nick);
  message.from_bot = HasBotTag(line) || IsKnownBot(line.Nick(), known_bots, support);
  message.sent_at = SentAt(line);
  message.reply_to = std::string(direct ? line.Nick() : target);
  return message;
}

}  // namespace sipwhy::bot
