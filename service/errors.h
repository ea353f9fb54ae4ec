// The errors that the service returns for a bad request, each worded once.
#ifndef SIPWHY_SERVICE_ERRORS_H_
#define SIPWHY_SERVICE_ERRORS_H_

#include <optional>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace sipwhy {

// INVALID_ARGUMENT. `intended` is the code that the number probably stands for.
absl::Status CodeOutOfRange(int code, std::optional<int> intended);
absl::Status MissingField(absl::string_view field);
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

// INTERNAL, since the revision was there when the service started: why it cannot be read is for the log.
absl::Status OlderRevisionUnreadable(const absl::Status& why);

// UNAVAILABLE.
absl::Status NotLoadedYet();

}  // namespace sipwhy

#endif  // SIPWHY_SERVICE_ERRORS_H_
