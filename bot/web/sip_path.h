// The addresses of pages about codes: /sip/486 and /sip/301-vs-408.
#ifndef SIPWHY_BOT_WEB_SIP_PATH_H_
#define SIPWHY_BOT_WEB_SIP_PATH_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "bot/speech.h"

namespace sipwhy::bot {

// Whether `path` is meant to be one of these addresses.
bool IsSipPath(absl::string_view path);

// The codes that `path`, an IsSipPath(), names: one to four, 100 to 699, in its order; one that comes again is left
// out. NOT_FOUND with a sentence of `speech` where it names none, a number that is no code, or more than four.
absl::StatusOr<std::vector<int>> ParseSipPath(absl::string_view path, const Speech& speech);

// The path of the page about `codes` in their order: "/sip/408-vs-301". Empty for no codes.
std::string SipPath(const std::vector<int>& codes);

// The same whatever the order: "/sip/301-vs-408".
std::string CanonicalSipPath(std::vector<int> codes);

// What to ask for that page: "408 vs 301".
std::string SipQuestion(const std::vector<int>& codes);

}  // namespace sipwhy::bot

#endif  // SIPWHY_BOT_WEB_SIP_PATH_H_
