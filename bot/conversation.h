// What goes on between the bot and the people of one place.
#ifndef SIPWHY_BOT_CONVERSATION_H_
#define SIPWHY_BOT_CONVERSATION_H_

#include <optional>
#include <string>

#include "bot/request.h"

namespace sipwhy::bot {

// What the bot knows of one conversation. Its owner uses it from one thread at a time.
struct Conversation {
  std::string usual_language = "en";     // BCP 47: what the platform says of the person, or the operator of the bot
  std::string chosen_language = {};      // BCP 47: what a person chose with "language vi"; empty for none
  std::optional<LastRequest> last = {};  // what "full" repeats
};

}  // namespace sipwhy::bot

#endif  // SIPWHY_BOT_CONVERSATION_H_
