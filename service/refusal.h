// Errors that tell programs as much as people.
#ifndef SIPWHY_SERVICE_REFUSAL_H_
#define SIPWHY_SERVICE_REFUSAL_H_

#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "sipwhy/v1/error_reason.pb.h"

namespace sipwhy {

// An error in the making. As a status it has, beside code and sentence, a payload for each message of google.rpc that
// says it to programs (ErrorInfo, BadRequest, RetryInfo), under that message's type URL.
class Refusal {
 public:
  // `sentence` says what is wrong and what to do.
  Refusal(absl::StatusCode code, v1::ErrorReason reason, std::string sentence);

  // Adds to the metadata of the ErrorInfo.
  Refusal&& With(const std::string& key, absl::string_view value) &&;

  // Says that the request's field `field`, "codes[1]", is wrong, and in `sentence` how.
  Refusal&& Of(absl::string_view field, absl::string_view sentence) &&;

  // Says that the same call may succeed after `delay`.
  Refusal&& RetryIn(absl::Duration delay) &&;

  // NOLINTNEXTLINE(google-explicit-constructor): it is a status but for its being made.
  operator absl::Status() && { return std::move(status_); }

 private:
  absl::Status status_;
};

// Whether a status was made as a Refusal.
bool IsRefusal(const absl::Status& status);

// The delay of RetryIn(); zero for a status without.
absl::Duration RetryDelay(const absl::Status& status);

}  // namespace sipwhy

#endif  // SIPWHY_SERVICE_REFUSAL_H_
