// Failures as HTTP responses (RFC 9457). Pure functions.
#ifndef SIPWHY_GATEWAY_PROBLEM_H_
#define SIPWHY_GATEWAY_PROBLEM_H_

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "http/http_message.h"

namespace sipwhy::gateway {

// The HTTP status that google.rpc.Code (google/rpc/code.proto) gives for `code`.
int HttpStatusOf(absl::StatusCode code);

// `status`, which is not OK, as application/problem+json: `type`, `title`, `status` and `detail` of RFC 9457, and
// - `code`: the name of the gRPC code, "INVALID_ARGUMENT";
// - `reason`, `domain` and `metadata` of its google.rpc.ErrorInfo, where it has one;
// - `field_violations` of its google.rpc.BadRequest, where it has one, with the names that the fields have here;
// - `request_id`, unless that is empty.
//
// With Retry-After where waiting helps, and WWW-Authenticate for 401. What gRPC itself says of a failed connection
// names the service's address, so `detail` has a sentence of ours instead.
HttpResponse ProblemResponse(const absl::Status& status, absl::string_view request_id);

// The same with another HTTP status than the code's own.
HttpResponse ProblemResponse(int http_status, const absl::Status& status, absl::string_view request_id);

}  // namespace sipwhy::gateway

#endif  // SIPWHY_GATEWAY_PROBLEM_H_
