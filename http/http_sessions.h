// The connections that the HTTP server has open.
#ifndef SIPWHY_HTTP_HTTP_SESSIONS_H_
#define SIPWHY_HTTP_HTTP_SESSIONS_H_

#include <cstddef>
#include <functional>
#include <set>

#include "absl/time/time.h"

namespace sipwhy {

// What the server knows of a connection, whatever it runs over.
class HttpSession {
 public:
  virtual ~HttpSession() = default;

  // Since when it waits for a request; InfiniteFuture while it has one, or is closed.
  virtual absl::Time idle_since() const = 0;
  virtual void Close() = 0;
};

// Owns none of the sessions. For one thread.
class HttpSessions {
 public:
  HttpSessions() = default;
  HttpSessions(const HttpSessions&) = delete;
  HttpSessions& operator=(const HttpSessions&) = delete;

  // A session says both of itself: when it begins, and when it is gone.
  void Enter(HttpSession* session) { open_.insert(session); }
  void Leave(HttpSession* session);

  size_t size() const { return open_.size(); }

  // Those who open connections and say nothing must not keep others out.
  void CloseTheIdlest();

  // Closes those that wait for a request; the others close once they are answered. Calls `drained` when none is left,
  // which may be at once.
  void CloseAll(std::function<void()> drained);

  // Whether CloseAll() was called.
  bool closing() const { return drained_ != nullptr; }

 private:
  std::set<HttpSession*> open_;
  std::function<void()> drained_;
};

}  // namespace sipwhy

#endif  // SIPWHY_HTTP_HTTP_SESSIONS_H_
