// Replies that were composed before, as the bytes that go out.
#ifndef SIPWHY_SERVICE_REPLY_CACHE_H_
#define SIPWHY_SERVICE_REPLY_CACHE_H_

#include <grpcpp/support/byte_buffer.h>

#include <shared_mutex>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"

namespace sipwhy {

// Maps a request's bytes to its reply, for one head at a time: a reply is a function of the two, since even a request
// that pins a revision is answered alike for ever. A head is named by the chain hash of its revision, since a file that
// is replaced may have another revision of the same number. Readers share a lock; only a reply that was not there yet
// takes it alone. Bounded: it starts anew when it is full. Safe to call from any thread.
class ReplyCache {
 public:
  // Puts the reply to `key` at `head` into `reply`, sharing its bytes; false when there is none.
  bool Find(absl::string_view head, absl::string_view key, grpc::ByteBuffer* reply) const;

  // Keeps `reply`. Replies for another head are dropped. Very long keys and replies are not kept.
  void Keep(absl::string_view head, absl::string_view key, const grpc::ByteBuffer& reply);

 private:
  mutable std::shared_mutex mutex_;  // guards what follows
  std::string head_;
  size_t bytes_ = 0;
  absl::flat_hash_map<std::string, grpc::ByteBuffer> replies_;
};

}  // namespace sipwhy

#endif  // SIPWHY_SERVICE_REPLY_CACHE_H_
