// Makes the command /sip known to Discord, once.
#ifndef SIPWHY_BOT_WEBHOOK_DISCORD_COMMANDS_H_
#define SIPWHY_BOT_WEBHOOK_DISCORD_COMMANDS_H_

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "bot/http/http_client.h"
#include "bot/speech.h"
#include "http/http_message.h"

namespace sipwhy::bot {

// Where Discord's API is ("API Reference"); version 10 is the newest.
inline constexpr char kDiscordApi[] = "https://discord.com/api/v10";

// The call that makes /sip the one global command of the application (Bulk Overwrite Global Application Commands); it
// takes the place of all others. `token` is the bot's, from the page "Bot". `api` is kDiscordApi, or where a test has
// its own. The command has one option, "question", which must be given. What people read of it is in English
// and, in those of Discord's locales that `speeches` have a language for, in that. It is there in servers, in direct
// messages to the bot, and, where the application can be installed by a user, in any other.
HttpClient::Call DiscordRegistration(absl::string_view application_id, absl::string_view token, absl::string_view api,
                                     absl::Span<const Speech> speeches);

// Whether `response`, which the call brought, says that the command is there. If not, the message tells the operator
// what to do:
// - UNAUTHENTICATED: Discord does not know the token.
// - PERMISSION_DENIED, NOT_FOUND: the token is not that of the application, or there is no such application.
// - INVALID_ARGUMENT: Discord refuses the command itself.
// - RESOURCE_EXHAUSTED: too many calls; says how long to wait.
// - UNAVAILABLE: a fault of Discord's.
// - UNKNOWN: anything else.
absl::Status ReadDiscordRegistration(const HttpResponse& response);

}  // namespace sipwhy::bot

#endif  // SIPWHY_BOT_WEBHOOK_DISCORD_COMMANDS_H_
