#include "bot/chat/conversation_limit.h"

#include <algorithm>

namespace sipwhy::bot {
namespace {

constexpr size_t kFewest = 1024;

}  // namespace

bool ConversationLimit::IsSilent(const std::string& conversation, absl::Time now) {
  const std::scoped_lock lock(mutex_);
  const auto record = records_.find(conversation);
  return record != records_.end() && now < record->second.silent_until;
}

ConversationLimit::Verdict ConversationLimit::Count(const std::string& conversation, absl::Time now) {
  const std::scoped_lock lock(mutex_);
  ForgetOld(now);
  Record& record = records_.try_emplace(conversation, Record{.since = now}).first->second;
  if (now < record.silent_until) return Verdict::kSilent;
  if (now - record.since >= rule_.within) record = {.since = now};
  if (++record.count <= rule_.most) return Verdict::kAllowed;
  record.silent_until = now + rule_.silence;
  return Verdict::kExceeded;
}

// Runs when the records have doubled, so that a call costs the same however many there are.
void ConversationLimit::ForgetOld(absl::Time now) {
  if (records_.size() < forget_at_) return;
  absl::erase_if(records_, [&](const auto& entry) {
    return now - entry.second.since >= rule_.within && now >= entry.second.silent_until;
  });
  forget_at_ = std::max(kFewest, records_.size() * 2);
}

}  // namespace sipwhy::bot
