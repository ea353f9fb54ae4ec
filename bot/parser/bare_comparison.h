// Reads the one form to which the bot answers without being addressed.
#ifndef SIPWHY_BOT_PARSER_BARE_COMPARISON_H_
#define SIPWHY_BOT_PARSER_BARE_COMPARISON_H_

#include <vector>

#include "bot/parser/token.h"

namespace sipwhy::bot {

// Returns the codes of a message that is nothing but two or more codes from 100 to 699 with a separator between
// each two, and perhaps question marks at its end: "301 vs 408?". Returns none for every other message.
std::vector<int> ReadBareComparison(Tokens tokens);

}  // namespace sipwhy::bot

#endif  // SIPWHY_BOT_PARSER_BARE_COMPARISON_H_
