// Answers a search for codes.
#ifndef SIPWHY_SERVICE_SEARCH_H_
#define SIPWHY_SERVICE_SEARCH_H_

#include <cstddef>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "service/answers.h"
#include "service/snapshot.h"

namespace sipwhy {

// At most `most` codes for what people say of a failed call, best first, each with the reason why it was found. Texts
// are in the first of `languages` that has them; what is searched is English.
SearchResult Search(const Snapshot& snapshot, absl::string_view query, size_t most,
                    const std::vector<std::string>& languages);

}  // namespace sipwhy

#endif  // SIPWHY_SERVICE_SEARCH_H_
