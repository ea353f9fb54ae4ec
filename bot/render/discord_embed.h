// Replies for Discord.
#ifndef SIPWHY_BOT_RENDER_DISCORD_EMBED_H_
#define SIPWHY_BOT_RENDER_DISCORD_EMBED_H_

#include <nlohmann/json_fwd.hpp>

#include "bot/answer.h"

namespace sipwhy::bot {

// An embed within Discord's limits ("Message Resource", Embed Limits): title 256, description 4096, 25 fields with
// names of 256 and values of 1024, footer 2048, all of them together 6000. Discord counts code points (discord-api-docs
// issue 1315), with the backslashes of escapes.
//
// The title and the lead come first. What one code says stands in lines of the description. Of a comparison each row is
// a field over the whole width, with a line for each code: the codes stand below each other, where they are easily
// compared, while a block of columns breaks on a phone and fields side by side are too narrow for sentences. Sections
// are fields too; ladders and SIP messages are code blocks. The link is that of the title and the last field.
//
// Markdown in the answer is escaped ("API Reference", Message Formatting; any sign that is no letter, digit or space
// may follow a backslash), so are mentions, timestamps, commands and what looks like a URL. The footer has no Markdown.
nlohmann::json RenderDiscordEmbed(const Answer& answer);

}  // namespace sipwhy::bot

#endif  // SIPWHY_BOT_RENDER_DISCORD_EMBED_H_
