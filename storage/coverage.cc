#include "storage/coverage.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "storage/statement.h"
#include "storage/text_kinds.h"

namespace sipwhy {
namespace {

constexpr char kEnglish[] = "en";

using Names = std::set<std::string>;

// What the texts of a kind are, by language.
absl::StatusOr<std::map<std::string, Names>> ReadNames(Database& database, const TextKind& kind) {
  std::map<std::string, Names> names;
  Statement query(database, kind.sql);
  absl::StatusOr<bool> has_row = query.Step();
  for (; has_row.ok() && *has_row; has_row = query.Step()) {
    const bool counts = !query.Text(2).empty() && !absl::EndsWith(query.Text(0), "]");
    if (counts) names[query.Text(1)].insert(query.Text(0));
  }
  if (!has_row.ok()) return has_row.status();
  return names;
}

absl::StatusOr<std::vector<LanguageCoverage>> ReadLanguages(Database& database) {
  std::vector<LanguageCoverage> languages;
  Statement query(database, "SELECT language, name FROM language ORDER BY language <> 'en', language");
  absl::StatusOr<bool> has_row = query.Step();
  for (; has_row.ok() && *has_row; has_row = query.Step()) {
    languages.push_back({.language = query.Text(0), .name = query.Text(1)});
  }
  if (!has_row.ok()) return has_row.status();
  return languages;
}

void Add(const TextKind& kind, const Names& english, const Names& names, LanguageCoverage& coverage) {
  KindCoverage covered{.kind = std::string(kind.name), .texts = static_cast<int>(english.size())};
  std::set_difference(english.begin(), english.end(), names.begin(), names.end(), std::back_inserter(covered.lacking));
  coverage.texts += covered.texts;
  coverage.lacking += static_cast<int>(covered.lacking.size());
  coverage.kinds.push_back(std::move(covered));
}

}  // namespace

absl::StatusOr<std::vector<LanguageCoverage>> FindCoverage(Database& database) {
  absl::StatusOr<std::vector<LanguageCoverage>> languages = ReadLanguages(database);
  if (!languages.ok()) return languages;
  for (const TextKind& kind : TextKinds()) {
    absl::StatusOr<bool> has_table = database.HasTable(kind.table);
    if (!has_table.ok()) return has_table.status();
    if (!*has_table) continue;
    absl::StatusOr<std::map<std::string, Names>> names = ReadNames(database, kind);
    if (!names.ok()) return names.status();
    const Names& english = (*names)[kEnglish];
    if (english.empty()) continue;
    for (LanguageCoverage& language : *languages) Add(kind, english, (*names)[language.language], language);
  }
  return languages;
}

std::string LacksInWords(const LanguageCoverage& coverage) {
  std::vector<std::string> kinds;
  for (const KindCoverage& kind : coverage.kinds) {
    if (!kind.lacking.empty()) kinds.push_back(absl::StrCat(kind.lacking.size(), " ", kind.kind));
  }
  return kinds.empty() ? "lacks nothing" : absl::StrCat("lacks ", absl::StrJoin(kinds, ", "));
}

}  // namespace sipwhy
