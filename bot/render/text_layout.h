// Lays an answer out in lines of a fixed width.
#ifndef SIPWHY_BOT_RENDER_TEXT_LAYOUT_H_
#define SIPWHY_BOT_RENDER_TEXT_LAYOUT_H_

#include <string>

#include "absl/strings/string_view.h"
#include "bot/answer.h"

namespace sipwhy::bot {

// The marks around the kinds of text; all empty for plain text. They take no columns.
struct TextStyle {
  absl::string_view title;    // before the title
  absl::string_view heading;  // before headings of sections and columns
  absl::string_view label;    // before row labels and list labels
  absl::string_view faint;    // before the footer
  absl::string_view end;      // after each of them
};

// The answer as lines of at most `width` columns (40 to 200; values outside are taken as the nearest), each ended by a
// line feed. Columns are aligned by display width. Where a table has no room for its columns side by side, its rows
// list one code below the other. In an answer
// that reads from right to left every line does, but for ladders and verbatim lines; its left-to-right runs are
// isolated (bidi.h) by the caller. Control characters in the answer are left out, so its text cannot steer a terminal.
std::string LayOut(const Answer& answer, int width, const TextStyle& style);

}  // namespace sipwhy::bot

#endif  // SIPWHY_BOT_RENDER_TEXT_LAYOUT_H_
