// Reads what people paste: SIP messages, headers and the log lines of well-known products.
#ifndef SIPWHY_BOT_PARSER_PASTED_H_
#define SIPWHY_BOT_PARSER_PASTED_H_

#include <optional>

#include "bot/parser/reading.h"
#include "bot/parser/token.h"

namespace sipwhy::bot {

// Returns what a pasted text names: the codes of its status lines; if it has none, the causes of its Reason headers.
// All its other numbers are ports, lengths and times. Returns an empty reading for a request line alone, and nothing
// if the message is not pasted or is a question that quotes a status line ("SIP/2.0 486 vs 603").
std::optional<Reading> ReadPasted(Tokens tokens);

}  // namespace sipwhy::bot

#endif  // SIPWHY_BOT_PARSER_PASTED_H_
