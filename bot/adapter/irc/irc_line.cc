#include "bot/adapter/irc/irc_line.h"

#include <algorithm>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"

namespace sipwhy::bot {
namespace {

constexpr size_t kMostTagBytes = 8191;  // with "@" and the space after it: IRCv3 Message Tags, Size limit
constexpr size_t kMostParams = 15;      // RFC 2812 §2.3

constexpr absl::string_view kNeverInALine("\0\r\n", 3);

// IRCv3 Message Tags, Escaping values.
std::string Unescape(absl::string_view value) {
  std::string plain;
  for (size_t i = 0; i < value.size(); ++i) {
    if (value[i] != '\\') {
      plain.push_back(value[i]);
      continue;
    }
    if (++i == value.size()) break;
    switch (value[i]) {
      case ':':
        plain.push_back(';');
        break;
      case 's':
        plain.push_back(' ');
        break;
      case 'r':
        plain.push_back('\r');
        break;
      case 'n':
        plain.push_back('\n');
        break;
      default:
        plain.push_back(value[i]);
    }
  }
  return plain;
}

void SetTag(std::string key, std::string value, IrcLine& line) {
  const auto same = std::find_if(line.tags.begin(), line.tags.end(), [&](const auto& tag) { return tag.first == key; });
  if (same != line.tags.end()) {
    same->second = std::move(value);
  } else {
    line.tags.emplace_back(std::move(key), std::move(value));
  }
}

void ParseTags(absl::string_view text, IrcLine& line) {
  for (absl::string_view tag : absl::StrSplit(text, ';')) {
    const std::pair<absl::string_view, absl::string_view> parts = absl::StrSplit(tag, absl::MaxSplits('=', 1));
    if (!parts.first.empty()) SetTag(std::string(parts.first), Unescape(parts.second), line);
  }
}

// Takes what stands before the next space off `text`, and the spaces after it.
absl::string_view TakeWord(absl::string_view& text) {
  const size_t end = std::min(text.find(' '), text.size());
  const absl::string_view word = text.substr(0, end);
  text.remove_prefix(std::min(text.find_first_not_of(' ', end), text.size()));
  return word;
}

bool IsCommand(absl::string_view word) {
  const auto is = [&](auto test) {
    return std::all_of(word.begin(), word.end(), [&](char c) { return test(static_cast<unsigned char>(c)); });
  };
  if (word.empty()) return false;
  return is(absl::ascii_isalpha) || (word.size() == 3 && is(absl::ascii_isdigit));
}

void ParseParams(absl::string_view text, IrcLine& line) {
  while (!text.empty()) {
    const bool last = line.params.size() + 1 == kMostParams;
    if (absl::ConsumePrefix(&text, ":") || last) {
      line.params.emplace_back(text);
      return;
    }
    line.params.emplace_back(TakeWord(text));
  }
}

bool IsMiddle(absl::string_view param) { return !param.empty() && param[0] != ':' && !absl::StrContains(param, ' '); }

// The longest beginning of at most `most` bytes that ends between code points.
absl::string_view BeginningOf(absl::string_view text, size_t most) {
  if (text.size() <= most) return text;
  while (most > 0 && (static_cast<unsigned char>(text[most]) & 0xC0) == 0x80) --most;
  return text.substr(0, most);
}

}  // namespace

const std::string* IrcLine::Tag(absl::string_view key) const {
  const auto tag = std::find_if(tags.begin(), tags.end(), [&](const auto& t) { return t.first == key; });
  return tag == tags.end() ? nullptr : &tag->second;
}

absl::string_view IrcLine::Param(size_t index) const {
  return index < params.size() ? absl::string_view(params[index]) : absl::string_view();
}

absl::string_view IrcLine::Nick() const { return absl::string_view(source).substr(0, source.find_first_of("!@")); }

absl::StatusOr<IrcLine> ParseIrcLine(absl::string_view line) {
  if (line.size() > kLongestIrcLine) return absl::InvalidArgumentError("the line is too long");
  if (line.find_first_of(kNeverInALine) != absl::string_view::npos) {
    return absl::InvalidArgumentError("the line has a NUL, CR or LF in it");
  }
  IrcLine parsed;
  if (absl::ConsumePrefix(&line, "@")) {
    const absl::string_view tags = TakeWord(line);
    if (tags.size() + 2 > kMostTagBytes) return absl::InvalidArgumentError("the line has too many tags");
    ParseTags(tags, parsed);
  }
  if (absl::ConsumePrefix(&line, ":")) parsed.source = std::string(TakeWord(line));
  const absl::string_view command = TakeWord(line);
  if (!IsCommand(command)) return absl::InvalidArgumentError("the line has no command");
  parsed.command = absl::AsciiStrToUpper(command);
  ParseParams(line, parsed);
  return parsed;
}

std::string WriteIrcLine(absl::string_view command, std::vector<std::string> params) {
  std::string line(command);
  for (size_t i = 0; i < params.size(); ++i) {
    std::string& param = params[i];
    std::replace_if(
        param.begin(), param.end(), [](char c) { return absl::StrContains(kNeverInALine, c); }, ' ');
    const bool middle = IsMiddle(param);
    const bool last = i + 1 == params.size();
    if (!middle && !last) return "";
    absl::StrAppend(&line, middle ? " " : " :");
    if (line.size() > kLongestWrittenIrcLine) return "";
    const size_t room = kLongestWrittenIrcLine - line.size();
    if (!last && param.size() > room) return "";
    const absl::string_view written = BeginningOf(param, room);
    if (written.empty() && !param.empty()) return "";
    absl::StrAppend(&line, written);
  }
  return line;
}

}  // namespace sipwhy::bot
