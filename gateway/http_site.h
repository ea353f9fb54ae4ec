// All that the gateway serves over HTTP, and what is the same for all of it.
#ifndef SIPWHY_GATEWAY_HTTP_SITE_H_
#define SIPWHY_GATEWAY_HTTP_SITE_H_

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "gateway/explainer_client.h"
#include "http/http_message.h"

namespace sipwhy::gateway {

// Gives each request to the handler of its path, with the trace of its headers `x-request-id`, `traceparent` and
// `Authorization` (of the scheme Bearer alone). Each response has `x-request-id`, and lets pages of the allowed origins
// read it (Fetch Standard, section 3.2). Safe to call from any thread once all handlers are mounted.
class HttpSite {
 public:
  using Handler = std::function<HttpResponse(const HttpRequest& request, const CallTrace& trace)>;

  struct Options {
    // "https://app.example.org"; "*" allows all. Pages of other origins cannot read what comes.
    std::vector<std::string> allowed_origins = {};
    // Gives 64 random bits, from any thread.
    std::function<uint64_t()> random;
  };

  // `fallback` answers all paths that nobody else has.
  HttpSite(Options options, Handler fallback) : options_(std::move(options)), fallback_(std::move(fallback)) {}

  // `handler` answers requests of all methods for `path`, such as "/mcp", and for that alone.
  void Mount(std::string path, Handler handler) { handlers_.insert_or_assign(std::move(path), std::move(handler)); }

  HttpResponse Serve(const HttpRequest& request) const;

 private:
  CallTrace TraceOf(const HttpRequest& request) const;
  // The value of Access-Control-Allow-Origin; empty for none.
  std::string AllowedOrigin(const HttpRequest& request) const;
  HttpResponse Route(const HttpRequest& request, const CallTrace& trace) const;

  const Options options_;
  const Handler fallback_;
  std::map<std::string, Handler> handlers_;
};

}  // namespace sipwhy::gateway

#endif  // SIPWHY_GATEWAY_HTTP_SITE_H_
