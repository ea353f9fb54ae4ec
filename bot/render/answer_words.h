// Parts of an answer in the few words that all dialects have for them. Nothing is escaped or cleaned.
#ifndef SIPWHY_BOT_RENDER_ANSWER_WORDS_H_
#define SIPWHY_BOT_RENDER_ANSWER_WORDS_H_

#include <cstddef>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "bot/answer.h"

namespace sipwhy::bot {

// Stands for what is not known.
inline constexpr char kUnknown[] = "—";

// `cell`, or kUnknown if it is empty.
std::string CellText(absl::string_view cell);

// The code that begins the head of that column; empty where there is no such column.
std::string CodeOf(const Table& table, size_t column);

// What tells columns apart in few letters: their codes, or the heads as they are where two have the same code.
std::vector<std::string> ShortHeads(const std::vector<std::string>& heads);

// "Caller → Proxy: INVITE", or "Proxy: Timer C fires" for what happens at one party. A party that is not there is
// kUnknown. Where the first name reads from right to left, so does the arrow. `index` is one of the ladder's arrows.
std::string ArrowInWords(const Ladder& ladder, size_t index);

}  // namespace sipwhy::bot

#endif  // SIPWHY_BOT_RENDER_ANSWER_WORDS_H_
