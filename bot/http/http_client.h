// Requests to the platforms' APIs, over libcurl.
#ifndef SIPWHY_BOT_HTTP_HTTP_CLIENT_H_
#define SIPWHY_BOT_HTTP_HTTP_CLIENT_H_

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "http/http_message.h"

namespace sipwhy::bot {

// Keeps its connection open between calls. Use it from one thread at a time; Stop() from any.
class HttpClient {
 public:
  HttpClient();
  ~HttpClient();
  HttpClient(const HttpClient&) = delete;
  HttpClient& operator=(const HttpClient&) = delete;

  struct Call {
    std::string method = "GET";
    std::string url;  // https, or http to a loopback address
    HttpHeaders headers = {};
    std::string body = {};
    absl::Duration timeout = absl::Seconds(10);
    bool ends_despite_stop = false;  // such as a post, of which one would not know else whether it was taken
  };

  // Any response, also one of 4xx and 5xx. Redirects are not followed, and a body of more than 8 MiB is refused.
  // INVALID_ARGUMENT for a URL that is neither https nor loopback, UNAVAILABLE when the peer cannot be reached,
  // DEADLINE_EXCEEDED after `timeout`, CANCELLED after Stop(). Errors never hold the URL's path, which may be a secret.
  absl::StatusOr<HttpResponse> Send(const Call& call);

  // Makes a call that is under way, and all later ones, return CANCELLED within a second. One that ends despite this
  // has a second and a half to do so.
  void Stop();

 private:
  struct Handle;
  std::unique_ptr<Handle> handle_;
  std::atomic<int64_t> stopped_at_ = 0;  // in milliseconds since 1970; 0 while it goes on
};

}  // namespace sipwhy::bot

#endif  // SIPWHY_BOT_HTTP_HTTP_CLIENT_H_
