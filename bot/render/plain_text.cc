#include "bot/render/plain_text.h"

#include "bot/render/bidi.h"
#include "bot/render/text_layout.h"

namespace sipwhy::bot {

std::string RenderPlainText(const Answer& answer, int width) {
  return LayOut(IsolateLeftToRightRuns(answer), width, TextStyle{});
}

}  // namespace sipwhy::bot
