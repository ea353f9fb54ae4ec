#include "storage/row_reader.h"

namespace sipwhy {
namespace {

constexpr char kLanguagesSql[] =
    "SELECT language, name, own_name FROM history_language WHERE rev_from <= ?1 AND ?1 < rev_to ORDER BY language";

constexpr char kLanguageRequestsSql[] =
    "SELECT language, words FROM history_language_request WHERE rev_from <= ?1 AND ?1 < rev_to"
    " ORDER BY language, words";

constexpr char kQuestionWordsSql[] =
    "SELECT language, role, word FROM history_question_word WHERE rev_from <= ?1 AND ?1 < rev_to"
    " ORDER BY language, role, word";

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

constexpr char kDocumentsSql[] =
    "SELECT document, title, url FROM history_document WHERE rev_from <= ?1 AND ?1 < rev_to ORDER BY document";

constexpr char kLadderPartiesSql[] =
    "SELECT p.party, p.position, t.language, t.name FROM history_ladder_party AS p"
    " JOIN history_ladder_party_text AS t ON t.party = p.party"
    " WHERE p.rev_from <= ?1 AND ?1 < p.rev_to AND t.rev_from <= ?1 AND ?1 < t.rev_to ORDER BY p.party, t.language";

void ReadLadderParty(const Statement& row, Knowledge& knowledge) {
  LadderParty& party = knowledge.ladder_parties[row.Text(0)];
  party.position = Int(row, 1);
  party.name[row.Text(2)] = row.Text(3);
}

constexpr RowReader kReaders[] = {
    {kLanguagesSql,
     [](const Statement& row, Knowledge& k) {
       k.languages[row.Text(0)] = {row.Text(1), row.Text(2)};
     }},
    {kLanguageRequestsSql,
     [](const Statement& row, Knowledge& k) { k.languages[row.Text(0)].requests.push_back(row.Text(1)); },
     "language_request"},
    {kQuestionWordsSql,
     [](const Statement& row, Knowledge& k) {
       k.languages[row.Text(0)].question_words.emplace_back(row.Text(1), row.Text(2));
     },
     "question_word"},
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
    {kDocumentsSql,
     [](const Statement& row, Knowledge& k) {
       k.documents[row.Text(0)] = {row.Text(1), row.Text(2)};
     }},
    {kLadderPartiesSql, &ReadLadderParty},
};

}  // namespace

absl::Span<const RowReader> VocabularyRowReaders() { return kReaders; }

}  // namespace sipwhy
