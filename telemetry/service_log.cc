#include "telemetry/service_log.h"

#include <poll.h>
#include <unicode/utf16.h>
#include <unicode/utf8.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_format.h"

namespace sipwhy {
namespace {

// A write of up to 4,096 bytes to a pipe is in one piece, see pipe(7).
constexpr size_t kLongestLine = 1024;
constexpr absl::string_view kCut = " cut=true";
constexpr size_t kRoom = kLongestLine - kCut.size() - 1;  // the end of the line
constexpr size_t kLongestEscape = 12;                     // two UTF-16 units

constexpr std::array<absl::string_view, 4> kLevelNames = {"debug", "info", "warning", "error"};

bool IsBare(absl::string_view value) {
  return std::all_of(value.begin(), value.end(),
                     [](unsigned char c) { return absl::ascii_isgraph(c) && c != '"' && c != '=' && c != '\\'; });
}

// The character at `position`, as it stands in quotes. Moves `position` behind it.
std::string NextEscaped(absl::string_view value, int32_t& position) {
  UChar32 c = 0;
  U8_NEXT_OR_FFFD(reinterpret_cast<const uint8_t*>(value.data()), position, static_cast<int32_t>(value.size()), c);
  if (c == '\n') return "\\n";
  if (c == '\r') return "\\r";
  if (c == '\t') return "\\t";
  if (c == '"' || c == '\\') return {'\\', static_cast<char>(c)};
  if (c >= 0x20 && c < 0x7F) return {static_cast<char>(c)};
  if (U_IS_BMP(c)) return absl::StrFormat("\\u%04x", c);
  return absl::StrFormat("\\u%04x\\u%04x", U16_LEAD(c), U16_TRAIL(c));
}

// A line while it is written.
class Line {
 public:
  void Append(absl::string_view key, absl::string_view value) {
    if (is_cut_ || value.empty()) return;
    value = value.substr(0, kLongestLine);  // a character takes no less room in the line
    const bool is_bare = IsBare(value);
    const std::string start = absl::StrCat(text_.empty() ? "" : " ", key, is_bare ? "=" : "=\"");
    const absl::string_view end = is_bare ? "" : "\"";
    if (text_.size() + start.size() + kLongestEscape + end.size() > kRoom) {
      is_cut_ = true;
      return;
    }
    text_ += start;
    AppendEscaped(value, kRoom - end.size());
    text_.append(end.data(), end.size());
  }

  std::string Finish() && {
    absl::StrAppend(&text_, is_cut_ ? kCut : "", "\n");
    return std::move(text_);
  }

 private:
  // As much of `value` as there is room for in `most` bytes of line.
  void AppendEscaped(absl::string_view value, size_t most) {
    for (int32_t position = 0; position < static_cast<int32_t>(value.size());) {
      const std::string c = NextEscaped(value, position);
      if (text_.size() + c.size() > most) {
        is_cut_ = true;
        return;
      }
      text_ += c;
    }
  }

  std::string text_;
  bool is_cut_ = false;
};

bool WriteAtOnce(int descriptor, absl::string_view line) {
  // Standard error may be a pipe or a socket that nobody reads any more; calls must not wait for that. A peer that is
  // gone shows as an error here, so that writing does not raise SIGPIPE.
  pollfd state = {descriptor, POLLOUT, 0};
  if (poll(&state, 1, 0) != 1 || state.revents != POLLOUT) return false;
  return write(descriptor, line.data(), line.size()) == static_cast<ssize_t>(line.size());
}

LogLevel LevelOf(absl::StatusCode code) {
  switch (code) {
    case absl::StatusCode::kUnknown:
    case absl::StatusCode::kInternal:
    case absl::StatusCode::kDataLoss:
      return LogLevel::kError;
    case absl::StatusCode::kDeadlineExceeded:
    case absl::StatusCode::kResourceExhausted:
    case absl::StatusCode::kAborted:
    case absl::StatusCode::kUnavailable:
      return LogLevel::kWarning;
    default:
      return LogLevel::kInfo;
  }
}

}  // namespace

absl::StatusOr<LogLevel> ParseLogLevel(absl::string_view name) {
  const auto* const found = std::find(kLevelNames.begin(), kLevelNames.end(), name);
  if (found == kLevelNames.end()) {
    return absl::InvalidArgumentError(
        absl::StrCat("there is no log level \"", name, "\"; name debug, info, warning or error"));
  }
  return static_cast<LogLevel>(found - kLevelNames.begin());
}

std::string LogLine(absl::Time time, LogLevel level, absl::string_view event, std::initializer_list<LogField> fields) {
  Line line;
  line.Append("time", absl::FormatTime("%Y-%m-%dT%H:%M:%E3SZ", time, absl::UTCTimeZone()));
  line.Append("level", kLevelNames[static_cast<size_t>(level)]);
  line.Append("event", event);
  for (const LogField& field : fields) line.Append(field.key, field.value.Piece());
  return std::move(line).Finish();
}

void ServiceLog::Write(LogLevel level, absl::string_view event, std::initializer_list<LogField> fields) {
  if (!IsOn(level)) return;
  const std::string line = LogLine(Now(), level, event, fields);
  const std::scoped_lock lock(mutex_);
  if (!WriteAtOnce(options_.descriptor, line)) ++lost_;
}

std::optional<uint64_t> LineLimit::Admit(absl::Time now) {
  const int64_t second = absl::ToUnixSeconds(now);
  const std::scoped_lock lock(mutex_);
  if (second != second_) {
    second_ = second;
    admitted_ = 0;
  }
  if (admitted_ >= most_a_second_) {
    ++left_out_;
    return std::nullopt;
  }
  ++admitted_;
  return std::exchange(left_out_, 0);
}

bool AccessLog::IsSampled() {
  return one_in_ != 0 && successes_.fetch_add(1, std::memory_order_relaxed) % one_in_ == 0;
}

void AccessLog::Write(const FinishedCall& call) {
  const LogLevel level = LevelOf(call.code);
  if (!log_.IsOn(level)) return;
  uint64_t left_out = 0;
  if (call.code != absl::StatusCode::kOk) {
    const std::optional<uint64_t> admitted = failures_.Admit(log_.Now());
    if (!admitted.has_value()) return;
    left_out = *admitted;
  } else if (!IsSampled()) {
    return;
  }
  log_.Write(level, "call",
             {{"method", call.method},
              {"code", absl::StatusCodeToString(call.code)},
              {"us", absl::ToInt64Microseconds(call.duration)},
              {"left_out", left_out == 0 ? "" : absl::StrCat(left_out)},
              {"request_id", call.request_id},
              {"traceparent", call.traceparent},
              {"principal", call.principal}});
}

}  // namespace sipwhy
