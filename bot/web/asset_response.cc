#include "bot/web/asset_response.h"

#include <cstdint>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "bot/web/assets.h"

namespace sipwhy::bot {
namespace {

// Pages of codes may be found; what people ask need not be.
constexpr char kRobots[] = "User-agent: *\nAllow: /$\nAllow: /sip/\nDisallow: /\n";

struct Asset {
  absl::string_view content_type;
  absl::string_view content;
};

std::optional<Asset> Find(absl::string_view path) {
  if (path == "/style.css") return Asset{"text/css; charset=utf-8", StyleSheet()};
  if (path == "/chat.js") return Asset{"text/javascript; charset=utf-8", ChatScript()};
  // Browsers ask for favicon.ico by themselves, and go by the content type.
  if (path == "/icon.svg" || path == "/favicon.ico") return Asset{"image/svg+xml", Icon()};
  if (path == "/robots.txt") return Asset{"text/plain; charset=utf-8", kRobots};
  return std::nullopt;
}

// FNV-1a of 64 bits. It has to tell apart what one file held at different times, and nobody gains by a clash.
uint64_t HashOf(absl::string_view content) {
  uint64_t hash = 0xcbf29ce484222325;
  for (const char c : content) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3;
  return hash;
}

// RFC 9110 §13.1.2: a list of tags compared weakly, or "*".
bool Matches(absl::string_view if_none_match, absl::string_view tag) {
  for (absl::string_view candidate : absl::StrSplit(if_none_match, ',')) {
    candidate = absl::StripAsciiWhitespace(candidate);
    if (candidate == "*") return true;
    absl::ConsumePrefix(&candidate, "W/");
    if (candidate == tag) return true;
  }
  return false;
}

}  // namespace

std::optional<HttpResponse> ServeAsset(const HttpRequest& request) {
  const std::optional<Asset> asset = Find(request.path);
  if (!asset.has_value()) return std::nullopt;
  const std::string tag = absl::StrCat("\"", absl::Hex(HashOf(asset->content), absl::kZeroPad16), "\"");
  HttpResponse response;
  // The page and its files change together, with the program, so a browser asks whether they did.
  response.headers = {{"ETag", tag}, {"Cache-Control", "no-cache"}};
  if (Matches(request.headers.Only("If-None-Match").value_or(""), tag)) {
    response.status = 304;
    return response;
  }
  response.content_type = std::string(asset->content_type);
  response.body = std::string(asset->content);
  return response;
}

}  // namespace sipwhy::bot
