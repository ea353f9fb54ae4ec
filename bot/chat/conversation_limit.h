// How often something may happen in one conversation.
#ifndef SIPWHY_BOT_CHAT_CONVERSATION_LIMIT_H_
#define SIPWHY_BOT_CHAT_CONVERSATION_LIMIT_H_

#include <cstddef>
#include <mutex>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/time/time.h"

namespace sipwhy::bot {

// Safe to call from any thread. Takes room for the conversations of the last while alone.
class ConversationLimit {
 public:
  struct Rule {
    int most;                // times
    absl::Duration within;   // counted from the first of them
    absl::Duration silence;  // that follows once it was too often
  };
  explicit ConversationLimit(Rule rule) : rule_(rule) {}

  enum class Verdict {
    kAllowed,
    kExceeded,  // with this time it is too often: the silence begins
    kSilent,    // the silence goes on
  };

  // Whether the silence goes on at `now`. Counts nothing.
  bool IsSilent(const std::string& conversation, absl::Time now);

  // Counts one more time in `conversation` at `now`.
  Verdict Count(const std::string& conversation, absl::Time now);

 private:
  struct Record {
    absl::Time since;
    int count = 0;
    absl::Time silent_until = absl::InfinitePast();
  };
  void ForgetOld(absl::Time now);

  const Rule rule_;
  std::mutex mutex_;  // guards what follows
  absl::flat_hash_map<std::string, Record> records_;
  size_t forget_at_ = 1024;  // records
};

}  // namespace sipwhy::bot

#endif  // SIPWHY_BOT_CHAT_CONVERSATION_LIMIT_H_
