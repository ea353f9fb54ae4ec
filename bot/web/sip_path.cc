#include "bot/web/sip_path.h"

#include <algorithm>
#include <optional>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"

namespace sipwhy::bot {
namespace {

constexpr absl::string_view kPrefix = "/sip/";
constexpr absl::string_view kSeparator = "-vs-";
constexpr int kLowest = 100;
constexpr int kHighest = 699;
constexpr size_t kDigits = 3;
constexpr size_t kMostCodes = 4;

// A number of three digits, which need not be a code of SIP.
std::optional<int> ParseNumber(absl::string_view text) {
  int number = 0;
  const bool is_number =
      text.size() == kDigits &&
      std::all_of(text.begin(), text.end(), [](unsigned char c) { return absl::ascii_isdigit(c); }) &&
      absl::SimpleAtoi(text, &number);
  return is_number ? std::optional(number) : std::nullopt;
}

}  // namespace

bool IsSipPath(absl::string_view path) { return absl::StartsWith(path, kPrefix); }

absl::StatusOr<std::vector<int>> ParseSipPath(absl::string_view path, const Speech& speech) {
  std::vector<int> codes;
  for (const absl::string_view text : absl::StrSplit(path.substr(kPrefix.size()), kSeparator)) {
    const std::optional<int> code = ParseNumber(text);
    if (!code.has_value()) return absl::NotFoundError(speech.Say("page.no_page"));
    if (*code < kLowest || *code > kHighest) {
      return absl::NotFoundError(speech.Say("page.no_code", {{"text", text}}));
    }
    if (std::find(codes.begin(), codes.end(), *code) == codes.end()) codes.push_back(*code);
    if (codes.size() > kMostCodes) return absl::NotFoundError(speech.Say("page.too_many"));
  }
  return codes;
}

std::string SipPath(const std::vector<int>& codes) {
  return codes.empty() ? "" : absl::StrCat(kPrefix, absl::StrJoin(codes, kSeparator));
}

std::string CanonicalSipPath(std::vector<int> codes) {
  std::sort(codes.begin(), codes.end());
  return SipPath(codes);
}

std::string SipQuestion(const std::vector<int>& codes) { return absl::StrJoin(codes, " vs "); }

}  // namespace sipwhy::bot
