// Checks the sample responses and ladders that teach by example.
#ifndef SIPWHY_STORAGE_SIP_SAMPLE_H_
#define SIPWHY_STORAGE_SIP_SAMPLE_H_

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace sipwhy {

// What a sample response of a code must have.
struct SampleRules {
  int code = 0;
  std::string reason_phrase;
  std::vector<std::string> headers;  // beside those that every response has
};

// Returns what is wrong with `message` (text whose lines end with LF) as a response of SIP, or nullopt. It must fit a
// datagram; start with the code and its reason phrase; parse; have, by their long names, Via with an RFC 3261 branch,
// From with a tag, To with a tag (unless it is a 100), Call-ID, CSeq, the headers of `rules`, Content-Type with a body,
// and a Content-Length that is true once lines end with CRLF; and name no host but those for documentation:
// example.com and below, 192.0.2.0/24, 2001:db8::/32 and anonymous.invalid.
std::optional<std::string> FindSampleFault(absl::string_view message, const SampleRules& rules);

// Returns what is wrong with the message of a ladder's arrow, or nullopt: it must be a method, a status code with its
// reason phrase, an ISUP message, a timer or RTP, before what may stand in brackets at its end. `phrases` are the
// reason phrases by code.
std::optional<std::string> FindLadderFault(absl::string_view message, const std::map<int, std::string>& phrases);

}  // namespace sipwhy

#endif  // SIPWHY_STORAGE_SIP_SAMPLE_H_
