#include "http/http_message.h"

#include "absl/strings/match.h"

namespace sipwhy {

std::optional<absl::string_view> HttpHeaders::Only(absl::string_view name) const {
  std::optional<absl::string_view> only;
  for (const auto& [field, value] : fields_) {
    if (!absl::EqualsIgnoreCase(field, name)) continue;
    if (only.has_value()) return std::nullopt;
    only = value;
  }
  return only;
}

}  // namespace sipwhy
