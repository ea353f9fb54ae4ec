#include "storage/translation_rules.h"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "storage/statement.h"
#include "storage/text_kinds.h"
#include "storage/translation.h"

namespace sipwhy {
namespace {

constexpr absl::string_view kKnownPhrasesSql =
    "SELECT reason_phrase FROM code UNION SELECT phrase FROM meaning WHERE phrase <> ''";

// Calls `see(what, language, text)` for each text of `kind`.
absl::Status ForEachText(Database& database, const TextKind& kind,
                         absl::FunctionRef<absl::Status(std::string, std::string, std::string)> see) {
  Statement query(database, kind.sql);
  while (true) {
    absl::StatusOr<bool> has_row = query.Step();
    if (!has_row.ok()) return has_row.status();
    if (!*has_row) return absl::OkStatus();
    if (absl::Status seen = see(query.Text(0), query.Text(1), query.Text(2)); !seen.ok()) return seen;
  }
}

absl::Status ReadNames(Database& database, absl::string_view sql, std::set<std::string>& names) {
  Statement query(database, sql);
  absl::StatusOr<bool> has_row = query.Step();
  for (; has_row.ok() && *has_row; has_row = query.Step()) names.insert(query.Text(0));
  return has_row.status();
}

absl::Status ReadKeptWords(Database& database, TranslationWords& words) {
  Statement query(database, "SELECT language, word FROM kept_word");
  absl::StatusOr<bool> has_row = query.Step();
  for (; has_row.ok() && *has_row; has_row = query.Step()) words.kept[query.Text(0)].insert(query.Text(1));
  return has_row.status();
}

using EnglishTexts = std::map<std::string, std::string>;  // by what they are

absl::StatusOr<EnglishTexts> ReadEnglish(Database& database, TranslationWords& words) {
  EnglishTexts english;
  for (const TextKind& kind : TextKinds()) {
    const auto see = [&](const std::string& what, const std::string& language, std::string text) {
      if (language != "en") return absl::OkStatus();
      LearnEnglish(text, words);
      english[what] = std::move(text);
      return absl::OkStatus();
    };
    if (absl::Status read = ForEachText(database, kind, see); !read.ok()) return read;
  }
  return english;
}

}  // namespace

absl::Status CheckTranslations(Database& database) {
  absl::StatusOr<bool> has_table = database.HasTable("kept_word");
  if (!has_table.ok() || !*has_table) return has_table.status();
  TranslationWords words;
  if (absl::Status read = ReadKeptWords(database, words); !read.ok()) return read;
  if (words.kept.empty()) return absl::OkStatus();
  absl::Status read = ReadNames(database, "SELECT header FROM header", words.header_names);
  if (read.ok()) read = ReadNames(database, kKnownPhrasesSql, words.reason_phrases);
  if (!read.ok()) return read;
  absl::StatusOr<EnglishTexts> english = ReadEnglish(database, words);
  if (!english.ok()) return english.status();
  for (const TextKind& kind : TextKinds()) {
    const auto see = [&](const std::string& what, const std::string& language, const std::string& text) {
      const auto original = english->find(std::string(BaseTemplate(what)));
      if (language == "en" || original == english->end()) return absl::OkStatus();
      if (!kind.follows_english) return absl::OkStatus();
      const std::optional<std::string> fault = FindTranslationFault(original->second, text, language, words);
      if (!fault.has_value()) return absl::OkStatus();
      return absl::FailedPreconditionError(absl::StrCat(what, " in ", language, " ", *fault));
    };
    if (absl::Status checked = ForEachText(database, kind, see); !checked.ok()) return checked;
  }
  return absl::OkStatus();
}

}  // namespace sipwhy
