#include "storage/row_reader.h"

namespace sipwhy {
namespace {

constexpr char kCodesSql[] =
    "SELECT code, reason_phrase, state, origin, rfc, section FROM history_code WHERE rev_from <= ?1 AND ?1 < rev_to"
    " ORDER BY code";

constexpr char kReferencesSql[] =
    "SELECT code, rfc, section, document FROM history_reference WHERE rev_from <= ?1 AND ?1 < rev_to"
    " ORDER BY code, position";

constexpr char kFactsSql[] =
    "SELECT f.code, f.aspect, f.term, t.value, f.rfc, f.section, f.document FROM history_fact AS f"
    " JOIN history_term AS t ON t.aspect = f.aspect AND t.term = f.term"
    " WHERE f.rev_from <= ?1 AND ?1 < f.rev_to AND t.rev_from <= ?1 AND ?1 < t.rev_to"
    " ORDER BY f.code, f.aspect, f.position";

constexpr char kHeadersSql[] =
    "SELECT code, header, strength, rfc, section, NULL FROM history_header WHERE rev_from <= ?1 AND ?1 < rev_to"
    " ORDER BY code, position";

constexpr char kHeaderTextsSql[] =
    "SELECT code, header, language, purpose FROM history_header_text WHERE rev_from <= ?1 AND ?1 < rev_to"
    " ORDER BY code, header, language";

constexpr char kCausesOfCodesSql[] =
    "SELECT code, cause, rfc, section, NULL FROM history_cause_of_code WHERE rev_from <= ?1 AND ?1 < rev_to"
    " ORDER BY code";

constexpr char kProductCausesSql[] =
    "SELECT code, product, cause, 0, section, document FROM history_product_cause_of_code"
    " WHERE rev_from <= ?1 AND ?1 < rev_to ORDER BY code, product";

constexpr char kRelatedCodesSql[] =
    "SELECT code, related, relation FROM history_related_code WHERE rev_from <= ?1 AND ?1 < rev_to"
    " ORDER BY code, related";

constexpr char kMeaningsSql[] =
    "SELECT code, phrase, header, value, rfc, section, document FROM history_meaning"
    " WHERE rev_from <= ?1 AND ?1 < rev_to ORDER BY code, position";

constexpr char kMeaningTextsSql[] =
    "SELECT code, position, language, name, meaning, sign, advice FROM history_meaning_text"
    " WHERE rev_from <= ?1 AND ?1 < rev_to ORDER BY code, position, language";

constexpr char kSamplesSql[] =
    "SELECT code, message FROM history_sample WHERE rev_from <= ?1 AND ?1 < rev_to ORDER BY code";

constexpr char kLaddersSql[] =
    "SELECT code, sender, receiver, message FROM history_ladder WHERE rev_from <= ?1 AND ?1 < rev_to"
    " ORDER BY code, position";

constexpr char kGistsSql[] =
    "SELECT code, language, clause FROM history_gist WHERE rev_from <= ?1 AND ?1 < rev_to ORDER BY code, language";

constexpr char kCodeTextsSql[] =
    "SELECT code, language, summary, description, use_when FROM history_code_text"
    " WHERE rev_from <= ?1 AND ?1 < rev_to ORDER BY code, language";

constexpr char kSummariesSql[] =
    "SELECT code, language, summary FROM history_summary WHERE rev_from <= ?1 AND ?1 < rev_to ORDER BY code, language";

constexpr char kSituationsSql[] =
    "SELECT code, language, sentence FROM history_situation WHERE rev_from <= ?1 AND ?1 < rev_to"
    " ORDER BY code, language, position";

constexpr char kStepsSql[] =
    "SELECT code, language, party, sentence FROM history_step WHERE rev_from <= ?1 AND ?1 < rev_to"
    " ORDER BY code, language, position";

constexpr char kSymptomsSql[] =
    "SELECT code, language, words FROM history_symptom WHERE rev_from <= ?1 AND ?1 < rev_to"
    " ORDER BY code, language, position";

void ReadCode(const Statement& row, Knowledge& knowledge) {
  CodeEntry& entry = knowledge.codes[Int(row, 0)];
  entry.code = Int(row, 0);
  entry.reason_phrase = row.Text(1);
  entry.state = row.Text(2);
  entry.origin = row.Text(3);
  if (!row.IsNull(4)) entry.definition = Citation{Int(row, 4), row.Text(5), {}};
}

void ReadFact(const Statement& row, Knowledge& knowledge) {
  knowledge.codes[Int(row, 0)].facts.push_back({row.Text(1), row.Text(2), row.Text(3), ReadCitation(row, 4)});
}

void ReadHeader(const Statement& row, Knowledge& knowledge) {
  knowledge.codes[Int(row, 0)].headers.push_back({row.Text(1), row.Text(2), ReadCitation(row, 3), {}});
}

void ReadHeaderText(const Statement& row, Knowledge& knowledge) {
  for (Header& header : knowledge.codes[Int(row, 0)].headers) {
    if (header.name == row.Text(1)) header.purpose[row.Text(2)] = row.Text(3);
  }
}

void ReadMeaning(const Statement& row, Knowledge& knowledge) {
  knowledge.codes[Int(row, 0)].meanings.push_back({row.Text(1), row.Text(2), row.Text(3), ReadCitation(row, 4), {}});
}

void ReadMeaningText(const Statement& row, Knowledge& knowledge) {
  std::vector<Meaning>& meanings = knowledge.codes[Int(row, 0)].meanings;
  const auto index = static_cast<size_t>(row.Integer(1) - 1);
  if (index >= meanings.size()) return;
  meanings[index].texts[row.Text(2)] = {row.Text(3), row.Text(4), row.Text(5), row.Text(6)};
}

void ReadCodeText(const Statement& row, Knowledge& knowledge) {
  CodeEntry& entry = knowledge.codes[Int(row, 0)];
  entry.summary[row.Text(1)] = row.Text(2);
  CodeText& text = entry.texts[row.Text(1)];
  text.description = row.Text(3);
  text.use_when = row.Text(4);
}

constexpr RowReader kReaders[] = {
    {kCodesSql, &ReadCode},
    {kReferencesSql,
     [](const Statement& row, Knowledge& k) { k.codes[Int(row, 0)].references.push_back(ReadCitation(row, 1)); }},
    {kFactsSql, &ReadFact},
    {kHeadersSql, &ReadHeader},
    {kHeaderTextsSql, &ReadHeaderText},
    {kCausesOfCodesSql,
     [](const Statement& row, Knowledge& k) {
       k.codes[Int(row, 0)].cause = {Int(row, 1), ReadCitation(row, 2)};
     }},
    {kProductCausesSql,
     [](const Statement& row, Knowledge& k) {
       k.codes[Int(row, 0)].product_causes.push_back({row.Text(1), Int(row, 2), ReadCitation(row, 3)});
     }},
    {kRelatedCodesSql,
     [](const Statement& row, Knowledge& k) {
       k.codes[Int(row, 0)].related.push_back({Int(row, 1), row.Text(2)});
     }},
    {kMeaningsSql, &ReadMeaning},
    {kMeaningTextsSql, &ReadMeaningText},
    {kSamplesSql, [](const Statement& row, Knowledge& k) { k.codes[Int(row, 0)].sample = row.Text(1); }},
    {kLaddersSql,
     [](const Statement& row, Knowledge& k) {
       k.codes[Int(row, 0)].ladder.push_back({row.Text(1), row.Text(2), row.Text(3)});
     }},
    {kGistsSql, [](const Statement& row, Knowledge& k) { k.codes[Int(row, 0)].gist[row.Text(1)] = row.Text(2); }},
    {kCodeTextsSql, &ReadCodeText},
    {kSummariesSql, [](const Statement& row, Knowledge& k) { k.codes[Int(row, 0)].summary[row.Text(1)] = row.Text(2); },
     "summary"},
    {kSituationsSql, [](const Statement& row,
                        Knowledge& k) { k.codes[Int(row, 0)].texts[row.Text(1)].situations.push_back(row.Text(2)); }},
    {kStepsSql,
     [](const Statement& row, Knowledge& k) {
       k.codes[Int(row, 0)].texts[row.Text(1)].steps.push_back({row.Text(2), row.Text(3)});
     }},
    {kSymptomsSql,
     [](const Statement& row, Knowledge& k) { k.codes[Int(row, 0)].symptoms[row.Text(1)].push_back(row.Text(2)); }},
};

}  // namespace

absl::Span<const RowReader> CodeRowReaders() { return kReaders; }

}  // namespace sipwhy
