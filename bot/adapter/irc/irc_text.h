// Text as IRC has it: short lines without markup.
#ifndef SIPWHY_BOT_ADAPTER_IRC_IRC_TEXT_H_
#define SIPWHY_BOT_ADAPTER_IRC_IRC_TEXT_H_

#include <cstddef>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "bot/answer.h"

namespace sipwhy::bot {

// `answer` as lines of at most `bytes_per_line` bytes of UTF-8 (64 to 400; values outside are taken as the nearest), at
// least one and none empty, without control characters. Lines break at words, else between characters.
//
// An answer that has a table and at most two sections, or that fits whole, gets three lines: "title: lead"; its facts
// in one line, as many as have room; the link and the footer. The lead may take the place of the facts. Any other, such
// as an answer in full or a list, gets up to twelve lines, with a paragraph for each section, and says so when
// something was left out. Ladders and messages are always left out: they need a fixed width and many lines.
std::vector<std::string> RenderIrc(const Answer& answer, size_t bytes_per_line);

// What a person typed, without the formatting of mIRC (modern.ircdocs.horse/formatting) and other controls. Tabs become
// spaces and bytes that are no UTF-8 become U+FFFD.
std::string PlainOfIrc(absl::string_view text);

}  // namespace sipwhy::bot

#endif  // SIPWHY_BOT_ADAPTER_IRC_IRC_TEXT_H_
