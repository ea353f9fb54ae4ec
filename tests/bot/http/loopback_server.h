// An HTTP server for tests of what calls one.
#ifndef SIPWHY_TESTS_BOT_HTTP_LOOPBACK_SERVER_H_
#define SIPWHY_TESTS_BOT_HTTP_LOOPBACK_SERVER_H_

#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/string_view.h"

namespace sipwhy::bot::testing {

// Serves 127.0.0.1 on a free port from a thread of its own until it is destroyed, one request at a time over any number
// of connections, which it keeps open. Knows requests with Content-Length, and no other way to send a body.
class LoopbackServer {
 public:
  struct Request {
    std::string head;  // the request line and the headers
    std::string body;
    // "GET /path", without the version.
    std::string line() const { return head.substr(0, head.find(" HTTP/")); }
  };

  // The bytes that answer a request; nullopt to leave it without an answer. Called on the server's thread.
  using Respond = std::function<std::optional<std::string>(const Request&)>;

  explicit LoopbackServer(Respond respond);
  ~LoopbackServer();
  LoopbackServer(const LoopbackServer&) = delete;
  LoopbackServer& operator=(const LoopbackServer&) = delete;

  // "http://127.0.0.1:PORT", without a slash at the end.
  std::string url() const;

  // All requests so far, in the order in which they came.
  std::vector<Request> requests() const;

  int connections() const;

  // Waits until so many requests came. False when they did not within ten seconds.
  bool WaitForRequests(size_t count) const;

 private:
  struct Connection {
    int socket = -1;
    std::string received;
  };

  void Serve();
  void Accept();
  bool Read(Connection& connection);
  void Answer(Connection& connection);

  const Respond respond_;
  int listener_ = -1;
  int wake_[2] = {-1, -1};  // a pipe: closing its end [1] ends the thread
  std::vector<Connection> open_;

  mutable std::mutex mutex_;  // guards what follows
  mutable std::condition_variable came_;
  std::vector<Request> requests_;
  int connections_ = 0;

  std::thread thread_;
};

// A response of HTTP/1.1 with Content-Length. `headers` are lines that end with CR LF.
std::string HttpResponseText(int status, absl::string_view body, absl::string_view headers = "");

}  // namespace sipwhy::bot::testing

#endif  // SIPWHY_TESTS_BOT_HTTP_LOOPBACK_SERVER_H_
