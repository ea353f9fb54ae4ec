// Replies for terminals that show colour.
#ifndef SIPWHY_BOT_RENDER_COLOUR_TERMINAL_H_
#define SIPWHY_BOT_RENDER_COLOUR_TERMINAL_H_

#include <string>

#include "bot/answer.h"

namespace sipwhy::bot {

// The same lines as RenderPlainText, with ANSI marks (ECMA-48 SGR) around titles, headings, labels and the footer.
std::string RenderColourTerminal(const Answer& answer, int width);

}  // namespace sipwhy::bot

#endif  // SIPWHY_BOT_RENDER_COLOUR_TERMINAL_H_
