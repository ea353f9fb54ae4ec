// A small HTTP server: one listener, for webhooks and pages of the bot and for the service's metrics.
#ifndef SIPWHY_HTTP_HTTP_SERVER_H_
#define SIPWHY_HTTP_HTTP_SERVER_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "http/http_message.h"

namespace sipwhy {

struct HttpServerOptions {
  std::string host = "127.0.0.1";  // an address, not a name; empty to serve only what Take() is given
  uint16_t port = 0;               // 0 takes a free one
  // PEM files of the certificate chain and its key; both empty for plain HTTP behind a proxy.
  std::string certificate_file = {};
  std::string key_file = {};
  size_t workers = 16;  // threads that run the handler
  // So few that descriptors stay below 1,024, as libstrophe needs them.
  size_t most_connections = 950;
  // A request is read within `patience` of its first byte, and written as fast; a connection may idle between requests.
  absl::Duration patience = absl::Seconds(5);
  absl::Duration idle = absl::Minutes(1);
  // Takes over connections without TLS whose clients speak HTTP/2 with prior knowledge (RFC 9113, section 3.4): owns
  // the descriptor, from which nothing was read. Called on the server's thread. Without it such clients get 400.
  std::function<void(int connection)> http2 = nullptr;
};

// HTTP/1.0 and 1.1. Bodies over 256 KiB get 413, headers over 16 KiB 431, what is no HTTP 400. Beyond
// `most_connections` the one that has idled longest is closed. A request that finds no worker within half a second gets
// 503, so that whoever is answered is answered in time. Owns its threads.
class HttpServer {
 public:
  // Runs on worker threads, several at a time. What it returns for HEAD is sent without the body.
  using Handler = std::function<HttpResponse(const HttpRequest&)>;

  // Listens and serves until Stop(). UNAVAILABLE when it cannot listen there, INVALID_ARGUMENT when the address, the
  // certificate or the key is not what it should be.
  static absl::StatusOr<std::unique_ptr<HttpServer>> Start(const HttpServerOptions& options, Handler handler);

  // Stops, if that was not done.
  ~HttpServer();
  HttpServer(const HttpServer&) = delete;
  HttpServer& operator=(const HttpServer&) = delete;

  // Serves a connection that was accepted elsewhere, of TCP or UNIX; owns its descriptor from then on. From any thread,
  // until Stop() is called.
  void Take(int connection);

  // Where it listens: "http://127.0.0.1:8080", without a slash at the end; empty when it does not.
  const std::string& url() const { return url_; }

  // Takes no new requests, and gives those that run three seconds to end.
  void Stop();

 private:
  class Core;
  HttpServer(std::unique_ptr<Core> core, std::string url);

  std::unique_ptr<Core> core_;
  std::string url_;
};

}  // namespace sipwhy

#endif  // SIPWHY_HTTP_HTTP_SERVER_H_
