#include "bot/chat/conversations.h"

namespace sipwhy::bot {

std::optional<ConversationNote> Conversations::Find(const std::string& conversation) {
  const std::scoped_lock lock(mutex_);
  const auto found = by_id_.find(conversation);
  if (found == by_id_.end()) return std::nullopt;
  by_use_.splice(by_use_.begin(), by_use_, found->second);
  return found->second->second;
}

void Conversations::Keep(const std::string& conversation, ConversationNote note) {
  const std::scoped_lock lock(mutex_);
  if (const auto found = by_id_.find(conversation); found != by_id_.end()) {
    found->second->second = std::move(note);
    by_use_.splice(by_use_.begin(), by_use_, found->second);
    return;
  }
  by_use_.emplace_front(conversation, std::move(note));
  by_id_[conversation] = by_use_.begin();
  if (by_use_.size() <= most_) return;
  by_id_.erase(by_use_.back().first);
  by_use_.pop_back();
}

}  // namespace sipwhy::bot
