#include "storage/kb/answer_text.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace sipwhy {
namespace {

std::string Source(const Citation& citation) { return absl::StrCat("RFC ", citation.rfc, " §", citation.section); }

void AddTexts(const std::string& place, const std::vector<Text>& texts, std::vector<AnswerLine>& lines) {
  for (size_t i = 0; i < texts.size(); ++i) lines.emplace_back(absl::StrCat(place, " ", i + 1), texts[i].text);
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
  lines.emplace_back("references", absl::StrJoin(answer.references, ", ", [](std::string* out, const Citation& source) {
                       absl::StrAppend(out, Source(source));
                     }));
  std::erase_if(lines, [](const AnswerLine& line) { return line.second.empty(); });
  return lines;
}

std::vector<AnswerLine> LinesOf(const Comparison& comparison) {
  std::vector<AnswerLine> lines = {{"title", comparison.title.text}, {"summary", comparison.summary.text}};
  for (const Difference& difference : comparison.differences) {
    lines.emplace_back(absl::StrCat("difference, ", difference.label.text), difference.sentence.text);
  }
  AddTexts("when to use which", comparison.when_to_use_which, lines);
  lines.emplace_back("common mistake", comparison.common_mistake.text);
  std::erase_if(lines, [](const AnswerLine& line) { return line.second.empty(); });
  return lines;
}

std::string ToText(const std::vector<AnswerLine>& lines) {
  std::string text;
  for (const auto& [place, content] : lines) absl::StrAppend(&text, "  ", place, ": ", content, "\n");
  return text;
}

}  // namespace sipwhy
