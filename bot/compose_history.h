// Makes neutral answers out of what the service said about the knowledge base's own history.
#ifndef SIPWHY_BOT_COMPOSE_HISTORY_H_
#define SIPWHY_BOT_COMPOSE_HISTORY_H_

#include "bot/answer.h"
#include "bot/compose_answer.h"
#include "bot/speech.h"
#include "sipwhy/v1/explainer.pb.h"

namespace sipwhy::bot {

// The newest revisions with their release notes, newest first.
Answer ComposeNews(const Speech& speech, const v1::ListRevisionsResponse& response);

// What the newest revisions changed for `code`: the newest with its first changes, or all of them in full.
Answer ComposeHistory(const Speech& speech, int code, const v1::GetCodeHistoryResponse& response, Detail detail);

// How many rows of which kind changed from revision `before` to `after`, and for which codes.
Answer ComposeDiff(const Speech& speech, int before, int after, const v1::DiffRevisionsResponse& response);

}  // namespace sipwhy::bot

#endif  // SIPWHY_BOT_COMPOSE_HISTORY_H_
