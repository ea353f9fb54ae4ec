// The names by which a call is found again in the logs of all who had a part in it. Pure functions.
#ifndef SIPWHY_TRACE_REQUEST_ID_H_
#define SIPWHY_TRACE_REQUEST_ID_H_

#include <cstdint>
#include <string>

#include "absl/functional/function_ref.h"
#include "absl/strings/string_view.h"

namespace sipwhy {

// Gives 64 random bits.
using RandomSource = absl::FunctionRef<uint64_t()>;

// The id of a request whose `x-request-id` is `header`: that, if it has 1 to 128 characters of printable ASCII and no
// space at either end (which a header field cannot have, RFC 9113, section 8.2.1), else a new one of 32 hexadecimal
// digits. Safe to send back as a header.
std::string RequestIdFrom(absl::string_view header, RandomSource random);

// `header` itself if it is a `traceparent` of version 00 as W3C Trace Context, level 1, section 3.2 has it: lower-case
// hexadecimal digits, neither trace nor span all zeros, nothing behind the flags. Else empty: the caller is in no
// trace. Later versions are taken for none.
absl::string_view TraceparentFrom(absl::string_view header);

// The `traceparent` to send with a call that is made on behalf of one that came with `traceparent`, a value that
// TraceparentFrom() returned: the same trace, a new span, and of the flags only whether it is sampled, since others
// must not be passed on. Empty for none.
std::string ChildTraceparent(absl::string_view traceparent, RandomSource random);

// The `traceparent` of a new trace, which is not sampled: whoever begins it records no spans. TraceparentFrom() takes
// it, and ChildTraceparent() makes those of the calls in it.
std::string NewTraceparent(RandomSource random);

}  // namespace sipwhy

#endif  // SIPWHY_TRACE_REQUEST_ID_H_
