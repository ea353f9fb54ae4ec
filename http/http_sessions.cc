#include "http/http_sessions.h"

#include <algorithm>
#include <utility>

namespace sipwhy {
namespace {

bool IsIdle(const HttpSession* session) { return session->idle_since() != absl::InfiniteFuture(); }

}  // namespace

void HttpSessions::Leave(HttpSession* session) {
  open_.erase(session);
  if (closing() && open_.empty()) drained_();
}

void HttpSessions::CloseTheIdlest() {
  const auto idlest = std::min_element(
      open_.begin(), open_.end(),
      [](const HttpSession* one, const HttpSession* other) { return one->idle_since() < other->idle_since(); });
  if (idlest != open_.end() && IsIdle(*idlest)) (*idlest)->Close();
}

void HttpSessions::CloseAll(std::function<void()> drained) {
  drained_ = std::move(drained);
  for (HttpSession* session : open_) {
    if (IsIdle(session)) session->Close();
  }
  if (open_.empty()) drained_();
}

}  // namespace sipwhy
