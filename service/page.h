// Pages of a listing.
#ifndef SIPWHY_SERVICE_PAGE_H_
#define SIPWHY_SERVICE_PAGE_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace sipwhy {

// Where a listing goes on: after the item `last`, as of `revision`, so that all its pages are of one revision.
struct PageToken {
  int revision = 0;
  int last = 0;
  bool operator==(const PageToken&) const = default;
};

// The token as a client carries it. Clients must not take it apart.
std::string ToString(const PageToken& token);

// INVALID_ARGUMENT for what ToString() did not make.
absl::StatusOr<PageToken> ParsePageToken(absl::string_view text);

// How many items to return when the client asked for `requested`: `usual` for 0, at most `most`. INVALID_ARGUMENT when
// negative.
absl::StatusOr<int> PageSize(int requested, int usual, int most);

}  // namespace sipwhy

#endif  // SIPWHY_SERVICE_PAGE_H_
