// What the bot remembers when it is started again: the messages that it answered, languages, and places in streams.
#ifndef SIPWHY_BOT_MEMORY_MEMORY_H_
#define SIPWHY_BOT_MEMORY_MEMORY_H_

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "storage/database.h"

namespace sipwhy::bot {

// What was said to a message that came before.
struct Remembered {
  std::optional<std::string> payload = {};  // nullopt for silence
  bool delivered = false;
  bool operator==(const Remembered&) const = default;
};

struct UndeliveredReply {
  std::string message;  // its id
  std::string payload;
  bool operator==(const UndeliveredReply&) const = default;
};

// An SQLite file of the bot's own. It survives a kill at any moment; what was written in the last moments before a
// power failure may be lost, since commits do not wait for the disk. `adapter` is an adapter's name in the
// configuration. Safe to call from any thread. Errors are those of SQLite as storage/sqlite_status.h words them.
class Memory {
 public:
  // Opens or makes the file, and brings an older one up to date. FAILED_PRECONDITION when a newer sipwhy made it.
  static absl::StatusOr<std::unique_ptr<Memory>> Open(const std::string& path);
  static absl::StatusOr<std::unique_ptr<Memory>> OpenInMemory();

  ~Memory();
  Memory(const Memory&) = delete;
  Memory& operator=(const Memory&) = delete;

  // What was said to the message `id`; nullopt when it is new, also when the bot was stopped before it could answer.
  absl::StatusOr<std::optional<Remembered>> Find(absl::string_view adapter, absl::string_view id);

  // Remembers that the message came at `now` and what is said to it, which stands if it was remembered before.
  absl::Status Keep(absl::string_view adapter, absl::string_view id, absl::Time now, const Remembered& said);

  absl::Status NoteDelivered(absl::string_view adapter, absl::string_view id);

  // The replies to messages that came since `since` and were not delivered, oldest first.
  absl::StatusOr<std::vector<UndeliveredReply>> Undelivered(absl::string_view adapter, absl::Time since);

  // Forgets messages that came before `time`.
  absl::Status ForgetMessages(absl::Time time);

  // The language that a conversation chose, a BCP 47 tag; empty when it chose none.
  absl::StatusOr<std::string> LanguageOf(absl::string_view adapter, absl::string_view conversation);
  absl::Status SetLanguage(absl::string_view adapter, absl::string_view conversation, absl::string_view language);

  // Where an adapter is in its platform's stream of events, in the platform's own words; empty at first.
  absl::StatusOr<std::string> PositionOf(absl::string_view adapter);
  absl::Status SetPosition(absl::string_view adapter, absl::string_view position);

 private:
  struct Statements;
  explicit Memory(Database database);
  static absl::StatusOr<std::unique_ptr<Memory>> Prepare(Database database);
  // Whether there were any to forget.
  absl::StatusOr<bool> ForgetSome(absl::Time time);

  std::mutex mutex_;  // guards what follows
  Database database_;
  std::unique_ptr<Statements> statements_;  // of `database_`
};

}  // namespace sipwhy::bot

#endif  // SIPWHY_BOT_MEMORY_MEMORY_H_
