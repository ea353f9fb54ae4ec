#include "service/aspects.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "text/sentence.h"

namespace sipwhy {
namespace {

// Lists are joined by commas in a table and by "or" or "and" in a sentence; other aspects have exactly one fact.
bool IsList(absl::string_view aspect) {
  return aspect == "sent_by" || aspect == "methods" || aspect == "timers" || aspect == "look_at";
}

const Fact* FirstFact(const CodeEntry& entry, absl::string_view aspect) {
  for (const Fact& fact : entry.facts) {
    if (fact.aspect == aspect) return &fact;
  }
  return nullptr;
}

std::vector<std::string> Phrases(Voice& voice, const CodeEntry& entry, absl::string_view aspect) {
  std::vector<std::string> phrases;
  for (const Fact& fact : entry.facts) {
    if (fact.aspect == aspect) phrases.push_back(voice.Term(fact).phrase);
  }
  return phrases;
}

std::vector<std::string> HeaderPhrases(Voice& voice, const CodeEntry& entry) {
  std::vector<std::string> phrases;
  for (const Header& header : entry.headers) {
    const std::string strength = voice.Label(absl::StrCat("strength.", header.strength));
    phrases.push_back(voice.Template("header.strength", {{"header", header.name}, {"strength", strength}}));
  }
  return phrases;
}

// The phrase or clause of a single fact, with what it may name filled in.
std::string FillTerm(Voice& voice, const CodeEntry& entry, const Fact& fact, absl::string_view text) {
  const std::string code = absl::StrCat(entry.code);
  const std::string cause = entry.cause.has_value() ? absl::StrCat(entry.cause->number) : std::string();
  std::string filled = FillTemplate(text, {{"code", code}, {"cause", cause}});
  const std::optional<int> back = ComesBackAs(voice.snapshot(), entry);
  if (fact.aspect != "pstn" || !back.has_value() || *back == entry.code) return filled;
  return voice.Template("pstn.comes_back", {{"phrase", filled}, {"back", absl::StrCat(*back)}});
}

std::string ListClause(Voice& voice, int code, const std::vector<std::string>& values, absl::string_view aspect) {
  const std::string name = absl::StrCat("difference.", aspect, values.empty() ? ".none" : "");
  if (values.empty()) return voice.Template(name, {{"code", absl::StrCat(code)}});
  const std::string joined = voice.List(values, aspect == "headers" || aspect == "look_at" ? "list.and" : "list.or");
  return voice.Template(name, {{"code", absl::StrCat(code)}, {"values", joined}});
}

}  // namespace

bool HasFacts(const CodeEntry* entry) { return entry != nullptr && !entry->facts.empty(); }

std::optional<int> ComesBackAs(const Snapshot& snapshot, const CodeEntry& entry) {
  if (!entry.cause.has_value()) return std::nullopt;
  const auto cause = snapshot.knowledge().causes.find(entry.cause->number);
  if (cause == snapshot.knowledge().causes.end()) return std::nullopt;
  const std::vector<CauseRule>& rules = cause->second.rules;
  return rules.empty() || !rules.front().condition.empty() ? std::nullopt : std::optional(rules.front().code);
}

std::string AspectCell(Voice& voice, int code, const CodeEntry* entry, absl::string_view aspect) {
  if (aspect == "class") return voice.ClassName(code);
  if (aspect == "headers" || IsList(aspect)) {
    const auto values = aspect == "headers" ? HeaderPhrases(voice, *entry) : Phrases(voice, *entry, aspect);
    return values.empty() ? voice.Label("none") : voice.List(values, "list.comma");
  }
  const Fact* fact = FirstFact(*entry, aspect);
  return fact == nullptr ? std::string() : FillTerm(voice, *entry, *fact, voice.Term(*fact).phrase);
}

std::string AspectClause(Voice& voice, int code, const CodeEntry* entry, absl::string_view aspect) {
  if (aspect == "class") {
    return voice.Template("difference.class", {{"code", absl::StrCat(code)}, {"class", voice.ClassName(code)}});
  }
  if (aspect == "headers") return ListClause(voice, code, HeaderPhrases(voice, *entry), aspect);
  if (IsList(aspect)) return ListClause(voice, code, Phrases(voice, *entry, aspect), aspect);
  const Fact* fact = FirstFact(*entry, aspect);
  return fact == nullptr ? std::string() : FillTerm(voice, *entry, *fact, voice.Term(*fact).clause);
}

}  // namespace sipwhy
