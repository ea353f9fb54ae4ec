#include "storage/knowledge_reader.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "storage/ledger.h"
#include "storage/row_reader.h"
#include "storage/statement.h"
#include "storage/transaction.h"

namespace sipwhy {
namespace {

absl::Status ReadRows(Database& database, const RowReader& reader, Knowledge& knowledge) {
  if (!reader.newer_table.empty()) {
    absl::StatusOr<bool> has_table = database.HasTable(reader.newer_table);
    if (!has_table.ok() || !*has_table) return has_table.status();
  }
  Statement query(database, reader.sql);
  query.Bind(1, knowledge.revision.number);
  while (true) {
    absl::StatusOr<bool> has_row = query.Step();
    if (!has_row.ok()) return has_row.status();
    if (!*has_row) return absl::OkStatus();
    reader.read(query, knowledge);
  }
}

absl::Status NoSuchRevision(int revision, size_t newest) {
  return absl::NotFoundError(absl::StrCat("there is no revision ", revision, "; the knowledge base has 1 to ", newest));
}

}  // namespace

absl::StatusOr<Knowledge> ReadKnowledge(Database& database, int revision) {
  absl::StatusOr<Transaction> transaction = Transaction::Begin(database, Transaction::Kind::kRead);
  if (!transaction.ok()) return transaction.status();
  absl::StatusOr<std::vector<Revision>> revisions = ReadRevisions(database);
  if (!revisions.ok()) return revisions.status();
  if (revision < 1 || static_cast<size_t>(revision) > revisions->size()) {
    return NoSuchRevision(revision, revisions->size());
  }
  Knowledge knowledge;
  knowledge.revision = (*revisions)[static_cast<size_t>(revision - 1)];
  for (const auto& readers : {VocabularyRowReaders(), CodeRowReaders(), CauseAndNoteRowReaders()}) {
    for (const RowReader& reader : readers) {
      absl::Status read = ReadRows(database, reader, knowledge);
      if (absl::IsInternal(read)) {
        return absl::FailedPreconditionError(
            "the knowledge base lacks a table; bring it up to date with sipwhy-kb apply");
      }
      if (!read.ok()) return read;
    }
  }
  return knowledge;
}

}  // namespace sipwhy
