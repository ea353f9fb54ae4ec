#include "service/reply_cache.h"

#include <mutex>
#include <shared_mutex>

namespace sipwhy {
namespace {

constexpr size_t kLongestKey = 128;
constexpr size_t kLongestReply = 64U << 10U;
// Some 700 comparisons; all explanations of all codes in a language are less.
constexpr size_t kMostBytes = 6U << 20U;

}  // namespace

bool ReplyCache::Find(absl::string_view head, absl::string_view key, grpc::ByteBuffer* reply) const {
  const std::shared_lock lock(mutex_);
  if (head != head_) return false;
  const auto found = replies_.find(key);
  if (found == replies_.end()) return false;
  *reply = found->second;
  return true;
}

void ReplyCache::Keep(absl::string_view head, absl::string_view key, const grpc::ByteBuffer& reply) {
  if (key.size() > kLongestKey || reply.Length() > kLongestReply) return;
  const std::unique_lock lock(mutex_);
  if (head != head_ || bytes_ + reply.Length() > kMostBytes) {
    replies_.clear();
    bytes_ = 0;
    head_ = std::string(head);
  }
  if (replies_.try_emplace(std::string(key), reply).second) bytes_ += key.size() + reply.Length();
}

}  // namespace sipwhy
