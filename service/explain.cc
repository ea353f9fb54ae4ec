#include "service/explain.h"

#include <algorithm>
#include <map>

#include "absl/strings/str_cat.h"
#include "service/aspects.h"
#include "service/nearby_codes.h"
#include "service/voice.h"
#include "storage/vocabulary.h"

namespace sipwhy {
namespace {

using Languages = std::vector<std::string>;

// The text in the first of `languages` that `by_language` has.
Text Pick(const std::map<std::string, std::string>& by_language, const Languages& languages) {
  for (const std::string& language : languages) {
    const auto found = by_language.find(language);
    if (found != by_language.end()) return {found->second, language};
  }
  return {};
}

// RFC 3261, section 8.1.3.2: an unknown final response is the x00 of its class, an unknown provisional one is 183.
int TreatedAs(int code) { return code < 200 ? 183 : code / 100 * 100; }

std::string TreatedAsNotice(Voice& voice, int code) {
  return voice.Template("notice.treat_as", {{"fallback", voice.Title(TreatedAs(code))}});
}

std::string MeantNotice(Voice& voice, int code) {
  std::vector<std::string> titles;
  for (int nearby : NearbyCodes(voice.snapshot(), code)) titles.push_back(voice.Title(nearby));
  return titles.empty() ? "" : voice.Template("notice.meant", {{"codes", voice.List(titles, "list.or")}});
}

std::string StandsForNotice(Voice& voice, const StrayNumber& stray) {
  return stray.stands_for.has_value() ? voice.Template("notice.stands_for", {{"code", voice.Title(*stray.stands_for)}})
                                      : std::string();
}

std::string StateNotice(Voice& voice, const CodeEntry& entry) {
  const std::string code = absl::StrCat(entry.code);
  if (entry.state == "local") return voice.Template("notice.local", {{"code", code}, {"origin", entry.origin}});
  if (entry.state == "draft") return voice.Template("notice.draft", {{"code", code}, {"origin", entry.origin}});
  if (entry.state == "historic") return voice.Template("notice.historic", {{"code", code}});
  if (entry.state != "deprecated") return "";
  return voice.Template(
      "notice.deprecated",
      {{"code", code}, {"rfc", absl::StrCat(entry.definition->rfc)}, {"section", entry.definition->section}});
}

// The notice calls the code registered, which a historic one no longer is.
std::string NoEntryNotice(Voice& voice, const CodeEntry& entry) {
  if (HasFacts(&entry) || !entry.definition.has_value() || entry.state == "historic") return "";
  return voice.Template("notice.no_entry", {{"code", absl::StrCat(entry.code)},
                                            {"rfc", absl::StrCat(entry.definition->rfc)},
                                            {"section", entry.definition->section}});
}

void AddNotices(const Snapshot& snapshot, const Languages& languages, const CodeEntry* entry, CodeAnswer& answer) {
  const auto add = [&](auto compose) {
    Text notice = Say(snapshot, languages, compose);
    if (!notice.text.empty()) answer.notices.push_back(std::move(notice));
  };
  const std::string code = absl::StrCat(answer.code);
  const StrayNumber* stray = snapshot.FindStray(answer.code);
  if (stray != nullptr) {
    add([&](Voice& voice) { return voice.Template("notice.stray", {{"number", code}, {"origin", stray->origin}}); });
    add([&](Voice& voice) { return StandsForNotice(voice, *stray); });
  } else if (entry == nullptr) {
    add([&](Voice& voice) { return voice.Template("notice.unregistered", {{"code", code}}); });
  } else {
    add([&](Voice& voice) { return StateNotice(voice, *entry); });
    add([&](Voice& voice) { return NoEntryNotice(voice, *entry); });
  }
  const bool is_registered = entry != nullptr && (entry->state == "registered" || entry->state == "deprecated");
  if (!is_registered && HasClass(answer.code)) {
    add([&](Voice& voice) { return TreatedAsNotice(voice, answer.code); });
  }
  if (entry == nullptr && stray == nullptr) add([&](Voice& voice) { return MeantNotice(voice, answer.code); });
  Text notice = TextLanguageNotice(snapshot, answer.description.language, languages);
  if (!notice.text.empty()) answer.notices.push_back(std::move(notice));
}

void AddOverview(const Snapshot& snapshot, const Languages& languages, const CodeEntry* entry, CodeAnswer& answer) {
  for (absl::string_view aspect : kAspects) {
    if (aspect == "class" ? !HasClass(answer.code) : !HasFacts(entry)) continue;
    AspectValue value;
    value.aspect = std::string(aspect);
    value.label = Say(snapshot, languages, [&](Voice& voice) { return voice.Label(absl::StrCat("aspect.", aspect)); });
    value.value = Say(snapshot, languages, [&](Voice& voice) { return AspectCell(voice, answer.code, entry, aspect); });
    answer.overview.push_back(std::move(value));
  }
}

void AddFacts(const Snapshot& snapshot, const Languages& languages, const CodeEntry& entry, CodeAnswer& answer) {
  for (const Fact& fact : entry.facts) {
    const auto cell = [&](Voice& voice) {
      return fact.aspect == "pstn" ? AspectCell(voice, entry.code, &entry, fact.aspect) : voice.Term(fact).phrase;
    };
    answer.facts.push_back({fact, Say(snapshot, languages, cell)});
  }
  answer.cause = entry.cause;
  answer.comes_back_as = ComesBackAs(snapshot, entry);
  for (const ProductCause& other : entry.product_causes) {
    const auto sentence = [&](Voice& voice) {
      return voice.Template("cause.product_cause", {{"product", other.product}, {"cause", absl::StrCat(other.cause)}});
    };
    answer.product_causes.push_back({other, Say(snapshot, languages, sentence)});
  }
  for (const Header& header : entry.headers) {
    answer.headers.push_back({header.name, header.strength, header.source, Pick(header.purpose, languages)});
  }
  for (const RelatedCode& related : entry.related) {
    const auto phrase = [&](Voice& voice) { return voice.Label(absl::StrCat("relation.", related.relation)); };
    const CodeEntry* other = snapshot.Find(related.code);
    answer.related.push_back({related.code, other == nullptr ? "" : other->reason_phrase, related.relation,
                              Say(snapshot, languages, phrase)});
  }
}

// The first of `languages` that the longer texts of `entry` are in, or its end.
Languages::const_iterator TextLanguage(const CodeEntry& entry, const Languages& languages) {
  return std::find_if(languages.begin(), languages.end(),
                      [&](const std::string& language) { return entry.texts.contains(language); });
}

void AddTexts(const Snapshot& snapshot, const Languages& languages, const CodeEntry& entry, CodeAnswer& answer) {
  answer.summary = AnswerSummary(entry, languages);
  const auto language = TextLanguage(entry, languages);
  if (language == languages.end()) return;
  const CodeText& text = entry.texts.at(*language);
  answer.description = {text.description, *language};
  answer.use_when = {text.use_when, *language};
  for (const std::string& situation : text.situations) answer.situations.push_back({situation, *language});
  for (const Step& step : text.steps) {
    const auto party = [&](Voice& voice) { return voice.Label(absl::StrCat("party.", step.party)); };
    answer.steps.push_back({step.party, Say(snapshot, languages, party), {step.sentence, *language}});
  }
}

// The text of `by_language` in the first of `languages` that it has, as `pick` takes it out.
template <typename Value, typename Member>
Text PickMember(const std::map<std::string, Value>& by_language, const Languages& languages, Member member) {
  for (const std::string& language : languages) {
    const auto found = by_language.find(language);
    if (found != by_language.end()) return {found->second.*member, language};
  }
  return {};
}

// Meanings in their order, those that `evidence` has the sign of marked. Without any of these it is the plain one.
void AddMeanings(const CodeEntry& entry, const Languages& languages, const Evidence& evidence, CodeAnswer& answer) {
  bool any_seen = false;
  for (const Meaning& meaning : entry.meanings) {
    const auto text = [&](auto member) { return PickMember(meaning.texts, languages, member); };
    answer.meanings.push_back({meaning.phrase, meaning.header, meaning.value, meaning.source, text(&MeaningText::name),
                               text(&MeaningText::meaning), text(&MeaningText::sign), text(&MeaningText::advice),
                               IsSeen(meaning, evidence)});
    any_seen = any_seen || answer.meanings.back().seen;
  }
  const bool has_evidence = !evidence.reason_phrase.empty() || !evidence.headers.empty();
  if (has_evidence && !any_seen && !answer.meanings.empty()) answer.meanings.front().seen = true;
}

void AddLadder(const Snapshot& snapshot, const CodeEntry& entry, const Languages& languages, CodeAnswer& answer) {
  answer.ladder.steps = entry.ladder;
  std::map<int, std::string> parties;  // by position
  for (const LadderStep& step : entry.ladder) {
    for (const std::string& party : {step.sender, step.receiver}) {
      const auto known = snapshot.knowledge().ladder_parties.find(party);
      if (known != snapshot.knowledge().ladder_parties.end()) parties[known->second.position] = party;
    }
  }
  for (const auto& [position, party] : parties) {
    answer.ladder.parties.push_back({party, Pick(snapshot.knowledge().ladder_parties.at(party).name, languages)});
  }
}

// A number that is no code has less to tell.
void AddStrayTexts(const StrayNumber& stray, const Languages& languages, CodeAnswer& answer) {
  answer.state = "local";
  answer.origin = stray.origin;
  answer.reason_phrase = PickMember(stray.texts, languages, &StrayNumberText::name).text;
  answer.summary = PickMember(stray.texts, languages, &StrayNumberText::summary);
  answer.description = PickMember(stray.texts, languages, &StrayNumberText::description);
  answer.use_when = PickMember(stray.texts, languages, &StrayNumberText::advice);
  if (stray.source.has_value()) answer.references.push_back(*stray.source);
}

void AddReferences(const CodeEntry& entry, CodeAnswer& answer) {
  if (entry.definition.has_value()) answer.references.push_back(*entry.definition);
  answer.references.insert(answer.references.end(), entry.references.begin(), entry.references.end());
}

}  // namespace

CodeAnswer AnswerCode(const Snapshot& snapshot, int code, const std::vector<std::string>& languages,
                      const Evidence& evidence) {
  CodeAnswer answer;
  answer.code = code;
  answer.title = Say(snapshot, languages, [&](Voice& voice) { return voice.Title(code); });
  if (HasClass(code)) {
    answer.class_name = Say(snapshot, languages, [&](Voice& voice) { return voice.ClassName(code); });
  }
  const CodeEntry* entry = snapshot.Find(code);
  if (entry != nullptr) {
    answer.reason_phrase = entry->reason_phrase;
    answer.state = entry->state;
    answer.origin = entry->origin;
    answer.definition = entry->definition;
    AddFacts(snapshot, languages, *entry, answer);
    AddTexts(snapshot, languages, *entry, answer);
    AddReferences(*entry, answer);
    AddMeanings(*entry, languages, evidence, answer);
    AddLadder(snapshot, *entry, languages, answer);
    answer.sample = entry->sample;
  } else if (const StrayNumber* stray = snapshot.FindStray(code)) {
    AddStrayTexts(*stray, languages, answer);
  }
  AddOverview(snapshot, languages, entry, answer);
  AddNotices(snapshot, languages, entry, answer);
  return answer;
}

Text TextLanguageNotice(const Snapshot& snapshot, const std::string& language,
                        const std::vector<std::string>& languages) {
  if (language.empty() || language == languages.front()) return {};
  return Say(snapshot, languages, [&](Voice& voice) {
    const std::string name = voice.Label(absl::StrCat("language.", language));
    return voice.Template("notice.text_language", {{"language", name}});
  });
}

Text AnswerSummary(const CodeEntry& entry, const std::vector<std::string>& languages) {
  return Pick(entry.summary, languages);
}

Labels SayLabels(const Snapshot& snapshot, const std::vector<std::string>& languages,
                 absl::Span<const absl::string_view> names) {
  Labels labels;
  for (absl::string_view label : names) {
    labels[std::string(label)] = Say(snapshot, languages, [&](Voice& voice) { return voice.Label(label); });
  }
  return labels;
}

Labels AnswerLabels(const Snapshot& snapshot, const std::vector<std::string>& languages) {
  Labels labels = SayLabels(snapshot, languages, kAnswerLabels);
  labels.merge(SayLabels(snapshot, languages, kExampleLabels));
  return labels;
}

Explanation Explain(const Snapshot& snapshot, int code, const std::vector<std::string>& languages,
                    const Evidence& evidence) {
  return {AnswerCode(snapshot, code, languages, evidence), AnswerLabels(snapshot, languages)};
}

}  // namespace sipwhy
