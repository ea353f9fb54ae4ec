#include "gateway/document.h"

#include <openssl/sha.h>

#include <cstdint>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"

namespace sipwhy::gateway {
namespace {

constexpr size_t kTagBytes = 16;

std::string TagOf(absl::string_view body) {
  unsigned char digest[SHA256_DIGEST_LENGTH];
  SHA256(reinterpret_cast<const unsigned char*>(body.data()), body.size(), digest);
  const absl::string_view bytes(reinterpret_cast<const char*>(digest), kTagBytes);
  return absl::StrCat("\"", absl::BytesToHexString(bytes), "\"");
}

// RFC 9110 §13.1.2: "*", or a list of tags that are compared weakly.
bool Names(absl::string_view if_none_match, absl::string_view tag) {
  for (absl::string_view candidate : absl::StrSplit(if_none_match, ',')) {
    candidate = absl::StripAsciiWhitespace(candidate);
    if (candidate == "*") return true;
    absl::ConsumePrefix(&candidate, "W/");
    if (candidate == tag) return true;
  }
  return false;
}

std::string CachingOf(const Document& document) {
  if (document.fresh_for <= absl::ZeroDuration()) return "no-cache";
  return absl::StrCat(document.is_private ? "private, " : "", "max-age=", absl::ToInt64Seconds(document.fresh_for));
}

}  // namespace

HttpResponse DocumentResponse(const HttpRequest& request, Document document) {
  const std::string tag = TagOf(document.body);
  HttpResponse response;
  response.headers = {{"ETag", tag}, {"Cache-Control", CachingOf(document)}};
  if (document.is_by_accept_language) response.headers.Add("Vary", "Accept-Language");
  if (!document.language.empty()) response.headers.Add("Content-Language", document.language);
  if (Names(request.headers.Only("If-None-Match").value_or(""), tag)) {
    response.status = 304;
    return response;
  }
  response.content_type = std::move(document.content_type);
  response.body = std::move(document.body);
  return response;
}

}  // namespace sipwhy::gateway
