// One line of the IRC protocol (RFC 1459, RFC 2812, IRCv3 Message Tags).
#ifndef SIPWHY_BOT_ADAPTER_IRC_IRC_LINE_H_
#define SIPWHY_BOT_ADAPTER_IRC_IRC_LINE_H_

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace sipwhy::bot {

// The longest line that we read, without CR LF: 8191 bytes of tags (IRCv3 Message Tags, Size limit) and as much again,
// which is far more than the 510 of RFC 1459 §2.3.
inline constexpr size_t kLongestIrcLine = size_t{2} * 8191;

// What we write without CR LF (RFC 1459 §2.3).
inline constexpr size_t kLongestWrittenIrcLine = 510;

struct IrcLine {
  std::vector<std::pair<std::string, std::string>> tags = {};  // a key comes once; values are unescaped
  std::string source = {};                                     // "nick!user@host" or a server; may be empty
  std::string command;                                         // letters in upper case, or three digits
  std::vector<std::string> params = {};                        // at most 15
  bool operator==(const IrcLine&) const = default;

  // The value of a tag, empty for one without; null where there is no such tag.
  const std::string* Tag(absl::string_view key) const;

  // Empty where there are fewer parameters.
  absl::string_view Param(size_t index) const;

  // The nick of the person or the name of the server that the line comes from.
  absl::string_view Nick() const;
};

// Reads a line without its CR LF. Bytes above ASCII may be anything. INVALID_ARGUMENT for what is no line: without a
// command, with NUL, CR or LF in it, or too long; the error never quotes it.
absl::StatusOr<IrcLine> ParseIrcLine(absl::string_view line);

// Writes a line without its CR LF, of at most 510 bytes: the last parameter is cut, between code points, to have room.
// CR, LF and NUL become spaces. Empty, and not to be sent, where a parameter before the last is empty, has a space or
// begins with a colon, or where the others leave no room.
std::string WriteIrcLine(absl::string_view command, std::vector<std::string> params);

}  // namespace sipwhy::bot

#endif  // SIPWHY_BOT_ADAPTER_IRC_IRC_LINE_H_
