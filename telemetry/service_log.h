// The service's log: one event a line, for people and for machines.
#ifndef SIPWHY_TELEMETRY_SERVICE_LOG_H_
#define SIPWHY_TELEMETRY_SERVICE_LOG_H_

#include <atomic>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <mutex>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"

namespace sipwhy {

enum class LogLevel { kDebug, kInfo, kWarning, kError };

// The level called "debug", "info", "warning" or "error"; INVALID_ARGUMENT for any other name.
absl::StatusOr<LogLevel> ParseLogLevel(absl::string_view name);

// A key of small letters and underscores, and a number or text. One without text is left out of the line. No secret,
// and nothing that a request asks or a person wrote to a bot, is logged above debug.
struct LogField {
  absl::string_view key;
  absl::AlphaNum value;
};

// The line of an event, as logfmt, with its end:
//
//   time=2026-01-31T12:00:00.000Z level=info event=reload from=25 to=26 ms=24
//
// Fields are parted by one space. A value of printable ASCII without space, `"`, `=` and `\` stands as it is. Any other
// is in double quotes, and there `"` and `\` follow a `\`, line feed, carriage return and tab are \n, \r and \t, and
// all else beyond printable ASCII is \uXXXX in UTF-16, \ufffd where it is no UTF-8: as in JSON. So a line is ASCII, and
// nothing in a value can end it or move a terminal's cursor. A line has 1,024 bytes at most. What finds no room is left
// out, the end of a value or whole fields, and cut=true is the last field then.
std::string LogLine(absl::Time time, LogLevel level, absl::string_view event, std::initializer_list<LogField> fields);

// Writes lines of `level` and above. Safe to call from any thread; lines never mix.
class ServiceLog {
 public:
  struct Options {
    LogLevel level = LogLevel::kInfo;
    int descriptor = 2;  // standard error; stays the caller's
    std::function<absl::Time()> now = [] { return absl::Now(); };
  };

  explicit ServiceLog(Options options) : options_(std::move(options)) {}

  bool IsOn(LogLevel level) const { return level >= options_.level; }
  absl::Time Now() const { return options_.now(); }

  // Never waits: a line that cannot be written at once is lost. Allocates nothing when the level is off.
  void Write(LogLevel level, absl::string_view event, std::initializer_list<LogField> fields);

  // How many lines were lost.
  uint64_t lost() const { return lost_; }

 private:
  const Options options_;
  std::mutex mutex_;  // of who writes
  std::atomic<uint64_t> lost_ = 0;
};

// Keeps lines of one kind to a number in each second of the clock. Safe to call from any thread.
class LineLimit {
 public:
  // With 0 no line is admitted.
  explicit LineLimit(int most_a_second) : most_a_second_(most_a_second) {}

  // Takes a place in the second of `now`, and gives how many lines were left out since the one that had a place before;
  // none when the second has no place any more, so that this line is to be left out too.
  std::optional<uint64_t> Admit(absl::Time now);

 private:
  const int most_a_second_;
  std::mutex mutex_;    // guards what follows
  int64_t second_ = 0;  // since 1970: the one that is counted
  int admitted_ = 0;    // lines in it
  uint64_t left_out_ = 0;
};

// What is logged of a call. There is no place here for what it asked.
struct FinishedCall {
  absl::string_view method;  // "Explain"
  absl::StatusCode code = absl::StatusCode::kOk;
  absl::Duration duration = absl::ZeroDuration();
  absl::string_view request_id = {};   // empty for none, as what follows
  absl::string_view traceparent = {};  // as it came
  absl::string_view principal = {};    // who was proved to call
};

// Logs one call in so many of those that succeeded, and of the others as many as a second allows: at level error those
// that failed by our fault, at warning those by load or time, at info those by the caller's.
//
//   time=… level=info event=call method=Explain code=OK us=85 request_id=… traceparent=… principal=…
//
// `left_out` in a line is the number of failed calls since the one logged before that were not. Safe to call from any
// thread.
class AccessLog {
 public:
  struct Options {
    uint64_t one_in = 1000;      // of the calls that succeed, from the first on; 0 for none
    int failures_a_second = 10;  // at most
  };

  // `log` outlives this.
  AccessLog(ServiceLog& log, Options options)
      : log_(log), one_in_(options.one_in), failures_(options.failures_a_second) {}

  // Allocates nothing for a call that is not logged, and takes no lock for one that succeeded.
  void Write(const FinishedCall& call);

 private:
  bool IsSampled();

  ServiceLog& log_;
  const uint64_t one_in_;
  std::atomic<uint64_t> successes_ = 0;
  LineLimit failures_;
};

}  // namespace sipwhy

#endif  // SIPWHY_TELEMETRY_SERVICE_LOG_H_
