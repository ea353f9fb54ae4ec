// Replies for consoles without colour, for pipes and for chat systems that show plain text.
#ifndef SIPWHY_BOT_RENDER_PLAIN_TEXT_H_
#define SIPWHY_BOT_RENDER_PLAIN_TEXT_H_

#include <string>

#include "bot/answer.h"

namespace sipwhy::bot {

// The answer as plain text of at most `width` columns; see LayOut in text_layout.h.
std::string RenderPlainText(const Answer& answer, int width);

}  // namespace sipwhy::bot

#endif  // SIPWHY_BOT_RENDER_PLAIN_TEXT_H_
