#include "bot/render/fit.h"

#include <algorithm>
#include <string>
#include <utility>

#include "bot/render/text_size.h"

namespace sipwhy::bot {
namespace {

// Ladders and messages are pictures of what the rest says in words.
bool DropPicture(Answer& answer) {
  const auto picture = std::find_if(answer.sections.rbegin(), answer.sections.rend(), [](const Section& section) {
    return !section.verbatim.empty() || !section.ladder.arrows.empty();
  });
  if (picture == answer.sections.rend()) return false;
  answer.sections.erase(std::next(picture).base());
  return true;
}

// Takes the last item of the last section, and what is empty without it.
bool DropItem(Answer& answer) {
  if (answer.sections.empty()) return false;
  Section& section = answer.sections.back();
  if (!section.lists.empty()) {
    ItemList& list = section.lists.back();
    if (!list.items.empty()) list.items.pop_back();
    if (list.items.empty()) section.lists.pop_back();
  }
  if (section.lists.empty()) answer.sections.pop_back();
  return true;
}

bool DropRow(Answer& answer) {
  if (answer.table.rows.empty()) return false;
  answer.table.rows.pop_back();
  return true;
}

// The first notice is the one that tells of shortening.
bool DropNotice(Answer& answer) {
  if (answer.notices.size() < 2) return false;
  answer.notices.pop_back();
  return true;
}

bool DropSomething(Answer& answer) {
  return DropPicture(answer) || DropItem(answer) || DropRow(answer) || DropNotice(answer);
}

void CutLead(Answer& answer, const std::function<bool(const Answer&)>& fits) {
  const std::string lead = std::move(answer.lead);
  size_t shortest = 0;
  size_t longest = SizeOf(lead, TextUnit::kCodePoints);
  while (shortest < longest) {
    const size_t middle = (shortest + longest + 1) / 2;
    answer.lead = CutTo(lead, middle, TextUnit::kCodePoints);
    if (fits(answer)) {
      shortest = middle;
    } else {
      longest = middle - 1;
    }
  }
  answer.lead = CutTo(lead, shortest, TextUnit::kCodePoints);
}

}  // namespace

Answer Fit(Answer answer, const std::function<bool(const Answer&)>& fits) {
  if (fits(answer)) return answer;
  answer.notices.insert(answer.notices.begin(), answer.link.empty() ? answer.shortened : answer.shortened_with_link);
  while (!fits(answer)) {
    if (DropSomething(answer)) continue;
    CutLead(answer, fits);
    break;
  }
  return answer;
}

}  // namespace sipwhy::bot
