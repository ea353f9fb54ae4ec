#include "bot/render/colour_terminal.h"

#include "bot/render/bidi.h"
#include "bot/render/text_layout.h"

namespace sipwhy::bot {
namespace {

constexpr TextStyle kColours = {
    .title = "\x1b[1;36m", .heading = "\x1b[1m", .label = "\x1b[36m", .faint = "\x1b[2m", .end = "\x1b[0m"};

}  // namespace

std::string RenderColourTerminal(const Answer& answer, int width) {
  return LayOut(IsolateLeftToRightRuns(answer), width, kColours);
}

}  // namespace sipwhy::bot
