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
  std::string chosen_language = {};      // by "language vi"; empty when nobody chose
  std::optional<LastRequest> last = {};  // what "full" repeats
};

// Keeps the notes on the conversations that were used last. Safe to call from any thread.
class Conversations {
 public:
  explicit Conversations(size_t most = 4096) : most_(most) {}

  // Nullopt when there is none, or none any more.
  std::optional<ConversationNote> Find(const std::string& conversation);

  // Each leaves the rest of the note as it is, since another thread may be changing that.
  void KeepLanguage(const std::string& conversation, std::string language);
  void KeepLast(const std::string& conversation, std::optional<LastRequest> last);

 private:
  using Entry = std::pair<std::string, ConversationNote>;

  // The note on `conversation`, made where there is none. With `mutex_` held.
  ConversationNote& Note(const std::string& conversation);

  const size_t most_;
  std::mutex mutex_;         // guards what follows
  std::list<Entry> by_use_;  // the one used last in front
  absl::flat_hash_map<std::string, std::list<Entry>::iterator> by_id_;
};

}  // namespace sipwhy::bot

#endif  // SIPWHY_BOT_CHAT_CONVERSATIONS_H_
