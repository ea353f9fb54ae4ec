// Reads what people write in their own words: "why 486?", "difference between busy here and a 603".
#ifndef SIPWHY_BOT_PARSER_SENTENCE_H_
#define SIPWHY_BOT_PARSER_SENTENCE_H_

#include "bot/parser/phrase_matcher.h"
#include "bot/parser/reading.h"
#include "bot/parser/token.h"

namespace sipwhy::bot {

// Returns what the message clearly asks about; an empty reading if it only happens to hold numbers. A number and a
// reason phrase side by side ("486 Busy Here") are one code: that of the number.
Reading ReadSentence(Tokens tokens, const PhraseMatcher& phrases);

}  // namespace sipwhy::bot

#endif  // SIPWHY_BOT_PARSER_SENTENCE_H_
