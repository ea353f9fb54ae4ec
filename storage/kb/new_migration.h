// Writes migration files.
#ifndef SIPWHY_STORAGE_KB_NEW_MIGRATION_H_
#define SIPWHY_STORAGE_KB_NEW_MIGRATION_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"

namespace sipwhy {

// What a new migration begins with. Fields that are left empty are for its author to fill in.
struct NewMigration {
  int number = 0;
  std::string title = {};
  std::string author = {};
  std::string refs = {};
  std::string notes = {};
  std::string body = {};  // SQL, or a comment that says what to write
};

// "0008_tell_486_from_600.sql" for number 8 and the title "Tell 486 from 600". The words are cut at 60 bytes.
std::string FileNameFor(int number, const std::string& title);

// Writes `migration` into `directory`, dated `now` in UTC, and returns the path. ALREADY_EXISTS when a file of that
// name is there, PERMISSION_DENIED when it cannot be written.
absl::StatusOr<std::string> WriteMigration(const std::string& directory, const NewMigration& migration, absl::Time now);

}  // namespace sipwhy

#endif  // SIPWHY_STORAGE_KB_NEW_MIGRATION_H_
