// What people write in Slack: docs.slack.dev "Formatting message text".
#ifndef SIPWHY_BOT_WEBHOOK_SLACK_TEXT_H_
#define SIPWHY_BOT_WEBHOOK_SLACK_TEXT_H_

#include <string>

#include "absl/strings/string_view.h"

namespace sipwhy::bot {

// `text` as a person sees it, in valid UTF-8: &amp; &lt; &gt; undone, links and mentions by what they show, else by
// what they point to; "<" and ">" around anything else stay. Mentions of `bot_user_id` are cut, with a colon or a comma
// that follows. Stars and other marks of formatting stay, since "4**" is a question.
std::string ReadSlackText(absl::string_view text, absl::string_view bot_user_id);

}  // namespace sipwhy::bot

#endif  // SIPWHY_BOT_WEBHOOK_SLACK_TEXT_H_
