// Tells a number that stands by itself from one that is part of an address, a date, a price or a name.
#ifndef SIPWHY_BOT_PARSER_NUMBER_SHAPE_H_
#define SIPWHY_BOT_PARSER_NUMBER_SHAPE_H_

#include <cstddef>

#include "bot/parser/token.h"

namespace sipwhy::bot {

// Returns whether the number at `i` may be a code by what touches it: so it is in "sip486", "301/408", "(486)" and
// "301和408", but not in "10.3.0.1", "$301", "+1", "4:08", "PR-408", "0x1f4" or "486@example.com".
bool StandsByItself(Tokens tokens, size_t i);

// Returns whether the numbers at `left` and `right`, which follow each other with no word between, may both be
// codes: "301 408" and "301-408" may, of "301 408 5555" and "3/01" neither.
bool MayBeCodesTogether(Tokens tokens, size_t left, size_t right);

}  // namespace sipwhy::bot

#endif  // SIPWHY_BOT_PARSER_NUMBER_SHAPE_H_
