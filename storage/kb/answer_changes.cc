#include "storage/kb/answer_changes.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "service/aspects.h"
#include "service/compare.h"
#include "service/explain.h"
#include "storage/kb/answer_text.h"

namespace sipwhy {
namespace {

std::vector<LineChange> DiffLines(const std::vector<AnswerLine>& before, const std::vector<AnswerLine>& after) {
  const std::map<std::string, std::string> old(before.begin(), before.end());
  std::vector<LineChange> changes;
  std::set<std::string> kept;
  for (const auto& [place, text] : after) {
    kept.insert(place);
    const auto was = old.find(place);
    const std::string before_text = was == old.end() ? "" : was->second;
    if (before_text != text) changes.push_back({place, before_text, text});
  }
  for (const auto& [place, text] : before) {
    if (!kept.contains(place)) changes.push_back({place, text, ""});
  }
  return changes;
}

std::set<int> AllCodes(const Snapshot& before, const Snapshot& after) {
  std::set<int> codes;
  for (const Snapshot* snapshot : {&before, &after}) {
    for (const auto& [code, entry] : snapshot->knowledge().codes) codes.insert(code);
  }
  return codes;
}

// A comparison says more than two names and classes when at least one of its codes has an entry.
bool IsWorthComparing(const Snapshot& before, const Snapshot& after, int low, int high) {
  const auto has_facts = [&](const Snapshot& s) { return HasFacts(s.Find(low)) || HasFacts(s.Find(high)); };
  return has_facts(before) || has_facts(after);
}

class Collector {
 public:
  Collector(const Snapshot& before, const Snapshot& after) : before_(before), after_(after) {}

  std::vector<AnswerChange> Run() {
    const std::set<int> codes = AllCodes(before_, after_);
    for (int code : codes) {
      Add(absl::StrCat(code), [&](const Snapshot& snapshot, const auto& languages) {
        const bool known = snapshot.Find(code) != nullptr;
        return known ? LinesOf(AnswerCode(snapshot, code, languages)) : std::vector<AnswerLine>();
      });
    }
    for (auto low = codes.begin(); low != codes.end(); ++low) {
      for (auto high = std::next(low); high != codes.end(); ++high) AddPair(*low, *high);
    }
    return std::move(changes_);
  }

 private:
  void AddPair(int low, int high) {
    if (!IsWorthComparing(before_, after_, low, high)) return;
    Add(absl::StrCat(low, " vs ", high), [&](const Snapshot& snapshot, const auto& languages) {
      const bool known = snapshot.Find(low) != nullptr && snapshot.Find(high) != nullptr;
      return known ? LinesOf(Compare(snapshot, {low, high}, languages)) : std::vector<AnswerLine>();
    });
  }

  template <typename Ask>
  void Add(const std::string& question, Ask ask) {
    for (const auto& [language, names] : after_.knowledge().languages) {
      std::vector<LineChange> lines =
          DiffLines(ask(before_, before_.LanguagesFor(language)), ask(after_, after_.LanguagesFor(language)));
      if (!lines.empty()) changes_.push_back({absl::StrCat(question, " in ", language), std::move(lines)});
    }
  }

  const Snapshot& before_;
  const Snapshot& after_;
  std::vector<AnswerChange> changes_;
};

}  // namespace

std::vector<AnswerChange> FindAnswerChanges(const Snapshot& before, const Snapshot& after) {
  return Collector(before, after).Run();
}

}  // namespace sipwhy
