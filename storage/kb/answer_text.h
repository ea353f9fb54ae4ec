// Answers as lines of text, for the terminal and for seeing what changed.
#ifndef SIPWHY_STORAGE_KB_ANSWER_TEXT_H_
#define SIPWHY_STORAGE_KB_ANSWER_TEXT_H_

#include <string>
#include <utility>
#include <vector>

#include "service/answers.h"

namespace sipwhy {

// A place in an answer, such as "step 2", and what stands there.
using AnswerLine = std::pair<std::string, std::string>;

// Every text of the answer about one code, and its facts with their sources, in the order of the answer.
std::vector<AnswerLine> LinesOf(const CodeAnswer& answer);

// What a comparison adds to the answers about its codes.
std::vector<AnswerLine> LinesOf(const Comparison& comparison);
std::vector<AnswerLine> LinesOf(const CauseAnswer& answer);

// "place: text" per line, each indented by two spaces.
std::string ToText(const std::vector<AnswerLine>& lines);

}  // namespace sipwhy

#endif  // SIPWHY_STORAGE_KB_ANSWER_TEXT_H_
