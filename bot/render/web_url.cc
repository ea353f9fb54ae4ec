#include "bot/render/web_url.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"

namespace sipwhy::bot {

bool IsWebUrl(absl::string_view url) { return absl::StartsWith(url, "https://") || absl::StartsWith(url, "http://"); }

bool IsPlainWebUrl(absl::string_view url) {
  const auto is_plain = [](char c) {
    return absl::ascii_isgraph(static_cast<unsigned char>(c)) && c != '<' && c != '>';
  };
  return IsWebUrl(url) && std::all_of(url.begin(), url.end(), is_plain);
}

}  // namespace sipwhy::bot
