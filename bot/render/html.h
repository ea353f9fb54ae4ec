// Replies for web pages.
#ifndef SIPWHY_BOT_RENDER_HTML_H_
#define SIPWHY_BOT_RENDER_HTML_H_

#include <string>

#include "bot/answer.h"

namespace sipwhy::bot {

// The answer as an <article>, without scripts, styles and ids, so a page may hold several. The title is an <h2> and
// headings of sections are <h3>.
//
// A table with heads is a <table class="compare of-2">, with the number of its heads, whose cells carry the head's code
// as data-label: a page may lay its columns out as cards, side by side or below each other. Its roles are spelled out,
// since browsers take them away from tables that are laid out otherwise. A table without heads is a <table
// class="facts">.
//
// Where a code leads a head, a label or the title, its element has a class "c1" to "c6" for the class of the response.
// Labels that are codes, and codes with their phrases that begin an item, are links to /sip/486. RFCs in lists and the
// footer are links to rfc-editor.org. Nothing is fetched unless somebody follows a link.
std::string RenderHtml(const Answer& answer);

}  // namespace sipwhy::bot

#endif  // SIPWHY_BOT_RENDER_HTML_H_
