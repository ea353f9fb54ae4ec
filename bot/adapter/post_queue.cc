#include "bot/adapter/post_queue.h"

#include <algorithm>
#include <utility>

namespace sipwhy::bot {
namespace {

constexpr size_t kMost = 10'000;
constexpr absl::Duration kInterval = absl::Seconds(1);
constexpr absl::Duration kLongestWait = absl::Minutes(10);

}  // namespace

bool PostQueue::Push(Post post, absl::Time now) {
  if (posts_.size() >= kMost) return false;
  post.since = now;
  posts_.push_back(std::move(post));
  return true;
}

std::optional<PostQueue::Post> PostQueue::Pop(absl::Time now) {
  std::erase_if(due_, [now](const auto& entry) { return entry.second <= now; });
  const auto next =
      std::find_if(posts_.begin(), posts_.end(), [&](const Post& post) { return !due_.contains(post.conversation); });
  if (next == posts_.end()) return std::nullopt;
  Post post = std::move(*next);
  posts_.erase(next);
  due_[post.conversation] = now + kInterval;
  return post;
}

absl::Duration PostQueue::PutBack(Post post, std::optional<absl::Duration> asked, absl::Time now) {
  const absl::Duration wait = std::clamp(asked.value_or(post.next_wait), kInterval, kLongestWait);
  if (!asked.has_value()) post.next_wait = 2 * wait;
  due_[post.conversation] = now + wait;
  posts_.push_front(std::move(post));
  return wait;
}

size_t PostQueue::ForgetOld(absl::Time now) {
  return std::erase_if(posts_, [now](const Post& post) { return now - post.since > kOldest; });
}

absl::Time PostQueue::due() const {
  absl::Time earliest = absl::InfiniteFuture();
  for (const Post& post : posts_) earliest = std::min(earliest, DueOf(post));
  return earliest;
}

absl::Time PostQueue::DueOf(const Post& post) const {
  const auto due = due_.find(post.conversation);
  return due == due_.end() ? absl::InfinitePast() : due->second;
}

}  // namespace sipwhy::bot
