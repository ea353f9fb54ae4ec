// Makes neutral answers out of what the service said.
#ifndef SIPWHY_BOT_COMPOSE_ANSWER_H_
#define SIPWHY_BOT_COMPOSE_ANSWER_H_

#include <vector>

#include "bot/answer.h"
#include "bot/speech.h"
#include "sipwhy/v1/explainer.pb.h"

namespace sipwhy::bot {

// kShort fits a phone: the answer, at most six rows of facts, the first steps and the references. kFull has everything.
enum class Detail { kShort, kFull };

Answer ComposeAnswer(const v1::ExplainResponse& response, Detail detail);
Answer ComposeAnswer(const v1::CompareResponse& response, Detail detail);

Answer ComposeAnswer(const v1::ExplainCauseResponse& response, Detail detail);
Answer ComposeAnswer(const v1::SearchResponse& response);

// The codes of one or more classes, one response a class.
Answer ComposeAnswer(const Speech& speech, const std::vector<v1::ListCodesResponse>& classes);

}  // namespace sipwhy::bot

#endif  // SIPWHY_BOT_COMPOSE_ANSWER_H_
