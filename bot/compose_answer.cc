#include "bot/compose_answer.h"

#include <algorithm>
#include <map>
#include <string>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"

namespace sipwhy::bot {
namespace {

using LabelList = google::protobuf::RepeatedPtrField<v1::Label>;

constexpr int kRowsInShort = 6;
constexpr int kStepsInShort = 3;
constexpr int kStepsPerCodeInShort = 2;
constexpr int kReferencesInShort = 3;

// The label of that name; the name itself from a service that does not have it.
std::string Label(const LabelList& labels, absl::string_view name) {
  const auto label = std::find_if(labels.begin(), labels.end(), [&](const v1::Label& l) { return l.name() == name; });
  return label == labels.end() ? std::string(name) : label->text().text();
}

using Citations = google::protobuf::RepeatedPtrField<v1::Citation>;

// What stands before a place in a document: a section has a number, a source file a path.
absl::string_view SectionSign(absl::string_view section) {
  if (section.empty()) return "";
  return absl::ascii_isdigit(static_cast<unsigned char>(section[0])) ? " §" : " ";
}

// "RFC 3261 §21.4.9 §16.8, RFC 4320 §4.2, ITU-T Q.850": each RFC once, with its sections.
std::string References(const Citations& citations, int most) {
  std::string text;
  int rfc = 0;
  for (int i = 0; i < std::min(citations.size(), most); ++i) {
    const v1::Citation& citation = citations[i];
    const absl::string_view comma = text.empty() ? "" : ", ";
    if (!citation.document().empty()) {
      absl::StrAppend(&text, comma, citation.document(), SectionSign(citation.section()), citation.section());
    } else {
      if (citation.rfc() != rfc) absl::StrAppend(&text, comma, "RFC ", citation.rfc());
      absl::StrAppend(&text, " §", citation.section());
    }
    rfc = citation.rfc();
  }
  return text;
}

// What a section says of each code, under the code's number unless there is only one.
template <typename Items>
Section SectionOf(std::string heading, const std::vector<const v1::CodeEntry*>& codes, bool numbered, Items items) {
  Section section{std::move(heading)};
  for (const v1::CodeEntry* code : codes) {
    std::vector<std::string> texts = items(*code);
    if (texts.empty()) continue;
    section.lists.push_back({codes.size() == 1 ? "" : absl::StrCat(code->code()), std::move(texts), numbered});
  }
  return section;
}

void AddUnlessEmpty(Section section, Answer& answer) {
  if (!section.lists.empty()) answer.sections.push_back(std::move(section));
}

std::vector<std::string> Texts(const google::protobuf::RepeatedPtrField<v1::Text>& texts) {
  std::vector<std::string> plain;
  for (const v1::Text& text : texts) plain.push_back(text.text());
  return plain;
}

std::vector<std::string> OneText(const v1::Text& text) {
  return text.text().empty() ? std::vector<std::string>() : std::vector{text.text()};
}

std::vector<std::string> Steps(const v1::CodeEntry& code, int most) {
  std::vector<std::string> steps;
  for (int i = 0; i < std::min(code.steps_size(), most); ++i) {
    steps.push_back(absl::StrCat(code.steps(i).party_name().text(), ": ", code.steps(i).sentence().text()));
  }
  return steps;
}

// A number that is no code has one piece of advice and no steps.
std::vector<std::string> StepsInShort(const v1::CodeEntry& code) {
  return code.steps().empty() && code.definition().rfc() == 0 ? OneText(code.use_when()) : Steps(code, kStepsInShort);
}

std::vector<std::string> Headers(const v1::CodeEntry& code) {
  std::vector<std::string> headers;
  for (const v1::Header& header : code.headers()) {
    headers.push_back(absl::StrCat(header.name(), ": ", header.purpose().text()));
  }
  return headers;
}

std::vector<std::string> RelatedCodes(const v1::CodeEntry& code) {
  std::vector<std::string> related;
  for (const v1::RelatedCode& other : code.related_codes()) {
    related.push_back(absl::StrCat(other.code(), " ", other.reason_phrase(), ": ", other.phrase().text()));
  }
  return related;
}

std::vector<std::string> AllReferences(const v1::CodeEntry& code) {
  std::string references = References(code.references(), code.references_size());
  return references.empty() ? std::vector<std::string>() : std::vector{std::move(references)};
}

// Notices that hold for several codes, such as the one on the language of texts, are said once.
void AddNotices(const std::vector<const v1::CodeEntry*>& codes, Answer& answer) {
  for (const v1::CodeEntry* code : codes) {
    for (std::string& notice : Texts(code->notices())) {
      const bool said = std::find(answer.notices.begin(), answer.notices.end(), notice) != answer.notices.end();
      if (!said) answer.notices.push_back(std::move(notice));
    }
  }
}

// What one meaning says, in one item of a list.
std::string Describe(const v1::Meaning& meaning, Detail detail) {
  const std::string& sign = meaning.sign().text();
  if (detail == Detail::kShort) return absl::StrCat(meaning.name().text(), ": ", sign);
  return absl::StrCat(meaning.name().text(), ": ", meaning.meaning().text(), " ", sign, " ", meaning.advice().text());
}

std::vector<std::string> Meanings(const v1::CodeEntry& code, Detail detail) {
  std::vector<std::string> meanings;
  for (const v1::Meaning& meaning : code.meanings()) meanings.push_back(Describe(meaning, detail));
  return meanings;
}

// The meaning that what the person saw has a sign of, or null; the plain one is told by the entry itself.
const v1::Meaning* SeenMeaning(const v1::CodeEntry& code) {
  const auto seen = std::find_if(code.meanings().begin(), code.meanings().end(), [](const v1::Meaning& meaning) {
    return meaning.seen() && (!meaning.reason_phrase().empty() || !meaning.header().empty());
  });
  return seen == code.meanings().end() ? nullptr : &*seen;
}

// Puts what the code means here before what it means elsewhere.
void LeadWith(const v1::Meaning& meaning, const v1::CodeEntry& code, Answer& answer) {
  answer.title = meaning.reason_phrase().empty() ? absl::StrCat(answer.title, ", ", meaning.name().text())
                                                 : absl::StrCat(code.code(), " ", meaning.reason_phrase());
  answer.lead = meaning.meaning().text();
  answer.notices.push_back(meaning.sign().text());
}

Section LadderOf(const v1::CodeEntry& code, std::string heading) {
  Section section{std::move(heading)};
  std::map<std::string, size_t> places;
  for (const v1::LadderParty& party : code.ladder().parties()) {
    places.emplace(party.party(), section.ladder.parties.size());
    section.ladder.parties.push_back(party.name().text());
  }
  for (const v1::LadderStep& step : code.ladder().steps()) {
    const auto from = places.find(step.sender());
    const auto to = places.find(step.receiver());
    if (from == places.end() || to == places.end()) continue;
    section.ladder.arrows.push_back({from->second, to->second, step.message()});
  }
  return section;
}

// The ladder and the sample of one code.
void AddExamples(const v1::CodeEntry& code, const LabelList& labels, Answer& answer) {
  if (code.has_ladder()) answer.sections.push_back(LadderOf(code, Label(labels, "ladder")));
  if (code.sample_message().empty()) return;
  Section sample{Label(labels, "sample_message")};
  sample.verbatim = absl::StrSplit(absl::StripTrailingAsciiWhitespace(code.sample_message()), '\n');
  answer.sections.push_back(std::move(sample));
}

void AddTextsInFull(const std::vector<const v1::CodeEntry*>& codes, const LabelList& labels, Answer& answer) {
  AddUnlessEmpty(SectionOf(Label(labels, "description"), codes, false,
                           [](const auto& code) { return OneText(code.description()); }),
                 answer);
  AddUnlessEmpty(SectionOf(Label(labels, "when_you_see_it"), codes, true,
                           [](const auto& code) { return Texts(code.situations()); }),
                 answer);
  AddUnlessEmpty(SectionOf(Label(labels, "how_to_fix"), codes, true,
                           [](const auto& code) { return Steps(code, code.steps_size()); }),
                 answer);
  AddUnlessEmpty(SectionOf(Label(labels, "meanings"), codes, false,
                           [](const auto& code) { return Meanings(code, Detail::kFull); }),
                 answer);
}

void AddClosingInFull(const std::vector<const v1::CodeEntry*>& codes, const LabelList& labels, Answer& answer) {
  AddUnlessEmpty(SectionOf(Label(labels, "headers"), codes, false, &Headers), answer);
  AddUnlessEmpty(SectionOf(Label(labels, "related_codes"), codes, false, &RelatedCodes), answer);
  AddUnlessEmpty(SectionOf(Label(labels, "learn_more"), codes, false, &AllReferences), answer);
}

std::string Footer(const std::vector<const v1::CodeEntry*>& codes, const v1::Revision& revision,
                   const LabelList& labels, Detail detail) {
  std::vector<std::string> parts;
  const bool has_more =
      std::any_of(codes.begin(), codes.end(), [](const auto* code) { return code->steps_size() > 0; });
  if (detail == Detail::kShort) {
    for (const v1::CodeEntry* code : codes) {
      std::string references = References(code->references(), kReferencesInShort);
      if (!references.empty()) parts.push_back(std::move(references));
    }
  }
  parts.push_back(absl::StrCat(Label(labels, "revision"), " ", revision.number()));
  if (detail == Detail::kShort && has_more) parts.push_back(Label(labels, "full_hint"));
  return absl::StrJoin(parts, " · ");
}

void AddWhenToUseWhich(const v1::CompareResponse& response, Answer& answer) {
  if (response.when_to_use_which().empty()) return;
  Section section{Label(response.labels(), "when_to_use_which")};
  // Without a note on the pair there is one text per code that has an entry.
  const bool per_code = response.when_to_use_which_size() == response.codes_size();
  for (int i = 0; i < response.when_to_use_which_size(); ++i) {
    section.lists.push_back(
        {per_code ? absl::StrCat(response.codes(i).code()) : "", {response.when_to_use_which(i).text()}, false});
  }
  answer.sections.push_back(std::move(section));
}

Table DifferencesTable(const v1::CompareResponse& response, Detail detail) {
  Table table;
  for (const v1::CodeEntry& code : response.codes()) table.heads.push_back(code.title().text());
  const int most = detail == Detail::kFull ? response.differences_size() : kRowsInShort;
  for (int i = 0; i < std::min(response.differences_size(), most); ++i) {
    const v1::Difference& difference = response.differences(i);
    table.rows.push_back({difference.label().text(), Texts(difference.values())});
  }
  return table;
}

Section KeyDifferences(const v1::CompareResponse& response) {
  Section section{Label(response.labels(), "key_differences")};
  for (const v1::Difference& difference : response.differences()) {
    section.lists.push_back({difference.label().text(), {difference.sentence().text()}, false});
  }
  return section;
}

std::vector<const v1::CodeEntry*> Pointers(const google::protobuf::RepeatedPtrField<v1::CodeEntry>& entries) {
  std::vector<const v1::CodeEntry*> pointers;
  for (const v1::CodeEntry& entry : entries) pointers.push_back(&entry);
  return pointers;
}

// A code without an entry is told by its notices, the first of which then leads.
std::string TakeLead(const v1::Text& summary, Answer& answer) {
  if (!summary.text().empty() || answer.notices.empty()) return summary.text();
  std::string lead = std::move(answer.notices.front());
  answer.notices.erase(answer.notices.begin());
  return lead;
}

}  // namespace

Answer ComposeAnswer(const v1::ExplainResponse& response, Detail detail) {
  const std::vector<const v1::CodeEntry*> codes = {&response.entry()};
  const LabelList& labels = response.labels();
  Answer answer;
  answer.title = response.entry().title().text();
  AddNotices(codes, answer);
  answer.lead = TakeLead(response.entry().summary(), answer);
  const v1::Meaning* seen = SeenMeaning(response.entry());
  if (seen != nullptr) LeadWith(*seen, response.entry(), answer);
  // The rows tell what the number means by itself.
  const int rows_in_short = seen == nullptr ? kRowsInShort : 0;
  const int rows = detail == Detail::kFull ? response.entry().overview_size() : rows_in_short;
  for (int i = 0; i < std::min(response.entry().overview_size(), rows); ++i) {
    const v1::AspectValue& value = response.entry().overview(i);
    answer.table.rows.push_back({value.label().text(), {value.value().text()}});
  }
  if (detail == Detail::kFull) {
    AddTextsInFull(codes, labels, answer);
    AddUnlessEmpty(SectionOf(Label(labels, "when_to_use_which"), codes, false,
                             [](const auto& code) { return OneText(code.use_when()); }),
                   answer);
    AddExamples(response.entry(), labels, answer);
    AddClosingInFull(codes, labels, answer);
  } else if (seen != nullptr) {
    answer.sections.push_back({Label(labels, "what_to_do"), {{"", {seen->advice().text()}, false}}});
  } else {
    AddUnlessEmpty(SectionOf(Label(labels, "meanings"), codes, false,
                             [](const auto& code) { return Meanings(code, Detail::kShort); }),
                   answer);
    AddUnlessEmpty(
        SectionOf(Label(labels, "what_to_do"), codes, true, [](const auto& code) { return StepsInShort(code); }),
        answer);
  }
  answer.footer = Footer(codes, response.revision(), labels, detail);
  return answer;
}

Answer ComposeAnswer(const v1::CompareResponse& response, Detail detail) {
  const std::vector<const v1::CodeEntry*> codes = Pointers(response.codes());
  const LabelList& labels = response.labels();
  Answer answer;
  answer.title = response.title().text();
  answer.lead = response.summary().text();
  AddNotices(codes, answer);
  answer.table = DifferencesTable(response, detail);
  if (detail == Detail::kFull) {
    AddTextsInFull(codes, labels, answer);
    AddUnlessEmpty(KeyDifferences(response), answer);
    AddWhenToUseWhich(response, answer);
    if (!response.common_mistake().text().empty()) {
      answer.sections.push_back({Label(labels, "common_mistake"), {{"", {response.common_mistake().text()}, false}}});
    }
    AddClosingInFull(codes, labels, answer);
  } else {
    AddUnlessEmpty(SectionOf(Label(labels, "what_to_do"), codes, true,
                             [](const auto& code) { return Steps(code, kStepsPerCodeInShort); }),
                   answer);
  }
  answer.footer = Footer(codes, response.revision(), labels, detail);
  return answer;
}

Answer ComposeAnswer(const v1::ExplainCauseResponse& response, Detail detail) {
  const v1::CauseEntry& entry = response.entry();
  const LabelList& labels = response.labels();
  Answer answer;
  answer.title = entry.title().text();
  answer.notices = Texts(entry.notices());
  answer.lead = TakeLead(entry.meaning(), answer);
  answer.table.rows.push_back({Label(labels, "aspect.class"), {entry.class_name().text()}});
  answer.table.rows.push_back({Label(labels, "to_sip"), {entry.to_sip().text()}});
  answer.table.rows.push_back({Label(labels, "from_sip"), {entry.from_sip().text()}});
  if (!entry.advice().text().empty()) {
    answer.sections.push_back({Label(labels, "what_to_do"), {{"", {entry.advice().text()}, false}}});
  }
  Section products{Label(labels, "product_codes")};
  for (const v1::ProductCode& other : entry.product_codes()) {
    products.lists.push_back({"", {other.sentence().text()}, false});
  }
  AddUnlessEmpty(std::move(products), answer);
  const int most = detail == Detail::kFull ? entry.references_size() : kReferencesInShort;
  answer.footer = absl::StrCat(References(entry.references(), most), " · ", Label(labels, "revision"), " ",
                               response.revision().number());
  return answer;
}

Answer ComposeAnswer(const v1::SearchResponse& response) {
  Answer answer;
  answer.title = response.title().text();
  Section section;
  for (const v1::SearchHit& hit : response.hits()) {
    const std::string& summary = hit.summary().text();
    std::string what = summary.empty() ? hit.reason_phrase() : absl::StrCat(hit.reason_phrase(), ": ", summary);
    // A summary in which the words were found is its own reason.
    const bool is_reason = !summary.empty() && absl::StrContains(hit.reason().text(), summary);
    if (!is_reason) absl::StrAppend(&what, " (", hit.reason().text(), ")");
    section.lists.push_back({absl::StrCat(hit.code()), {std::move(what)}, false});
  }
  AddUnlessEmpty(std::move(section), answer);
  answer.footer = absl::StrCat(Label(response.labels(), "revision"), " ", response.revision().number());
  return answer;
}

Answer ComposeAnswer(const Speech& speech, const std::vector<v1::ListCodesResponse>& classes) {
  Answer answer;
  std::vector<std::string> names;
  for (const v1::ListCodesResponse& response : classes) {
    names.push_back(response.class_name().text());
    // A single class stands in the title already.
    Section section{classes.size() == 1 ? "" : response.class_name().text()};
    for (const v1::CodeSummary& code : response.codes()) {
      const std::string& summary = code.summary().text();
      section.lists.push_back(
          {absl::StrCat(code.code()),
           {summary.empty() ? code.reason_phrase() : absl::StrCat(code.reason_phrase(), ": ", summary)},
           false});
    }
    AddUnlessEmpty(std::move(section), answer);
  }
  answer.title = absl::StrJoin(names, ", ");
  if (!classes.empty()) {
    answer.footer = speech.Say("revision", {{"number", absl::StrCat(classes.front().revision().number())}});
  }
  return answer;
}

}  // namespace sipwhy::bot
