// Replies for Telegram.
#ifndef SIPWHY_BOT_RENDER_TELEGRAM_HTML_H_
#define SIPWHY_BOT_RENDER_TELEGRAM_HTML_H_

#include <cstddef>
#include <string>

#include "absl/strings/string_view.h"
#include "bot/answer.h"

namespace sipwhy::bot {

// A message of Telegram has 1 to 4096 characters after its markup was read (Bot API, sendMessage) and at most 100
// marked pieces (Bot API issue 820; the documentation is silent). Of characters it is not said what they are; UTF-16
// code units are the most that they can be.
inline constexpr size_t kTelegramLongest = 4096;
inline constexpr size_t kTelegramMostEntities = 100;

// The answer as text in Telegram's HTML (Bot API, "HTML style"), for parse_mode "HTML", within the limits above. It has
// no columns, since a phone shows some thirty in a fixed width: each row of a table is a label with the codes below it.
// Only messages and the ladders that are narrow enough are in a fixed width. It mentions nobody.
std::string RenderTelegramHtml(const Answer& answer);

// What is left of such a text without markup, for when Telegram will not have it.
std::string TelegramPlainText(absl::string_view html);

}  // namespace sipwhy::bot

#endif  // SIPWHY_BOT_RENDER_TELEGRAM_HTML_H_
