#include "bot/register_commands.h"

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "bot/http/http_client.h"
#include "bot/webhook/discord_commands.h"

namespace sipwhy::bot {
namespace {

absl::Status Register(const DiscordConfiguration& discord, HttpClient& http) {
  if (discord.token.empty()) {
    return absl::FailedPreconditionError(absl::StrCat(discord.rules.adapter, " needs token to register its command"));
  }
  const absl::StatusOr<HttpResponse> response =
      http.Send(DiscordRegistration(discord.application_id, discord.token, discord.api));
  const absl::Status status = response.ok() ? ReadDiscordRegistration(*response) : response.status();
  return status.ok() ? status
                     : absl::Status(status.code(), absl::StrCat(discord.rules.adapter, ": ", status.message()));
}

}  // namespace

absl::Status RegisterCommands(const Configuration& configuration, std::ostream& output) {
  if (configuration.discord.empty()) {
    return absl::FailedPreconditionError("the configuration has no [[discord]], which alone needs this");
  }
  HttpClient http;
  for (const DiscordConfiguration& discord : configuration.discord) {
    if (absl::Status registered = Register(discord, http); !registered.ok()) return registered;
    output << discord.rules.adapter << ": /sip is registered; Discord shows it within minutes\n";
  }
  return absl::OkStatus();
}

}  // namespace sipwhy::bot
