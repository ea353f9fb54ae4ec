// What somebody saw beside a response code, which can tell what it means there.
#ifndef SIPWHY_SERVICE_EVIDENCE_H_
#define SIPWHY_SERVICE_EVIDENCE_H_

#include <string>
#include <vector>

#include "storage/knowledge.h"

namespace sipwhy {

struct Evidence {
  std::string reason_phrase;         // may be empty
  std::vector<std::string> headers;  // lines such as "Reason: Q.850;cause=21"
};

// Whether `evidence` has the sign of `meaning`: its reason phrase, in any case, or a header of its name that has every
// part of its value. A part "cause=21" must be a whole parameter; the beginning of one is enough where the part ends
// with "=". A meaning without a sign is never seen.
bool IsSeen(const Meaning& meaning, const Evidence& evidence);

}  // namespace sipwhy

#endif  // SIPWHY_SERVICE_EVIDENCE_H_
