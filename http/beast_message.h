// HTTP messages between Boost.Beast's form and ours. For the sources of this folder alone.
#ifndef SIPWHY_HTTP_BEAST_MESSAGE_H_
#define SIPWHY_HTTP_BEAST_MESSAGE_H_

#include <boost/beast/core/error.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/http/string_body.hpp>
#include <string>

#include "http/http_message.h"

namespace sipwhy {

using BeastRequest = boost::beast::http::request<boost::beast::http::string_body>;
using BeastResponse = boost::beast::http::response<boost::beast::http::string_body>;

HttpRequest FromBeast(BeastRequest request);

// How a request wants to be answered.
struct BeastManner {
  unsigned version = 11;    // 10 or 11, of HTTP
  bool head = false;        // the body is left out, and its length is said all the same (RFC 9110 §9.3.2)
  bool keep_alive = false;  // another request may follow
};
BeastManner MannerOf(const BeastRequest& request);

// With the date and the length.
BeastResponse ToBeast(HttpResponse response, const BeastManner& manner);

// One sentence as plain text.
HttpResponse SentenceResponse(int status, std::string sentence);

// What a client hears whose request cannot be read: 413, 431 or 400.
HttpResponse ResponseForReadError(const boost::beast::error_code& error);

}  // namespace sipwhy

#endif  // SIPWHY_HTTP_BEAST_MESSAGE_H_
