// Confines what the SQL of a migration can do.
#ifndef SIPWHY_STORAGE_SANDBOX_H_
#define SIPWHY_STORAGE_SANDBOX_H_

#include <memory>
#include <string>

#include "storage/database.h"
#include "storage/migration.h"

namespace sipwhy {

// While it lives, statements prepared on the database may do no more than a migration of this kind should: content
// reads and writes content tables; schema creates tables and indexes and adds columns. Neither sees the ledger or
// the histories, attaches files, sets pragmas, ends the transaction, or calls a function whose result depends on
// anything but its arguments. A statement that runs away is interrupted. The database must outlive it.
class Sandbox {
 public:
  Sandbox(Database& database, MigrationKind kind);
  ~Sandbox();
  Sandbox(const Sandbox&) = delete;
  Sandbox& operator=(const Sandbox&) = delete;

  // What the last refused statement tried, as "may not …"; empty when none was refused.
  const std::string& refusal() const;

 private:
  struct Rules;
  Database& database_;
  std::unique_ptr<Rules> rules_;
};

}  // namespace sipwhy

#endif  // SIPWHY_STORAGE_SANDBOX_H_
