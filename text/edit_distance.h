// How many slips of the finger lie between two strings.
#ifndef SIPWHY_TEXT_EDIT_DISTANCE_H_
#define SIPWHY_TEXT_EDIT_DISTANCE_H_

#include "absl/strings/string_view.h"

namespace sipwhy {

// Returns the Damerau-Levenshtein distance of `a` and `b` in bytes (a letter added, dropped, replaced, or two
// neighbours swapped, each place edited once), or `limit` + 1 if it is more than `limit`.
// Strings of more than 64 bytes differ by more than any limit unless they are equal.
int EditDistance(absl::string_view a, absl::string_view b, int limit);

}  // namespace sipwhy

#endif  // SIPWHY_TEXT_EDIT_DISTANCE_H_
