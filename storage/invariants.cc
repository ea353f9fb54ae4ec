#include "storage/invariants.h"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "storage/knowledge_rules.h"
#include "storage/sip_sample.h"
#include "storage/statement.h"
#include "storage/text_kinds.h"
#include "storage/typing_slips.h"
#include "storage/vocabulary.h"

namespace sipwhy {
namespace {

// English texts of one table: each row has where the text stands and the text.
struct TextSource {
  absl::string_view table;
  TextForm form = TextForm::kWords;
  absl::string_view sql;
};

constexpr TextSource kTextSources[] = {
    {"code_text", TextForm::kSentences,
     "SELECT 'the summary of ' || code, summary FROM code_text WHERE language = 'en'"
     " UNION ALL SELECT 'the description of ' || code, description FROM code_text WHERE language = 'en'"
     " UNION ALL SELECT 'the use_when of ' || code, use_when FROM code_text WHERE language = 'en'"},
    {"gist", TextForm::kClause, "SELECT 'the gist of ' || code, clause FROM gist WHERE language = 'en'"},
    {"situation", TextForm::kSentences,
     "SELECT 'situation ' || position || ' of ' || code, sentence FROM situation WHERE language = 'en'"},
    {"step", TextForm::kSentences,
     "SELECT 'step ' || position || ' of ' || code, sentence FROM step WHERE language = 'en'"},
    {"header_text", TextForm::kSentences,
     "SELECT 'the purpose of ' || header || ' in ' || code, purpose FROM header_text WHERE language = 'en'"},
    {"pair_note", TextForm::kSentences,
     "SELECT 'the note on ' || low || ' and ' || high, difference || ' ' || when_to_use || ' ' || mistake"
     "  FROM pair_note WHERE language = 'en'"},
    {"term_text", TextForm::kWords,
     "SELECT 'the phrase of ' || aspect || '.' || term, phrase FROM term_text WHERE language = 'en'"},
    {"term_text", TextForm::kClause,
     "SELECT 'the clause of ' || aspect || '.' || term, clause FROM term_text WHERE language = 'en'"},
    {"symptom", TextForm::kClause,
     "SELECT 'symptom ' || position || ' of ' || code, words FROM symptom WHERE language = 'en'"},
    {"meaning_text", TextForm::kSentences,
     "SELECT 'meaning ' || position || ' of ' || code, meaning || ' ' || sign || ' ' || advice FROM meaning_text"
     "  WHERE language = 'en'"},
    {"meaning_text", TextForm::kClause,
     "SELECT 'the name of meaning ' || position || ' of ' || code, name FROM meaning_text WHERE language = 'en'"},
    {"group_note", TextForm::kSentences,
     "SELECT 'the note on group ' || code_group, difference || ' ' || when_to_use || ' ' || mistake FROM group_note"
     "  WHERE language = 'en'"},
    {"cause_text", TextForm::kSentences,
     "SELECT 'cause ' || cause, meaning || ' ' || advice || CASE to_sip WHEN '' THEN '' ELSE ' ' || to_sip END"
     "  FROM cause_text WHERE language = 'en'"},
    {"cause_text", TextForm::kClause,
     "SELECT 'the name of cause ' || cause, name FROM cause_text WHERE language = 'en'"},
    {"stray_number_text", TextForm::kSentences,
     "SELECT 'number ' || number, summary || ' ' || description || ' ' || advice FROM stray_number_text"
     "  WHERE language = 'en'"},
    {"stray_number_text", TextForm::kWords,
     "SELECT 'the name of number ' || number, name FROM stray_number_text WHERE language = 'en'"},
};

constexpr absl::string_view kSamplesSql =
    "SELECT s.code, c.reason_phrase, (SELECT group_concat(h.header) FROM header AS h WHERE h.code = s.code"
    " AND h.strength = 'must'), s.message FROM sample AS s JOIN code AS c ON c.code = s.code ORDER BY s.code";
constexpr absl::string_view kLaddersSql = "SELECT code, position, message FROM ladder ORDER BY code, position";
constexpr absl::string_view kPhrasesSql = "SELECT code, reason_phrase FROM code ORDER BY code";
constexpr absl::string_view kTemplatesSql = "SELECT template, language, text FROM template ORDER BY template, language";
constexpr absl::string_view kTermTextsSql =
    "SELECT aspect || '.' || term, language, phrase || ' ' || clause FROM term_text ORDER BY aspect, term, language";

absl::Status Fault(absl::string_view what) { return absl::FailedPreconditionError(what); }

absl::Status RunFaultQuery(Database& database, absl::string_view sql) {
  Statement query(database, sql);
  absl::StatusOr<bool> has_row = query.Step();
  if (!has_row.ok()) return has_row.status();
  return *has_row ? Fault(query.Text(0)) : absl::OkStatus();
}

// The names in braces: "{code} gives {values}" has code and values.
std::set<std::string> NamedValues(absl::string_view text) {
  std::set<std::string> names;
  for (size_t open = text.find('{'); open != absl::string_view::npos; open = text.find('{', open + 1)) {
    const size_t close = text.find('}', open);
    if (close == absl::string_view::npos) break;
    names.emplace(text.substr(open + 1, close - open - 1));
  }
  return names;
}

// `sql` gives name, language and text; each name's texts must have the named values of its English one, and so must the
// variants of a template.
absl::Status CheckNamedValues(Database& database, absl::string_view sql, absl::string_view what) {
  std::map<std::string, std::map<std::string, std::set<std::string>>> values;
  Statement query(database, sql);
  while (true) {
    absl::StatusOr<bool> has_row = query.Step();
    if (!has_row.ok()) return has_row.status();
    if (!*has_row) break;
    values[query.Text(0)][query.Text(1)] = NamedValues(query.Text(2));
  }
  for (const auto& [name, by_language] : values) {
    const std::map<std::string, std::set<std::string>>& base = values[std::string(BaseTemplate(name))];
    const auto english = base.find("en");
    if (english == base.end()) return Fault(absl::StrCat(what, " ", name, " has no English text"));
    for (const auto& [language, names] : by_language) {
      if (names == english->second) continue;
      return Fault(absl::StrCat(what, " ", name, " in ", language, " has other named values than in English"));
    }
  }
  return absl::OkStatus();
}

absl::Status CheckTextsOf(Database& database, const TextSource& source) {
  Statement query(database, source.sql);
  while (true) {
    absl::StatusOr<bool> has_row = query.Step();
    if (!has_row.ok()) return has_row.status();
    if (!*has_row) return absl::OkStatus();
    if (query.Text(1).empty()) continue;
    if (std::optional<std::string> slip = FindTypingSlip(query.Text(1), source.form)) {
      return Fault(absl::StrCat(query.Text(0), " ", *slip));
    }
  }
}

absl::Status CheckSamples(Database& database) {
  Statement query(database, kSamplesSql);
  while (true) {
    absl::StatusOr<bool> has_row = query.Step();
    if (!has_row.ok()) return has_row.status();
    if (!*has_row) return absl::OkStatus();
    const SampleRules rules = {.code = static_cast<int>(query.Integer(0)),
                               .reason_phrase = query.Text(1),
                               .headers = absl::StrSplit(query.Text(2), ',', absl::SkipEmpty())};
    if (std::optional<std::string> fault = FindSampleFault(query.Text(3), rules)) {
      return Fault(absl::StrCat("the sample of ", rules.code, " ", *fault));
    }
  }
}

absl::Status CheckLadders(Database& database) {
  std::map<int, std::string> phrases;
  Statement codes(database, kPhrasesSql);
  absl::StatusOr<bool> has_row = codes.Step();
  for (; has_row.ok() && *has_row; has_row = codes.Step()) {
    phrases[static_cast<int>(codes.Integer(0))] = codes.Text(1);
  }
  if (!has_row.ok()) return has_row.status();
  Statement arrows(database, kLaddersSql);
  has_row = arrows.Step();
  for (; has_row.ok() && *has_row; has_row = arrows.Step()) {
    if (std::optional<std::string> fault = FindLadderFault(arrows.Text(2), phrases)) {
      return Fault(absl::StrCat("arrow ", arrows.Text(1), " in the ladder of ", arrows.Text(0), ": ", *fault));
    }
  }
  return has_row.status();
}

// `names` are labels or templates, as `kind` says; they come with the first row of `table`.
absl::Status CheckVocabulary(Database& database, absl::string_view kind, absl::Span<const absl::string_view> names,
                             absl::string_view table) {
  absl::StatusOr<bool> has_table = database.HasTable(table);
  if (!has_table.ok() || !*has_table) return has_table.status();
  absl::StatusOr<int64_t> rows = database.ReadInteger(absl::StrCat("SELECT COUNT(*) FROM ", table));
  if (!rows.ok() || *rows == 0) return rows.status();
  const std::string sql = absl::StrCat("SELECT 1 FROM ", kind, " WHERE ", kind, " = ? AND language = 'en'");
  for (absl::string_view name : names) {
    Statement query(database, sql);
    absl::StatusOr<bool> has_row = query.Bind(1, name).Step();
    if (!has_row.ok()) return has_row.status();
    if (!*has_row) return Fault(absl::StrCat(kind, " ", name, " is missing in English"));
  }
  return absl::OkStatus();
}

absl::Status CheckVocabulary(Database& database) {
  for (const VocabularyPart& part : kVocabulary) {
    absl::Status status = CheckVocabulary(database, part.kind, part.names, part.table);
    if (!status.ok()) return status;
  }
  return absl::OkStatus();
}

absl::Status CheckRules(Database& database) {
  for (const KnowledgeRule& rule : KnowledgeRules()) {
    // A rule about a table holds from the revision on that creates it.
    absl::StatusOr<bool> holds = database.HasTable(rule.table);
    if (!holds.ok()) return holds.status();
    if (!*holds) continue;
    if (absl::Status status = RunFaultQuery(database, rule.sql); !status.ok()) return status;
  }
  return absl::OkStatus();
}

absl::Status CheckTexts(Database& database) {
  for (const TextSource& source : kTextSources) {
    absl::StatusOr<bool> has_table = database.HasTable(source.table);
    if (!has_table.ok()) return has_table.status();
    if (!*has_table) continue;
    if (absl::Status status = CheckTextsOf(database, source); !status.ok()) return status;
  }
  return absl::OkStatus();
}

// Samples and ladders have come with one migration.
absl::Status CheckExamples(Database& database) {
  absl::StatusOr<bool> has_table = database.HasTable("sample");
  if (!has_table.ok() || !*has_table) return has_table.status();
  if (absl::Status status = CheckSamples(database); !status.ok()) return status;
  return CheckLadders(database);
}

}  // namespace

absl::Status CheckKnowledge(Database& database) {
  if (absl::Status status = CheckRules(database); !status.ok()) return status;
  if (absl::Status status = CheckVocabulary(database); !status.ok()) return status;
  if (absl::Status status = CheckNamedValues(database, kTemplatesSql, "template"); !status.ok()) return status;
  if (absl::Status status = CheckNamedValues(database, kTermTextsSql, "term"); !status.ok()) return status;
  if (absl::Status status = CheckTexts(database); !status.ok()) return status;
  return CheckExamples(database);
}

}  // namespace sipwhy
