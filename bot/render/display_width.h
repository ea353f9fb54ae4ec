// How many columns text takes on a terminal.
#ifndef SIPWHY_BOT_RENDER_DISPLAY_WIDTH_H_
#define SIPWHY_BOT_RENDER_DISPLAY_WIDTH_H_

#include "absl/strings/string_view.h"

namespace sipwhy::bot {

// The columns that `text` (UTF-8) takes, as terminals count them: two for East Asian wide and fullwidth characters and
// for emoji of whatever parts (Unicode Standard Annex 11 §4.2), none for marks above and below, joiners and other
// invisible ones, one for the rest, also where the width is ambiguous and for vowel signs that stand beside their
// letter. A ligature is as wide as its letters.
int DisplayWidth(absl::string_view text);

}  // namespace sipwhy::bot

#endif  // SIPWHY_BOT_RENDER_DISPLAY_WIDTH_H_
