#include "bot/render/plain_text.h"

#include "bot/render/text_layout.h"

namespace sipwhy::bot {

std::string RenderPlainText(const Answer& answer, int width) { return LayOut(answer, width, TextStyle{}); }

}  // namespace sipwhy::bot
