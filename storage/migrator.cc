#include "storage/migrator.h"

#include <sqlite3.h>

#include <algorithm>
#include <cstdint>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "storage/format.h"
#include "storage/history.h"
#include "storage/ledger.h"
#include "storage/sandbox.h"
#include "storage/statement.h"
#include "storage/transaction.h"

namespace sipwhy {
namespace {

constexpr char kForeignKeyCheckSql[] = "SELECT \"table\", parent FROM pragma_foreign_key_check LIMIT 1";

absl::Status Broken(const Migration& migration, int line, absl::string_view what) {
  return absl::InvalidArgumentError(absl::StrCat(migration.file_name, ":", line, ": ", what));
}

// The line that SQLite's last error points at, for a statement that was refused while it was prepared.
int ErrorLine(Database& database, const MigrationStatement& statement) {
  const int offset = sqlite3_error_offset(database.handle());
  if (offset < 0) return statement.line;
  const auto end = statement.sql.begin() + std::min(offset, static_cast<int>(statement.sql.size()));
  return statement.line + static_cast<int>(std::count(statement.sql.begin(), end, '\n'));
}

absl::Status RunStatement(Database& database, const Migration& migration, const MigrationStatement& statement) {
  Sandbox sandbox(database, migration.kind);
  const int64_t before = sqlite3_total_changes64(database.handle());
  Statement prepared(database, statement.sql);
  absl::StatusOr<bool> stepped = prepared.Step();
  while (stepped.ok() && *stepped) stepped = prepared.Step();
  if (!stepped.ok()) {
    const std::string why = sandbox.refusal().empty() ? std::string(sqlite3_errmsg(database.handle()))
                                                      : absl::StrCat("a migration ", sandbox.refusal());
    return Broken(migration, ErrorLine(database, statement), why);
  }
  if (migration.kind == MigrationKind::kSchema) return absl::OkStatus();
  // Beside the rows that the statement names, the triggers write one or two of history for each that really changed.
  const int64_t direct = sqlite3_changes64(database.handle());
  if (sqlite3_total_changes64(database.handle()) - before > direct) return absl::OkStatus();
  return Broken(migration, statement.line,
                direct == 0 ? "the statement matches no row" : "the statement changes nothing: the rows hold this");
}

absl::Status CheckForeignKeys(Database& database, const Migration& migration) {
  Statement query(database, kForeignKeyCheckSql);
  absl::StatusOr<bool> has_row = query.Step();
  if (!has_row.ok()) return has_row.status();
  if (!*has_row) return absl::OkStatus();
  return Broken(migration, 1,
                absl::StrCat("a row of table ", query.Text(0), " refers to a row of table ", query.Text(1),
                             " that does not exist"));
}

absl::Status PrepareFirstRevision(Database& database) {
  if (absl::Status status = MarkAsKnowledgeBase(database); !status.ok()) return status;
  return CreateLedger(database);
}

absl::Status RunBody(Database& database, const Migration& migration) {
  // A fresh change counter for the triggers: the row says which revision they write.
  Statement context(database, "INSERT INTO kb_context (one, revision) VALUES (1, ?)");
  absl::StatusOr<bool> inserted = context.Bind(1, migration.number).Step();
  if (!inserted.ok()) return inserted.status();
  for (const MigrationStatement& statement : migration.statements) {
    if (absl::Status status = RunStatement(database, migration, statement); !status.ok()) return status;
  }
  if (migration.kind == MigrationKind::kSchema) {
    absl::Status installed = InstallHistory(database);
    if (!installed.ok()) return Broken(migration, 1, installed.message());
  }
  return database.Execute("DELETE FROM kb_context");
}

absl::Status CheckPastUnchanged(const Migration& migration, const std::vector<Revision>& earlier,
                                const std::vector<std::string>& hashes) {
  for (size_t i = 0; i < earlier.size(); ++i) {
    if (hashes[i] == earlier[i].content_hash) continue;
    return absl::DataLossError(absl::StrCat(migration.file_name, ":1: would alter revision ", earlier[i].number,
                                            ", which is history; add nullable columns without a default, and change "
                                            "rows only by INSERT, UPDATE and DELETE"));
  }
  return absl::OkStatus();
}

absl::StatusOr<Revision> RunMigration(Database& database, const Migration& migration,
                                      const std::vector<Revision>& earlier, const ApplyOptions& options) {
  if (earlier.empty()) {
    if (absl::Status status = PrepareFirstRevision(database); !status.ok()) return status;
  }
  if (absl::Status status = RunBody(database, migration); !status.ok()) return status;
  if (absl::Status status = CheckForeignKeys(database, migration); !status.ok()) return status;
  absl::Status checked = options.check(database);
  if (!checked.ok()) return Broken(migration, 1, checked.message());
  absl::StatusOr<std::vector<std::string>> hashes = ContentHashes(database, 1, migration.number);
  if (!hashes.ok()) return hashes.status();
  if (absl::Status status = CheckPastUnchanged(migration, earlier, *hashes); !status.ok()) return status;
  Revision revision = NextRevision(earlier, migration, hashes->back());
  if (absl::Status status = AppendRevision(database, revision); !status.ok()) return status;
  return revision;
}

// Applies the first migration that the ledger does not have, in a transaction of its own. False when there is none.
absl::StatusOr<bool> ApplyNext(Database& database, const std::vector<Migration>& migrations,
                               const ApplyOptions& options) {
  absl::StatusOr<Transaction> transaction = Transaction::Begin(database, Transaction::Kind::kWrite);
  if (!transaction.ok()) return transaction.status();
  // Another runner may have come first, so the ledger is read under the write lock.
  absl::StatusOr<std::vector<Revision>> revisions = ReadRevisions(database);
  if (!revisions.ok()) return revisions.status();
  if (absl::Status status = CheckLedger(database, *revisions); !status.ok()) return status;
  if (absl::Status status = CheckAgainstLedger(migrations, *revisions); !status.ok()) return status;
  if (revisions->size() == migrations.size()) return false;
  if (absl::Status status = CheckHistory(database); !status.ok()) return status;
  const int head = static_cast<int>(revisions->size());
  if (absl::Status status = CheckNothingAfter(database, head); !status.ok()) return status;
  absl::StatusOr<Revision> revision = RunMigration(database, migrations[revisions->size()], *revisions, options);
  if (!revision.ok()) return revision.status();
  if (absl::Status status = transaction->Commit(); !status.ok()) return status;
  options.on_applied(*revision);
  return true;
}

}  // namespace

absl::Status CheckAgainstLedger(const std::vector<Migration>& migrations, const std::vector<Revision>& revisions) {
  if (revisions.size() > migrations.size()) {
    return absl::FailedPreconditionError(absl::StrCat("the knowledge base is at revision ", revisions.size(),
                                                      " and there are only ", migrations.size(),
                                                      " migration files; name the newer folder with --migrations"));
  }
  for (size_t i = 0; i < revisions.size(); ++i) {
    if (revisions[i].sql_hash == migrations[i].sql_hash) continue;
    return absl::FailedPreconditionError(
        absl::StrCat(migrations[i].file_name, ":1: its SQL was changed after it was applied as revision ",
                     revisions[i].number, "; restore the file and write the change as a new migration"));
  }
  return absl::OkStatus();
}

absl::StatusOr<ApplyReport> ApplyMigrations(Database& database, const std::vector<Migration>& migrations,
                                            const ApplyOptions& options) {
  if (absl::Status status = CheckIsOurs(database); !status.ok()) return status;
  int count = 0;  // of those that this run applied: another runner may apply some of them meanwhile
  absl::StatusOr<bool> applied = ApplyNext(database, migrations, options);
  for (; applied.ok() && *applied; ++count) applied = ApplyNext(database, migrations, options);
  if (!applied.ok()) return applied.status();
  const int after = static_cast<int>(migrations.size());
  return ApplyReport{after - count, after};
}

}  // namespace sipwhy
