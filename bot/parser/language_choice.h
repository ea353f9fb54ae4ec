// Reads the words by which a person chooses the language of answers.
#ifndef SIPWHY_BOT_PARSER_LANGUAGE_CHOICE_H_
#define SIPWHY_BOT_PARSER_LANGUAGE_CHOICE_H_

#include <optional>
#include <string>

#include "absl/strings/string_view.h"

namespace sipwhy::bot {

// What follows "language" in `plain` (in normal form, without the name that the bot was called by): "vi" for "language
// vi", "tieng viet" for "language: tieng viet", "" for "language" alone. Nullopt when `plain` is anything else, also
// when a digit follows, as in "language error 488".
std::optional<std::string> ReadLanguageChoice(absl::string_view plain);

}  // namespace sipwhy::bot

#endif  // SIPWHY_BOT_PARSER_LANGUAGE_CHOICE_H_
