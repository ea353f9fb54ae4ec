// The bot at work, in chat systems or on the console, until it is told to end. For a process that does nothing else.
#ifndef SIPWHY_BOT_SERVE_H_
#define SIPWHY_BOT_SERVE_H_

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "bot/bot_settings.h"
#include "bot/config/configuration.h"

namespace sipwhy::bot {

// Answers in the chat systems of `configuration` until SIGTERM or SIGINT, and then ends them within some seconds. Where
// there is HTTP, standard output says "listening on URL". The service manager is told how it goes. Errors are those of
// OpenServiceChannel() and Platforms::Start().
absl::Status ServeChats(const Configuration& configuration);

// Answers what `settings` asks, or else each line of standard input until that ends, with the web page beside it if
// that is wanted; standard error then says where. Returns whether there was an answer to the one question, and true for
// lines. Errors are as above.
absl::StatusOr<bool> ServeConsole(const BotSettings& settings);

}  // namespace sipwhy::bot

#endif  // SIPWHY_BOT_SERVE_H_
