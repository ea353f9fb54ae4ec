#include "bot/adapter/irc/irc_encoder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "bot/adapter/irc/irc_line.h"
#include "tests/bot/render/random_answer.h"

namespace sipwhy::bot {
namespace {

using ::sipwhy::bot::testing::RandomAnswers;
using ::testing::ElementsAre;
using ::testing::StartsWith;

constexpr size_t kLongestLine = 420;
constexpr int kRandomAnswers = 60;

uint32_t Seed() {
  static const uint32_t kSeed = std::random_device()();
  return kSeed;
}

ChatMessage From(const std::string& nick, const std::string& reply_to) {
  ChatMessage message;
  message.sender = nick;
  message.reply_to = reply_to;
  message.direct = nick == reply_to;
  return message;
}

ChatMessage InChannel() { return From("alice", "#SIP"); }

ChatMessage Direct() { return From("alice", "alice"); }

Reply Said(Reply::Kind kind) {
  Reply reply;
  reply.kind = kind;
  reply.answer.title = "486 Busy Here";
  reply.answer.lead = "It is busy.";
  reply.answer.footer = "revision 7";
  return reply;
}

std::vector<std::string> Encode(const Reply& reply, const ChatMessage& message) {
  return absl::StrSplit(IrcEncoder(kLongestLine).Encode(reply, message), '\n');
}

TEST(IrcEncoderTest, AnswerGoesToTheChannelAndNamesTheAskerOnce) {
  EXPECT_THAT(Encode(Said(Reply::Kind::kAnswer), InChannel()),
              ElementsAre("NOTICE #SIP :alice: 486 Busy Here: It is busy.", "NOTICE #SIP :revision 7"));
}

TEST(IrcEncoderTest, WhatConcernsTheAskerAloneGoesToTheAsker) {
  for (const Reply::Kind kind : {Reply::Kind::kHelp, Reply::Kind::kNotUnderstood, Reply::Kind::kFailure}) {
    EXPECT_THAT(Encode(Said(kind), InChannel()),
                ElementsAre("NOTICE alice :486 Busy Here: It is busy.", "NOTICE alice :revision 7"));
  }
}

TEST(IrcEncoderTest, DirectQuestionIsAnsweredDirectly) {
  EXPECT_THAT(Encode(Said(Reply::Kind::kAnswer), Direct()),
              ElementsAre("NOTICE alice :486 Busy Here: It is busy.", "NOTICE alice :revision 7"));
}

TEST(IrcEncoderTest, AnswerCannotSmuggleACommand) {
  Reply reply = Said(Reply::Kind::kAnswer);
  reply.answer.title = "486\r\nJOIN #evil\n\x01VERSION\x01";
  for (const std::string& line : Encode(reply, InChannel())) EXPECT_THAT(line, StartsWith("NOTICE #SIP :"));
}

TEST(IrcEncoderTest, TargetsOfAnyLengthLeaveAWholeLine) {
  const ChatMessage message = From(std::string(64, 'n'), absl::StrCat("#", std::string(199, 'c')));
  for (size_t longest : {size_t{0}, size_t{100}, size_t{300}, size_t{510}}) {
    const std::string payload = IrcEncoder(longest).Encode(Said(Reply::Kind::kAnswer), message);
    EXPECT_THAT(payload, StartsWith(absl::StrCat("NOTICE ", message.reply_to, " :", message.sender, ": 486")));
  }
}

TEST(IrcEncoderTest, RandomAnswersStayWithinTheLine) {
  SCOPED_TRACE(absl::StrCat("seed ", Seed()));
  RandomAnswers answers(Seed(), {.controls = true, .long_words = true});
  for (int i = 0; i < kRandomAnswers; ++i) {
    const Reply reply{answers.Next(), Reply::Kind::kAnswer};
    for (const std::string& text : Encode(reply, InChannel())) {
      EXPECT_LE(text.size(), kLongestLine);
      const absl::StatusOr<IrcLine> line = ParseIrcLine(text);
      ASSERT_TRUE(line.ok());
      EXPECT_EQ(line->command, "NOTICE");
      EXPECT_EQ(line->Param(0), "#SIP");
      EXPECT_EQ(line->params.size(), 2u);
    }
  }
}

}  // namespace
}  // namespace sipwhy::bot
