#include "storage/migration.h"

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <optional>
#include <system_error>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "storage/sql_tokens.h"
#include "storage/text_check.h"

namespace sipwhy {
namespace {

constexpr absl::string_view kKeys[] = {"kind", "title", "author", "date", "refs", "notes", "reader"};

// What the comments before the first statement say, by key; a key that comes again continues its value.
using Header = std::map<absl::string_view, std::string>;

absl::Status Wrong(absl::string_view file_name, int line, absl::string_view what) {
  return absl::InvalidArgumentError(absl::StrCat(file_name, ":", line, ": ", what));
}

bool IsNumberedName(absl::string_view name) {
  if (name.size() < 10 || !absl::EndsWith(name, ".sql") || name[4] != '_') return false;
  const auto is_digit = [](char c) { return absl::ascii_isdigit(static_cast<unsigned char>(c)); };
  return std::all_of(name.begin(), name.begin() + 4, is_digit);
}

Header ReadHeader(absl::string_view text) {
  Header header;
  bool in_licence = false;  // or any other comment between /* and */
  for (absl::string_view line : absl::StrSplit(text, '\n')) {
    line = absl::StripAsciiWhitespace(line);
    if (in_licence || absl::StartsWith(line, "/*")) {
      in_licence = !absl::StrContains(line, "*/");
      continue;
    }
    if (line.empty()) continue;
    if (!absl::ConsumePrefix(&line, "--")) break;
    const std::pair<absl::string_view, absl::string_view> entry = absl::StrSplit(line, absl::MaxSplits(':', 1));
    const absl::string_view name = absl::StripAsciiWhitespace(entry.first);
    const auto* key = std::find(std::begin(kKeys), std::end(kKeys), name);
    if (key == std::end(kKeys)) continue;
    std::string& value = header[*key];
    absl::StrAppend(&value, value.empty() ? "" : " ", absl::StripAsciiWhitespace(entry.second));
  }
  return header;
}

bool IsDate(absl::string_view date) {
  constexpr absl::string_view kShape = "0000-00-00";
  const auto fits = [](char c, char shape) {
    return shape == '0' ? absl::ascii_isdigit(static_cast<unsigned char>(c)) : c == shape;
  };
  if (!std::equal(date.begin(), date.end(), kShape.begin(), kShape.end(), fits)) return false;
  int year = 0;
  unsigned month = 0;
  unsigned day = 0;
  (void)absl::SimpleAtoi(date.substr(0, 4), &year);
  (void)absl::SimpleAtoi(date.substr(5, 2), &month);
  (void)absl::SimpleAtoi(date.substr(8, 2), &day);
  return year >= 2000 && (std::chrono::year(year) / std::chrono::month(month) / std::chrono::day(day)).ok();
}

absl::Status FillFromHeader(Header header, Migration& migration) {
  for (absl::string_view key : {"kind", "title", "author", "date", "refs", "notes"}) {
    if (header[key].empty()) {
      return Wrong(migration.file_name, 1, absl::StrCat("the header has no \"-- ", key, ": …\" line; add it"));
    }
  }
  if (header["kind"] != "schema" && header["kind"] != "content") {
    return Wrong(migration.file_name, 1, absl::StrCat("kind is \"", header["kind"], "\"; write schema or content"));
  }
  migration.kind = header["kind"] == "schema" ? MigrationKind::kSchema : MigrationKind::kContent;
  if (!IsDate(header["date"])) {
    return Wrong(migration.file_name, 1, absl::StrCat("date is \"", header["date"], "\"; write YYYY-MM-DD"));
  }
  if (!header["reader"].empty() && !absl::SimpleAtoi(header["reader"], &migration.reader)) {
    return Wrong(migration.file_name, 1, absl::StrCat("reader is \"", header["reader"], "\"; write a number"));
  }
  migration.title = std::move(header["title"]);
  migration.author = std::move(header["author"]);
  migration.date = std::move(header["date"]);
  migration.refs = std::move(header["refs"]);
  migration.notes = std::move(header["notes"]);
  return absl::OkStatus();
}

// Why a migration of `kind` may not hold this statement, or nullopt. The sandbox refuses the rest as it runs.
std::optional<std::string> Objection(const SqlStatement& statement, MigrationKind kind) {
  const auto starts_with = [&](std::initializer_list<absl::string_view> keywords) {
    return std::any_of(keywords.begin(), keywords.end(),
                       [&](absl::string_view keyword) { return statement.tokens.front().Is(keyword); });
  };
  for (size_t i = 0; i + 2 < statement.tokens.size(); ++i) {
    // `OR replace(…)` is a condition that calls the function.
    const bool is_function = statement.tokens[i + 2].Is("(");
    if (statement.tokens[i].Is("OR") && statement.tokens[i + 1].Is("REPLACE") && !is_function) {
      return "OR REPLACE deletes rows unseen; write INSERT … ON CONFLICT DO UPDATE";
    }
  }
  if (starts_with({"REPLACE"})) return "REPLACE deletes rows unseen; write INSERT … ON CONFLICT DO UPDATE";
  if (kind == MigrationKind::kContent && !starts_with({"INSERT", "UPDATE", "DELETE", "WITH"})) {
    return absl::StrCat("a content migration holds INSERT, UPDATE and DELETE, not ", statement.tokens.front().text);
  }
  // ALTER TABLE t ADD …: what else ALTER does would rename or remove what history keeps.
  const bool alters_otherwise =
      starts_with({"ALTER"}) && (statement.tokens.size() < 4 || !statement.tokens[3].Is("ADD"));
  if (kind == MigrationKind::kSchema && (!starts_with({"CREATE", "ALTER"}) || alters_otherwise)) {
    return absl::StrCat("a schema migration holds CREATE TABLE, CREATE INDEX and ALTER TABLE ADD, not ",
                        statement.tokens.front().text);
  }
  return std::nullopt;
}

absl::Status FillStatements(absl::string_view text, Migration& migration) {
  absl::StatusOr<std::vector<SqlStatement>> statements = SqlStatements(text);
  if (!statements.ok()) {
    return absl::InvalidArgumentError(absl::StrCat(migration.file_name, ":", statements.status().message()));
  }
  if (statements->empty()) return Wrong(migration.file_name, 1, "there is no SQL after the header");
  for (const SqlStatement& statement : *statements) {
    if (std::optional<std::string> objection = Objection(statement, migration.kind)) {
      return Wrong(migration.file_name, statement.line, *objection);
    }
    migration.statements.push_back({statement.text, statement.line});
  }
  migration.sql_hash = TokenChecksum(*statements);
  return absl::OkStatus();
}

absl::StatusOr<std::string> ReadFile(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::string text((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  if (!file) return absl::NotFoundError(absl::StrCat(path.string(), ": cannot be read"));
  return text;
}

absl::Status CheckNumbers(const std::vector<Migration>& migrations) {
  for (size_t i = 0; i < migrations.size(); ++i) {
    const int expected = static_cast<int>(i) + 1;
    if (migrations[i].number == expected) continue;
    return Wrong(migrations[i].file_name, 1,
                 absl::StrFormat("the next migration must be number %04d; rename this file", expected));
  }
  return absl::OkStatus();
}

}  // namespace

absl::string_view ToString(MigrationKind kind) { return kind == MigrationKind::kSchema ? "schema" : "content"; }

absl::StatusOr<Migration> ParseMigration(absl::string_view file_name, absl::string_view text) {
  if (!IsNumberedName(file_name)) {
    return Wrong(file_name, 1, "the name of a migration is four digits, an underscore, words and .sql");
  }
  const std::string clean = absl::StrReplaceAll(text, {{"\r\n", "\n"}});
  if (std::optional<TextFault> fault = FindTextFault(clean)) return Wrong(file_name, fault->line, fault->what);
  Migration migration = {};
  migration.file_name = std::string(file_name);
  (void)absl::SimpleAtoi(file_name.substr(0, 4), &migration.number);
  if (absl::Status status = FillFromHeader(ReadHeader(clean), migration); !status.ok()) return status;
  if (absl::Status status = FillStatements(clean, migration); !status.ok()) return status;
  return migration;
}

absl::StatusOr<std::vector<Migration>> ReadMigrations(const std::string& directory) {
  std::error_code error;
  std::vector<std::filesystem::path> paths;
  for (const auto& entry : std::filesystem::directory_iterator(directory, error)) {
    if (entry.path().extension() == ".sql") paths.push_back(entry.path());
  }
  if (error) return absl::NotFoundError(absl::StrCat(directory, ": ", error.message()));
  if (paths.empty()) return absl::NotFoundError(absl::StrCat(directory, ": there is no .sql file in it"));
  std::sort(paths.begin(), paths.end());
  std::vector<Migration> migrations;
  for (const std::filesystem::path& path : paths) {
    absl::StatusOr<std::string> text = ReadFile(path);
    if (!text.ok()) return text.status();
    absl::StatusOr<Migration> migration = ParseMigration(path.filename().string(), *text);
    if (!migration.ok()) return migration.status();
    migrations.push_back(*std::move(migration));
  }
  if (absl::Status status = CheckNumbers(migrations); !status.ok()) return status;
  return migrations;
}

}  // namespace sipwhy
