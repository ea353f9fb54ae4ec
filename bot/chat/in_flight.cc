#include "bot/chat/in_flight.h"

#include <utility>

namespace sipwhy::bot {

InFlight::Turn::~Turn() {
  if (owner_ != nullptr) owner_->Leave(id_);
}

std::optional<InFlight::Turn> InFlight::Enter(const std::string& id, absl::Duration patience) {
  std::unique_lock lock(mutex_);
  if (!left_.wait_for(lock, absl::ToChronoNanoseconds(patience), [&] { return !ids_.contains(id); })) {
    return std::nullopt;
  }
  ids_.insert(id);
  return Turn(this, id);
}

void InFlight::Leave(const std::string& id) {
  {
    const std::scoped_lock lock(mutex_);
    ids_.erase(id);
  }
  left_.notify_all();
}

}  // namespace sipwhy::bot
