// One question and its answer, as the page shows them.
#ifndef SIPWHY_BOT_WEB_TURN_H_
#define SIPWHY_BOT_WEB_TURN_H_

#include <string>

#include "absl/strings/string_view.h"
#include "bot/web/answers.h"

namespace sipwhy::bot {

// The HTML of a reply to a page in `language`: the answer, and below it the way to every section (or back to
// the short answer) and the address for a ticket, where it has these. `own_page` is whether it stands on that address:
// then the way to every section stays on it as well.
std::string RenderReply(const SiteReply& reply, absl::string_view language, bool own_page, const Speech& speech);

// The same with the question above it; `question` may be empty where the address of the page says it. What is shown can
// be asked again from the data of the element.
std::string RenderTurn(absl::string_view question, const SiteReply& reply, absl::string_view language, bool own_page,
                       const Speech& speech);

}  // namespace sipwhy::bot

#endif  // SIPWHY_BOT_WEB_TURN_H_
