// The messages that are being answered at this moment.
#ifndef SIPWHY_BOT_CHAT_IN_FLIGHT_H_
#define SIPWHY_BOT_CHAT_IN_FLIGHT_H_

#include <condition_variable>
#include <mutex>
#include <optional>
#include <string>

#include "absl/container/flat_hash_set.h"
#include "absl/time/time.h"

namespace sipwhy::bot {

// Lets one thread at a time work on a message, so that a delivery that is repeated while the first is being answered
// waits for that answer. Safe to call from any thread.
class InFlight {
 public:
  // A thread's turn at a message, which ends with it.
  class Turn {
   public:
    Turn(Turn&& other) noexcept : owner_(other.owner_), id_(std::move(other.id_)) { other.owner_ = nullptr; }
    Turn& operator=(Turn&&) = delete;
    Turn(const Turn&) = delete;
    Turn& operator=(const Turn&) = delete;
    ~Turn();

   private:
    friend class InFlight;
    Turn(InFlight* owner, std::string id) : owner_(owner), id_(std::move(id)) {}
    InFlight* owner_;
    std::string id_;
  };

  // Waits until no other thread has its turn at the message `id`; nullopt when that takes longer than `patience`.
  std::optional<Turn> Enter(const std::string& id, absl::Duration patience);

 private:
  void Leave(const std::string& id);

  std::mutex mutex_;  // guards what follows
  std::condition_variable left_;
  absl::flat_hash_set<std::string> ids_;
};

}  // namespace sipwhy::bot

#endif  // SIPWHY_BOT_CHAT_IN_FLIGHT_H_
