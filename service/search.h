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
// are in the first of `languages` that has them.
//
// Searched are the texts of the first of `languages` and the English ones, since people mix them. A question in words
// that English has finds the same codes in the same order for every reader; English is left out where it has none of
// the words as they are spelt. Where neither finds anything, but another language knows every word, the answer is in
// that one: it is the asker's. The language of a reason is that of its sentence; the words that it quotes are as they
// stand where they were found, in the reader's language if there.
SearchResult Search(const Snapshot& snapshot, absl::string_view query, size_t most,
                    const std::vector<std::string>& languages);

}  // namespace sipwhy

#endif  // SIPWHY_SERVICE_SEARCH_H_
