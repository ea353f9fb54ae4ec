// What may be set of sipwhy-bot on its command line and in the environment. What it does in chat systems stands in the
// file of --config (bot/config/configuration.h).
#ifndef SIPWHY_BOT_BOT_SETTINGS_H_
#define SIPWHY_BOT_BOT_SETTINGS_H_

#include <optional>
#include <string>

#include "bot/config/configuration.h"
#include "client/service_access.h"
#include "settings/program.h"
#include "settings/settings.h"

namespace sipwhy::bot {

// The program with its settings and the text of its usage.
Program BotProgram();

enum class Colour { kAuto, kAlways, kNever };

// Each is the setting of its name, and those called service-… are in `service`.
struct BotSettings {
  std::optional<std::string> config = {};  // the path of the file; without it the bot answers on the console
  bool register_commands = false;          // with the file

  // Of the console.
  ServiceAccess service = {};  // its token is in a file, or there is none
  std::optional<HttpConfiguration> web = {};
  std::string language = {};  // BCP 47; empty for that of each question
  std::string ask = {};       // the one question to answer; empty to answer lines of input
  Colour colour = Colour::kAuto;
};

// The settings of BotProgram() as they were found. Reads no file. What does not go together is noted in the mistakes of
// `resolution`: settings of the console beside a file; without one, all that is about it, what CheckAccess() refuses,
// and a `web` that is no address.
BotSettings ReadBotSettings(Resolution& resolution);

}  // namespace sipwhy::bot

#endif  // SIPWHY_BOT_BOT_SETTINGS_H_
