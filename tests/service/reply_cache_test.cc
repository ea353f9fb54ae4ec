#include "service/reply_cache.h"

#include <gtest/gtest.h>

#include <string>

#include "absl/strings/str_cat.h"

namespace sipwhy {
namespace {

grpc::ByteBuffer Bytes(const std::string& text) {
  const grpc::Slice slice(text);
  return grpc::ByteBuffer(&slice, 1);
}

TEST(ReplyCacheTest, KeepsAReplyForItsHeadAlone) {
  ReplyCache cache;
  grpc::ByteBuffer found;
  EXPECT_FALSE(cache.Find("head 7", "key", &found));
  cache.Keep("head 7", "key", Bytes("reply"));
  ASSERT_TRUE(cache.Find("head 7", "key", &found));
  EXPECT_EQ(found.Length(), 5u);
  EXPECT_FALSE(cache.Find("head 8", "key", &found));
  EXPECT_FALSE(cache.Find("head 7", "other key", &found));
}

TEST(ReplyCacheTest, OtherHeadDropsTheReplies) {
  ReplyCache cache;
  grpc::ByteBuffer found;
  cache.Keep("head 7", "key", Bytes("old"));
  cache.Keep("head 8", "other", Bytes("new"));
  EXPECT_FALSE(cache.Find("head 7", "key", &found));
  EXPECT_TRUE(cache.Find("head 8", "other", &found));
  cache.Keep("head 7", "key", Bytes("old again"));  // as after a release that was taken back
  EXPECT_FALSE(cache.Find("head 8", "other", &found));
  EXPECT_TRUE(cache.Find("head 7", "key", &found));
}

TEST(ReplyCacheTest, ManyRepliesStayWithinBounds) {
  ReplyCache cache;
  grpc::ByteBuffer found;
  constexpr int kReplies = 2'000;
  for (int i = 0; i < kReplies; ++i) cache.Keep("head 1", absl::StrCat(i), Bytes(std::string(10'000, 'x')));
  int kept = 0;
  for (int i = 0; i < kReplies; ++i) kept += cache.Find("head 1", absl::StrCat(i), &found) ? 1 : 0;
  EXPECT_GT(kept, 0);
  EXPECT_LE(kept, 6 * 1024 * 1024 / 10'000);
}

TEST(ReplyCacheTest, LongKeysAndRepliesAreNotKept) {
  ReplyCache cache;
  grpc::ByteBuffer found;
  cache.Keep("head 1", std::string(1'000, 'k'), Bytes("reply"));
  EXPECT_FALSE(cache.Find("head 1", std::string(1'000, 'k'), &found));
  cache.Keep("head 1", "key", Bytes(std::string(100'000, 'x')));
  EXPECT_FALSE(cache.Find("head 1", "key", &found));
}

}  // namespace
}  // namespace sipwhy
