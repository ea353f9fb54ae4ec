#include "bot/chat/pipeline.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "bot/render/plain_text.h"
#include "tests/testing/fake_knowledge_client.h"
#include "tests/testing/temp_directory.h"

namespace sipwhy::bot {
namespace {

using ::sipwhy::testing::FakeKnowledgeClient;
using ::sipwhy::testing::TempDirectory;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

// Says how often it encoded, so that a reply that was kept can be told from one that was made again.
class CountingEncoder final : public ReplyEncoder {
 public:
  std::string Encode(const Reply& reply, const ChatMessage& /*message*/) const override {
    return absl::StrCat(++count, " ", RenderPlainText(reply.answer, 80));
  }
  mutable int count = 0;
};

class PipelineTest : public ::testing::Test {
 protected:
  inline static const absl::Time kStart = absl::FromUnixSeconds(1'700'000'000);

  static ChatMessage Question(std::string text, std::string id = "1") {
    ChatMessage message;
    message.id = std::move(id);
    message.conversation = "C1";
    message.sender = "U1";
    message.text = std::move(text);
    message.addressed = true;
    return message;
  }

  std::string Say(const ChatMessage& message) {
    return pipeline_.Handle(message, encoder_).payload.value_or("silence");
  }

  absl::Time now_ = kStart;
  FakeKnowledgeClient client_;
  Bot bot_{client_, {.service_address = "127.0.0.1:50051"}};
  std::unique_ptr<Memory> memory_ = Memory::OpenInMemory().value();
  CountingEncoder encoder_;
  ChannelRules rules_{.adapter = "slack", .open_to = {"open"}, .answered_bots = {"friendly"}};
  Pipeline pipeline_{bot_, *memory_, rules_, [this] { return now_; }};
};

TEST_F(PipelineTest, QuestionIsAnsweredAndItsRepetitionGetsTheSameBytes) {
  const std::string first = Say(Question("301 vs 408"));
  EXPECT_THAT(first, StartsWith("1 301 Moved Permanently vs 408 Request Timeout"));
  const int calls = client_.calls;
  EXPECT_EQ(Say(Question("301 vs 408")), first);
  EXPECT_EQ(encoder_.count, 1);
  EXPECT_EQ(client_.calls, calls);
  EXPECT_THAT(Say(Question("301 vs 408", "2")), StartsWith("2 301"));
}

TEST_F(PipelineTest, MessageWithoutAnIdIsAnsweredEachTime) {
  EXPECT_THAT(Say(Question("486", "")), StartsWith("1 486"));
  EXPECT_THAT(Say(Question("486", "")), StartsWith("2 486"));
}

TEST_F(PipelineTest, WhatIsNotForTheBotIsDroppedWithoutACall) {
  std::vector<ChatMessage> messages(6, Question("301 vs 408"));
  messages[0].from_self = true;
  messages[1].from_bot = true;
  messages[2].edited = true;
  messages[3].sent_at = kStart - absl::Seconds(121);
  messages[4].addressed = false;
  messages[5].addressed = false;
  messages[5].conversation = "another channel";
  for (const ChatMessage& message : messages) EXPECT_EQ(Say(message), "silence");
  EXPECT_EQ(client_.calls, 0);
}

TEST_F(PipelineTest, KnownBotYoungMessageAndDirectMessageAreAnswered) {
  ChatMessage bot = Question("486", "1");
  bot.from_bot = true;
  bot.sender = "friendly";
  ChatMessage young = Question("486", "2");
  young.sent_at = kStart - absl::Seconds(119);
  ChatMessage direct = Question("486", "3");
  direct.addressed = false;
  direct.direct = true;
  for (const ChatMessage& message : {bot, young, direct}) EXPECT_THAT(Say(message), HasSubstr(" 486 Busy Here"));
}

TEST_F(PipelineTest, OpenConversationIsAnsweredToABareComparisonAlone) {
  ChatMessage bare = Question("301 vs 408?", "1");
  bare.addressed = false;
  bare.conversation = "open";
  EXPECT_THAT(Say(bare), HasSubstr("301 Moved Permanently vs"));
  for (const char* text : {"486", "build 301 vs 408 tickets", "help", "nobody answers"}) {
    bare.id = text;
    bare.text = text;
    EXPECT_EQ(Say(bare), "silence") << text;
  }
}

TEST_F(PipelineTest, LanguageOfAConversationIsRememberedAcrossRestarts) {
  EXPECT_THAT(Say(Question("language vi", "1")), HasSubstr("Tiếng Việt"));
  EXPECT_THAT(Say(Question("301 vs 380", "2")), HasSubstr("Thử lại"));
  ChatMessage elsewhere = Question("301 vs 380", "3");
  elsewhere.conversation = "C2";
  EXPECT_THAT(Say(elsewhere), Not(HasSubstr("Thử lại")));
  Pipeline restarted(bot_, *memory_, rules_, [this] { return now_; });
  EXPECT_THAT(restarted.Handle(Question("301 vs 380", "4"), encoder_).payload.value_or(""), HasSubstr("Thử lại"));
}

TEST_F(PipelineTest, ChosenLanguageCountsMoreThanThePlatformsAndThatMoreThanTheUsual) {
  ChatMessage message = Question("301 vs 380", "1");
  message.language = "ja-JP";
  EXPECT_THAT(Say(message), HasSubstr("再試行"));
  Say(Question("language vi", "2"));
  message.id = "3";
  EXPECT_THAT(Say(message), HasSubstr("Thử lại"));
}

TEST_F(PipelineTest, UnknownLanguageChangesNothingAndListsThoseThatThereAre) {
  EXPECT_THAT(Say(Question("language klingon", "1")), HasSubstr("ja (日本語)"));
  EXPECT_THAT(Say(Question("language", "2")), Not(HasSubstr("From now on")));
  EXPECT_EQ(memory_->LanguageOf("slack", "C1").value(), "");
}

TEST_F(PipelineTest, FullRepeatsTheLastQuestionOfTheSameConversation) {
  Say(Question("486", "1"));
  EXPECT_THAT(Say(Question("full", "2")), HasSubstr("SIP/2.0 486 Busy Here"));
  ChatMessage elsewhere = Question("full", "3");
  elsewhere.conversation = "C2";
  EXPECT_THAT(Say(elsewhere), HasSubstr("There is no answer before this one"));
}

TEST_F(PipelineTest, FailureIsKeptSoThatNoSecondAnswerComesLater) {
  client_.error = absl::UnavailableError("connection refused");
  const std::string failure = Say(Question("486"));
  EXPECT_THAT(failure, HasSubstr("cannot reach the sipwhy service"));
  client_.error = absl::OkStatus();
  EXPECT_EQ(Say(Question("486")), failure);
}

TEST_F(PipelineTest, OldMessageThatWasAnsweredBeforeStillGetsItsAnswer) {
  ChatMessage message = Question("486");
  message.sent_at = now_;
  const std::string first = Say(message);
  now_ += absl::Minutes(5);
  EXPECT_EQ(Say(message), first);
  message.id = "new";
  EXPECT_EQ(Say(message), "silence");
}

TEST_F(PipelineTest, ReplyThatRidesInTheResponseIsDelivered) {
  class ResponseEncoder final : public ReplyEncoder {
    std::string Encode(const Reply& /*reply*/, const ChatMessage& /*message*/) const override { return "reply"; }
    bool answers_in_response() const override { return true; }
  };
  pipeline_.Handle(Question("486"), ResponseEncoder());
  EXPECT_TRUE(memory_->Find("slack", "1").value()->delivered);
}

TEST_F(PipelineTest, SilentConversationCostsNoCalls) {
  for (int i = 0; i < 20; ++i) Say(Question("486", absl::StrCat("loop", i)));
  const int calls = client_.calls;
  Say(Question("486", "one more"));
  EXPECT_EQ(client_.calls, calls);
}

TEST_F(PipelineTest, DeliveryIsKnownWhenTheMessageComesAgain) {
  EXPECT_FALSE(pipeline_.Handle(Question("486"), encoder_).delivered);
  pipeline_.NoteDelivered("1");
  EXPECT_TRUE(pipeline_.Handle(Question("486"), encoder_).delivered);
}

TEST_F(PipelineTest, LoopIsBrokenForAMinuteAndCommandsGoOn) {
  int answered = 0;
  for (int i = 0; i < 50; ++i) answered += Say(Question("486", absl::StrCat("loop", i))) != "silence" ? 1 : 0;
  EXPECT_EQ(answered, 10);
  ChatMessage command = Question("486", "command");
  command.command = true;
  EXPECT_NE(Say(command), "silence");
  now_ += absl::Seconds(59);
  EXPECT_EQ(Say(Question("486", "too early")), "silence");
  now_ += absl::Seconds(2);
  EXPECT_NE(Say(Question("486", "later")), "silence");
}

TEST_F(PipelineTest, WhatIsNotUnderstoodIsSaidOnceAMinuteInAChannel) {
  EXPECT_THAT(Say(Question("xyzzy plugh", "1")), HasSubstr("I know no SIP code for that"));
  EXPECT_EQ(Say(Question("xyzzy plugh", "2")), "silence");
  ChatMessage direct = Question("xyzzy plugh", "3");
  direct.direct = true;
  EXPECT_NE(Say(direct), "silence");
  now_ += absl::Seconds(61);
  EXPECT_NE(Say(Question("xyzzy plugh", "4")), "silence");
}

TEST_F(PipelineTest, DeliveriesAtTheSameTimeAreAnsweredOnceAndAlike) {
  std::vector<std::string> replies(8);
  std::vector<std::thread> threads;
  for (std::string& reply : replies) {
    threads.emplace_back(
        [&] { reply = pipeline_.Handle(Question("301 vs 408"), encoder_).payload.value_or("silence"); });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(encoder_.count, 1);
  for (const std::string& reply : replies) EXPECT_EQ(reply, replies[0]);
  EXPECT_THAT(replies[0], StartsWith("1 301"));
}

TEST_F(PipelineTest, BrokenMemoryDoesNotSilenceTheBot) {
  const TempDirectory directory;
  const std::unique_ptr<Memory> memory = Memory::Open(directory.File("bot.db")).value();
  Database vandal = Database::Open(directory.File("bot.db"), Database::Mode::kWrite).value();
  ASSERT_TRUE(vandal.Execute("DROP TABLE message; DROP TABLE conversation").ok());
  Pipeline pipeline(bot_, *memory, rules_, [this] { return now_; });
  EXPECT_THAT(pipeline.Handle(Question("486"), encoder_).payload.value_or("silence"), HasSubstr("486 Busy Here"));
}

}  // namespace
}  // namespace sipwhy::bot
