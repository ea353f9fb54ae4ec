// Answers about one code.
#ifndef SIPWHY_SERVICE_EXPLAIN_H_
#define SIPWHY_SERVICE_EXPLAIN_H_

#include <string>
#include <vector>

#include "service/answers.h"
#include "service/snapshot.h"

namespace sipwhy {

// All that `snapshot` holds about `code`, which must lie in [100, 699], in the first of `languages` that has each
// text. A code that the knowledge base does not have is answered by notices: that it is not registered, how a receiver
// treats it (RFC 3261, section 8.1.3.2), and what may have been meant.
CodeAnswer AnswerCode(const Snapshot& snapshot, int code, const std::vector<std::string>& languages);

// The one-line summary of a code in the first of `languages` that has its texts; empty when none has.
Text AnswerSummary(const CodeEntry& entry, const std::vector<std::string>& languages);

// Every label, in the first of `languages` that has it.
Labels AnswerLabels(const Snapshot& snapshot, const std::vector<std::string>& languages);

// The answer of the RPC Explain.
Explanation Explain(const Snapshot& snapshot, int code, const std::vector<std::string>& languages);

}  // namespace sipwhy

#endif  // SIPWHY_SERVICE_EXPLAIN_H_
