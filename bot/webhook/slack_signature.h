// The signature under what Slack sends: https://docs.slack.dev/authentication/verifying-requests-from-slack.
#ifndef SIPWHY_BOT_WEBHOOK_SLACK_SIGNATURE_H_
#define SIPWHY_BOT_WEBHOOK_SLACK_SIGNATURE_H_

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "bot/webhook/webhook_codec.h"
#include "http/http_message.h"

namespace sipwhy::bot {

// Accepts a request whose "X-Slack-Signature" is "v0=" and the HMAC-SHA256 with `signing_secret`, in small hexadecimal
// digits, of "v0:", "X-Slack-Request-Timestamp", ":" and the body. The timestamp, decimal digits alone, is within five
// minutes of `now`, before or after. Each header is there once. With an empty secret nothing is accepted.
//
// A request without a signature whose body is a form with "ssl_check=1" is answered 200 with an empty body: Slack sends
// it to look at the certificate ("Implementing slash commands"). It says nothing and nothing comes of it.
Verdict VerifySlackRequest(const HttpRequest& request, absl::string_view signing_secret, absl::Time now);

}  // namespace sipwhy::bot

#endif  // SIPWHY_BOT_WEBHOOK_SLACK_SIGNATURE_H_
