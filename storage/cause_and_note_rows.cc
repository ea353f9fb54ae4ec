#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"
#include "storage/row_reader.h"

namespace sipwhy {
namespace {

constexpr char kRulesSql[] =
    "SELECT cause, condition, code, rfc, section, NULL FROM history_code_of_cause"
    " WHERE rev_from <= ?1 AND ?1 < rev_to ORDER BY cause, condition";

constexpr char kCausesSql[] =
    "SELECT cause, 0, section, document FROM history_cause WHERE rev_from <= ?1 AND ?1 < rev_to ORDER BY cause";

constexpr char kCauseTextsSql[] =
    "SELECT cause, language, name, meaning, advice, to_sip FROM history_cause_text"
    " WHERE rev_from <= ?1 AND ?1 < rev_to ORDER BY cause, language";

constexpr char kProductCodesSql[] =
    "SELECT cause, product, code, 0, section, document FROM history_product_code_of_cause"
    " WHERE rev_from <= ?1 AND ?1 < rev_to ORDER BY cause, product";

constexpr char kStrayNumbersSql[] =
    "SELECT number, stands_for, origin, document IS NOT NULL, 0, section, document FROM history_stray_number"
    " WHERE rev_from <= ?1 AND ?1 < rev_to ORDER BY number";

constexpr char kStrayNumberTextsSql[] =
    "SELECT number, language, name, summary, description, advice FROM history_stray_number_text"
    " WHERE rev_from <= ?1 AND ?1 < rev_to ORDER BY number, language";

constexpr char kPairNotesSql[] =
    "SELECT low, high, language, difference, when_to_use, mistake FROM history_pair_note"
    " WHERE rev_from <= ?1 AND ?1 < rev_to ORDER BY low, high, language";

constexpr char kGroupNotesSql[] =
    "SELECT (SELECT group_concat(code) FROM (SELECT code FROM history_code_group_member AS m"
    "   WHERE m.code_group = n.code_group AND m.rev_from <= ?1 AND ?1 < m.rev_to ORDER BY code)),"
    " language, difference, when_to_use, mistake FROM history_group_note AS n"
    " WHERE rev_from <= ?1 AND ?1 < rev_to ORDER BY code_group, language";

void ReadCause(const Statement& row, Knowledge& knowledge) {
  CauseEntry& entry = knowledge.causes[Int(row, 0)];
  entry.cause = Int(row, 0);
  entry.source = ReadCitation(row, 1);
}

void ReadRule(const Statement& row, Knowledge& knowledge) {
  CauseEntry& entry = knowledge.causes[Int(row, 0)];
  entry.cause = Int(row, 0);
  entry.rules.push_back({row.Text(1), Int(row, 2), ReadCitation(row, 3)});
}

void ReadStrayNumber(const Statement& row, Knowledge& knowledge) {
  StrayNumber& number = knowledge.stray_numbers[Int(row, 0)];
  if (!row.IsNull(1)) number.stands_for = Int(row, 1);
  number.origin = row.Text(2);
  if (row.Integer(3) != 0) number.source = ReadCitation(row, 4);
}

std::vector<int> Codes(const std::string& joined) {
  std::vector<int> codes;
  for (absl::string_view code : absl::StrSplit(joined, ',', absl::SkipEmpty())) {
    int value = 0;
    if (absl::SimpleAtoi(code, &value)) codes.push_back(value);
  }
  return codes;
}

constexpr RowReader kReaders[] = {
    {kCausesSql, &ReadCause},
    {kRulesSql, &ReadRule},
    {kCauseTextsSql,
     [](const Statement& row, Knowledge& k) {
       k.causes[Int(row, 0)].texts[row.Text(1)] = {row.Text(2), row.Text(3), row.Text(4), row.Text(5)};
     }},
    {kProductCodesSql,
     [](const Statement& row, Knowledge& k) {
       k.causes[Int(row, 0)].product_codes.push_back({row.Text(1), Int(row, 2), ReadCitation(row, 3)});
     }},
    {kStrayNumbersSql, &ReadStrayNumber},
    {kStrayNumberTextsSql,
     [](const Statement& row, Knowledge& k) {
       k.stray_numbers[Int(row, 0)].texts[row.Text(1)] = {row.Text(2), row.Text(3), row.Text(4), row.Text(5)};
     }},
    {kPairNotesSql,
     [](const Statement& row, Knowledge& k) {
       k.notes[{Int(row, 0), Int(row, 1)}][row.Text(2)] = {row.Text(3), row.Text(4), row.Text(5)};
     }},
    {kGroupNotesSql,
     [](const Statement& row, Knowledge& k) {
       k.notes[Codes(row.Text(0))][row.Text(1)] = {row.Text(2), row.Text(3), row.Text(4)};
     }},
};

}  // namespace

absl::Span<const RowReader> CauseAndNoteRowReaders() { return kReaders; }

}  // namespace sipwhy
