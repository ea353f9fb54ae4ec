#include "service/nearby_codes.h"

#include <algorithm>
#include <cstdlib>
#include <functional>
#include <numeric>
#include <string>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"

namespace sipwhy {
namespace {

constexpr size_t kMostNearby = 3;
constexpr int kPjsipOffset = 170'000;

bool IsRegistered(const Snapshot& snapshot, int code) {
  const CodeEntry* entry = snapshot.Find(code);
  return entry != nullptr && entry->state == "registered";
}

// The number with its digits at `a` and `b` swapped.
int Swapped(int code, size_t a, size_t b) {
  std::string digits = absl::StrCat(code);
  std::swap(digits[a], digits[b]);
  int swapped = 0;
  (void)absl::SimpleAtoi(digits, &swapped);
  return swapped;
}

bool DifferInOneDigit(int a, int b) {
  const std::string left = absl::StrCat(a);
  const std::string right = absl::StrCat(b);
  return std::inner_product(left.begin(), left.end(), right.begin(), 0, std::plus<>(), std::not_equal_to<>()) == 1;
}

std::vector<int> OneDigitAway(const Snapshot& snapshot, int code) {
  std::vector<int> codes;
  for (const auto& [other, entry] : snapshot.knowledge().codes) {
    const bool same_class = other / 100 == code / 100;
    if (same_class && IsRegistered(snapshot, other) && DifferInOneDigit(other, code)) codes.push_back(other);
  }
  std::stable_sort(codes.begin(), codes.end(), [&](int a, int b) { return std::abs(a - code) < std::abs(b - code); });
  return codes;
}

}  // namespace

std::vector<int> NearbyCodes(const Snapshot& snapshot, int code) {
  std::vector<int> nearby;
  const auto add = [&](int candidate) {
    const bool seen = std::find(nearby.begin(), nearby.end(), candidate) != nearby.end();
    if (!seen && nearby.size() < kMostNearby && IsRegistered(snapshot, candidate)) nearby.push_back(candidate);
  };
  add(Swapped(code, 1, 2));
  add(Swapped(code, 0, 1));
  for (int candidate : OneDigitAway(snapshot, code)) add(candidate);
  return nearby;
}

std::optional<int> IntendedCode(const Snapshot& snapshot, int number) {
  if (number >= kPjsipOffset && IsRegistered(snapshot, number - kPjsipOffset)) return number - kPjsipOffset;
  const std::string digits = absl::StrCat(number);
  if (digits.size() != 4) return std::nullopt;
  // The last digit is the likeliest to be one too many.
  for (size_t extra = digits.size(); extra-- > 0;) {
    int candidate = 0;
    (void)absl::SimpleAtoi(absl::StrCat(digits.substr(0, extra), digits.substr(extra + 1)), &candidate);
    if (IsRegistered(snapshot, candidate)) return candidate;
  }
  return std::nullopt;
}

}  // namespace sipwhy
