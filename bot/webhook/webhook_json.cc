#include "bot/webhook/webhook_json.h"

#include <nlohmann/json.hpp>
#include <utility>

#include "absl/status/status.h"
#include "bot/wire/json.h"

namespace sipwhy::bot {

absl::StatusOr<nlohmann::json> ParseObject(const HttpRequest& request) {
  absl::StatusOr<nlohmann::json> value = ParseUntrusted(request.body);
  if (value.ok() && !value->is_object()) return absl::InvalidArgumentError("the JSON is no object");
  return value;
}

HttpResponse JsonResponse(std::string body) {
  return {.status = 200, .content_type = "application/json", .body = std::move(body)};
}

}  // namespace sipwhy::bot
