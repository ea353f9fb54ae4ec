// Reads response classes: "4xx", "400-499", "class 4".
#ifndef SIPWHY_BOT_PARSER_CLASSES_H_
#define SIPWHY_BOT_PARSER_CLASSES_H_

#include <vector>

#include "bot/parser/number_sense.h"
#include "bot/parser/token.h"

namespace sipwhy::bot {

// Returns the classes that `tokens` name, 1 to 6, in their order and with repeats. The `numbers` that take part in
// one become kOther: 400 and 499 are no codes in "400-499".
std::vector<int> TakeClasses(Tokens tokens, std::vector<Number>& numbers);

}  // namespace sipwhy::bot

#endif  // SIPWHY_BOT_PARSER_CLASSES_H_
