#include "bot/register_commands.h"

#include <memory>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "bot/bot.h"
#include "bot/grpc_knowledge_client.h"
#include "bot/http/http_client.h"
#include "bot/log.h"
#include "bot/webhook/discord_commands.h"

namespace sipwhy::bot {
namespace {

constexpr absl::Duration kPatience = absl::Seconds(5);

// What the bot says, in each language that the service has. Empty where it cannot be asked.
std::vector<Speech> SpeechesOf(const Configuration& configuration) {
  const absl::StatusOr<std::unique_ptr<KnowledgeClient>> client = ConnectToService(ServiceAccessOf(configuration));
  if (!client.ok()) return {};
  Bot bot(**client, {});
  const absl::Time deadline = absl::Now() + kPatience;
  const absl::StatusOr<v1::ListLanguagesResponse> languages = bot.Languages(deadline);
  if (!languages.ok()) return {};
  std::vector<Speech> speeches;
  for (const v1::Language& language : languages->languages()) {
    speeches.push_back(*bot.SpeechIn(language.language_code(), deadline));
  }
  return speeches;
}

absl::Status Register(const DiscordConfiguration& discord, absl::Span<const Speech> speeches, HttpClient& http) {
  if (discord.token.empty()) {
    return absl::FailedPreconditionError(absl::StrCat(discord.rules.adapter, " needs token to register its command"));
  }
  const absl::StatusOr<HttpResponse> response =
      http.Send(DiscordRegistration(discord.application_id, discord.token, discord.api, speeches));
  const absl::Status status = response.ok() ? ReadDiscordRegistration(*response) : response.status();
  return status.ok() ? status
                     : absl::Status(status.code(), absl::StrCat(discord.rules.adapter, ": ", status.message()));
}

}  // namespace

absl::Status RegisterCommands(const Configuration& configuration, std::ostream& output) {
  if (configuration.discord.empty()) {
    return absl::FailedPreconditionError("the configuration has no [[discord]], which alone needs this");
  }
  const std::vector<Speech> speeches = SpeechesOf(configuration);
  if (speeches.empty()) {
    Log("service", "not reached, so the command is described in English alone; register it again when it is");
  }
  HttpClient http;
  for (const DiscordConfiguration& discord : configuration.discord) {
    if (absl::Status registered = Register(discord, speeches, http); !registered.ok()) return registered;
    output << discord.rules.adapter << ": /sip is registered; Discord shows it within minutes\n";
  }
  return absl::OkStatus();
}

}  // namespace sipwhy::bot
