// What sipwhy-kb does, one function a command.
#ifndef SIPWHY_STORAGE_KB_COMMANDS_H_
#define SIPWHY_STORAGE_KB_COMMANDS_H_

#include <ostream>
#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"

namespace sipwhy {

// Where the commands work. `out` takes what they answer and must outlive the calls.
struct Workplace {
  std::string database;    // the SQLite file
  std::string migrations;  // the folder of migration files
  std::ostream& out;
  absl::Time now;  // for the date of a new file
};

// Writes the skeleton of the next migration and names it.
absl::Status RunNew(const Workplace& place, const std::string& title);

// Reads every migration file, replays all of them into an empty knowledge base in memory, and prints how much each
// language lacks; which texts these are if `everything`.
absl::Status RunLint(const Workplace& place, bool everything);

// Applies what is pending to a copy in memory and prints which rows and answers change; up to 20 of each unless
// `everything`. Touches no file.
absl::Status RunPreview(const Workplace& place, bool everything);

// Applies what is pending; makes the file if there is none.
absl::Status RunApply(const Workplace& place);

// Prints the revision, its hash, how the file and the folder compare, and the coverage of each language.
absl::Status RunStatus(const Workplace& place);

// Checks the file in itself and against a replay of the folder.
absl::Status RunVerify(const Workplace& place);

// Prints the ledger, newest first.
absl::Status RunLog(const Workplace& place);

// Prints the rows that differ between two revisions.
absl::Status RunDiff(const Workplace& place, int before, int after);

// Prints all about one code at `revision` (0 for the newest), in `language`.
absl::Status RunShow(const Workplace& place, int code, int revision, const std::string& language);

// Writes a migration that undoes `revision`. FAILED_PRECONDITION when it was a schema migration or later revisions
// changed the same rows.
absl::Status RunRevert(const Workplace& place, int revision);

}  // namespace sipwhy

#endif  // SIPWHY_STORAGE_KB_COMMANDS_H_
