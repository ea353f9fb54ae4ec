#include "storage/kb/answer_changes.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "service/aspects.h"
#include "service/compare.h"
#include "service/explain.h"
#include "service/explain_cause.h"
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
    for (const auto& [number, stray] : snapshot->knowledge().stray_numbers) codes.insert(number);
  }
  return codes;
}

std::set<int> AllCauses(const Snapshot& before, const Snapshot& after) {
  std::set<int> causes;
  for (const Snapshot* snapshot : {&before, &after}) {
    for (const auto& [cause, entry] : snapshot->knowledge().causes) causes.insert(cause);
  }
  return causes;
}

// The groups of three and four codes that there are notes on.
std::set<std::vector<int>> AllGroups(const Snapshot& before, const Snapshot& after) {
  std::set<std::vector<int>> groups;
  for (const Snapshot* snapshot : {&before, &after}) {
    for (const auto& [codes, note] : snapshot->knowledge().notes) {
      if (codes.size() > 2) groups.insert(codes);
    }
  }
  return groups;
}

bool IsKnown(const Snapshot& snapshot, int code) {
  return snapshot.Find(code) != nullptr || snapshot.FindStray(code) != nullptr;
}

// A comparison says more than two names and classes when at least one of its codes has an entry.
bool IsWorthComparing(const Snapshot& before, const Snapshot& after, int low, int high) {
  const auto has_facts = [&](const Snapshot& s) { return HasFacts(s.Find(low)) || HasFacts(s.Find(high)); };
  return has_facts(before) || has_facts(after);
}

// What an answer may draw on beside the entries and the note that it is about: all words, and the names of all codes.
Knowledge CommonGround(const Snapshot& snapshot) {
  Knowledge common = snapshot.knowledge();
  common.revision = {};
  common.notes.clear();
  for (auto& [code, entry] : common.codes) {
    CodeEntry name;
    name.code = code;
    name.reason_phrase = entry.reason_phrase;
    name.state = entry.state;
    name.origin = entry.origin;
    name.definition = entry.definition;
    entry = std::move(name);
  }
  return common;
}

class Collector {
 public:
  Collector(const Snapshot& before, const Snapshot& after)
      : before_(before), after_(after), same_ground_(CommonGround(before) == CommonGround(after)) {}

  std::vector<AnswerChange> Run() {
    const std::set<int> codes = AllCodes(before_, after_);
    for (int code : codes) {
      if (IsUntouched({code})) continue;
      Add(absl::StrCat(code), [&](const Snapshot& snapshot, const auto& languages) {
        return IsKnown(snapshot, code) ? LinesOf(AnswerCode(snapshot, code, languages)) : std::vector<AnswerLine>();
      });
    }
    for (auto low = codes.begin(); low != codes.end(); ++low) {
      for (auto high = std::next(low); high != codes.end(); ++high) AddPair(*low, *high);
    }
    for (const std::vector<int>& group : AllGroups(before_, after_)) AddComparison(group);
    for (int cause : AllCauses(before_, after_)) {
      Add(absl::StrCat("cause ", cause), [&](const Snapshot& snapshot, const auto& languages) {
        const bool known = snapshot.knowledge().causes.contains(cause);
        return known ? LinesOf(ExplainCause(snapshot, cause, languages)) : std::vector<AnswerLine>();
      });
    }
    return std::move(changes_);
  }

 private:
  void AddPair(int low, int high) {
    if (IsWorthComparing(before_, after_, low, high)) AddComparison({low, high});
  }

  // Whether no answer about `codes` can differ, so that none needs to be composed: most edits touch a few entries.
  bool IsUntouched(const std::vector<int>& codes) const {
    const auto has_same_entry = [&](int code) {
      const CodeEntry* was = before_.Find(code);
      const CodeEntry* is = after_.Find(code);
      return was == nullptr || is == nullptr ? was == is : *was == *is;
    };
    const auto& was = before_.knowledge().notes;
    const auto& is = after_.knowledge().notes;
    const auto old_note = was.find(codes);
    const auto new_note = is.find(codes);
    const bool has_same_note = old_note == was.end() || new_note == is.end()
                                   ? (old_note == was.end()) == (new_note == is.end())
                                   : old_note->second == new_note->second;
    return same_ground_ && has_same_note && std::all_of(codes.begin(), codes.end(), has_same_entry);
  }

  void AddComparison(const std::vector<int>& codes) {
    if (IsUntouched(codes)) return;
    Add(absl::StrJoin(codes, " vs "), [&](const Snapshot& snapshot, const auto& languages) {
      const bool known = std::all_of(codes.begin(), codes.end(), [&](int code) { return IsKnown(snapshot, code); });
      return known ? LinesOf(Compare(snapshot, codes, languages)) : std::vector<AnswerLine>();
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
  const bool same_ground_;
  std::vector<AnswerChange> changes_;
};

}  // namespace

std::vector<AnswerChange> FindAnswerChanges(const Snapshot& before, const Snapshot& after) {
  return Collector(before, after).Run();
}

}  // namespace sipwhy
