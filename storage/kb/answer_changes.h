// Which answers change from one state of the knowledge base to another.
#ifndef SIPWHY_STORAGE_KB_ANSWER_CHANGES_H_
#define SIPWHY_STORAGE_KB_ANSWER_CHANGES_H_

#include <string>
#include <vector>

#include "service/snapshot.h"

namespace sipwhy {

// One line of an answer before and after; one of them is empty for a line that comes or goes.
struct LineChange {
  std::string place;
  std::string before;
  std::string after;
  bool operator==(const LineChange&) const = default;
};

struct AnswerChange {
  std::string question;  // "301 in en", "301 vs 408 in vi"
  std::vector<LineChange> lines;
  bool operator==(const AnswerChange&) const = default;
};

// Every answer about one code, several codes or a cause, in every language of `after`, whose text differs. Empty when
// nothing does. Answers about one code come first, then comparisons, then causes.
std::vector<AnswerChange> FindAnswerChanges(const Snapshot& before, const Snapshot& after);

}  // namespace sipwhy

#endif  // SIPWHY_STORAGE_KB_ANSWER_CHANGES_H_
