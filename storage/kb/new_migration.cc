#include "storage/kb/new_migration.h"

#include <filesystem>
#include <fstream>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/string_view.h"

namespace sipwhy {
namespace {

constexpr size_t kLongestName = 60;

}  // namespace

std::string FileNameFor(int number, const std::string& title) {
  std::string words;
  for (const char c : title.substr(0, kLongestName)) {
    const auto byte = static_cast<unsigned char>(c);
    if (absl::ascii_isalnum(byte)) {
      words.push_back(absl::ascii_tolower(byte));
    } else if (!words.empty() && words.back() != '_') {
      words.push_back('_');
    }
  }
  while (!words.empty() && words.back() == '_') words.pop_back();
  return absl::StrFormat("%04d_%s.sql", number, words.empty() ? "untitled" : words);
}

absl::StatusOr<std::string> WriteMigration(const std::string& directory, const NewMigration& migration,
                                           absl::Time now) {
  const std::filesystem::path path = std::filesystem::path(directory) / FileNameFor(migration.number, migration.title);
  if (std::filesystem::exists(path)) return absl::AlreadyExistsError(absl::StrCat(path.string(), " exists already"));
  std::ofstream file(path, std::ios::binary);
  file << "-- kind: content\n-- title: " << migration.title << "\n-- author: " << migration.author
       << "\n-- date: " << absl::FormatTime("%Y-%m-%d", now, absl::UTCTimeZone()) << "\n-- refs: " << migration.refs
       << "\n-- notes: " << migration.notes << "\n\n"
       << migration.body;
  file.close();
  if (!file) return absl::PermissionDeniedError(absl::StrCat(path.string(), ": cannot be written"));
  return path.string();
}

}  // namespace sipwhy
