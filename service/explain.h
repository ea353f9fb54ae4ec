// Answers about one code.
#ifndef SIPWHY_SERVICE_EXPLAIN_H_
#define SIPWHY_SERVICE_EXPLAIN_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"

#include "service/answers.h"
#include "service/evidence.h"
#include "service/snapshot.h"

namespace sipwhy {

// All that `snapshot` holds about `code`, which must lie in [100, 699] or be a stray number of the knowledge base, in
// the first of `languages` that has each text. A code that the knowledge base does not have is answered by notices:
// that it is not registered, how a receiver treats it (RFC 3261, section 8.1.3.2), and what may have been meant.
CodeAnswer AnswerCode(const Snapshot& snapshot, int code, const std::vector<std::string>& languages,
                      const Evidence& evidence = {});

// The one-line summary of a code in the first of `languages` that has its texts; empty when none has.
Text AnswerSummary(const CodeEntry& entry, const std::vector<std::string>& languages);

// Says that the longer texts of an answer are in `language`; empty where that is the first of `languages`, or empty.
Text TextLanguageNotice(const Snapshot& snapshot, const std::string& language,
                        const std::vector<std::string>& languages);

// Every label of an answer about codes, in the first of `languages` that has it.
Labels AnswerLabels(const Snapshot& snapshot, const std::vector<std::string>& languages);

// `names` as labels, each in the first of `languages` that has it.
Labels SayLabels(const Snapshot& snapshot, const std::vector<std::string>& languages,
                 absl::Span<const absl::string_view> names);

// The answer of the RPC Explain.
Explanation Explain(const Snapshot& snapshot, int code, const std::vector<std::string>& languages,
                    const Evidence& evidence = {});

}  // namespace sipwhy

#endif  // SIPWHY_SERVICE_EXPLAIN_H_
