// Brings the text of any chat, keyboard and script to one plain form that the parser reads.
#ifndef SIPWHY_BOT_PARSER_NORMALISE_H_
#define SIPWHY_BOT_PARSER_NORMALISE_H_

#include <string>

#include "absl/strings/string_view.h"

namespace sipwhy::bot {

// Returns `text` as valid UTF-8 of at most 2,001 code points, in which:
//  - letters are compatibility-composed and case-folded, without Latin, Greek and Cyrillic diacritics,
//  - decimal digits of every script are ASCII; none is added, dropped or moved,
//  - zero-width characters and bidi controls are gone, as are backticks and with them code fences,
//  - quotes, dashes, commas and question marks are the ASCII ones, white space is ' ' or '\n',
//  - "&nbsp;", "&amp;", "&lt;", "&gt;", "&quot;" and a written-out "\r\n" stand as what they mean.
// Invalid bytes become U+FFFD, and U+FFFD marks the place where a longer text was cut off.
// Normalise(Normalise(text)) == Normalise(text).
std::string Normalise(absl::string_view text);

}  // namespace sipwhy::bot

#endif  // SIPWHY_BOT_PARSER_NORMALISE_H_
