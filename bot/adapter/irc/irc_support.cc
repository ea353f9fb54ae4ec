#include "bot/adapter/irc/irc_support.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"

namespace sipwhy::bot {
namespace {

constexpr int kShortestLine = 300;  // less is no server on which an answer could be read
constexpr int kLongestLine = 512;   // what other servers on the network take
constexpr int kLongestNick = 512;

// draft-hardy-irc-isupport-00, CASEMAPPING. A mapping of Unicode folds at least ASCII.
char LastCapital(absl::string_view mapping) {
  if (mapping == "rfc1459") return '^';
  return mapping == "strict-rfc1459" ? ']' : 'Z';
}

}  // namespace

void IrcSupport::Read(const IrcLine& line) {
  // The first parameter is our nick and the last a sentence.
  for (size_t i = 1; i + 1 < line.params.size(); ++i) {
    const std::pair<absl::string_view, absl::string_view> token =
        absl::StrSplit(line.params[i], absl::MaxSplits('=', 1));
    Set(token.first, token.second);
  }
}

void IrcSupport::Set(absl::string_view name, absl::string_view value) {
  int number = 0;
  if (name == "CASEMAPPING") {
    last_capital_ = LastCapital(value);
  } else if (name == "CHANTYPES") {
    channel_types_ = std::string(value);
  } else if (name == "NICKLEN" && absl::SimpleAtoi(value, &number) && number > 0 && number <= kLongestNick) {
    nick_length_ = static_cast<size_t>(number);
  } else if (name == "LINELEN" && absl::SimpleAtoi(value, &number)) {
    line_length_ = static_cast<size_t>(std::clamp(number, kShortestLine, kLongestLine));
  } else if (name == "BOT" && value.size() == 1 && absl::ascii_isalpha(static_cast<unsigned char>(value[0]))) {
    bot_mode_ = value[0];
  }
}

std::string IrcSupport::Fold(absl::string_view name) const {
  std::string folded(name);
  for (char& c : folded) {
    if (c >= 'A' && c <= last_capital_) c = static_cast<char>(c + 32);
  }
  return folded;
}

bool IrcSupport::IsChannel(absl::string_view target) const {
  return !target.empty() && absl::StrContains(channel_types_, target[0]);
}

}  // namespace sipwhy::bot
