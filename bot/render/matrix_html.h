// Replies for Matrix: a formatted text and its plain twin.
#ifndef SIPWHY_BOT_RENDER_MATRIX_HTML_H_
#define SIPWHY_BOT_RENDER_MATRIX_HTML_H_

#include <string>

#include "bot/answer.h"

namespace sipwhy::bot {

// The answer as a `formatted_body` of the format org.matrix.custom.html: only tags and attributes that the Matrix
// client-server API ("m.room.message msgtypes") asks clients to permit, each closed, all text escaped, without controls
// and without an "@room" that an old push rule would see. Long sections are folded (details). As long as the answer is:
// the event's limit is kept by MatrixNoticeEncoder.
std::string RenderMatrixHtml(const Answer& answer);

// The same as the `body`, which clients for terminals, bridges and notifications show: plain columns and not Markdown,
// as the API asks for the plain text version of the HTML.
std::string RenderMatrixBody(const Answer& answer);

}  // namespace sipwhy::bot

#endif  // SIPWHY_BOT_RENDER_MATRIX_HTML_H_
