// Left-to-right words within answers that read from right to left.
#ifndef SIPWHY_BOT_RENDER_BIDI_H_
#define SIPWHY_BOT_RENDER_BIDI_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "bot/answer.h"

namespace sipwhy::bot {

// What stands between these two keeps its own order and gives none to the text around it (Unicode Standard Annex 9,
// §2.4). They take no room.
inline constexpr char kLeftToRightIsolate[] = "\u2066";
inline constexpr char kPopDirectionalIsolate[] = "\u2069";

// Whether the sentences of `answer` have more letters that go from right to left than others. Those of its lead,
// notices, labels and headings count, since titles and cells name codes and headers in English; all others only if
// those have no letters.
bool ReadsRightToLeft(const Answer& answer);

// `text` with each run of left-to-right words in an isolate, such as "486 Busy Here", "RFC 3261 §8.1.3.2", "4xx" and
// "cause=17"; spaces, brackets that close again, and signs between the words belong to the run, those after it do not,
// but for the full stop of a sentence (four words or more) that ends the text. Numbers alone need no isolate. A text
// without any right-to-left letter is one run, with the full stop at its end. Marks that turn text around are taken out
// first, so what has isolates already gets the same ones. Bytes that are no UTF-8 stay as they are, as does a text
// without such marks and words.
std::string IsolateLeftToRightRuns(absl::string_view text);

// `answer` with IsolateLeftToRightRuns done to its texts if it reads from right to left, else as it is. Its link, its
// ladders and its verbatim lines stay.
Answer IsolateLeftToRightRuns(Answer answer);

// What stands before a line of an answer that reads from right to left, so that the line does too: a mark that takes no
// room where nothing in `line` says so, as in a row of codes over Arabic columns; else nothing, as for an empty line.
// `line` has its left-to-right runs isolated.
absl::string_view MarkForLine(absl::string_view line);

// The first word of `text`, as far as the first space; isolated anew if the isolate it was in went on.
std::string FirstWord(absl::string_view text);

// Ends the isolates that are open at the end of a line, and begins them again on the next. `lines` were one text.
void CarryIsolates(std::vector<std::string>& lines);

}  // namespace sipwhy::bot

#endif  // SIPWHY_BOT_RENDER_BIDI_H_
