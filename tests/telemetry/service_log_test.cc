#include "telemetry/service_log.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <malloc.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "absl/time/civil_time.h"
#include "tests/testing/status_matchers.h"

namespace sipwhy {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Optional;
using ::testing::Pair;
using ::testing::SizeIs;
using testing::StatusIs;

using Fields = std::vector<std::pair<std::string, std::string>>;

constexpr char kStart[] = "time=2026-01-31T12:00:00.250Z level=info event=test";

absl::Time Noon() {
  return absl::FromCivil(absl::CivilSecond(2026, 1, 31, 12, 0, 0), absl::UTCTimeZone()) + absl::Milliseconds(250);
}

std::string LineWith(absl::string_view value) { return LogLine(Noon(), LogLevel::kInfo, "test", {{"v", value}}); }

// `code` as UTF-8, for one that is a character.
std::string Utf8(uint32_t code) {
  if (code < 0x80) return {static_cast<char>(code)};
  if (code < 0x800) return {static_cast<char>(0xC0 | code >> 6), static_cast<char>(0x80 | (code & 0x3F))};
  if (code < 0x10000) {
    return {static_cast<char>(0xE0 | code >> 12), static_cast<char>(0x80 | (code >> 6 & 0x3F)),
            static_cast<char>(0x80 | (code & 0x3F))};
  }
  return {static_cast<char>(0xF0 | code >> 18), static_cast<char>(0x80 | (code >> 12 & 0x3F)),
          static_cast<char>(0x80 | (code >> 6 & 0x3F)), static_cast<char>(0x80 | (code & 0x3F))};
}

// Takes four hexadecimal digits off the front of `rest`.
uint32_t TakeUnit(absl::string_view& rest) {
  uint32_t unit = 0;
  EXPECT_TRUE(absl::SimpleHexAtoi(rest.substr(0, 4), &unit)) << rest;
  rest.remove_prefix(std::min<size_t>(4, rest.size()));
  return unit;
}

// Takes a character behind a backslash off the front of `rest`.
std::string TakeEscaped(absl::string_view& rest) {
  const char kind = rest.empty() ? '\0' : rest.front();
  rest.remove_prefix(std::min<size_t>(1, rest.size()));
  if (kind == 'n') return "\n";
  if (kind == 'r') return "\r";
  if (kind == 't') return "\t";
  if (kind == '"' || kind == '\\') return {kind};
  EXPECT_EQ(kind, 'u') << rest;
  const uint32_t unit = TakeUnit(rest);
  if (unit < 0xD800 || unit > 0xDFFF) return Utf8(unit);
  EXPECT_TRUE(unit < 0xDC00 && absl::ConsumePrefix(&rest, "\\u")) << "half a pair";
  const uint32_t low = TakeUnit(rest);
  EXPECT_TRUE(low >= 0xDC00 && low <= 0xDFFF) << "half a pair";
  return Utf8(0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00));
}

std::string TakeQuoted(absl::string_view& rest) {
  std::string value;
  while (!rest.empty() && rest.front() != '"') {
    if (absl::ConsumePrefix(&rest, "\\")) {
      value += TakeEscaped(rest);
    } else {
      EXPECT_TRUE(absl::ascii_isprint(static_cast<unsigned char>(rest.front())));
      value += rest.front();
      rest.remove_prefix(1);
    }
  }
  EXPECT_TRUE(absl::ConsumePrefix(&rest, "\"")) << "no closing quote";
  return value;
}

std::string TakeBare(absl::string_view& rest) {
  const absl::string_view value = rest.substr(0, rest.find_first_of(" \n"));
  for (const char c : value) EXPECT_TRUE(absl::ascii_isgraph(static_cast<unsigned char>(c)) && c != '=') << value;
  rest.remove_prefix(value.size());
  return std::string(value);
}

// Reads a line by the rules that service_log.h states, and fails the test where it breaks one.
Fields Parse(absl::string_view line) {
  EXPECT_LE(line.size(), 1024u);
  absl::string_view rest = line;
  EXPECT_TRUE(absl::ConsumeSuffix(&rest, "\n")) << line;
  Fields fields;
  while (!rest.empty()) {
    EXPECT_TRUE(fields.empty() || absl::ConsumePrefix(&rest, " ")) << line;
    const std::string key(rest.substr(0, rest.find('=')));
    rest.remove_prefix(std::min(key.size() + 1, rest.size()));
    EXPECT_EQ(key.find_first_not_of("abcdefghijklmnopqrstuvwxyz_"), std::string::npos) << line;
    fields.emplace_back(key, absl::ConsumePrefix(&rest, "\"") ? TakeQuoted(rest) : TakeBare(rest));
    EXPECT_NE(fields.back().second, "") << line;
    if (::testing::Test::HasFailure()) break;
  }
  return fields;
}

// The value of the field "v".
std::string ValueOf(const Fields& fields) {
  for (const auto& [key, value] : fields) {
    if (key == "v") return value;
  }
  return "";
}

// A log into memory, at a time that the test tells.
struct MemoryLog {
  explicit MemoryLog(LogLevel level = LogLevel::kInfo)
      : descriptor(memfd_create("log", 0)), log({level, descriptor, [this] { return now; }}) {}
  ~MemoryLog() { close(descriptor); }
  MemoryLog(const MemoryLog&) = delete;
  MemoryLog& operator=(const MemoryLog&) = delete;

  std::vector<std::string> Lines() const {
    std::string text(static_cast<size_t>(lseek(descriptor, 0, SEEK_END)), '\0');
    EXPECT_EQ(pread(descriptor, text.data(), text.size(), 0), static_cast<ssize_t>(text.size()));
    if (text.empty()) return {};
    EXPECT_EQ(text.back(), '\n');
    text.pop_back();
    return absl::StrSplit(text, '\n');
  }

  absl::Time now = Noon();
  const int descriptor;
  ServiceLog log;
};

// By how many bytes the heap in use grew while `work` ran. It runs on a new thread, which has no store of freed pieces
// yet, so that even what is given back at once is seen.
size_t HeapGrowth(const std::function<void()>& work) {
  size_t growth = 0;
  std::jthread([&] {
    const size_t before = mallinfo2().uordblks;
    work();
    growth = mallinfo2().uordblks - before;
  }).join();
  return growth;
}

// Not where a sanitizer has put its own heap in the place of the system's.
bool HeapTellsItsGrowth() {
  return HeapGrowth([] { EXPECT_EQ(std::make_unique<std::string>(1, 'x')->size(), 1u); }) > 0;
}

// The ends of a pipe.
struct Pipe {
  Pipe() { EXPECT_EQ(pipe(ends.data()), 0); }
  ~Pipe() {
    CloseReader();
    close(ends[1]);
  }
  Pipe(const Pipe&) = delete;
  Pipe& operator=(const Pipe&) = delete;

  void CloseReader() {
    if (ends[0] >= 0) close(ends[0]);
    ends[0] = -1;
  }

  std::array<int, 2> ends = {-1, -1};
};

TEST(LogLevelTest, EachLevelIsReadByItsName) {
  EXPECT_EQ(ParseLogLevel("debug").value(), LogLevel::kDebug);
  EXPECT_EQ(ParseLogLevel("info").value(), LogLevel::kInfo);
  EXPECT_EQ(ParseLogLevel("warning").value(), LogLevel::kWarning);
  EXPECT_EQ(ParseLogLevel("error").value(), LogLevel::kError);
}

TEST(LogLevelTest, OtherNamesAreErrors) {
  for (const absl::string_view name : {"", "Info", "warn", "info ", "4"}) {
    EXPECT_THAT(ParseLogLevel(name), StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr(absl::StrCat("\"", name))));
  }
}

TEST(LogLineTest, FieldsStandInOrderBehindTimeLevelAndEvent) {
  EXPECT_EQ(LogLine(Noon(), LogLevel::kInfo, "reload", {{"from", 25}, {"to", 26}, {"ms", 24}}),
            "time=2026-01-31T12:00:00.250Z level=info event=reload from=25 to=26 ms=24\n");
}

TEST(LogLineTest, EachLevelHasItsName) {
  EXPECT_THAT(LogLine(Noon(), LogLevel::kDebug, "e", {}), HasSubstr(" level=debug "));
  EXPECT_THAT(LogLine(Noon(), LogLevel::kInfo, "e", {}), HasSubstr(" level=info "));
  EXPECT_THAT(LogLine(Noon(), LogLevel::kWarning, "e", {}), HasSubstr(" level=warning "));
  EXPECT_THAT(LogLine(Noon(), LogLevel::kError, "e", {}), HasSubstr(" level=error "));
}

TEST(LogLineTest, ValuesAreQuotedByTheRules) {
  const std::map<std::string, std::string> cases = {
      {"plain", "plain"},
      {"127.0.0.1:50051", "127.0.0.1:50051"},
      {"/var/lib/kb.db", "/var/lib/kb.db"},
      {"two words", "\"two words\""},
      {"a=b", "\"a=b\""},
      {"say \"hi\"", R"("say \"hi\"")"},
      {R"(C:\kb)", R"("C:\\kb")"},
      {"one\ntwo", R"("one\ntwo")"},
      {"\r\t", R"("\r\t")"},
      {std::string("\0", 1), R"("\u0000")"},
      {"\x1B[2J", R"("\u001b[2J")"},
      {"\x7F", R"("\u007f")"},
      {"gr\xC3\xB6\xC3\x9F"
       "e",
       R"("gr\u00f6\u00dfe")"},
      {"\xC2\x9B", R"("\u009b")"},                // a control that starts terminal commands
      {Utf8(0x202E), R"("\u202e")"},              // turns the direction of what follows
      {"\xF0\x9F\x93\x9E", R"("\ud83d\udcde")"},  // beyond the BMP
      {"a\xFF"
       "b",
       R"("a\ufffdb")"},                            // no UTF-8
      {"\xC0\xAF", R"("\ufffd\ufffd")"},            // too long a form
      {"\xED\xA0\x80", R"("\ufffd\ufffd\ufffd")"},  // half a pair
      {"\xE2\x82", R"("\ufffd")"},                  // the end is missing
  };
  for (const auto& [value, shown] : cases) EXPECT_EQ(LineWith(value), absl::StrCat(kStart, " v=", shown, "\n"));
}

TEST(LogLineTest, EmptyValueIsLeftOut) {
  EXPECT_EQ(LogLine(Noon(), LogLevel::kInfo, "test", {{"a", ""}, {"b", 0}}), absl::StrCat(kStart, " b=0\n"));
}

TEST(LogLineTest, AnyTextIsReadBackAsItWas) {
  const auto seed = std::random_device()();
  std::mt19937 random(seed);
  for (int round = 0; round < 2000; ++round) {
    std::string value;
    for (size_t left = random() % 40; left > 0; --left) {
      const auto code = static_cast<uint32_t>(random() % (round % 2 == 0 ? 0x80 : 0x110000));
      value += code >= 0xD800 && code <= 0xDFFF ? "\n" : Utf8(code);
    }
    const std::string line = LineWith(value);
    ASSERT_EQ(ValueOf(Parse(line)), value) << "seed " << seed << ", round " << round << ", " << line;
  }
}

TEST(LogLineTest, AnyBytesMakeOneLineThatCanBeRead) {
  const auto seed = std::random_device()();
  std::mt19937 random(seed);
  for (int round = 0; round < 2000; ++round) {
    std::string value(random() % 1500, '\0');
    for (char& c : value) c = static_cast<char>(random());
    const std::string line = LineWith(value);
    EXPECT_EQ(line.find('\n'), line.size() - 1);
    Parse(line);
    ASSERT_FALSE(HasFailure()) << "seed " << seed << ", round " << round << ", " << line;
  }
}

TEST(LogLineTest, LineThatLeavesRoomForTheMarkIsWhole) {
  const size_t others = LineWith("x").size() - 1;
  const size_t most = 1024 - others - std::string(" cut=true").size();
  EXPECT_EQ(ValueOf(Parse(LineWith(std::string(most, 'x')))), std::string(most, 'x'));
  EXPECT_THAT(LineWith(std::string(most + 1, 'x')), AllOf(SizeIs(1024), EndsWith("xx cut=true\n")));
}

TEST(LogLineTest, LongLineIsCutWithinAValueAndSaysSo) {
  const std::string line = LogLine(Noon(), LogLevel::kInfo, "test", {{"v", std::string(5000, ' ')}, {"after", 1}});
  const Fields fields = Parse(line);
  EXPECT_THAT(line, AllOf(SizeIs(1024), EndsWith(" \" cut=true\n")));
  EXPECT_EQ(fields.back(), std::make_pair(std::string("cut"), std::string("true")));
  EXPECT_THAT(line, Not(HasSubstr("after")));
}

TEST(LogLineTest, EscapedCharacterIsNeverCut) {
  for (size_t before = 0; before < 24; ++before) {
    std::string value(before, 'x');
    for (int i = 0; i < 300; ++i) value += "\xF0\x9F\x93\x9E";
    const std::string line = LogLine(Noon(), LogLevel::kInfo, "test", {{"v", value}, {"a", 1}});
    EXPECT_THAT(ValueOf(Parse(line)), EndsWith("\xF0\x9F\x93\x9E")) << line;
    EXPECT_THAT(line, EndsWith("\" cut=true\n"));
  }
}

TEST(LogLineTest, NothingFollowsAFieldThatFoundNoRoom) {
  for (size_t size = 800; size < 1000; ++size) {
    const std::string v(size, 'x');
    const std::string line = LogLine(Noon(), LogLevel::kInfo, "test", {{"v", v}, {"long_name", 1}, {"b", 1}});
    const bool has_first = line.find(" long_name=1") != std::string::npos;
    const bool has_second = line.find(" b=1") != std::string::npos;
    EXPECT_TRUE(has_first || !has_second) << line;
    EXPECT_EQ(Parse(line).back().first == "cut", !has_second) << line;
  }
}

TEST(LogLineTest, LineHasAtMostAKilobyteWhateverTheFields) {
  for (size_t size = 0; size < 1100; ++size) {
    const std::string a(size, 'a');
    Parse(LogLine(Noon(), LogLevel::kWarning, "test", {{"a", a}, {"b", "\n"}, {"c", a}}));
    ASSERT_FALSE(HasFailure()) << size;
  }
}

TEST(ServiceLogTest, LinesOfTheLevelAndAboveAreWritten) {
  MemoryLog memory(LogLevel::kWarning);
  for (const auto level : {LogLevel::kDebug, LogLevel::kInfo, LogLevel::kWarning, LogLevel::kError}) {
    EXPECT_EQ(memory.log.IsOn(level), level >= LogLevel::kWarning);
    memory.log.Write(level, "test", {});
  }
  EXPECT_THAT(memory.Lines(), ElementsAre(HasSubstr("level=warning"), HasSubstr("level=error")));
}

TEST(ServiceLogTest, LineHasTheTimeOfTheClock) {
  MemoryLog memory;
  memory.log.Write(LogLevel::kInfo, "test", {{"a", 1}});
  EXPECT_THAT(memory.Lines(), ElementsAre(absl::StrCat(kStart, " a=1")));
}

TEST(ServiceLogTest, LevelThatIsOffAllocatesNothing) {
  if (!HeapTellsItsGrowth()) GTEST_SKIP() << "this heap does not tell how much of it is in use";
  MemoryLog memory(LogLevel::kError);
  const std::string text(500, 'x');
  const auto write = [&](LogLevel level) {
    memory.log.Write(level, "test", {{"text", text}, {"number", 123456789}, {"ratio", 0.5}});
  };
  EXPECT_EQ(HeapGrowth([&] { write(LogLevel::kWarning); }), 0u);
  EXPECT_GT(HeapGrowth([&] { write(LogLevel::kError); }), 0u);
}

TEST(ServiceLogTest, LinesOfManyThreadsDoNotMix) {
  constexpr int kThreads = 4;
  constexpr int kLines = 500;
  MemoryLog memory;
  {
    std::vector<std::jthread> threads;
    for (int thread = 0; thread < kThreads; ++thread) {
      threads.emplace_back([&memory, thread] {
        const std::string text(200, static_cast<char>('a' + thread));
        for (int i = 0; i < kLines; ++i) memory.log.Write(LogLevel::kInfo, "test", {{"number", i}, {"v", text}});
      });
    }
  }
  std::map<std::string, int> next;
  for (const std::string& line : memory.Lines()) {
    const Fields fields = Parse(line + "\n");
    ASSERT_THAT(fields, SizeIs(5)) << line;
    EXPECT_EQ(fields[3].second, absl::StrCat(next[fields[4].second]++));
    EXPECT_EQ(fields[4].second, std::string(200, fields[4].second.front()));
  }
  EXPECT_THAT(next, SizeIs(kThreads));
  for (const auto& [text, lines] : next) EXPECT_EQ(lines, kLines);
}

TEST(ServiceLogTest, ReaderWhoDoesNotReadHoldsNobodyUp) {
  Pipe pipe;
  ServiceLog log({LogLevel::kInfo, pipe.ends[1]});
  const std::string text(900, 'x');
  for (int i = 0; i < 5000; ++i) log.Write(LogLevel::kInfo, "test", {{"text", text}});
  EXPECT_GT(log.lost(), 0u);
}

TEST(ServiceLogTest, LinesAreWrittenAgainOnceTheReaderReads) {
  Pipe pipe;
  ServiceLog log({LogLevel::kInfo, pipe.ends[1]});
  while (log.lost() == 0) log.Write(LogLevel::kInfo, "test", {{"text", std::string(900, 'x')}});
  fcntl(pipe.ends[0], F_SETFL, O_NONBLOCK);
  std::array<char, 4096> buffer{};
  while (read(pipe.ends[0], buffer.data(), buffer.size()) > 0) {
  }
  log.Write(LogLevel::kInfo, "again", {});
  const ssize_t size = read(pipe.ends[0], buffer.data(), buffer.size());
  ASSERT_GT(size, 0);
  EXPECT_THAT(std::string(buffer.data(), static_cast<size_t>(size)), HasSubstr("event=again"));
  EXPECT_EQ(log.lost(), 1u);
}

TEST(ServiceLogTest, ReaderWhoIsGoneEndsNoProcess) {
  Pipe pipe;
  ServiceLog log({LogLevel::kInfo, pipe.ends[1]});
  pipe.CloseReader();
  log.Write(LogLevel::kInfo, "test", {});
  EXPECT_EQ(log.lost(), 1u);
}

TEST(ServiceLogTest, ClosedDescriptorLosesTheLine) {
  ServiceLog log({LogLevel::kInfo, -1});
  log.Write(LogLevel::kInfo, "test", {});
  EXPECT_EQ(log.lost(), 1u);
}

TEST(LineLimitTest, SecondHasItsPlacesAndNoMore) {
  LineLimit limit(3);
  for (int i = 0; i < 3; ++i) EXPECT_THAT(limit.Admit(Noon()), Optional(0u));
  for (int i = 0; i < 3; ++i) EXPECT_EQ(limit.Admit(Noon()), std::nullopt);
}

TEST(LineLimitTest, FirstPlaceAfterLinesWereLeftOutTellsTheirNumberOnce) {
  LineLimit limit(2);
  for (int i = 0; i < 7; ++i) limit.Admit(Noon());
  EXPECT_THAT(limit.Admit(Noon() + absl::Seconds(1)), Optional(5u));
  EXPECT_THAT(limit.Admit(Noon() + absl::Seconds(1)), Optional(0u));
}

TEST(LineLimitTest, LinesLeftOutInSeveralSecondsAreToldTogether) {
  LineLimit limit(1);
  for (int i = 0; i < 4; ++i) limit.Admit(Noon());
  limit.Admit(Noon() + absl::Seconds(1));
  for (int i = 0; i < 2; ++i) limit.Admit(Noon() + absl::Seconds(1));
  EXPECT_THAT(limit.Admit(Noon() + absl::Hours(1)), Optional(2u));
}

TEST(LineLimitTest, SecondEndsWithTheClocksAndNotAfterItsLength) {
  LineLimit limit(1);
  limit.Admit(Noon());  // a quarter into its second
  EXPECT_EQ(limit.Admit(Noon() + absl::Milliseconds(749)), std::nullopt);
  EXPECT_THAT(limit.Admit(Noon() + absl::Milliseconds(750)), Optional(1u));
}

TEST(LineLimitTest, ClockThatIsSetBackLetsLinesThrough) {
  LineLimit limit(1);
  limit.Admit(Noon());
  EXPECT_THAT(limit.Admit(Noon() - absl::Hours(1)), Optional(0u));
}

TEST(LineLimitTest, LimitOfZeroAdmitsNone) {
  LineLimit limit(0);
  EXPECT_EQ(limit.Admit(Noon()), std::nullopt);
  EXPECT_EQ(limit.Admit(Noon() + absl::Seconds(1)), std::nullopt);
}

TEST(LineLimitTest, ManyThreadsTogetherLoseNoCount) {
  LineLimit limit(10);
  std::atomic<int> admitted = 0;
  {
    std::vector<std::jthread> threads;
    for (int thread = 0; thread < 4; ++thread) {
      threads.emplace_back([&] {
        for (int i = 0; i < 5000; ++i) admitted += limit.Admit(Noon()).has_value() ? 1 : 0;
      });
    }
  }
  EXPECT_EQ(admitted, 10);
  EXPECT_THAT(limit.Admit(Noon() + absl::Seconds(1)), Optional(20'000u - 10));
}

TEST(AccessLogTest, LineHasAllThatIsKnownOfTheCall) {
  MemoryLog memory;
  AccessLog access(memory.log, {.one_in = 1});
  access.Write({.method = "Explain",
                .code = absl::StatusCode::kOk,
                .duration = absl::Nanoseconds(85'900),
                .request_id = "id 1",
                .traceparent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                .principal = "CN=bot"});
  EXPECT_THAT(memory.Lines(),
              ElementsAre("time=2026-01-31T12:00:00.250Z level=info event=call method=Explain code=OK us=85 "
                          "request_id=\"id 1\" traceparent=00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01 "
                          "principal=\"CN=bot\""));
}

TEST(AccessLogTest, WhatIsNotKnownIsLeftOut) {
  MemoryLog memory;
  AccessLog access(memory.log, {.one_in = 1});
  access.Write({.method = "Explain", .duration = absl::Microseconds(85)});
  EXPECT_THAT(memory.Lines(), ElementsAre(EndsWith("event=call method=Explain code=OK us=85")));
}

TEST(AccessLogTest, OneInSoManySuccessesIsLogged) {
  MemoryLog memory;
  AccessLog access(memory.log, {.one_in = 100});
  for (int i = 0; i < 1000; ++i) access.Write({.method = "Explain", .duration = absl::Microseconds(i)});
  const std::vector<std::string> lines = memory.Lines();
  ASSERT_THAT(lines, SizeIs(10));
  EXPECT_THAT(lines[0], EndsWith(" us=0"));
  EXPECT_THAT(lines[9], EndsWith(" us=900"));
}

TEST(AccessLogTest, NoSuccessIsLoggedWhenNoneIsWanted) {
  MemoryLog memory;
  AccessLog access(memory.log, {.one_in = 0});
  for (int i = 0; i < 1000; ++i) access.Write({.method = "Explain"});
  access.Write({.method = "Explain", .code = absl::StatusCode::kInternal});
  EXPECT_THAT(memory.Lines(), ElementsAre(HasSubstr("code=INTERNAL")));
}

TEST(AccessLogTest, CallThatIsNotLoggedAllocatesNothing) {
  if (!HeapTellsItsGrowth()) GTEST_SKIP() << "this heap does not tell how much of it is in use";
  MemoryLog memory;
  AccessLog access(memory.log, {.one_in = 1000, .failures_a_second = 0});
  access.Write({.method = "Explain"});
  EXPECT_EQ(HeapGrowth([&] {
              for (int i = 0; i < 999; ++i) {
                access.Write({.method = "Explain", .request_id = "a rather long id of a request"});
                access.Write({.method = "Explain", .code = absl::StatusCode::kNotFound});
              }
            }),
            0u);
  EXPECT_THAT(memory.Lines(), SizeIs(1));
}

TEST(AccessLogTest, FailuresOfASecondAreLoggedUpToTheLimit) {
  MemoryLog memory;
  AccessLog access(memory.log, {.one_in = 0, .failures_a_second = 10});
  for (int i = 0; i < 500; ++i) access.Write({.method = "Explain", .code = absl::StatusCode::kInvalidArgument});
  EXPECT_THAT(memory.Lines(), SizeIs(10));
}

TEST(AccessLogTest, NextSecondTellsHowManyFailuresWereLeftOut) {
  MemoryLog memory;
  AccessLog access(memory.log, {.one_in = 0, .failures_a_second = 2});
  for (int i = 0; i < 7; ++i) access.Write({.method = "Explain", .code = absl::StatusCode::kNotFound});
  memory.now += absl::Seconds(1);
  for (int i = 0; i < 2; ++i) access.Write({.method = "Explain", .code = absl::StatusCode::kNotFound});
  EXPECT_THAT(memory.Lines(),
              ElementsAre(EndsWith(" us=0"), EndsWith(" us=0"), EndsWith(" us=0 left_out=5"), EndsWith(" us=0")));
}

TEST(AccessLogTest, FailureIsAtTheLevelOfWhoseFaultItIs) {
  const std::map<absl::StatusCode, std::string> levels = {
      {absl::StatusCode::kInvalidArgument, "info"},     {absl::StatusCode::kNotFound, "info"},
      {absl::StatusCode::kCancelled, "info"},           {absl::StatusCode::kUnauthenticated, "info"},
      {absl::StatusCode::kUnavailable, "warning"},      {absl::StatusCode::kResourceExhausted, "warning"},
      {absl::StatusCode::kDeadlineExceeded, "warning"}, {absl::StatusCode::kInternal, "error"},
      {absl::StatusCode::kDataLoss, "error"},           {absl::StatusCode::kUnknown, "error"},
  };
  for (const auto& [code, level] : levels) {
    MemoryLog memory;
    AccessLog access(memory.log, {});
    access.Write({.method = "Explain", .code = code});
    EXPECT_THAT(memory.Lines(), ElementsAre(AllOf(HasSubstr(absl::StrCat(" level=", level, " ")),
                                                  HasSubstr(absl::StrCat(" code=", absl::StatusCodeToString(code))))));
  }
}

TEST(AccessLogTest, FailureBelowTheLevelTakesNoPlaceOfOthers) {
  MemoryLog memory(LogLevel::kError);
  AccessLog access(memory.log, {.one_in = 1, .failures_a_second = 1});
  for (int i = 0; i < 50; ++i) access.Write({.method = "Explain", .code = absl::StatusCode::kInvalidArgument});
  access.Write({.method = "Explain", .code = absl::StatusCode::kInternal});
  EXPECT_THAT(memory.Lines(), ElementsAre(EndsWith("code=INTERNAL us=0")));
}

TEST(AccessLogTest, ManyThreadsTogetherKeepToTheSampleAndTheLimit) {
  MemoryLog memory;
  AccessLog access(memory.log, {.one_in = 100, .failures_a_second = 10});
  {
    std::vector<std::jthread> threads;
    for (int thread = 0; thread < 4; ++thread) {
      threads.emplace_back([&access] {
        for (int i = 0; i < 5000; ++i) {
          access.Write({.method = "Explain"});
          access.Write({.method = "Compare", .code = absl::StatusCode::kNotFound});
        }
      });
    }
  }
  std::map<std::string, int> lines;
  for (const std::string& line : memory.Lines()) ++lines[Parse(line + "\n").at(3).second];
  EXPECT_THAT(lines, ElementsAre(Pair("Compare", 10), Pair("Explain", 200)));
}

TEST(AccessLogTest, HostileIdsStayWithinTheirField) {
  MemoryLog memory;
  AccessLog access(memory.log, {.one_in = 1});
  access.Write({.method = "Explain", .request_id = "a level=error event=\"x\"", .principal = "b\nlevel=error"});
  const std::vector<std::string> lines = memory.Lines();
  ASSERT_THAT(lines, SizeIs(1));
  const Fields fields = Parse(lines[0] + "\n");
  EXPECT_EQ(fields.at(6).second, "a level=error event=\"x\"");
  EXPECT_EQ(fields.at(7).second, "b\nlevel=error");
}

}  // namespace
}  // namespace sipwhy
