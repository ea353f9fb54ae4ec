// What the gateway gives away, as responses that caches can keep. Pure functions.
#ifndef SIPWHY_GATEWAY_DOCUMENT_H_
#define SIPWHY_GATEWAY_DOCUMENT_H_

#include <string>

#include "absl/time/time.h"
#include "http/http_message.h"

namespace sipwhy::gateway {

struct Document {
  std::string content_type = {};
  std::string body = {};
  std::string language = {};           // BCP 47 tag of what it says; empty for none
  bool is_by_accept_language = false;  // another Accept-Language may give another document
  bool is_private = false;             // its address tells what somebody asked, so shared caches must not keep it
  absl::Duration fresh_for = absl::ZeroDuration();
};

// 200 with the document, or 304 (RFC 9110, section 15.4.5) without it when the request's If-None-Match names it. The
// ETag is a hash of the body, which names its revision, so it changes when a new revision comes into service and when
// another release of the service words an answer differently.
HttpResponse DocumentResponse(const HttpRequest& request, Document document);

}  // namespace sipwhy::gateway

#endif  // SIPWHY_GATEWAY_DOCUMENT_H_
