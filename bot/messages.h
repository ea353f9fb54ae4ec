// What the bot says of its own accord, as answers.
#ifndef SIPWHY_BOT_MESSAGES_H_
#define SIPWHY_BOT_MESSAGES_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "bot/answer.h"
#include "bot/phrase_book.h"
#include "bot/speech.h"
#include "sipwhy/v1/explainer.pb.h"

namespace sipwhy::bot {

Answer HelpMessage(const Speech& speech);

// To a message without a code whose words lead to none.
Answer AskBackMessage(const Speech& speech);

// To "full" with nothing before it.
Answer NothingToRepeatMessage(const Speech& speech);

// To more than four codes: their names and what to do.
Answer TooManyCodesMessage(const Speech& speech, const std::vector<int>& codes, const PhraseBook& phrases);

// To a choice of language: that it was taken, said in that language, or which there are and which is in use.
Answer LanguageChosenMessage(const Speech& speech, const v1::Language& language);
Answer LanguagesMessage(const Speech& speech, const v1::ListLanguagesResponse& languages, absl::string_view in_use);

// Before the answer about a SIP code whose number came with HTTP, as PJSIP writes it, or twice.
std::string HttpNotice(const Speech& speech, int code);
std::string PjsipNotice(const Speech& speech, int code);
std::string RepeatedNotice(const Speech& speech, int code);

// To a call that failed, in words without any of gRPC. What the person who asked did wrong is told by the reason in the
// status's google.rpc.ErrorInfo; in the service's own words, which are English, where `speech` has none for it.
// `service_address` is where the service should be; empty for people whom that does not concern.
Answer FailureMessage(const Speech& speech, const absl::Status& status, absl::string_view service_address);

}  // namespace sipwhy::bot

#endif  // SIPWHY_BOT_MESSAGES_H_
