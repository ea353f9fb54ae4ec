// What must hold for the knowledge base at every revision, beyond what its tables enforce.
#ifndef SIPWHY_STORAGE_INVARIANTS_H_
#define SIPWHY_STORAGE_INVARIANTS_H_

#include "absl/status/status.h"
#include "storage/database.h"

namespace sipwhy {

// Checks the current rows. FAILED_PRECONDITION with the first fault in words: an entry without a part of it, a
// missing English label, template or term text, a statement without its source, a relation without its mirror,
// positions with a gap, a template whose named values differ between languages, text with a typing slip, or a sample or
// ladder that is no SIP. A rule holds from the revision on that creates its table.
absl::Status CheckKnowledge(Database& database);

}  // namespace sipwhy

#endif  // SIPWHY_STORAGE_INVARIANTS_H_
