#include "storage/verification.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "storage/format.h"
#include "storage/history.h"
#include "storage/ledger.h"
#include "storage/statement.h"
#include "storage/transaction.h"

namespace sipwhy {
namespace {

constexpr char kIntegritySql[] = "PRAGMA integrity_check(1)";
constexpr char kForeignKeySql[] = "SELECT COUNT(*) FROM pragma_foreign_key_check";

absl::Status CheckIntegrity(Database& database) {
  Statement query(database, kIntegritySql);
  absl::StatusOr<bool> has_row = query.Step();
  if (!has_row.ok()) return has_row.status();
  if (query.Text(0) == "ok") return absl::OkStatus();
  return absl::DataLossError(absl::StrCat("the file is damaged: ", query.Text(0)));
}

absl::Status CheckForeignKeys(Database& database) {
  absl::StatusOr<int64_t> broken = database.ReadInteger(kForeignKeySql);
  if (!broken.ok()) return broken.status();
  if (*broken == 0) return absl::OkStatus();
  return absl::DataLossError(absl::StrCat(*broken, " rows refer to rows that do not exist"));
}

absl::Status CheckContentHashes(Database& database, const std::vector<Revision>& revisions, int first) {
  const int last = revisions.back().number;
  absl::StatusOr<std::vector<std::string>> hashes = ContentHashes(database, first, last);
  if (!hashes.ok()) return hashes.status();
  for (int number = first; number <= last; ++number) {
    const Revision& revision = revisions[static_cast<size_t>(number - 1)];
    if ((*hashes)[static_cast<size_t>(number - first)] == revision.content_hash) continue;
    return absl::DataLossError(absl::StrCat("the content of revision ", number, " is not what its hash says"));
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status VerifyKnowledgeBase(Database& database) {
  absl::StatusOr<Transaction> transaction = Transaction::Begin(database, Transaction::Kind::kRead);
  if (!transaction.ok()) return transaction.status();
  if (absl::Status status = CheckIntegrity(database); !status.ok()) return status;
  if (absl::Status status = CheckIsOurs(database); !status.ok()) return status;
  absl::StatusOr<std::vector<Revision>> revisions = ReadRevisions(database);
  if (!revisions.ok()) return revisions.status();
  if (absl::Status status = CheckLedger(database, *revisions); !status.ok()) return status;
  if (revisions->empty()) return absl::OkStatus();
  if (absl::Status status = CheckHistory(database); !status.ok()) return status;
  if (absl::Status status = CheckContentHashes(database, *revisions, 1); !status.ok()) return status;
  if (absl::Status status = CheckNothingAfter(database, revisions->back().number); !status.ok()) return status;
  return CheckForeignKeys(database);
}

absl::Status VerifyRevision(Database& database, int revision) {
  absl::StatusOr<Transaction> transaction = Transaction::Begin(database, Transaction::Kind::kRead);
  if (!transaction.ok()) return transaction.status();
  absl::StatusOr<std::vector<Revision>> revisions = ReadRevisions(database);
  if (!revisions.ok()) return revisions.status();
  if (absl::Status status = CheckLedger(database, *revisions); !status.ok()) return status;
  if (revision < 1 || static_cast<size_t>(revision) > revisions->size()) {
    return absl::NotFoundError(absl::StrCat("there is no revision ", revision));
  }
  revisions->resize(static_cast<size_t>(revision));
  return CheckContentHashes(database, *revisions, revision);
}

}  // namespace sipwhy
