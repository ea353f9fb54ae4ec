// Answers about one cause of the telephone network.
#ifndef SIPWHY_SERVICE_EXPLAIN_CAUSE_H_
#define SIPWHY_SERVICE_EXPLAIN_CAUSE_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "service/answers.h"
#include "service/snapshot.h"

namespace sipwhy {

// All that `snapshot` holds about `cause`, which must lie in [1, 127] (ITU-T Q.850): what the network says with it,
// what a gateway answers with (RFC 3398, section 7.2.4.1), on which codes it is sent (section 8.2.6.1), and which
// products do otherwise. Each text is in the first of `languages` that has it. A cause that Q.850 does not define is
// answered by a notice and the default.
CauseAnswer ExplainCause(const Snapshot& snapshot, int cause, const std::vector<std::string>& languages);

// The class of a cause by its upper bits, as in the labels cause_class.…: "normal_event" for 1 to 31.
absl::string_view CauseClass(int cause);

}  // namespace sipwhy

#endif  // SIPWHY_SERVICE_EXPLAIN_CAUSE_H_
