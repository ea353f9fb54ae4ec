// What the bot has in mind of the conversations that go on.
#ifndef SIPWHY_BOT_CHAT_CONVERSATIONS_H_
#define SIPWHY_BOT_CHAT_CONVERSATIONS_H_

#include <cstddef>
#include <list>
#include <mutex>
#include <optional>
#include <string>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "bot/request.h"

namespace sipwhy::bot {

struct ConversationNote {
  std::string chosen_language = {};  // by "language vi"; empty when nobody chose
  std::optional<Request> last = {};  // what "full" repeats
};

// Keeps the notes on the conversations that were used last. Safe to call from any thread.
class Conversations {
 public:
  explicit Conversations(size_t most = 4096) : most_(most) {}

  // Nullopt when there is none, or none any more.
  std::optional<ConversationNote> Find(const std::string& conversation);

  void Keep(const std::string& conversation, ConversationNote note);

 private:
  using Entry = std::pair<std::string, ConversationNote>;

  const size_t most_;
  std::mutex mutex_;         // guards what follows
  std::list<Entry> by_use_;  // the one used last in front
  absl::flat_hash_map<std::string, std::list<Entry>::iterator> by_id_;
};

}  // namespace sipwhy::bot

#endif  // SIPWHY_BOT_CHAT_CONVERSATIONS_H_
