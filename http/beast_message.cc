#include "http/beast_message.h"

#include <algorithm>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/field.hpp>
#include <boost/beast/http/status.hpp>
#include <boost/beast/http/verb.hpp>
#include <utility>

#include "absl/strings/string_view.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"

namespace sipwhy {

namespace http = boost::beast::http;

namespace {

// Of those that have none, a length would speak of another response (RFC 9110, section 8.6).
bool MayHaveBody(int status) { return status != 204 && status != 304; }

}  // namespace

HttpRequest FromBeast(BeastRequest request) {
  const absl::string_view target(request.target().data(), request.target().size());
  const size_t question = std::min(target.find('?'), target.size());
  HttpRequest plain;
  plain.method = std::string(request.method_string());
  plain.path = std::string(target.substr(0, question));
  plain.query = std::string(target.substr(std::min(question + 1, target.size())));
  for (const auto& field : request) plain.headers.Add(std::string(field.name_string()), std::string(field.value()));
  plain.body = std::move(request.body());
  return plain;
}

BeastManner MannerOf(const BeastRequest& request) {
  return {
      .version = request.version(), .head = request.method() == http::verb::head, .keep_alive = request.keep_alive()};
}

BeastResponse ToBeast(HttpResponse response, const BeastManner& manner) {
  BeastResponse message(static_cast<http::status>(response.status), manner.version);
  message.set(http::field::date, absl::FormatTime("%a, %d %b %Y %H:%M:%S GMT", absl::Now(), absl::UTCTimeZone()));
  for (const auto& [name, value] : response.headers.fields()) message.insert(name, value);
  if (!response.content_type.empty()) message.set(http::field::content_type, response.content_type);
  message.keep_alive(manner.keep_alive);
  if (MayHaveBody(response.status)) message.content_length(response.body.size());
  if (!manner.head) message.body() = std::move(response.body);
  return message;
}

HttpResponse SentenceResponse(int status, std::string sentence) {
  return {.status = status, .content_type = "text/plain; charset=utf-8", .body = std::move(sentence)};
}

HttpResponse ResponseForReadError(const boost::beast::error_code& error) {
  if (error == http::error::body_limit) return SentenceResponse(413, "The body is over 256 KiB.\n");
  if (error == http::error::header_limit) return SentenceResponse(431, "The header is over 16 KiB.\n");
  return SentenceResponse(400, "This is not HTTP/1.1.\n");
}

}  // namespace sipwhy
