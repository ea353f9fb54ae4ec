// Text that shows as it is in Markdown.
#ifndef SIPWHY_BOT_RENDER_MARKDOWN_ESCAPE_H_
#define SIPWHY_BOT_RENDER_MARKDOWN_ESCAPE_H_

#include <cstddef>
#include <string>

#include "absl/strings/string_view.h"

namespace sipwhy::bot {

// How a sign that would be markup is written where it is meant as itself.
enum class MarkdownEscape {
  kBackslash,  // CommonMark §2.4, Mattermost, Rocket.Chat
  kEntity,     // "&#42;", for Zulip, which shows a backslash as it is (zulip/zulip issue 18202)
};

// Where a text will stand.
enum class MarkdownPlace {
  kLineStart,   // where lists, headings and other blocks begin; it may stand within a line as well
  kWithinLine,  // after something else on the same line
  kCell,        // of a table
};

// `text` as one line of Markdown that shows as `text`, whatever signs are in it. It mentions nobody (@name, @all,
// @**name**, @*group*), links to nothing (#channel, ~channel, URLs, [text](URL)) and makes no emoji (:name:) and no
// formula ($$x$$). Controls are left out, and so is the white space around it.
std::string EscapeMarkdown(absl::string_view text, MarkdownEscape escape,
                           MarkdownPlace place = MarkdownPlace::kLineStart);

// Where `line` would begin an item of a list: the place of the "-" or "+", or of the "." or ")" after a number. npos
// if it begins none; a "*" is not looked for.
size_t ListMark(absl::string_view line);

}  // namespace sipwhy::bot

#endif  // SIPWHY_BOT_RENDER_MARKDOWN_ESCAPE_H_
