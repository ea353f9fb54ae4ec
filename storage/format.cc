#include "storage/format.h"

#include <cstdint>
#include <vector>

#include "absl/strings/str_cat.h"
#include "storage/ledger.h"

namespace sipwhy {
namespace {

constexpr int64_t kApplicationId = 0x53495057;  // "SIPW"

absl::Status NotOurs() {
  return absl::DataLossError("this is no sipwhy knowledge base; name another file, or make one with sipwhy-kb apply");
}

absl::StatusOr<bool> IsEmpty(Database& database) {
  absl::StatusOr<int64_t> tables = database.ReadInteger("SELECT COUNT(*) FROM sqlite_schema");
  if (!tables.ok()) return tables.status();
  return *tables == 0;
}

absl::Status Prefixed(const std::string& path, const absl::Status& status) {
  return absl::Status(status.code(), absl::StrCat(path, ": ", status.message()));
}

absl::Status CheckReadable(Database& database) {
  if (absl::Status status = CheckIsOurs(database); !status.ok()) return status;
  absl::StatusOr<std::vector<Revision>> revisions = ReadRevisions(database);
  if (absl::IsDataLoss(revisions.status())) {
    return absl::DataLossError("the file is damaged; restore a copy of it, or make it anew with sipwhy-kb apply");
  }
  if (!revisions.ok()) return revisions.status();
  if (revisions->empty()) {
    return absl::FailedPreconditionError("the knowledge base is empty; fill it with sipwhy-kb apply");
  }
  if (revisions->back().reader > kReaderVersion) {
    return absl::FailedPreconditionError(absl::StrCat("the knowledge base needs reader version ",
                                                      revisions->back().reader, " and this program has ",
                                                      kReaderVersion, "; install a newer sipwhy"));
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status MarkAsKnowledgeBase(Database& database) {
  return database.Execute(absl::StrCat("PRAGMA application_id = ", kApplicationId));
}

absl::Status CheckIsOurs(Database& database) {
  // In this order: another process may fill and mark an empty file between the two.
  absl::StatusOr<bool> empty = IsEmpty(database);
  if (!empty.ok()) return empty.status();
  absl::StatusOr<int64_t> id = database.ReadInteger("PRAGMA application_id");
  if (!id.ok()) return id.status();
  if (*id == kApplicationId) return absl::OkStatus();
  return *empty && *id == 0 ? absl::OkStatus() : NotOurs();
}

absl::StatusOr<Database> OpenFile(const std::string& path, Database::Mode mode) {
  absl::StatusOr<Database> database = Database::Open(path, mode);
  if (absl::IsDataLoss(database.status())) return Prefixed(path, NotOurs());
  return database;
}

absl::StatusOr<Database> OpenKnowledgeBase(const std::string& path) {
  absl::StatusOr<Database> database = OpenFile(path, Database::Mode::kRead);
  if (absl::IsNotFound(database.status())) {
    return absl::NotFoundError(absl::StrCat(path, ": there is no such file; make it with sipwhy-kb apply"));
  }
  if (absl::IsDataLoss(database.status())) return database;
  if (!database.ok()) return Prefixed(path, database.status());
  if (absl::Status status = CheckReadable(*database); !status.ok()) return Prefixed(path, status);
  return database;
}

}  // namespace sipwhy
