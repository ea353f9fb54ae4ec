#include "trace/request_id.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace sipwhy {
namespace {

constexpr size_t kLongestId = 128;

// 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01: version, trace, span and flags.
constexpr absl::string_view kVersion = "00-";
constexpr size_t kTraceAt = 3;
constexpr size_t kTraceDigits = 32;
constexpr size_t kSpanAt = 36;
constexpr size_t kSpanDigits = 16;
constexpr size_t kFlagsAt = 53;
constexpr size_t kTraceparentSize = 55;

std::string Digits(uint64_t number) { return absl::StrCat(absl::Hex(number, absl::kZeroPad16)); }

std::string SpanFrom(RandomSource random) { return Digits(std::max<uint64_t>(random(), 1)); }  // not all zeros

bool IsPrintable(absl::string_view text) {
  return std::all_of(text.begin(), text.end(), [](unsigned char c) { return absl::ascii_isprint(c); });
}

bool IsLowerHex(absl::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

bool IsId(absl::string_view digits) {
  return IsLowerHex(digits) && digits.find_first_not_of('0') != absl::string_view::npos;
}

}  // namespace

std::string RequestIdFrom(absl::string_view header, RandomSource random) {
  if (!header.empty() && header.size() <= kLongestId && IsPrintable(header) && header.front() != ' ' &&
      header.back() != ' ') {
    return std::string(header);
  }
  const uint64_t first = random();
  return absl::StrCat(Digits(first), Digits(random()));
}

absl::string_view TraceparentFrom(absl::string_view header) {
  const bool is_one = header.size() == kTraceparentSize && absl::StartsWith(header, kVersion) &&
                      header[kSpanAt - 1] == '-' && header[kFlagsAt - 1] == '-' &&
                      IsId(header.substr(kTraceAt, kTraceDigits)) && IsId(header.substr(kSpanAt, kSpanDigits)) &&
                      IsLowerHex(header.substr(kFlagsAt));
  return is_one ? header : absl::string_view();
}

std::string ChildTraceparent(absl::string_view traceparent, RandomSource random) {
  if (traceparent.empty()) return "";
  const std::string span = SpanFrom(random);
  // The lowest of the flags is the lowest bit of the last digit.
  const bool sampled = absl::string_view("13579bdf").find(traceparent.back()) != absl::string_view::npos;
  return absl::StrCat(traceparent.substr(0, kSpanAt), span, sampled ? "-01" : "-00");
}

std::string NewTraceparent(RandomSource random) {
  const std::string first = SpanFrom(random);
  const std::string second = Digits(random());
  return absl::StrCat(kVersion, first, second, "-", SpanFrom(random), "-00");
}

}  // namespace sipwhy
