#include "storage/invariants.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "storage/statement.h"
#include "storage/vocabulary.h"

namespace sipwhy {
namespace {

// Each query returns a row, with the fault in words, for whatever must not be.
constexpr absl::string_view kFaultQueries[] = {
    // An entry is whole or it is not there: a code with any fact has all aspects and its English texts.
    R"(SELECT 'code ' || f.code || ' has facts but none for ' || a.aspect FROM (SELECT DISTINCT code FROM fact) AS f
        CROSS JOIN (SELECT 'sent_by' AS aspect UNION SELECT 'methods' UNION SELECT 'retry' UNION SELECT 'forking'
        UNION SELECT 'dialog' UNION SELECT 'transaction' UNION SELECT 'pstn' UNION SELECT 'look_at') AS a
        WHERE NOT EXISTS (SELECT 1 FROM fact WHERE fact.code = f.code AND fact.aspect = a.aspect) ORDER BY 1)",

    R"(SELECT 'code ' || code || ' has facts but no English text' FROM fact WHERE NOT EXISTS
        (SELECT 1 FROM code_text AS t WHERE t.code = fact.code AND t.language = 'en') ORDER BY 1)",

    R"(SELECT 'code ' || code || ' has an English text but no gist' FROM code_text WHERE language = 'en' AND NOT EXISTS
        (SELECT 1 FROM gist WHERE gist.code = code_text.code AND gist.language = 'en') ORDER BY 1)",

    R"(SELECT 'code ' || code || ' has a text in ' || language || ' but no situation' FROM code_text WHERE NOT EXISTS
        (SELECT 1 FROM situation AS s WHERE s.code = code_text.code AND s.language = code_text.language) ORDER BY 1)",

    R"(SELECT 'code ' || code || ' has a text in ' || language || ' but no step' FROM code_text WHERE NOT EXISTS
        (SELECT 1 FROM step AS s WHERE s.code = code_text.code AND s.language = code_text.language) ORDER BY 1)",

    R"(SELECT 'header ' || header || ' of code ' || code || ' has no English purpose' FROM header WHERE NOT EXISTS
        (SELECT 1 FROM header_text AS t WHERE t.code = header.code AND t.header = header.header AND language = 'en')
        ORDER BY 1)",

    R"(SELECT 'term ' || aspect || '.' || term || ' has no English text' FROM term WHERE NOT EXISTS
        (SELECT 1 FROM term_text AS t WHERE t.aspect = term.aspect AND t.term = term.term AND language = 'en')
        ORDER BY 1)",

    // Single-valued aspects are told by one fact whose term has a clause.
    R"(SELECT 'code ' || code || ' has more than one fact for ' || aspect FROM fact
        WHERE aspect IN ('retry', 'forking', 'dialog', 'transaction', 'pstn') AND position > 1 ORDER BY 1)",

    R"(SELECT 'term ' || aspect || '.' || term || ' lacks its clause in ' || language FROM term_text
        WHERE aspect IN ('retry', 'forking', 'dialog', 'transaction', 'pstn') AND clause NOT LIKE '%{code}%'
        ORDER BY 1)",

    R"(SELECT 'code ' || f.code || ' goes to a cause but has no row in cause_of_code' FROM fact AS f
        JOIN term_text AS t ON t.aspect = f.aspect AND t.term = f.term AND t.language = 'en' WHERE f.aspect = 'pstn'
        AND t.phrase LIKE '%{cause}%' AND NOT EXISTS (SELECT 1 FROM cause_of_code AS c WHERE c.code = f.code)
        ORDER BY 1)",

    // Positions count from 1.
    R"(SELECT 'facts of code ' || code || ' about ' || aspect || ' are not numbered 1, 2, 3' FROM fact
        GROUP BY code, aspect HAVING MAX(position) <> COUNT(*) ORDER BY 1)",
    R"(SELECT 'headers of code ' || code || ' are not numbered 1, 2, 3' FROM header
        GROUP BY code HAVING MAX(position) <> COUNT(*) ORDER BY 1)",
    R"(SELECT 'references of code ' || code || ' are not numbered 1, 2, 3' FROM reference
        GROUP BY code HAVING MAX(position) <> COUNT(*) ORDER BY 1)",
    R"(SELECT 'situations of code ' || code || ' in ' || language || ' are not numbered 1, 2, 3' FROM situation
        GROUP BY code, language HAVING MAX(position) <> COUNT(*) ORDER BY 1)",
    R"(SELECT 'steps of code ' || code || ' in ' || language || ' are not numbered 1, 2, 3' FROM step
        GROUP BY code, language HAVING MAX(position) <> COUNT(*) ORDER BY 1)",

    // What 301 is to 302, 302 is to 301.
    R"(SELECT 'code ' || a.code || ' is related to ' || a.related || ' as ' || a.relation || ', and ' || a.related ||
        ' lacks the mirror row' FROM related_code AS a WHERE NOT EXISTS (SELECT 1 FROM related_code AS b
        WHERE b.code = a.related AND b.related = a.code AND b.relation = CASE a.relation
        WHEN 'proxy_twin' THEN 'uas_twin' WHEN 'uas_twin' THEN 'proxy_twin' WHEN 'global_twin' THEN 'local_twin'
        WHEN 'local_twin' THEN 'global_twin' WHEN 'obsoletes' THEN 'obsoleted_by' WHEN 'obsoleted_by' THEN 'obsoletes'
        ELSE a.relation END) ORDER BY 1)",

    // A reader is told in words which language a text is in.
    R"(SELECT 'label language.' || language || ' is missing in English' FROM language WHERE NOT EXISTS
        (SELECT 1 FROM label WHERE label.label = 'language.' || language.language AND label.language = 'en') ORDER BY 1)",

    // A language is offered with all six classes or not at all.
    R"(SELECT 'language ' || language || ' does not name all six classes' FROM language WHERE
        (SELECT COUNT(*) FROM class_text AS c WHERE c.language = language.language) <> 6 ORDER BY 1)",
};

// Every English text, and where it stands.
constexpr absl::string_view kEnglishTextsSql =
    "SELECT 'the summary of ' || code, summary FROM code_text WHERE language = 'en'"
    " UNION ALL SELECT 'the description of ' || code, description FROM code_text WHERE language = 'en'"
    " UNION ALL SELECT 'the use_when of ' || code, use_when FROM code_text WHERE language = 'en'"
    " UNION ALL SELECT 'the gist of ' || code, clause FROM gist WHERE language = 'en'"
    " UNION ALL SELECT 'situation ' || position || ' of ' || code, sentence FROM situation WHERE language = 'en'"
    " UNION ALL SELECT 'step ' || position || ' of ' || code, sentence FROM step WHERE language = 'en'"
    " UNION ALL SELECT 'the purpose of ' || header || ' in ' || code, purpose FROM header_text WHERE language = 'en'"
    " UNION ALL SELECT 'the note on ' || low || ' and ' || high, difference || ' ' || when_to_use || ' ' || mistake"
    "   FROM pair_note WHERE language = 'en'"
    " UNION ALL SELECT 'the phrase of ' || aspect || '.' || term, phrase FROM term_text WHERE language = 'en'"
    " UNION ALL SELECT 'the clause of ' || aspect || '.' || term, clause FROM term_text WHERE language = 'en'";

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

// `sql` gives name, language and text; each name's texts must have the named values of its English one.
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
    const auto english = by_language.find("en");
    if (english == by_language.end()) return Fault(absl::StrCat(what, " ", name, " has no English text"));
    for (const auto& [language, names] : by_language) {
      if (names == english->second) continue;
      return Fault(absl::StrCat(what, " ", name, " in ", language, " has other named values than in English"));
    }
  }
  return absl::OkStatus();
}

std::optional<std::string> TypingSlip(absl::string_view text) {
  if (absl::StrContains(text, "  ")) return "has a double space";
  if (text != absl::StripAsciiWhitespace(text)) return "begins or ends with a space";
  absl::string_view previous;
  for (absl::string_view word : absl::StrSplit(text, ' ')) {
    const bool letters =
        !word.empty() && std::all_of(word.begin(), word.end(), [](unsigned char c) { return absl::ascii_isalpha(c); });
    if (letters && absl::EqualsIgnoreCase(word, previous)) return absl::StrCat("says \"", word, "\" twice");
    previous = word;
  }
  return std::nullopt;
}

absl::Status CheckEnglishTexts(Database& database) {
  Statement query(database, kEnglishTextsSql);
  while (true) {
    absl::StatusOr<bool> has_row = query.Step();
    if (!has_row.ok()) return has_row.status();
    if (!*has_row) return absl::OkStatus();
    if (std::optional<std::string> slip = TypingSlip(query.Text(1))) {
      return Fault(absl::StrCat(query.Text(0), " ", *slip));
    }
  }
}

absl::Status CheckVocabulary(Database& database, absl::string_view sql, absl::string_view what,
                             absl::string_view name) {
  Statement query(database, sql);
  absl::StatusOr<bool> has_row = query.Bind(1, name).Step();
  if (!has_row.ok()) return has_row.status();
  return *has_row ? absl::OkStatus() : Fault(absl::StrCat(what, " ", name, " is missing in English"));
}

// Labels and templates come with the first language.
absl::Status CheckVocabulary(Database& database) {
  absl::StatusOr<int64_t> languages = database.ReadInteger("SELECT COUNT(*) FROM language");
  if (!languages.ok()) return languages.status();
  if (*languages == 0) return absl::OkStatus();
  for (absl::Span<const absl::string_view> labels : {absl::MakeSpan(kAnswerLabels), absl::MakeSpan(kValueLabels)}) {
    for (absl::string_view label : labels) {
      absl::Status status =
          CheckVocabulary(database, "SELECT 1 FROM label WHERE label = ? AND language = 'en'", "label", label);
      if (!status.ok()) return status;
    }
  }
  for (absl::string_view name : kTemplates) {
    absl::Status status =
        CheckVocabulary(database, "SELECT 1 FROM template WHERE template = ? AND language = 'en'", "template", name);
    if (!status.ok()) return status;
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status CheckKnowledge(Database& database) {
  for (absl::string_view sql : kFaultQueries) {
    if (absl::Status status = RunFaultQuery(database, sql); !status.ok()) return status;
  }
  if (absl::Status status = CheckVocabulary(database); !status.ok()) return status;
  if (absl::Status status = CheckNamedValues(database, kTemplatesSql, "template"); !status.ok()) return status;
  if (absl::Status status = CheckNamedValues(database, kTermTextsSql, "term"); !status.ok()) return status;
  return CheckEnglishTexts(database);
}

}  // namespace sipwhy
