// A transaction that is rolled back unless it is committed.
#ifndef SIPWHY_STORAGE_TRANSACTION_H_
#define SIPWHY_STORAGE_TRANSACTION_H_

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "storage/database.h"

namespace sipwhy {

// Movable; the database must outlive it.
class Transaction {
 public:
  enum class Kind {
    kRead,   // one consistent view over several queries
    kWrite,  // takes the write lock at once, waiting for another writer; UNAVAILABLE if that takes too long
  };

  static absl::StatusOr<Transaction> Begin(Database& database, Kind kind);

  Transaction(Transaction&& other) noexcept;
  Transaction& operator=(Transaction&&) = delete;
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  ~Transaction();

  // Makes the changes permanent. After a failure nothing of them is.
  absl::Status Commit();

 private:
  explicit Transaction(Database& database) : database_(&database) {}

  Database* database_;  // null once committed or moved from
};

}  // namespace sipwhy

#endif  // SIPWHY_STORAGE_TRANSACTION_H_
