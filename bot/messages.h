// What the bot says of its own accord, rather than from the knowledge base.
#ifndef SIPWHY_BOT_MESSAGES_H_
#define SIPWHY_BOT_MESSAGES_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "bot/answer.h"
#include "bot/phrase_book.h"
#include "sipwhy/v1/explainer.pb.h"

namespace sipwhy::bot {

Answer HelpMessage();

// To a message without a code whose words lead to none.
Answer AskBackMessage();

// To "full" with nothing before it.
Answer NothingToRepeatMessage();

// To more than four codes: their names and what to do.
Answer TooManyCodesMessage(const std::vector<int>& codes, const PhraseBook& phrases);

// To a choice of language: that it was taken, or which there are and which is in use.
Answer LanguageChosenMessage(const v1::Language& language);
Answer LanguagesMessage(const v1::ListLanguagesResponse& languages, absl::string_view in_use);

// Before the answer about a SIP code whose number came with HTTP, as PJSIP writes it, or twice.
std::string HttpNotice(int code);
std::string PjsipNotice(int code);
std::string RepeatedNotice(int code);

// To a call that failed, in words without any of gRPC. `service_address` is where the service should be; empty for
// people whom that does not concern.
Answer FailureMessage(const absl::Status& status, absl::string_view service_address);

}  // namespace sipwhy::bot

#endif  // SIPWHY_BOT_MESSAGES_H_
