// Replies in Markdown with tables, as Mattermost, Zulip and Matrix clients show them.
#ifndef SIPWHY_BOT_RENDER_MARKDOWN_H_
#define SIPWHY_BOT_RENDER_MARKDOWN_H_

#include <cstddef>
#include <string>

#include "bot/answer.h"
#include "bot/render/markdown_escape.h"
#include "bot/render/text_size.h"

namespace sipwhy::bot {

struct MarkdownLimits {
  size_t size;  // at least 200
  TextUnit unit;
  MarkdownEscape escape = MarkdownEscape::kBackslash;
};

// The answer as Markdown of at most `limits.size`; what has no room is left out as in fit.h. Title, headings and labels
// are bold, a comparison is a table, ladders and messages stand in code blocks. No line feed at the end.
//
// The text of the answer is shown as it is written, whatever signs are in it. It mentions nobody (@name, @all,
// @**name**, @*group*), links to nothing (#channel, ~channel, URLs, [text](URL)) and makes no emoji (:name:) and no
// formula ($$x$$). Only the answer's own link is one.
std::string RenderMarkdown(const Answer& answer, const MarkdownLimits& limits);

}  // namespace sipwhy::bot

#endif  // SIPWHY_BOT_RENDER_MARKDOWN_H_
