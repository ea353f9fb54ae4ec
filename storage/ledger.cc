#include "storage/ledger.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "storage/sha256.h"
#include "storage/statement.h"

namespace sipwhy {
namespace {

// kb_context holds the revision that is being written while a migration runs and is empty otherwise, so a row that
// somebody changes by hand finds no revision for its history and is refused.
constexpr char kCreateLedgerSql[] =
    "CREATE TABLE kb_revision ("
    "  revision INTEGER NOT NULL PRIMARY KEY,"
    "  kind TEXT NOT NULL CHECK (kind IN ('schema', 'content')),"
    "  title TEXT NOT NULL,"
    "  author TEXT NOT NULL,"
    "  date TEXT NOT NULL,"
    "  refs TEXT NOT NULL,"
    "  notes TEXT NOT NULL,"
    "  file_name TEXT NOT NULL,"
    "  reader INTEGER NOT NULL,"
    "  sql_hash TEXT NOT NULL,"
    "  content_hash TEXT NOT NULL,"
    "  chain_hash TEXT NOT NULL"
    ") STRICT;"
    "CREATE TABLE kb_context ("
    "  one INTEGER NOT NULL PRIMARY KEY CHECK (one = 1),"
    "  revision INTEGER NOT NULL"
    ") STRICT;";

constexpr char kHasLedgerSql[] = "SELECT COUNT(*) FROM sqlite_schema WHERE type = 'table' AND name = 'kb_revision'";

constexpr char kHeadSql[] = "SELECT COALESCE(MAX(revision), 0) FROM kb_revision";

constexpr char kReadRevisionsSql[] =
    "SELECT revision, kind, title, author, date, refs, notes, file_name, reader, sql_hash, content_hash, chain_hash"
    " FROM kb_revision ORDER BY revision";

constexpr char kAppendRevisionSql[] =
    "INSERT INTO kb_revision (revision, kind, title, author, date, refs, notes, file_name, reader, sql_hash,"
    " content_hash, chain_hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

Revision ReadRevision(const Statement& row) {
  Revision revision;
  revision.number = static_cast<int>(row.Integer(0));
  revision.kind = row.Text(1);
  revision.title = row.Text(2);
  revision.author = row.Text(3);
  revision.date = row.Text(4);
  revision.refs = row.Text(5);
  revision.notes = row.Text(6);
  revision.file_name = row.Text(7);
  revision.reader = static_cast<int>(row.Integer(8));
  revision.sql_hash = row.Text(9);
  revision.content_hash = row.Text(10);
  revision.chain_hash = row.Text(11);
  return revision;
}

// Titles and notes are left out, so that mending a typo in an applied file's header breaks nobody.
std::string ChainHash(const std::string& previous, const Revision& revision) {
  return Sha256Hex(absl::StrCat(previous, "\n", revision.number, "\n", revision.kind, "\n", revision.reader, "\n",
                                revision.sql_hash, "\n", revision.content_hash, "\n"));
}

absl::StatusOr<bool> HasLedger(Database& database) {
  absl::StatusOr<int64_t> count = database.ReadInteger(kHasLedgerSql);
  if (!count.ok()) return count.status();
  return *count > 0;
}

}  // namespace

absl::Status CreateLedger(Database& database) { return database.Execute(kCreateLedgerSql); }

absl::StatusOr<int> HeadRevision(Database& database) {
  absl::StatusOr<bool> has_ledger = HasLedger(database);
  if (!has_ledger.ok()) return has_ledger.status();
  if (!*has_ledger) return 0;
  absl::StatusOr<int64_t> head = database.ReadInteger(kHeadSql);
  if (!head.ok()) return head.status();
  return static_cast<int>(*head);
}

absl::StatusOr<std::vector<Revision>> ReadRevisions(Database& database) {
  std::vector<Revision> revisions;
  absl::StatusOr<bool> has_ledger = HasLedger(database);
  if (!has_ledger.ok()) return has_ledger.status();
  if (!*has_ledger) return revisions;
  Statement query(database, kReadRevisionsSql);
  while (true) {
    absl::StatusOr<bool> has_row = query.Step();
    if (!has_row.ok()) return has_row.status();
    if (!*has_row) return revisions;
    revisions.push_back(ReadRevision(query));
  }
}

Revision NextRevision(const std::vector<Revision>& earlier, const Migration& migration, std::string content_hash) {
  Revision revision;
  revision.number = migration.number;
  revision.kind = std::string(ToString(migration.kind));
  revision.title = migration.title;
  revision.author = migration.author;
  revision.date = migration.date;
  revision.refs = migration.refs;
  revision.notes = migration.notes;
  revision.file_name = migration.file_name;
  revision.reader = std::max(migration.reader, earlier.empty() ? 1 : earlier.back().reader);
  revision.sql_hash = migration.sql_hash;
  revision.content_hash = std::move(content_hash);
  revision.chain_hash = ChainHash(earlier.empty() ? "" : earlier.back().chain_hash, revision);
  return revision;
}

absl::Status AppendRevision(Database& database, const Revision& revision) {
  Statement insert(database, kAppendRevisionSql);
  insert.Bind(1, revision.number).Bind(2, revision.kind).Bind(3, revision.title).Bind(4, revision.author);
  insert.Bind(5, revision.date).Bind(6, revision.refs).Bind(7, revision.notes).Bind(8, revision.file_name);
  insert.Bind(9, revision.reader).Bind(10, revision.sql_hash).Bind(11, revision.content_hash);
  absl::StatusOr<bool> inserted = insert.Bind(12, revision.chain_hash).Step();
  if (!inserted.ok()) return inserted.status();
  return database.Execute(absl::StrCat("PRAGMA user_version = ", revision.number));
}

absl::Status CheckLedger(Database& database, const std::vector<Revision>& revisions) {
  std::string previous;
  int expected = 1;
  for (const Revision& revision : revisions) {
    if (revision.number != expected) {
      return absl::DataLossError(absl::StrCat("the ledger has no revision ", expected));
    }
    if (revision.chain_hash != ChainHash(previous, revision)) {
      return absl::DataLossError(absl::StrCat("the ledger's row for revision ", expected, " was altered"));
    }
    previous = revision.chain_hash;
    ++expected;
  }
  absl::StatusOr<int64_t> user_version = database.ReadInteger("PRAGMA user_version");
  if (!user_version.ok()) return user_version.status();
  if (*user_version == expected - 1) return absl::OkStatus();
  return absl::DataLossError(
      absl::StrCat("the file says revision ", *user_version, " and its ledger ends at ", expected - 1));
}

}  // namespace sipwhy
