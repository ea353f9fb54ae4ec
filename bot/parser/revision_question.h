// Reads questions about the knowledge base's own history.
#ifndef SIPWHY_BOT_PARSER_REVISION_QUESTION_H_
#define SIPWHY_BOT_PARSER_REVISION_QUESTION_H_

#include <optional>

#include "absl/strings/string_view.h"
#include "bot/request.h"

namespace sipwhy::bot {

// A NewsRequest for "what's new" or "release notes", a HistoryRequest for "history 603" or "what changed for 603", a
// DiffRequest for "diff 11 12" or "revision 12", of `plain` (in normal form, without the name that the bot was called
// by). Nullopt when it is anything else: "diff 301 408" compares two codes, since revisions above 99 are called so,
// "diff revisions 301 408".
std::optional<Request> ReadRevisionQuestion(absl::string_view plain);

}  // namespace sipwhy::bot

#endif  // SIPWHY_BOT_PARSER_REVISION_QUESTION_H_
