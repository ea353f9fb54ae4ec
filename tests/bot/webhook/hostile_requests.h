// Requests as an attacker or a broken server may send them, to any platform's webhook.
#ifndef SIPWHY_TESTS_BOT_WEBHOOK_HOSTILE_REQUESTS_H_
#define SIPWHY_TESTS_BOT_WEBHOOK_HOSTILE_REQUESTS_H_

#include <functional>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "bot/webhook/webhook_codec.h"
#include "http/http_message.h"

namespace sipwhy::bot::testing {

// Copies of `text`, one for each of its bytes, in which the lowest bit of that byte is another.
std::vector<std::string> OneByteOff(const std::string& text);

// Copies of `text`, one for each of its bits, in which that bit is another.
std::vector<std::string> OneBitOff(const std::string& text);

// Bodies that are no JSON object: other types, cut off, not UTF-8, with a NUL, without end. Some have the word
// "secret".
std::vector<std::string> BodiesThatAreNoObject();

// A platform's request with `body`, signed where that is the custom.
using RequestWith = std::function<HttpRequest(const std::string& body)>;

// Puts values of all types in the place of each member of `whole`, inner ones too, one at a time, and expects of
// `codec` what WebhookCodec promises: to take or refuse it, to decode it or say INVALID_ARGUMENT, to find no message in
// what it answers at once, and to encode replies to the others.
void ExpectAnyTypeIsSurvived(const WebhookCodec& codec, const nlohmann::json& whole, const RequestWith& request,
                             absl::Time now = absl::UnixEpoch());

// Expects the same for 500 copies of `body` with some bytes of other values, drawn anew in each run. Names the seed.
void ExpectBrokenBodiesAreSurvived(const WebhookCodec& codec, const std::string& body, const RequestWith& request,
                                   absl::Time now = absl::UnixEpoch());

}  // namespace sipwhy::bot::testing

#endif  // SIPWHY_TESTS_BOT_WEBHOOK_HOSTILE_REQUESTS_H_
