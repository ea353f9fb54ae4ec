// One connection to an SQLite file.
#ifndef SIPWHY_STORAGE_DATABASE_H_
#define SIPWHY_STORAGE_DATABASE_H_

#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

struct sqlite3;

namespace sipwhy {

// An open connection with the settings that the knowledge base relies on: recursive triggers on, foreign keys off
// (they are checked before each commit), double-quoted string literals refused, untrusted schema, no extensions,
// durable commits, and up to 30 seconds of waiting for another writer. Movable. Use it from one thread at a time.
class Database {
 public:
  enum class Mode {
    kRead,    // the file must exist; nothing can be written through this connection
    kWrite,   // the file must exist
    kCreate,  // the file is made if it does not exist
  };

  // Opens `path`. NOT_FOUND when there is no such file or it cannot be opened, DATA_LOSS when it is no SQLite file.
  // A reader rolls an unfinished write back first, which needs write access to a file whose writer was killed.
  static absl::StatusOr<Database> Open(const std::string& path, Mode mode);

  // Opens an empty database that lives in this connection's memory.
  static absl::StatusOr<Database> OpenInMemory();

  // Runs one or more statements without parameters, ignoring rows.
  absl::Status Execute(const std::string& sql);

  // The integer in the first column of the first row of `sql`; INTERNAL when there is no row.
  absl::StatusOr<int64_t> ReadInteger(absl::string_view sql);

  // Whether there is a table `name`.
  absl::StatusOr<bool> HasTable(absl::string_view name);

  // Makes `target` a copy of this database, over whatever it held.
  absl::Status CopyTo(Database& target) const;

  sqlite3* handle() const { return handle_.get(); }

 private:
  struct Close {
    void operator()(sqlite3* handle) const;
  };
  explicit Database(sqlite3* handle) : handle_(handle) {}

  static absl::StatusOr<Database> OpenWithFlags(const std::string& path, int flags);

  std::unique_ptr<sqlite3, Close> handle_;
};

}  // namespace sipwhy

#endif  // SIPWHY_STORAGE_DATABASE_H_
