#include "trace/request_id.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <random>
#include <set>
#include <string>

#include "absl/strings/str_cat.h"

namespace sipwhy {
namespace {

using ::testing::MatchesRegex;

constexpr char kTraceparent[] = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

uint64_t NoRandom() {
  ADD_FAILURE() << "nothing random is wanted here";
  return 0;
}

std::string With(char c) { return absl::StrCat("id", std::string(1, c), "id"); }

TEST(RequestIdTest, GoodIdIsKept) {
  for (const std::string& id :
       {std::string("a"), std::string("3f2c1a9e-7d"), std::string(R"(a b="c"\~!)"), std::string(128, 'x')}) {
    EXPECT_EQ(RequestIdFrom(id, NoRandom), id);
  }
}

TEST(RequestIdTest, BadIdIsReplacedByTheRandomBits) {
  for (const std::string& id : {std::string(), std::string(129, 'x'), std::string(" a"), std::string("a "),
                                std::string(" "), std::string("a\xC3\xA9")}) {
    uint64_t next = 0x0123456789abcdef;
    EXPECT_EQ(RequestIdFrom(id, [&next] { return next++; }), "0123456789abcdef0123456789abcdf0") << id;
  }
}

TEST(RequestIdTest, EveryByteButPrintableAsciiMakesAnIdBad) {
  for (int byte = 0; byte < 256; ++byte) {
    const std::string id = With(static_cast<char>(byte));
    const bool is_printable = byte >= 0x20 && byte <= 0x7E;
    EXPECT_EQ(RequestIdFrom(id, [] { return 1; }) == id, is_printable) << byte;
  }
}

TEST(RequestIdTest, SmallRandomNumbersArePadded) {
  EXPECT_EQ(RequestIdFrom("", [] { return 1; }), "00000000000000010000000000000001");
}

TEST(RequestIdTest, NewIdsAreGoodAndDiffer) {
  const auto seed = std::random_device()();
  std::mt19937_64 random(seed);
  std::set<std::string> ids;
  for (int i = 0; i < 1000; ++i) {
    const std::string id = RequestIdFrom("", [&random] { return random(); });
    EXPECT_EQ(RequestIdFrom(id, NoRandom), id);
    ids.insert(id);
  }
  EXPECT_EQ(ids.size(), 1000u) << "seed " << seed;
}

TEST(TraceparentTest, GoodOneIsItself) {
  for (const absl::string_view good : {
           absl::string_view(kTraceparent),
           absl::string_view("00-00000000000000000000000000000001-0000000000000001-00"),
           absl::string_view("00-ffffffffffffffffffffffffffffffff-ffffffffffffffff-ff"),
       }) {
    EXPECT_EQ(TraceparentFrom(good), good);
  }
}

TEST(TraceparentTest, BadOneIsNone) {
  for (const absl::string_view bad : {
           "",
           "00",
           "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-0",  // flags cut
           "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-0100",
           "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-",   // something behind
           "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-x",  // allowed from version 01 on
           "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01 ",   // white space
           " 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
           "01-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",  // other versions
           "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
           "0x-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
           "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",  // upper case
           "00-4bf92f3577b34da6a3ce929d0e0e4736-00F067AA0BA902B7-01",
           "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-0A",
           "00-00000000000000000000000000000000-00f067aa0ba902b7-01",  // all zeros
           "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
           "00-4bf92f3577b34da6a3ce929d0e0e473g-00f067aa0ba902b7-01",  // not hexadecimal
           "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b.-01",
           "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-g1",
           "00_4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",  // other separators
           "00-4bf92f3577b34da6a3ce929d0e0e4736_00f067aa0ba902b7-01",
           "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7_01",
       }) {
    EXPECT_EQ(TraceparentFrom(bad), "") << bad;
  }
}

TEST(TraceparentTest, EveryOtherByteInEveryPlaceMakesItBad) {
  for (size_t place = 0; place < sizeof(kTraceparent) - 1; ++place) {
    for (const char bad : {'\0', '\n', ' ', '/', ':', '@', 'G', '`', 'g', '\x7F', '\xFF'}) {
      std::string header = kTraceparent;
      header[place] = bad;
      EXPECT_EQ(TraceparentFrom(header), "") << header;
    }
  }
}

TEST(ChildTraceparentTest, SameTraceAndNewSpan) {
  EXPECT_EQ(ChildTraceparent(kTraceparent, [] { return 0xabcdef; }),
            "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000abcdef-01");
}

TEST(ChildTraceparentTest, SpanIsNeverAllZeros) {
  const std::string child = ChildTraceparent(kTraceparent, [] { return 0; });
  EXPECT_EQ(TraceparentFrom(child), child);
}

TEST(ChildTraceparentTest, OfTheFlagsOnlySampledIsPassedOn) {
  const std::string start(kTraceparent, 53);
  for (int flags = 0; flags < 256; ++flags) {
    const std::string traceparent = absl::StrCat(start, absl::Hex(flags, absl::kZeroPad2));
    const std::string child = ChildTraceparent(traceparent, [] { return 1; });
    EXPECT_EQ(child.substr(53), flags % 2 == 1 ? "01" : "00") << flags;
  }
}

TEST(ChildTraceparentTest, CallOutsideOfATraceHasNone) { EXPECT_EQ(ChildTraceparent("", NoRandom), ""); }

TEST(ChildTraceparentTest, ChildOfAChildIsInTheSameTrace) {
  const auto seed = std::random_device()();
  std::mt19937_64 random(seed);
  std::string traceparent = kTraceparent;
  for (int i = 0; i < 1000; ++i) {
    const std::string child = ChildTraceparent(TraceparentFrom(traceparent), [&random] { return random(); });
    ASSERT_THAT(child, MatchesRegex("00-4bf92f3577b34da6a3ce929d0e0e4736-[0-9a-f]{16}-01")) << "seed " << seed;
    ASSERT_NE(child, traceparent);
    traceparent = child;
  }
}

TEST(NewTraceparentTest, IsMadeOfTheRandomBitsAndNotSampled) {
  uint64_t next = 0x0123456789abcdef;
  EXPECT_EQ(NewTraceparent([&next] { return next++; }), "00-0123456789abcdef0123456789abcdf0-0123456789abcdf1-00");
}

TEST(NewTraceparentTest, IsGoodWhateverTheRandomBitsAre) {
  for (const uint64_t bits : {uint64_t{0}, uint64_t{1}, ~uint64_t{0}}) {
    const std::string traceparent = NewTraceparent([bits] { return bits; });
    EXPECT_EQ(TraceparentFrom(traceparent), traceparent);
  }
}

TEST(NewTraceparentTest, ItsChildIsInTheSameTrace) {
  const std::string traceparent = NewTraceparent([] { return 7; });
  const std::string child = ChildTraceparent(traceparent, [] { return 8; });
  EXPECT_EQ(child, "00-00000000000000070000000000000007-0000000000000008-00");
}

}  // namespace
}  // namespace sipwhy
