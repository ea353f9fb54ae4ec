#include "storage/kb/answer_text.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"

namespace sipwhy {
namespace {

std::string Source(const Citation& citation) {
  if (citation.document.empty()) return absl::StrCat("RFC ", citation.rfc, " §", citation.section);
  return citation.section.empty() ? citation.document : absl::StrCat(citation.document, ", ", citation.section);
}

std::string Sources(const std::vector<Citation>& citations) {
  return absl::StrJoin(citations, ", ",
                       [](std::string* out, const Citation& source) { absl::StrAppend(out, Source(source)); });
}

void AddTexts(const std::string& place, const std::vector<Text>& texts, std::vector<AnswerLine>& lines) {
  for (size_t i = 0; i < texts.size(); ++i) lines.emplace_back(absl::StrCat(place, " ", i + 1), texts[i].text);
}

void AddMeanings(const CodeAnswer& answer, std::vector<AnswerLine>& lines) {
  for (size_t i = 0; i < answer.meanings.size(); ++i) {
    const SaidMeaning& meaning = answer.meanings[i];
    const std::string sign = absl::StrJoin({meaning.phrase, meaning.header, meaning.value}, " ");
    lines.emplace_back(
        absl::StrCat("meaning ", i + 1),
        absl::StrCat(meaning.name.text, " [", absl::StripAsciiWhitespace(sign), "; ", Source(meaning.source),
                     "]: ", meaning.meaning.text, " ", meaning.sign.text, " ", meaning.advice.text));
  }
}

void AddExamples(const CodeAnswer& answer, std::vector<AnswerLine>& lines) {
  for (size_t i = 0; i < answer.ladder.steps.size(); ++i) {
    const LadderStep& step = answer.ladder.steps[i];
    lines.emplace_back(absl::StrCat("ladder ", i + 1),
                       absl::StrCat(step.sender, " -> ", step.receiver, ": ", step.message));
  }
  const std::vector<std::string> sample = absl::StrSplit(absl::StripTrailingAsciiWhitespace(answer.sample), '\n');
  for (size_t i = 0; i < sample.size(); ++i) lines.emplace_back(absl::StrCat("sample ", i + 1), sample[i]);
}

void DropEmpty(std::vector<AnswerLine>& lines) {
  std::erase_if(lines, [](const AnswerLine& line) { return line.second.empty(); });
}

}  // namespace

std::vector<AnswerLine> LinesOf(const CodeAnswer& answer) {
  std::vector<AnswerLine> lines = {{"title", answer.title.text}, {"state", answer.state}};
  AddTexts("notice", answer.notices, lines);
  lines.emplace_back("summary", answer.summary.text);
  for (const AspectValue& value : answer.overview) {
    lines.emplace_back(absl::StrCat("overview, ", value.label.text), value.value.text);
  }
  for (const SaidFact& said : answer.facts) {
    lines.emplace_back(absl::StrCat("fact ", said.fact.aspect, ".", said.fact.term), Source(said.fact.source));
  }
  for (const SaidHeader& header : answer.headers) {
    lines.emplace_back(absl::StrCat("header ", header.name),
                       absl::StrCat(header.strength, ", ", Source(header.source), ": ", header.purpose.text));
  }
  lines.emplace_back("description", answer.description.text);
  AddTexts("situation", answer.situations, lines);
  for (size_t i = 0; i < answer.steps.size(); ++i) {
    lines.emplace_back(absl::StrCat("step ", i + 1),
                       absl::StrCat(answer.steps[i].party_name.text, ": ", answer.steps[i].sentence.text));
  }
  lines.emplace_back("use when", answer.use_when.text);
  for (const SaidRelation& related : answer.related) {
    lines.emplace_back(absl::StrCat("related ", related.code), related.phrase.text);
  }
  AddMeanings(answer, lines);
  for (const SaidProductCause& other : answer.product_causes) {
    lines.emplace_back(absl::StrCat("cause in ", other.cause.product),
                       absl::StrCat(other.sentence.text, " ", Source(other.cause.source)));
  }
  AddExamples(answer, lines);
  lines.emplace_back("references", Sources(answer.references));
  DropEmpty(lines);
  return lines;
}

std::vector<AnswerLine> LinesOf(const Comparison& comparison) {
  std::vector<AnswerLine> lines = {{"title", comparison.title.text}, {"summary", comparison.summary.text}};
  for (const Difference& difference : comparison.differences) {
    lines.emplace_back(absl::StrCat("difference, ", difference.label.text), difference.sentence.text);
  }
  AddTexts("when to use which", comparison.when_to_use_which, lines);
  lines.emplace_back("common mistake", comparison.common_mistake.text);
  DropEmpty(lines);
  return lines;
}

std::vector<AnswerLine> LinesOf(const CauseAnswer& answer) {
  std::vector<AnswerLine> lines = {{"title", answer.title.text}, {"class", answer.class_name.text}};
  AddTexts("notice", answer.notices, lines);
  lines.emplace_back("meaning", answer.meaning.text);
  lines.emplace_back("advice", answer.advice.text);
  lines.emplace_back("to SIP", answer.to_sip.text);
  lines.emplace_back("from SIP", answer.from_sip.text);
  for (const SaidProductCode& other : answer.product_codes) {
    lines.emplace_back(absl::StrCat("code in ", other.code.product),
                       absl::StrCat(other.sentence.text, " ", Source(other.code.source)));
  }
  lines.emplace_back("references", Sources(answer.references));
  DropEmpty(lines);
  return lines;
}

std::string ToText(const std::vector<AnswerLine>& lines) {
  std::string text;
  for (const auto& [place, content] : lines) absl::StrAppend(&text, "  ", place, ": ", content, "\n");
  return text;
}

}  // namespace sipwhy
