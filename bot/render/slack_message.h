// Replies for Slack.
#ifndef SIPWHY_BOT_RENDER_SLACK_MESSAGE_H_
#define SIPWHY_BOT_RENDER_SLACK_MESSAGE_H_

#include <nlohmann/json_fwd.hpp>

#include "bot/answer.h"

namespace sipwhy::bot {

// {"text": …, "blocks": […]}, which chat.postMessage takes as well as the response to a slash command.
//
// The blocks are within Slack's limits: 50 of them ("Blocks"), texts of 3,000 characters ("Text object"), 10 fields of
// 2,000 ("Section block"). All blocks together may have some 13,200 characters, which is documented nowhere (bolt-js
// issue 2509); texts of 11,341 were refused too (issue 2867), so what surrounds them counts. Slack does not say what a
// character is. We take the strictest reading: bytes of UTF-8, with escapes, and together those of the whole JSON, at
// most 13,000. What has no room is taken away by Fit().
//
// The title and the lead come first. mrkdwn has no tables. Of a comparison each row is a field: the name of the row,
// and below it a line for each code. What is compared then stands right below each other, whether two codes are
// compared or four, and whether Slack shows the fields in two columns, as on a desktop, or in one. A block of aligned
// columns breaks into pieces on a phone, and a field for each code tears the third from the second. A ladder is a
// drawing only where it has room on a phone, and a list of its arrows elsewhere. Drawings and SIP messages are ```
// blocks, shown whole or not at all.
//
// "text" is what notifications and screen readers get ("chat.postMessage", Accessibility): all of it again, without
// marks, without drawings, in at most 3,000 UTF-16 units.
//
// & < > are escaped ("Formatting text for app surfaces", Escaping text), which leaves no mention alive, and texts are
// verbatim, so that Slack makes no links of names. A stray * _ ~ or ` may still change how a word looks.
nlohmann::json RenderSlackMessage(const Answer& answer);

}  // namespace sipwhy::bot

#endif  // SIPWHY_BOT_RENDER_SLACK_MESSAGE_H_
