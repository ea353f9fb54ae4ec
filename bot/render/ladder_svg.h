// Draws a ladder as a picture for web pages.
#ifndef SIPWHY_BOT_RENDER_LADDER_SVG_H_
#define SIPWHY_BOT_RENDER_LADDER_SVG_H_

#include <string>

#include "bot/answer.h"

namespace sipwhy::bot {

// An <svg> element: the parties above their lifelines, each message above its arrow, and a box on the lifeline for what
// happens at one party. It is as wide as its text needs, and has that width in pixels as its own; a page may scale it.
//
// Colours are currentColor and Canvas, so it follows the page into the dark. Each step is a <g class="step">, with a
// class "c1" to "c6" beside it for a response of that class; a page may give them colours. What stands in brackets
// after a message is a <tspan class="detail">. Readers of the screen get the parties as its name and the steps,
// numbered, as its description.
//
// Arrows whose indices are out of range are left out. Empty when no party or no arrow is left.
std::string RenderLadderSvg(const Ladder& ladder);

}  // namespace sipwhy::bot

#endif  // SIPWHY_BOT_RENDER_LADDER_SVG_H_
