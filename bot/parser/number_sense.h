// Decides of each number in a message whether it may be a code, by what stands around it.
#ifndef SIPWHY_BOT_PARSER_NUMBER_SENSE_H_
#define SIPWHY_BOT_PARSER_NUMBER_SENSE_H_

#include <cstddef>
#include <vector>

#include "bot/parser/token.h"

namespace sipwhy::bot {

struct Number {
  enum class Sense {
    kOpen,   // a code, if the message asks about codes
    kOther,  // something else: a price, a room, a part of a date
    kCause,  // a cause of Q.850
    kHttp,   // a status of HTTP
  };
  size_t token;
  Sense sense;
  size_t group;  // numbers that separators link ("301, 302 and 305") share their group
};

// Returns the numbers among `tokens` in their order. What one number of a group is not, none of them is:
// in "build 301 vs 408 tickets" neither is a code.
std::vector<Number> ReadNumbers(Tokens tokens);

// Returns whether nothing but separators stands between the tokens at `left` and `right`: "301 vs a 408".
bool AreLinked(Tokens tokens, size_t left, size_t right);

}  // namespace sipwhy::bot

#endif  // SIPWHY_BOT_PARSER_NUMBER_SENSE_H_
