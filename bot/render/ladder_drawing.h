// Draws a ladder with letters.
#ifndef SIPWHY_BOT_RENDER_LADDER_DRAWING_H_
#define SIPWHY_BOT_RENDER_LADDER_DRAWING_H_

#include <string>
#include <vector>

#include "bot/answer.h"

namespace sipwhy::bot {

// The lines of the drawing, of at most `width` columns: the parties above their lifelines, and each message on its
// arrow. Empty when a message or a name has no room. Indices out of range are left out; controls must not be in it.
//
//   Caller            Proxy             Callee
//     |-----INVITE----->|                 |
//     |                 |-----INVITE----->|
std::vector<std::string> DrawLadder(const Ladder& ladder, int width);

}  // namespace sipwhy::bot

#endif  // SIPWHY_BOT_RENDER_LADDER_DRAWING_H_
