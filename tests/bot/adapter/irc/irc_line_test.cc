#include "bot/adapter/irc/irc_line.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace sipwhy::bot {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::Pair;

constexpr int kRandomLines = 3000;

uint32_t Seed() {
  static const uint32_t kSeed = std::random_device()();
  return kSeed;
}

struct Good {
  std::string text;
  IrcLine line;
};

// The forms are those of RFC 1459 §2.3.1 and RFC 2812 §2.3; the tagged ones are those of IRCv3 Message Tags, Examples.
std::vector<Good> GoodLines() {
  return {
      {"PING", {.command = "PING"}},
      {"ping x", {.command = "PING", .params = {"x"}}},
      {":a 001 n :Welcome to it", {.source = "a", .command = "001", .params = {"n", "Welcome to it"}}},
      {":a!b@c PRIVMSG #x ::)", {.source = "a!b@c", .command = "PRIVMSG", .params = {"#x", ":)"}}},
      {":a!b@c PRIVMSG #x :", {.source = "a!b@c", .command = "PRIVMSG", .params = {"#x", ""}}},
      {"JOIN  #a   b", {.command = "JOIN", .params = {"#a", "b"}}},
      {"JOIN #a ", {.command = "JOIN", .params = {"#a"}}},
      {"X a:b c", {.command = "X", .params = {"a:b", "c"}}},
      {"X 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 :17",
       {.command = "X",
        .params = {"1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12", "13", "14", "15 16 :17"}}},
      {"X 1 2 3 4 5 6 7 8 9 10 11 12 13 14 :15 16",
       {.command = "X",
        .params = {"1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12", "13", "14", "15 16"}}},
      {"@aaa=bbb;ccc;example.com/ddd=eee :n!i@h PRIVMSG me :Hello",
       {.tags = {{"aaa", "bbb"}, {"ccc", ""}, {"example.com/ddd", "eee"}},
        .source = "n!i@h",
        .command = "PRIVMSG",
        .params = {"me", "Hello"}}},
      {"@+example=raw+:=,escaped\\:\\s\\\\ X", {.tags = {{"+example", "raw+:=,escaped; \\"}}, .command = "X"}},
      {"@a=\\r\\n\\b\\ X", {.tags = {{"a", "\r\nb"}}, .command = "X"}},
      {"@a=1;b;a=2 X", {.tags = {{"a", "2"}, {"b", ""}}, .command = "X"}},
      {"@;;=v;a= X", {.tags = {{"a", ""}}, .command = "X"}},
      {"@ X", {.command = "X"}},
      {": X", {.command = "X"}},
      {"X \xff\xfe", {.command = "X", .params = {"\xff\xfe"}}},
  };
}

TEST(ParseIrcLineTest, GoodLinesAreTakenApart) {
  for (const Good& good : GoodLines()) {
    const absl::StatusOr<IrcLine> line = ParseIrcLine(good.text);
    ASSERT_TRUE(line.ok()) << good.text;
    EXPECT_EQ(*line, good.line) << good.text;
  }
}

TEST(ParseIrcLineTest, BadLinesAreRefused) {
  const std::vector<std::string> bad = {"",
                                        " ",
                                        " PING",
                                        ":",
                                        ":a",
                                        ":a ",
                                        "@",
                                        "@a",
                                        "@a ",
                                        "@a=b :c",
                                        "@a=b :c ",
                                        "12",
                                        "1234",
                                        "PING1",
                                        "P-G x",
                                        "\xc3\xa4 x",
                                        "@a;b;c PRIVMSG,x",
                                        "PRIVMSG #a :b\rc",
                                        "PRIVMSG #a :b\nQUIT",
                                        "\rPING",
                                        std::string("PRIVMSG #a :b\0c", 15),
                                        std::string(1, '\0'),
                                        absl::StrCat("@a=", std::string(8191, 'b'), " X"),
                                        absl::StrCat("X :", std::string(kLongestIrcLine, 'b'))};
  for (const std::string& text : bad) {
    const absl::StatusOr<IrcLine> line = ParseIrcLine(text);
    EXPECT_EQ(line.status().code(), absl::StatusCode::kInvalidArgument) << text;
  }
}

TEST(ParseIrcLineTest, ErrorDoesNotQuoteTheLine) {
  for (const char* text : {"s3cret-1 x", "X :s3cret\r", "@s3cret"}) {
    EXPECT_FALSE(absl::StrContains(ParseIrcLine(text).status().message(), "s3cret")) << text;
  }
}

TEST(ParseIrcLineTest, RandomBytesNeverBreakIt) {
  SCOPED_TRACE(absl::StrCat("seed ", Seed()));
  std::mt19937 random(Seed());
  constexpr absl::string_view kBytes("@:;=\\ +#!.aZ09\0\r\n\x01\x80\xff", 21);
  for (int i = 0; i < kRandomLines; ++i) {
    std::string text;
    for (size_t size = random() % 40; size > 0; --size) text.push_back(kBytes[random() % kBytes.size()]);
    const absl::StatusOr<IrcLine> line = ParseIrcLine(text);
    if (!line.ok()) continue;
    EXPECT_THAT(line->command, Not(IsEmpty()));
    EXPECT_LE(line->params.size(), 15u);
  }
}

TEST(IrcLineTest, PartsThatAreMissingAreEmpty) {
  const IrcLine line = {.tags = {{"a", "b"}}, .source = "alice!u@h", .command = "X", .params = {"p"}};
  EXPECT_EQ(*line.Tag("a"), "b");
  EXPECT_EQ(line.Tag("b"), nullptr);
  EXPECT_EQ(line.Param(0), "p");
  EXPECT_EQ(line.Param(1), "");
}

TEST(IrcLineTest, NickIsWhatStandsBeforeUserAndHost) {
  EXPECT_EQ((IrcLine{.source = "alice!u@h", .command = "X"}.Nick()), "alice");
  EXPECT_EQ((IrcLine{.source = "alice@h", .command = "X"}.Nick()), "alice");
  EXPECT_EQ((IrcLine{.source = "irc.example.org", .command = "X"}.Nick()), "irc.example.org");
  EXPECT_EQ((IrcLine{.command = "X"}.Nick()), "");
}

TEST(WriteIrcLineTest, LastParameterHasAColonWhereItNeedsOne) {
  EXPECT_EQ(WriteIrcLine("QUIT", {}), "QUIT");
  EXPECT_EQ(WriteIrcLine("NICK", {"a"}), "NICK a");
  EXPECT_EQ(WriteIrcLine("NOTICE", {"#a", "b c"}), "NOTICE #a :b c");
  EXPECT_EQ(WriteIrcLine("NOTICE", {"#a", ":)"}), "NOTICE #a ::)");
  EXPECT_EQ(WriteIrcLine("NOTICE", {"#a", ""}), "NOTICE #a :");
}

TEST(WriteIrcLineTest, LineBreaksAndNulsBecomeSpaces) {
  EXPECT_EQ(WriteIrcLine("NOTICE", {"#a", "b\r\nQUIT :c"}), "NOTICE #a :b  QUIT :c");
  EXPECT_EQ(WriteIrcLine("NOTICE", {"#a", std::string("b\0c", 3)}), "NOTICE #a :b c");
}

TEST(WriteIrcLineTest, ParameterThatWouldSplitTheLineMakesNone) {
  for (const char* target : {"", "a b", ":a", "a\rb", "a\nQUIT"}) {
    EXPECT_EQ(WriteIrcLine("NOTICE", {target, "x"}), "") << target;
  }
  EXPECT_EQ(WriteIrcLine("NOTICE", {std::string(600, 'a'), "x"}), "");
  EXPECT_EQ(WriteIrcLine("NOTICE", {std::string(503, 'a'), "x"}), "");
}

TEST(WriteIrcLineTest, LastParameterIsCutBetweenCodePoints) {
  EXPECT_EQ(WriteIrcLine("NOTICE", {"#a", std::string(600, 'x')}).size(), 510u);
  std::string many;
  for (int i = 0; i < 300; ++i) many += "説";
  const std::string line = WriteIrcLine("NOTICE", {"#a", many});
  EXPECT_GE(line.size(), 508u);
  EXPECT_LE(line.size(), 510u);
  EXPECT_TRUE(absl::EndsWith(line, "説"));
}

TEST(WriteIrcLineTest, WhatIsWrittenReadsBackTheSame) {
  SCOPED_TRACE(absl::StrCat("seed ", Seed()));
  std::mt19937 random(Seed());
  constexpr absl::string_view kBytes("@:; a\0\r\n\x01\xc3", 10);
  for (int i = 0; i < kRandomLines; ++i) {
    std::vector<std::string> params(random() % 4);
    for (std::string& param : params) {
      for (size_t size = random() % 6; size > 0; --size) param.push_back(kBytes[random() % kBytes.size()]);
    }
    const std::string text = WriteIrcLine("X", params);
    if (text.empty()) continue;
    const absl::StatusOr<IrcLine> line = ParseIrcLine(text);
    ASSERT_TRUE(line.ok());
    EXPECT_EQ(line->params.size(), params.size()) << text;
  }
}

TEST(ParseIrcLineTest, TagsKeepTheirOrder) {
  EXPECT_THAT(ParseIrcLine("@time=1;msgid=2 X")->tags, ElementsAre(Pair("time", "1"), Pair("msgid", "2")));
}

}  // namespace
}  // namespace sipwhy::bot
