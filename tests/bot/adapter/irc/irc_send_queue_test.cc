#include "bot/adapter/irc/irc_send_queue.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace sipwhy::bot {
namespace {

using ::testing::Field;
using ::testing::Optional;

const absl::Time kStart = absl::FromUnixSeconds(1'000'000);
constexpr absl::Duration kInterval = absl::Milliseconds(1300);

auto Line(const std::string& line) { return Optional(Field(&IrcSendQueue::Item::line, line)); }

TEST(IrcSendQueueTest, EmptyQueueGivesNothing) {
  IrcSendQueue queue(kInterval);
  EXPECT_EQ(queue.Pop(kStart), std::nullopt);
  EXPECT_EQ(queue.due(), absl::InfiniteFuture());
}

TEST(IrcSendQueueTest, FourLinesGoAtOnceAndTheRestInTime) {
  IrcSendQueue queue(kInterval);
  ASSERT_TRUE(queue.PushAnswer({"1", "2", "3", "4", "5", "6"}, "id"));
  for (const char* line : {"1", "2", "3", "4"}) EXPECT_THAT(queue.Pop(kStart), Line(line));
  EXPECT_EQ(queue.Pop(kStart), std::nullopt);
  EXPECT_EQ(queue.due(), kStart + kInterval);
  EXPECT_EQ(queue.Pop(kStart + kInterval - absl::Milliseconds(1)), std::nullopt);
  EXPECT_THAT(queue.Pop(kStart + kInterval), Line("5"));
  EXPECT_EQ(queue.Pop(kStart + kInterval), std::nullopt);
  EXPECT_THAT(queue.Pop(kStart + 2 * kInterval), Line("6"));
}

TEST(IrcSendQueueTest, SilenceAllowsNoMoreThanFourAtOnce) {
  IrcSendQueue queue(kInterval);
  ASSERT_TRUE(queue.PushAnswer({"1", "2", "3", "4", "5"}, "id"));
  EXPECT_THAT(queue.Pop(kStart), Line("1"));
  const absl::Time later = kStart + absl::Hours(1);
  for (const char* line : {"2", "3", "4", "5"}) EXPECT_THAT(queue.Pop(later), Line(line));
  ASSERT_TRUE(queue.PushProtocol("6"));
  EXPECT_EQ(queue.Pop(later), std::nullopt);
}

TEST(IrcSendQueueTest, ProtocolGoesBeforeAnswers) {
  IrcSendQueue queue(kInterval);
  ASSERT_TRUE(queue.PushAnswer({"1", "2"}, "id"));
  ASSERT_TRUE(queue.PushProtocol("PONG"));
  EXPECT_THAT(queue.Pop(kStart), Line("PONG"));
  EXPECT_THAT(queue.Pop(kStart), Line("1"));
}

TEST(IrcSendQueueTest, LastLineOfAnAnswerTellsWhoseItWas) {
  IrcSendQueue queue(kInterval);
  ASSERT_TRUE(queue.PushAnswer({"1", "2"}, "id"));
  EXPECT_EQ(queue.Pop(kStart), (IrcSendQueue::Item{"1"}));
  EXPECT_EQ(queue.Pop(kStart), (IrcSendQueue::Item{"2", true, "id"}));
}

TEST(IrcSendQueueTest, AnswerWithoutRoomIsDroppedWhole) {
  IrcSendQueue queue(kInterval);
  const std::vector<std::string> twelve(12, "x");
  for (int i = 0; i < 4; ++i) ASSERT_TRUE(queue.PushAnswer(twelve, "old"));
  ASSERT_TRUE(queue.PushAnswer(std::vector<std::string>(9, "x"), "old"));
  EXPECT_FALSE(queue.PushAnswer({"new", "new", "new", "new"}, "new"));
  EXPECT_TRUE(queue.PushAnswer({"1", "2", "3"}, "fits"));
  EXPECT_FALSE(queue.PushAnswer({"1"}, "new"));
}

TEST(IrcSendQueueTest, ProtocolHasRoomOfItsOwn) {
  IrcSendQueue queue(kInterval);
  ASSERT_TRUE(queue.PushAnswer(std::vector<std::string>(60, "x"), "id"));
  for (int i = 0; i < 60; ++i) ASSERT_TRUE(queue.PushProtocol("PONG"));
  EXPECT_FALSE(queue.PushProtocol("PONG"));
}

TEST(IrcSendQueueTest, AnswerWithoutLinesIsNoAnswer) {
  IrcSendQueue queue(kInterval);
  EXPECT_TRUE(queue.PushAnswer({}, "id"));
  EXPECT_EQ(queue.Pop(kStart), std::nullopt);
}

}  // namespace
}  // namespace sipwhy::bot
