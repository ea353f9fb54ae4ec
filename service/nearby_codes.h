// What somebody may have meant by a number that is no known code.
#ifndef SIPWHY_SERVICE_NEARBY_CODES_H_
#define SIPWHY_SERVICE_NEARBY_CODES_H_

#include <optional>
#include <vector>

#include "service/snapshot.h"

namespace sipwhy {

// Up to three registered codes that `code` (100 to 699) may be a slip for, likeliest first: two digits swapped, then
// one digit wrong in the same class, nearest number first. Empty when there are none.
std::vector<int> NearbyCodes(const Snapshot& snapshot, int code);

// The code that a number outside [100, 699] may stand for: PJSIP's 170000 + code, or a registered code with one digit
// or a minus too many. Nullopt when there is none.
std::optional<int> IntendedCode(const Snapshot& snapshot, int number);

}  // namespace sipwhy

#endif  // SIPWHY_SERVICE_NEARBY_CODES_H_
