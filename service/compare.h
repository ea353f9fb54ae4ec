// Answers about how codes differ.
#ifndef SIPWHY_SERVICE_COMPARE_H_
#define SIPWHY_SERVICE_COMPARE_H_

#include <string>
#include <vector>

#include "service/answers.h"
#include "service/snapshot.h"

namespace sipwhy {

// Compares `codes`: one to four different numbers, each in [100, 699] or a stray number of the knowledge base, in the
// order in which to answer. With one code there is nothing to differ. Pure, and a mirror: the codes in another order
// give the same answer in that order.
Comparison Compare(const Snapshot& snapshot, const std::vector<int>& codes, const std::vector<std::string>& languages);

}  // namespace sipwhy

#endif  // SIPWHY_SERVICE_COMPARE_H_
