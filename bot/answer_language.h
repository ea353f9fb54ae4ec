// In which language a question is answered.
#ifndef SIPWHY_BOT_ANSWER_LANGUAGE_H_
#define SIPWHY_BOT_ANSWER_LANGUAGE_H_

#include <string>

#include "absl/strings/string_view.h"
#include "bot/conversation.h"
#include "bot/message_parser.h"
#include "sipwhy/v1/explainer.pb.h"

namespace sipwhy::bot {

// The tag of the language that answers are in unless a question says otherwise: the chosen one, else the usual one.
std::string UsualLanguage(const Conversation& conversation);

// The tag for the answer to `message`: of the first that there is of the language that it asks for, which holds for
// this answer alone, the one that was chosen for the conversation, the one of the answer that "full" repeats, the one
// that the question shows by its words, and the usual one.
std::string LanguageFor(const ParsedMessage& message, const Conversation& conversation);

// Whether `wanted`, in normal form, names `language`: by its tag, by its name in English, in itself, or in another
// language as the end of how that asks for it ("en japonais") or the beginning ("日本語で").
bool IsNamed(absl::string_view wanted, const v1::Language& language);

}  // namespace sipwhy::bot

#endif  // SIPWHY_BOT_ANSWER_LANGUAGE_H_
