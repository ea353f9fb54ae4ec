#include "storage/knowledge_reader.h"

#include <functional>
#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "storage/ledger.h"
#include "storage/statement.h"
#include "storage/transaction.h"

namespace sipwhy {
namespace {

constexpr char kLanguagesSql[] =
    "SELECT language, name, own_name FROM history_language WHERE rev_from <= ?1 AND ?1 < rev_to ORDER BY language";

constexpr char kLabelsSql[] =
    "SELECT label, language, text FROM history_label WHERE rev_from <= ?1 AND ?1 < rev_to ORDER BY label, language";

constexpr char kTemplatesSql[] =
    "SELECT template, language, text FROM history_template WHERE rev_from <= ?1 AND ?1 < rev_to"
    " ORDER BY template, language";

constexpr char kClassTextsSql[] =
    "SELECT class, language, name, meaning FROM history_class_text WHERE rev_from <= ?1 AND ?1 < rev_to"
    " ORDER BY class, language";

constexpr char kTermTextsSql[] =
    "SELECT aspect, term, language, phrase, clause FROM history_term_text WHERE rev_from <= ?1 AND ?1 < rev_to"
    " ORDER BY aspect, term, language";

constexpr char kCodesSql[] =
    "SELECT code, reason_phrase, state, origin, rfc, section FROM history_code WHERE rev_from <= ?1 AND ?1 < rev_to"
    " ORDER BY code";

constexpr char kReferencesSql[] =
    "SELECT code, rfc, section FROM history_reference WHERE rev_from <= ?1 AND ?1 < rev_to ORDER BY code, position";

constexpr char kFactsSql[] =
    "SELECT f.code, f.aspect, f.term, t.value, f.rfc, f.section FROM history_fact AS f"
    " JOIN history_term AS t ON t.aspect = f.aspect AND t.term = f.term"
    " WHERE f.rev_from <= ?1 AND ?1 < f.rev_to AND t.rev_from <= ?1 AND ?1 < t.rev_to"
    " ORDER BY f.code, f.aspect, f.position";

constexpr char kHeadersSql[] =
    "SELECT code, header, strength, rfc, section FROM history_header WHERE rev_from <= ?1 AND ?1 < rev_to"
    " ORDER BY code, position";

constexpr char kHeaderTextsSql[] =
    "SELECT code, header, language, purpose FROM history_header_text WHERE rev_from <= ?1 AND ?1 < rev_to"
    " ORDER BY code, header, language";

constexpr char kCausesOfCodesSql[] =
    "SELECT code, cause, rfc, section FROM history_cause_of_code WHERE rev_from <= ?1 AND ?1 < rev_to ORDER BY code";

constexpr char kCodesOfCausesSql[] =
    "SELECT cause, code FROM history_code_of_cause WHERE rev_from <= ?1 AND ?1 < rev_to AND condition = ''"
    " ORDER BY cause";

constexpr char kRelatedCodesSql[] =
    "SELECT code, related, relation FROM history_related_code WHERE rev_from <= ?1 AND ?1 < rev_to"
    " ORDER BY code, related";

constexpr char kGistsSql[] =
    "SELECT code, language, clause FROM history_gist WHERE rev_from <= ?1 AND ?1 < rev_to ORDER BY code, language";

constexpr char kCodeTextsSql[] =
    "SELECT code, language, summary, description, use_when FROM history_code_text"
    " WHERE rev_from <= ?1 AND ?1 < rev_to ORDER BY code, language";

constexpr char kSituationsSql[] =
    "SELECT code, language, sentence FROM history_situation WHERE rev_from <= ?1 AND ?1 < rev_to"
    " ORDER BY code, language, position";

constexpr char kStepsSql[] =
    "SELECT code, language, party, sentence FROM history_step WHERE rev_from <= ?1 AND ?1 < rev_to"
    " ORDER BY code, language, position";

constexpr char kPairNotesSql[] =
    "SELECT low, high, language, difference, when_to_use, mistake FROM history_pair_note"
    " WHERE rev_from <= ?1 AND ?1 < rev_to ORDER BY low, high, language";

int Int(const Statement& row, int column) { return static_cast<int>(row.Integer(column)); }

Citation ReadCitation(const Statement& row, int column) { return {Int(row, column), row.Text(column + 1)}; }

void ReadCode(const Statement& row, Knowledge& knowledge) {
  CodeEntry& entry = knowledge.codes[Int(row, 0)];
  entry.code = Int(row, 0);
  entry.reason_phrase = row.Text(1);
  entry.state = row.Text(2);
  entry.origin = row.Text(3);
  if (!row.IsNull(4)) entry.definition = ReadCitation(row, 4);
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

void ReadCodeText(const Statement& row, Knowledge& knowledge) {
  CodeText& text = knowledge.codes[Int(row, 0)].texts[row.Text(1)];
  text.summary = row.Text(2);
  text.description = row.Text(3);
  text.use_when = row.Text(4);
}

struct RowReader {
  absl::string_view sql;  // takes the revision as its one parameter
  void (*read)(const Statement& row, Knowledge& knowledge) = nullptr;
};

// Codes come before what hangs on them.
constexpr RowReader kRowReaders[] = {
    {kLanguagesSql,
     [](const Statement& row, Knowledge& k) {
       k.languages[row.Text(0)] = {row.Text(1), row.Text(2)};
     }},
    {kLabelsSql,
     [](const Statement& row, Knowledge& k) {
       k.labels[{row.Text(0), row.Text(1)}] = row.Text(2);
     }},
    {kTemplatesSql,
     [](const Statement& row, Knowledge& k) {
       k.templates[{row.Text(0), row.Text(1)}] = row.Text(2);
     }},
    {kClassTextsSql,
     [](const Statement& row, Knowledge& k) {
       k.classes[{Int(row, 0), row.Text(1)}] = {row.Text(2), row.Text(3)};
     }},
    {kTermTextsSql,
     [](const Statement& row, Knowledge& k) {
       k.terms[{row.Text(0), row.Text(1)}][row.Text(2)] = {row.Text(3), row.Text(4)};
     }},
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
    {kCodesOfCausesSql, [](const Statement& row, Knowledge& k) { k.code_of_cause[Int(row, 0)] = Int(row, 1); }},
    {kRelatedCodesSql,
     [](const Statement& row, Knowledge& k) {
       k.codes[Int(row, 0)].related.push_back({Int(row, 1), row.Text(2)});
     }},
    {kGistsSql, [](const Statement& row, Knowledge& k) { k.codes[Int(row, 0)].gist[row.Text(1)] = row.Text(2); }},
    {kCodeTextsSql, &ReadCodeText},
    {kSituationsSql, [](const Statement& row,
                        Knowledge& k) { k.codes[Int(row, 0)].texts[row.Text(1)].situations.push_back(row.Text(2)); }},
    {kStepsSql,
     [](const Statement& row, Knowledge& k) {
       k.codes[Int(row, 0)].texts[row.Text(1)].steps.push_back({row.Text(2), row.Text(3)});
     }},
    {kPairNotesSql,
     [](const Statement& row, Knowledge& k) {
       k.pair_notes[{Int(row, 0), Int(row, 1)}][row.Text(2)] = {row.Text(3), row.Text(4), row.Text(5)};
     }},
};

absl::Status ReadRows(Database& database, const RowReader& reader, Knowledge& knowledge) {
  Statement query(database, reader.sql);
  query.Bind(1, knowledge.revision.number);
  while (true) {
    absl::StatusOr<bool> has_row = query.Step();
    if (!has_row.ok()) return has_row.status();
    if (!*has_row) return absl::OkStatus();
    reader.read(query, knowledge);
  }
}

absl::Status NoSuchRevision(int revision, size_t newest) {
  return absl::NotFoundError(absl::StrCat("there is no revision ", revision, "; the knowledge base has 1 to ", newest));
}

}  // namespace

absl::StatusOr<Knowledge> ReadKnowledge(Database& database, int revision) {
  absl::StatusOr<Transaction> transaction = Transaction::Begin(database, Transaction::Kind::kRead);
  if (!transaction.ok()) return transaction.status();
  absl::StatusOr<std::vector<Revision>> revisions = ReadRevisions(database);
  if (!revisions.ok()) return revisions.status();
  if (revision < 1 || static_cast<size_t>(revision) > revisions->size()) {
    return NoSuchRevision(revision, revisions->size());
  }
  Knowledge knowledge;
  knowledge.revision = (*revisions)[static_cast<size_t>(revision - 1)];
  for (const RowReader& reader : kRowReaders) {
    absl::Status read = ReadRows(database, reader, knowledge);
    if (absl::IsInternal(read)) {
      return absl::FailedPreconditionError(
          "the knowledge base lacks a table; bring it up to date with sipwhy-kb apply");
    }
    if (!read.ok()) return read;
  }
  return knowledge;
}

}  // namespace sipwhy
