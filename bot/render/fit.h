// Makes an answer short enough for a platform.
#ifndef SIPWHY_BOT_RENDER_FIT_H_
#define SIPWHY_BOT_RENDER_FIT_H_

#include <functional>

#include "bot/answer.h"

namespace sipwhy::bot {

// `answer` if `fits` says so of it, else what is left of it once enough was taken away, least needed first: ladders and
// messages, sections from the last, their items from the last, rows of the table from the last, notices. Title, lead,
// link and footer stay; a lead that alone is too long is cut at the end, as CutTo does. What was shortened says
// so in a notice. `fits` renders and measures; it must not get false by taking more away.
Answer Fit(Answer answer, const std::function<bool(const Answer&)>& fits);

}  // namespace sipwhy::bot

#endif  // SIPWHY_BOT_RENDER_FIT_H_
