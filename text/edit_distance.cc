#include "text/edit_distance.h"

#include <algorithm>
#include <array>
#include <cstdlib>

namespace sipwhy {
namespace {

constexpr size_t kMaxLength = 64;

using Row = std::array<int, kMaxLength + 1>;

// Three rows are enough: a swap of neighbours looks two rows back.
struct Rows {
  Row before, previous, current;
};

int Cell(absl::string_view a, absl::string_view b, size_t i, size_t j, const Rows& rows) {
  const int replaced = rows.previous[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
  int best = std::min({rows.previous[j] + 1, rows.current[j - 1] + 1, replaced});
  const bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
  return swapped ? std::min(best, rows.before[j - 2] + 1) : best;
}

}  // namespace

int EditDistance(absl::string_view a, absl::string_view b, int limit) {
  if (a == b) return 0;
  if (a.size() > kMaxLength || b.size() > kMaxLength) return limit + 1;
  if (std::abs(static_cast<int>(a.size()) - static_cast<int>(b.size())) > limit) return limit + 1;
  Rows rows{};
  for (size_t j = 0; j <= b.size(); ++j) rows.previous[j] = static_cast<int>(j);
  for (size_t i = 1; i <= a.size(); ++i) {
    rows.current[0] = static_cast<int>(i);
    for (size_t j = 1; j <= b.size(); ++j) rows.current[j] = Cell(a, b, i, j, rows);
    if (*std::min_element(rows.current.begin(), rows.current.begin() + b.size() + 1) > limit) return limit + 1;
    rows.before = rows.previous;
    rows.previous = rows.current;
  }
  return std::min(rows.previous[b.size()], limit + 1);
}

}  // namespace sipwhy
