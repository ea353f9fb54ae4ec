#include "service/page.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "service/errors.h"

namespace sipwhy {

std::string ToString(const PageToken& token) { return absl::StrCat(token.revision, ".", token.last); }

absl::StatusOr<PageToken> ParsePageToken(absl::string_view text) {
  const std::vector<absl::string_view> parts = absl::StrSplit(text, '.');
  PageToken token;
  if (parts.size() != 2 || !absl::SimpleAtoi(parts[0], &token.revision) || !absl::SimpleAtoi(parts[1], &token.last) ||
      token.revision < 1 || token.last < 0) {
    return BadPageToken();
  }
  return token;
}

absl::StatusOr<int> PageSize(int requested, int usual, int most) {
  if (requested < 0) return BadPageSize(requested);
  return requested == 0 ? usual : std::min(requested, most);
}

}  // namespace sipwhy
