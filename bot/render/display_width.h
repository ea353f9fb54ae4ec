// How many columns text takes on a terminal.
#ifndef SIPWHY_BOT_RENDER_DISPLAY_WIDTH_H_
#define SIPWHY_BOT_RENDER_DISPLAY_WIDTH_H_

#include "absl/strings/string_view.h"

namespace sipwhy::bot {

// The columns that `text` (UTF-8) takes: two for East Asian wide and fullwidth characters (Unicode Standard Annex 11),
// none for combining marks and other invisible ones, one for the rest, also where the width is ambiguous.
int DisplayWidth(absl::string_view text);

}  // namespace sipwhy::bot

#endif  // SIPWHY_BOT_RENDER_DISPLAY_WIDTH_H_
