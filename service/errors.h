// The errors that the service returns for a bad request, each worded once.
#ifndef SIPWHY_SERVICE_ERRORS_H_
#define SIPWHY_SERVICE_ERRORS_H_

#include <cstddef>
#include <optional>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace sipwhy {

// INVALID_ARGUMENT. `intended` is the code that the number probably stands for.
absl::Status CodeOutOfRange(int code, std::optional<int> intended);
absl::Status CauseOutOfRange(int cause);
absl::Status MissingField(absl::string_view field);
// A field, or one of its entries, has more than `most` bytes; it has more than `most` entries.
absl::Status TooLong(absl::string_view field, size_t most);
absl::Status TooMany(absl::string_view field, int most);
absl::Status NegativeMaxResults(int max_results);
absl::Status WrongNumberOfCodes(int count);
absl::Status BadLanguageCode(absl::string_view language_code);
absl::Status BadPageSize(int page_size);
absl::Status BadPageToken();
absl::Status BadResponseClass(int response_class);
absl::Status NegativeRevision(int revision);
absl::Status UnreadableRequest();

// NOT_FOUND.
absl::Status NoSuchRevision(int revision, int newest);

// RESOURCE_EXHAUSTED.
absl::Status TooManyWaiting();
absl::Status TooManyWatching();

// INTERNAL, since the revision was there when the head was loaded: why it cannot be read is for the log.
// BeingReplaced() when the file is no longer the head's.
absl::Status OlderRevisionUnreadable(const absl::Status& why);

// UNAVAILABLE.
absl::Status NotLoadedYet();
absl::Status BeingReplaced();
absl::Status ShuttingDown();

}  // namespace sipwhy

#endif  // SIPWHY_SERVICE_ERRORS_H_
