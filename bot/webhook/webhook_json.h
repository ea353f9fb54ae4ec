// Requests and responses of webhooks whose bodies are JSON.
#ifndef SIPWHY_BOT_WEBHOOK_WEBHOOK_JSON_H_
#define SIPWHY_BOT_WEBHOOK_WEBHOOK_JSON_H_

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "absl/status/statusor.h"
#include "http/http_message.h"

namespace sipwhy::bot {

// The object that is the body of `request`, read as ParseUntrusted() does. INVALID_ARGUMENT if it is none.
absl::StatusOr<nlohmann::json> ParseObject(const HttpRequest& request);

// 200 with `body`, which is JSON.
HttpResponse JsonResponse(std::string body);

}  // namespace sipwhy::bot

#endif  // SIPWHY_BOT_WEBHOOK_WEBHOOK_JSON_H_
