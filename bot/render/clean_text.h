// Untrusted text made fit to be shown. All of these give valid UTF-8: bytes that are none become U+FFFD.
#ifndef SIPWHY_BOT_RENDER_CLEAN_TEXT_H_
#define SIPWHY_BOT_RENDER_CLEAN_TEXT_H_

#include <functional>
#include <string>

#include "absl/strings/string_view.h"
#include "bot/answer.h"

namespace sipwhy::bot {

// Line feeds and tabs become spaces. Other controls are left out, also those above ASCII: U+009B begins a mark of
// terminals as ESC [ does.
std::string WithoutControls(absl::string_view text);

// The same, where U+2028 and U+2029 are spaces too, since they end lines for some readers.
std::string OneLine(absl::string_view text);

// The same, without embeddings, overrides and isolates, which would turn around the text beside them.
std::string OneLineWithoutTurns(absl::string_view text);

// `ladder` with `clean` done to each of its names and messages.
Ladder CleanLadder(Ladder ladder, std::string (*clean)(absl::string_view text));

// Calls `change` with each text of `answer` that is no link and in neither a ladder nor a verbatim line.
void ChangeSentences(Answer& answer, const std::function<void(std::string&)>& change);

// `answer` with `clean` done to each of its texts, also those of ladders and verbatim lines. Its link stays.
Answer CleanAnswer(Answer answer, std::string (*clean)(absl::string_view text));

}  // namespace sipwhy::bot

#endif  // SIPWHY_BOT_RENDER_CLEAN_TEXT_H_
