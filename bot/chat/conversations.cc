#include "bot/chat/conversations.h"

namespace sipwhy::bot {

std::optional<ConversationNote> Conversations::Find(const std::string& conversation) {
  const std::scoped_lock lock(mutex_);
  const auto found = by_id_.find(conversation);
  if (found == by_id_.end()) return std::nullopt;
  by_use_.splice(by_use_.begin(), by_use_, found->second);
  return found->second->second;
}

void Conversations::KeepLanguage(const std::string& conversation, std::string language) {
  const std::scoped_lock lock(mutex_);
  Note(conversation).chosen_language = std::move(language);
}

void Conversations::KeepLast(const std::string& conversation, std::optional<LastRequest> last) {
  const std::scoped_lock lock(mutex_);
  Note(conversation).last = std::move(last);
}

ConversationNote& Conversations::Note(const std::string& conversation) {
  if (const auto found = by_id_.find(conversation); found != by_id_.end()) {
    by_use_.splice(by_use_.begin(), by_use_, found->second);
    return by_use_.front().second;
  }
  if (by_use_.size() >= most_) {
    by_id_.erase(by_use_.back().first);
    by_use_.pop_back();
  }
  by_use_.emplace_front(conversation, ConversationNote());
  by_id_[conversation] = by_use_.begin();
  return by_use_.front().second;
}

}  // namespace sipwhy::bot
