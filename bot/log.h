// The bot's log: one line an event on standard error.
#ifndef SIPWHY_BOT_LOG_H_
#define SIPWHY_BOT_LOG_H_

#include "absl/strings/string_view.h"

namespace sipwhy::bot {

// Writes "sipwhy-bot: WHO: WHAT". `who` is the adapter's name. `what` holds no secret and nothing that a user wrote;
// controls in it are left out. Safe to call from any thread; lines never mix.
void Log(absl::string_view who, absl::string_view what);

}  // namespace sipwhy::bot

#endif  // SIPWHY_BOT_LOG_H_
