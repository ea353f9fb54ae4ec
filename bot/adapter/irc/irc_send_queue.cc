#include "bot/adapter/irc/irc_send_queue.h"

#include <algorithm>
#include <utility>

namespace sipwhy::bot {
namespace {

constexpr int kAtOnce = 4;
constexpr size_t kMost = 60;

}  // namespace

bool IrcSendQueue::PushProtocol(std::string line) {
  if (protocol_.size() == kMost) return false;
  protocol_.push_back({std::move(line)});
  return true;
}

bool IrcSendQueue::PushAnswer(std::vector<std::string> lines, const std::string& message) {
  if (answers_.size() + lines.size() > kMost) return false;
  for (std::string& line : lines) answers_.push_back({std::move(line)});
  if (!lines.empty()) {
    answers_.back().ends_answer = true;
    answers_.back().message = message;
  }
  return true;
}

std::optional<IrcSendQueue::Item> IrcSendQueue::Pop(absl::Time now) {
  if (due() > now) return std::nullopt;
  std::deque<Item>& queue = protocol_.empty() ? answers_ : protocol_;
  Item item = std::move(queue.front());
  queue.pop_front();
  paid_until_ = std::max(paid_until_, now) + interval_;
  return item;
}

absl::Time IrcSendQueue::due() const {
  if (protocol_.empty() && answers_.empty()) return absl::InfiniteFuture();
  return paid_until_ - (kAtOnce - 1) * interval_;
}

}  // namespace sipwhy::bot
