#include "bot/adapter/post_queue.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <optional>
#include <random>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"

namespace sipwhy::bot {
namespace {

using ::testing::Field;
using ::testing::Optional;

const absl::Time kStart = absl::FromUnixSeconds(1'700'000'000);

PostQueue::Post Post(const std::string& conversation, const std::string& payload) {
  return {.conversation = conversation, .message = "id", .payload = payload};
}

auto Payload(const std::string& payload) { return Optional(Field(&PostQueue::Post::payload, payload)); }

class PostQueueTest : public testing::Test {
 protected:
  void Push(const std::string& conversation, const std::string& payload, absl::Time now = kStart) {
    EXPECT_TRUE(queue_.Push(Post(conversation, payload), now));
  }

  // Takes the next one and puts it back.
  absl::Duration Refuse(std::optional<absl::Duration> asked, absl::Time now) {
    std::optional<PostQueue::Post> post = queue_.Pop(now);
    EXPECT_TRUE(post.has_value());
    return post.has_value() ? queue_.PutBack(*std::move(post), asked, now) : absl::InfiniteDuration();
  }

  bool IsEmptyAt(absl::Time now) { return !queue_.Pop(now).has_value(); }

  PostQueue queue_;
};

TEST_F(PostQueueTest, EmptyQueueGivesNothing) {
  EXPECT_TRUE(IsEmptyAt(kStart));
  EXPECT_EQ(queue_.due(), absl::InfiniteFuture());
  EXPECT_EQ(queue_.ForgetOld(kStart), 0U);
}

TEST_F(PostQueueTest, GivesAllOfAPost) {
  Push("a", "1");
  EXPECT_LE(queue_.due(), kStart);
  const std::optional<PostQueue::Post> post = queue_.Pop(kStart);
  ASSERT_TRUE(post.has_value());
  EXPECT_EQ(post->conversation, "a");
  EXPECT_EQ(post->message, "id");
  EXPECT_EQ(post->payload, "1");
}

TEST_F(PostQueueTest, ConversationGetsOneASecondInOrder) {
  for (const char* payload : {"1", "2", "3"}) Push("a", payload);
  EXPECT_THAT(queue_.Pop(kStart), Payload("1"));
  EXPECT_TRUE(IsEmptyAt(kStart + absl::Milliseconds(999)));
  EXPECT_EQ(queue_.due(), kStart + absl::Seconds(1));
  EXPECT_THAT(queue_.Pop(kStart + absl::Seconds(1)), Payload("2"));
  EXPECT_TRUE(IsEmptyAt(kStart + absl::Milliseconds(1999)));
  EXPECT_THAT(queue_.Pop(kStart + absl::Seconds(2)), Payload("3"));
}

TEST_F(PostQueueTest, PaceHoldsForWhatComesAfterAnEmptyQueue) {
  Push("a", "1");
  EXPECT_THAT(queue_.Pop(kStart), Payload("1"));
  Push("a", "2");
  EXPECT_TRUE(IsEmptyAt(kStart));
  EXPECT_THAT(queue_.Pop(kStart + absl::Seconds(1)), Payload("2"));
}

TEST_F(PostQueueTest, ConversationsDoNotWaitForEachOther) {
  for (const char* conversation : {"a", "a", "b", "c"}) Push(conversation, conversation);
  for (const char* payload : {"a", "b", "c"}) EXPECT_THAT(queue_.Pop(kStart), Payload(payload));
  EXPECT_TRUE(IsEmptyAt(kStart));
}

TEST_F(PostQueueTest, PostThatIsPutBackHoldsUpItsConversationAlone) {
  Push("a", "1");
  Push("a", "2");
  Push("b", "3");
  EXPECT_EQ(Refuse(absl::Seconds(30), kStart), absl::Seconds(30));
  EXPECT_THAT(queue_.Pop(kStart), Payload("3"));
  EXPECT_TRUE(IsEmptyAt(kStart + absl::Seconds(29)));
  EXPECT_EQ(queue_.due(), kStart + absl::Seconds(30));
  EXPECT_THAT(queue_.Pop(kStart + absl::Seconds(30)), Payload("1"));
  EXPECT_THAT(queue_.Pop(kStart + absl::Seconds(31)), Payload("2"));
}

TEST_F(PostQueueTest, WaitIsASecondAtLeastAndTenMinutesAtMost) {
  Push("a", "1");
  EXPECT_EQ(Refuse(absl::ZeroDuration(), kStart), absl::Seconds(1));
  EXPECT_EQ(Refuse(absl::Seconds(-5), kStart + absl::Seconds(1)), absl::Seconds(1));
  EXPECT_EQ(Refuse(absl::Hours(24), kStart + absl::Seconds(2)), absl::Minutes(10));
  EXPECT_EQ(queue_.due(), kStart + absl::Seconds(602));
}

TEST_F(PostQueueTest, WaitsDoubleWhereNothingIsAsked) {
  Push("a", "1");
  absl::Time now = kStart;
  for (const int seconds : {1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 600, 600}) {
    EXPECT_EQ(Refuse(std::nullopt, now), absl::Seconds(seconds));
    now += absl::Seconds(seconds);
  }
}

TEST_F(PostQueueTest, WaitsOfAnotherPostBeginAnew) {
  Push("a", "1");
  for (int i = 0; i < 5; ++i) Refuse(std::nullopt, kStart + absl::Minutes(i));
  EXPECT_THAT(queue_.Pop(kStart + absl::Minutes(5)), Payload("1"));
  Push("a", "2");
  EXPECT_EQ(Refuse(std::nullopt, kStart + absl::Minutes(6)), absl::Seconds(1));
}

TEST_F(PostQueueTest, WhatIsOlderThanTenMinutesIsForgotten) {
  Push("a", "1");
  Push("a", "2", kStart + absl::Seconds(1));
  Push("b", "3", kStart + absl::Seconds(2));
  EXPECT_EQ(queue_.ForgetOld(kStart + absl::Minutes(10)), 0U);
  EXPECT_EQ(queue_.ForgetOld(kStart + absl::Seconds(602)), 2U);
  EXPECT_THAT(queue_.Pop(kStart + absl::Seconds(602)), Payload("3"));
}

TEST_F(PostQueueTest, PuttingBackDoesNotMakeYounger) {
  Push("a", "1");
  Refuse(absl::Minutes(9), kStart);
  Refuse(absl::Minutes(9), kStart + absl::Minutes(9));
  EXPECT_EQ(queue_.ForgetOld(kStart + absl::Seconds(601)), 1U);
  EXPECT_EQ(queue_.due(), absl::InfiniteFuture());
}

TEST_F(PostQueueTest, TakesTenThousand) {
  for (int i = 0; i < 10'000; ++i) Push(absl::StrCat(i % 100), "x");
  EXPECT_FALSE(queue_.Push(Post("a", "x"), kStart));
  EXPECT_THAT(queue_.Pop(kStart), Payload("x"));
  EXPECT_TRUE(queue_.Push(Post("a", "x"), kStart));
}

// Whatever is refused and however: nothing is lost or doubled, and each conversation gets its own in order and at most
// one a second.
TEST_F(PostQueueTest, OrderAndPaceHoldWhateverIsRefused) {
  const unsigned seed = 1;
  SCOPED_TRACE(absl::StrCat("seed ", seed));
  std::mt19937 random(seed);
  std::map<std::string, int> pushed;
  std::map<std::string, int> given;
  std::map<std::string, absl::Time> last;
  absl::Time now = kStart;
  for (int i = 0; i < 2000; ++i, now += absl::Milliseconds(random() % 300)) {
    const std::string conversation = absl::StrCat(random() % 5);
    if (random() % 4 == 0) Push(conversation, absl::StrCat(pushed[conversation]++), now);
    std::optional<PostQueue::Post> post = queue_.Pop(now);
    if (!post.has_value()) continue;
    ASSERT_GE(now - std::exchange(last.try_emplace(post->conversation, absl::InfinitePast()).first->second, now),
              absl::Seconds(1));
    ASSERT_EQ(post->payload, absl::StrCat(given[post->conversation]));
    if (random() % 3 == 0) {
      queue_.PutBack(*std::move(post), absl::Seconds(random() % 5), now);
    } else {
      ++given[post->conversation];
    }
  }
  for (; queue_.due() != absl::InfiniteFuture(); now = std::max(now, queue_.due())) {
    if (const std::optional<PostQueue::Post> post = queue_.Pop(now)) ++given[post->conversation];
  }
  EXPECT_EQ(given, pushed);
}

}  // namespace
}  // namespace sipwhy::bot
