#include "service/compare.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "absl/strings/str_cat.h"
#include "service/aspects.h"
#include "service/explain.h"
#include "service/voice.h"

namespace sipwhy {
namespace {

using Languages = std::vector<std::string>;

using Notes = std::map<std::string, Note>;  // by language

// What an expert says first about these codes, or null. It is the same whatever their order.
const Notes* FindNotes(const Snapshot& snapshot, std::vector<int> codes) {
  std::sort(codes.begin(), codes.end());
  const auto notes = snapshot.knowledge().notes.find(codes);
  return notes == snapshot.knowledge().notes.end() ? nullptr : &notes->second;
}

// The note in the voice's language, or null.
const Note* NoteIn(const Voice& voice, const Notes* notes) {
  if (notes == nullptr) return nullptr;
  const auto note = notes->find(voice.language());
  return note == notes->end() ? nullptr : &note->second;
}

std::string Title(Voice& voice, const std::vector<int>& codes) {
  std::vector<std::string> titles;
  for (int code : codes) titles.push_back(voice.Title(code));
  const std::string separator = voice.Template("title.separator", {});
  return JoinList(titles, separator, separator);
}

std::string SummaryClause(Voice& voice, int code) {
  const std::string number = absl::StrCat(code);
  const CodeEntry* entry = voice.snapshot().Find(code);
  if (HasFacts(entry)) return voice.Template("summary.clause", {{"code", number}, {"gist", voice.Gist(*entry)}});
  const bool is_stray = entry == nullptr && voice.snapshot().FindStray(code) != nullptr;
  if (is_stray || !HasClass(code)) return voice.Template("summary.clause.stray", {{"code", number}});
  return voice.Template("summary.clause.class", {{"code", number}, {"class", voice.ClassName(code)}});
}

std::vector<int> WithFacts(const Snapshot& snapshot, const std::vector<int>& codes) {
  std::vector<int> known;
  std::copy_if(codes.begin(), codes.end(), std::back_inserter(known),
               [&](int code) { return HasFacts(snapshot.Find(code)); });
  return known;
}

bool ShareClass(const std::vector<int>& codes) {
  return std::all_of(codes.begin(), codes.end(), [&](int code) { return code / 100 == codes.front() / 100; });
}

std::string ComposedSummary(Voice& voice, const std::vector<int>& codes) {
  std::vector<std::string> clauses;
  for (int code : codes) clauses.push_back(SummaryClause(voice, code));
  const std::string separator = voice.Template("clause.separator", {});
  const std::string joined = JoinList(clauses, separator, separator);
  // Codes without an entry are told by their class alone, which the other phrasing would say twice.
  const bool all_known = WithFacts(voice.snapshot(), codes).size() == codes.size();
  if (codes.size() == 1 || !ShareClass(codes) || !all_known) {
    return voice.Template("summary.different_class", {{"clauses", joined}});
  }
  const std::string class_name = voice.ClassName(codes.front());
  const std::string first = absl::StrCat(codes.front());  // for a variant of the class
  if (codes.size() == 2) {
    return voice.Template("summary.same_class.two", {{"class", class_name}, {"clauses", joined}, {"code", first}});
  }
  return voice.Template(
      "summary.same_class.many",
      {{"count", absl::StrCat(codes.size())}, {"class", class_name}, {"clauses", joined}, {"code", first}});
}

Text Summary(const Snapshot& snapshot, const std::vector<int>& codes, const Languages& languages) {
  const Notes* notes = FindNotes(snapshot, codes);
  return Say(snapshot, languages, [&](Voice& voice) {
    const Note* note = NoteIn(voice, notes);
    return note == nullptr ? ComposedSummary(voice, codes) : note->difference;
  });
}

// Whether any two of the codes differ in `aspect`, told by the English cells, which every value has.
bool Differ(const Snapshot& snapshot, const std::vector<int>& codes, absl::string_view aspect) {
  Voice english(snapshot, "en");
  const auto cell = [&](int code) { return AspectCell(english, code, snapshot.Find(code), aspect); };
  return std::any_of(codes.begin(), codes.end(), [&](int code) { return cell(code) != cell(codes.front()); });
}

// How those of `codes` that are in `known` differ; the others have no value.
Difference DifferenceIn(const Snapshot& snapshot, const std::vector<int>& codes, const std::vector<int>& known,
                        const Languages& languages, absl::string_view aspect) {
  Difference difference;
  difference.aspect = std::string(aspect);
  difference.label =
      Say(snapshot, languages, [&](Voice& voice) { return voice.Label(absl::StrCat("aspect.", aspect)); });
  for (int code : codes) {
    const bool is_known = std::find(known.begin(), known.end(), code) != known.end();
    difference.values.push_back(Say(snapshot, languages, [&](Voice& voice) {
      return is_known ? AspectCell(voice, code, snapshot.Find(code), aspect) : std::string();
    }));
  }
  difference.sentence = Say(snapshot, languages, [&](Voice& voice) {
    std::vector<std::string> clauses;
    for (int code : known) clauses.push_back(AspectClause(voice, code, snapshot.Find(code), aspect));
    return voice.Sentence(clauses);
  });
  return difference;
}

std::vector<Difference> Differences(const Snapshot& snapshot, const std::vector<int>& codes,
                                    const Languages& languages) {
  const std::vector<int> with_facts = WithFacts(snapshot, codes);
  std::vector<int> with_class;
  std::copy_if(codes.begin(), codes.end(), std::back_inserter(with_class), &HasClass);
  std::vector<Difference> differences;
  for (absl::string_view aspect : kAspects) {
    // The class needs no entry: it is the first digit.
    const std::vector<int>& known = aspect == "class" ? with_class : with_facts;
    if (!Differ(snapshot, known, aspect)) continue;
    differences.push_back(DifferenceIn(snapshot, codes, known, languages, aspect));
  }
  return differences;
}

// What tells when to use which, in the first of `languages` that has it: the note on them, else a text per code.
void AddAdvice(const Snapshot& snapshot, const std::vector<int>& codes, const Languages& languages,
               Comparison& comparison) {
  if (codes.size() < 2) return;
  const Notes* notes = FindNotes(snapshot, codes);
  for (const std::string& language : languages) {
    if (notes != nullptr && notes->contains(language)) {
      comparison.when_to_use_which.push_back({notes->at(language).when_to_use, language});
      comparison.common_mistake = {notes->at(language).mistake, language};
      return;
    }
    for (const CodeAnswer& code : comparison.codes) {
      if (code.use_when.language == language) comparison.when_to_use_which.push_back(code.use_when);
    }
    if (!comparison.when_to_use_which.empty()) return;
  }
}

}  // namespace

Comparison Compare(const Snapshot& snapshot, const std::vector<int>& codes, const std::vector<std::string>& languages) {
  Comparison comparison;
  comparison.title = Say(snapshot, languages, [&](Voice& voice) { return Title(voice, codes); });
  comparison.summary = Summary(snapshot, codes, languages);
  for (int code : codes) {
    comparison.codes.push_back(AnswerCode(snapshot, code, languages));
    comparison.codes.back().overview.clear();  // the differences say it side by side
  }
  comparison.differences = Differences(snapshot, codes, languages);
  AddAdvice(snapshot, codes, languages, comparison);
  comparison.labels = AnswerLabels(snapshot, languages);
  return comparison;
}

}  // namespace sipwhy
