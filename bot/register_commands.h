// Makes the bot's commands known to the chat systems that want to know them beforehand.
#ifndef SIPWHY_BOT_REGISTER_COMMANDS_H_
#define SIPWHY_BOT_REGISTER_COMMANDS_H_

#include <ostream>

#include "absl/status/status.h"
#include "bot/config/configuration.h"

namespace sipwhy::bot {

// Registers /sip for each [[discord]] of `configuration`, in order and described in the languages that the service has,
// with a line on `output` for each; ends at the first that fails. FAILED_PRECONDITION when there is none, or one
// without a token; otherwise as HttpClient::Send() and ReadDiscordRegistration(), with the adapter's name in front.
absl::Status RegisterCommands(const Configuration& configuration, std::ostream& output);

}  // namespace sipwhy::bot

#endif  // SIPWHY_BOT_REGISTER_COMMANDS_H_
