// The errors that the service returns, each worded once, with their reasons (proto/sipwhy/v1/error_reason.proto).
#ifndef SIPWHY_SERVICE_ERRORS_H_
#define SIPWHY_SERVICE_ERRORS_H_

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace sipwhy {

// A number where a code should be.
struct BadCode {
  std::string field;            // where it is: "codes[1]"
  int code;                     // the number
  std::optional<int> intended;  // the code that it probably stands for
};

// INVALID_ARGUMENT. Of codes there is at least one.
absl::Status CodesOutOfRange(const std::vector<BadCode>& codes);
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
absl::Status NegativeRevision(absl::string_view field, int revision);
absl::Status UnreadableRequest();

// NOT_FOUND.
absl::Status NoSuchRevision(int revision, int newest);

// RESOURCE_EXHAUSTED, with a delay after which to try again.
absl::Status TooManyWaiting();
absl::Status TooManyWatching();
absl::Status TooManyCalls(absl::Duration delay);

// UNAUTHENTICATED, with the sentence `why`.
absl::Status UnknownCaller(absl::string_view why);

// INTERNAL, since the revision was there when the head was loaded: why it cannot be read is for the log.
// BeingReplaced() when the file is no longer the head's.
absl::Status OlderRevisionUnreadable(const absl::Status& why);

// UNAVAILABLE.
absl::Status NotLoadedYet();
absl::Status BeingReplaced();
absl::Status ShuttingDown();

}  // namespace sipwhy

#endif  // SIPWHY_SERVICE_ERRORS_H_
