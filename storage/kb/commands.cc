#include "storage/kb/commands.h"

#include <algorithm>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "service/aspects.h"
#include "service/explain.h"
#include "service/snapshot.h"
#include "storage/coverage.h"
#include "storage/database.h"
#include "storage/format.h"
#include "storage/invariants.h"
#include "storage/kb/answer_changes.h"
#include "storage/kb/answer_text.h"
#include "storage/kb/new_migration.h"
#include "storage/knowledge_reader.h"
#include "storage/ledger.h"
#include "storage/migration.h"
#include "storage/migrator.h"
#include "storage/revision_diff.h"
#include "storage/statement.h"
#include "storage/translation_rules.h"
#include "storage/verification.h"

namespace sipwhy {
namespace {

constexpr size_t kMostShown = 20;
constexpr size_t kShortHash = 12;

std::string ShortHash(const std::string& hash) { return hash.substr(0, kShortHash); }

// A title stands on one line of the header.
std::string OneLine(std::string text) {
  std::replace_if(
      text.begin(), text.end(), [](unsigned char c) { return absl::ascii_iscntrl(c); }, ' ');
  return text;
}

// "1 row", "2 rows".
std::string Count(size_t count, absl::string_view thing) {
  return absl::StrCat(count, " ", thing, count == 1 ? "" : "s");
}

// Reads the folder, and tells what to do about a file that is wrong.
absl::StatusOr<std::vector<Migration>> ReadFolder(const Workplace& place) {
  absl::StatusOr<std::vector<Migration>> migrations = ReadMigrations(place.migrations);
  if (!absl::IsInvalidArgument(migrations.status())) return migrations;
  return absl::InvalidArgumentError(
      absl::StrCat(migrations.status().message(), "\nnothing was applied; correct it, then: sipwhy-kb lint"));
}

absl::Status CheckAll(Database& database) {
  if (absl::Status status = CheckKnowledge(database); !status.ok()) return status;
  return CheckTranslations(database);
}

// Applies what is pending, and tells what to do about a migration that fails. A knowledge base that is made from
// nothing has its translations judged once, with the last migration: that is most of the work.
absl::StatusOr<ApplyReport> Apply(Database& database, const std::vector<Migration>& migrations,
                                  const std::function<void(const Revision&)>& on_applied) {
  const absl::StatusOr<int> head = HeadRevision(database);
  const bool from_nothing = !head.ok() || *head == 0;
  size_t checked = 0;
  const auto check = [&](Database& changed) {
    const bool is_last = ++checked == migrations.size();
    return from_nothing && !is_last ? CheckKnowledge(changed) : CheckAll(changed);
  };
  absl::StatusOr<ApplyReport> report =
      ApplyMigrations(database, migrations, {.check = check, .on_applied = on_applied});
  if (!absl::IsInvalidArgument(report.status())) return report;
  return absl::InvalidArgumentError(
      absl::StrCat(report.status().message(), "\nnothing of this file was applied; correct it, then: sipwhy-kb lint"));
}

// A line for each language that is not English: how much of what English says it says too, and what it lacks.
absl::Status PrintCoverage(Database& database, bool everything, std::ostream& out) {
  const absl::StatusOr<std::vector<LanguageCoverage>> languages = FindCoverage(database);
  if (!languages.ok()) return languages.status();
  for (const LanguageCoverage& language : *languages) {
    const int has = language.texts - language.lacking;
    out << absl::StreamFormat("  %-8s %-20s %5d of %d texts, %3d%%: %s\n", language.language, language.name, has,
                              language.texts, language.texts == 0 ? 0 : has * 100 / language.texts,
                              LacksInWords(language));
    if (!everything) continue;
    for (const KindCoverage& kind : language.kinds) {
      for (const std::string& text : kind.lacking) out << "    lacks " << text << "\n";
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<int> Replay(const std::vector<Migration>& migrations, Database& database) {
  absl::StatusOr<ApplyReport> report = Apply(database, migrations, [](const Revision&) {});
  if (!report.ok()) return report.status();
  return report->after;
}

// A snapshot of `revision`; an empty one for 0.
absl::StatusOr<Snapshot> ReadSnapshot(Database& database, int revision) {
  if (revision == 0) return Snapshot(Knowledge(), {});
  absl::StatusOr<Knowledge> knowledge = ReadKnowledge(database, revision);
  if (!knowledge.ok()) return knowledge.status();
  return Snapshot(*std::move(knowledge), {});
}

// An empty database in memory, or a copy of the file if there is one.
absl::StatusOr<Database> CopyInMemory(const std::string& path) {
  absl::StatusOr<Database> copy = Database::OpenInMemory();
  if (!copy.ok() || !std::filesystem::exists(path)) return copy;
  absl::StatusOr<Database> file = OpenFile(path, Database::Mode::kRead);
  if (!file.ok()) return file.status();
  if (absl::Status status = file->CopyTo(*copy); !status.ok()) return status;
  return copy;
}

void PrintRowChange(const RowChange& change, std::ostream& out) {
  const char* sign = change.kind == RowChange::Kind::kAdded     ? "+"
                     : change.kind == RowChange::Kind::kRemoved ? "-"
                                                                : "~";
  out << "  " << sign << " " << change.table << " (" << change.Key() << ")\n";
  for (const ColumnChange& column : change.columns) {
    if (column.is_key || column.before == column.after) continue;
    if (change.kind != RowChange::Kind::kAdded) out << "      " << column.column << " was " << column.before << "\n";
    if (change.kind != RowChange::Kind::kRemoved) out << "      " << column.column << " is  " << column.after << "\n";
  }
}

// Prints the first 20 of `items`, or all, and how many were left out.
template <typename Item, typename Print>
void PrintSome(const std::vector<Item>& items, bool everything, std::ostream& out, Print print) {
  const size_t shown = everything ? items.size() : std::min(items.size(), kMostShown);
  for (size_t i = 0; i < shown; ++i) print(items[i]);
  if (shown < items.size()) out << "  … and " << items.size() - shown << " more; add --all to see them\n";
}

void PrintAnswerChange(const AnswerChange& change, std::ostream& out) {
  out << "  " << change.question << "\n";
  for (const LineChange& line : change.lines) {
    out << "    " << line.place << "\n";
    if (!line.before.empty()) out << "      - " << line.before << "\n";
    if (!line.after.empty()) out << "      + " << line.after << "\n";
  }
}

absl::Status CheckRevisionExists(int revision, size_t newest) {
  if (revision >= 1 && static_cast<size_t>(revision) <= newest) return absl::OkStatus();
  return absl::NotFoundError(absl::StrCat("there is no revision ", revision, "; there are 1 to ", newest));
}

// What one row of a revision became: undone by going from its state after to its state before.
RowChange Inverse(RowChange change) {
  for (ColumnChange& column : change.columns) std::swap(column.before, column.after);
  if (change.kind == RowChange::Kind::kAdded) {
    change.kind = RowChange::Kind::kRemoved;
  } else if (change.kind == RowChange::Kind::kRemoved) {
    change.kind = RowChange::Kind::kAdded;
  }
  return change;
}

constexpr char kSecondKeysSql[] = "SELECT COUNT(*) FROM pragma_index_list(?) WHERE \"unique\" = 1 AND origin <> 'pk'";

// The statements that undo `changes`. Rows go before others come, and where a table is unique in more than its key a
// changed row goes and comes too: two rows may have taken each other's places.
absl::StatusOr<std::string> UndoSql(Database& database, const std::vector<RowChange>& changes) {
  std::string going;
  std::string coming;
  for (const RowChange& change : changes) {
    RowChange undo = Inverse(change);
    Statement second_keys(database, kSecondKeysSql);
    absl::StatusOr<bool> has_row = second_keys.Bind(1, change.table).Step();
    if (!has_row.ok()) return has_row.status();
    if (undo.kind == RowChange::Kind::kChanged && second_keys.Integer(0) > 0) {
      undo.kind = RowChange::Kind::kRemoved;
      absl::StrAppend(&going, ToSql(undo), "\n");
      undo.kind = RowChange::Kind::kAdded;
    }
    absl::StrAppend(undo.kind == RowChange::Kind::kRemoved ? &going : &coming, ToSql(undo), "\n");
  }
  return going + coming;
}

// The row that both diffs touch, or nullopt.
std::optional<std::string> SharedRow(const std::vector<RowChange>& first, const std::vector<RowChange>& second) {
  for (const RowChange& a : first) {
    for (const RowChange& b : second) {
      if (a.table == b.table && a.Key() == b.Key()) return absl::StrCat(a.table, " (", a.Key(), ")");
    }
  }
  return std::nullopt;
}

absl::Status CompareWithReplay(const std::vector<Migration>& migrations, const std::vector<Revision>& revisions) {
  absl::StatusOr<Database> database = Database::OpenInMemory();
  if (!database.ok()) return database.status();
  absl::StatusOr<int> replayed = Replay(migrations, *database);
  if (!replayed.ok()) return replayed.status();
  absl::StatusOr<std::vector<Revision>> expected = ReadRevisions(*database);
  if (!expected.ok()) return expected.status();
  for (size_t i = 0; i < revisions.size(); ++i) {
    if ((*expected)[i].chain_hash == revisions[i].chain_hash) continue;
    return absl::DataLossError(absl::StrCat("revision ", i + 1, " is not what ", migrations[i].file_name, " makes"));
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status RunNew(const Workplace& place, const std::string& title) {
  absl::StatusOr<std::vector<Migration>> migrations = ReadFolder(place);
  if (!migrations.ok()) return migrations.status();
  const NewMigration migration = {
      .number = static_cast<int>(migrations->size()) + 1,
      .title = OneLine(title),
      .body = "-- Fill in the header, then write INSERT, UPDATE and DELETE on the tables of 0001 here.\n"};
  absl::StatusOr<std::string> path = WriteMigration(place.migrations, migration, place.now);
  if (!path.ok()) return path.status();
  place.out << *path << "\nFill it in, then: sipwhy-kb lint, sipwhy-kb preview, sipwhy-kb apply\n";
  return absl::OkStatus();
}

absl::Status RunLint(const Workplace& place, bool everything) {
  absl::StatusOr<std::vector<Migration>> migrations = ReadFolder(place);
  if (!migrations.ok()) return migrations.status();
  absl::StatusOr<Database> database = Database::OpenInMemory();
  if (!database.ok()) return database.status();
  absl::StatusOr<int> replayed = Replay(*migrations, *database);
  if (!replayed.ok()) return replayed.status();
  place.out << *replayed << " migrations are clean\n";
  return PrintCoverage(*database, everything, place.out);
}

absl::Status RunPreview(const Workplace& place, bool everything) {
  absl::StatusOr<std::vector<Migration>> migrations = ReadFolder(place);
  if (!migrations.ok()) return migrations.status();
  absl::StatusOr<Database> copy = CopyInMemory(place.database);
  if (!copy.ok()) return copy.status();
  absl::StatusOr<ApplyReport> report = Apply(*copy, *migrations, [](const Revision&) {});
  if (!report.ok()) return report.status();
  if (report->before == report->after) {
    place.out << "nothing is pending: the knowledge base is at revision " << report->after << "\n";
    return absl::OkStatus();
  }
  absl::StatusOr<std::vector<RowChange>> rows = DiffRevisions(*copy, report->before, report->after);
  if (!rows.ok()) return rows.status();
  absl::StatusOr<Snapshot> before = ReadSnapshot(*copy, report->before);
  if (!before.ok()) return before.status();
  absl::StatusOr<Snapshot> after = ReadSnapshot(*copy, report->after);
  if (!after.ok()) return after.status();
  place.out << "from revision " << report->before << " to " << report->after << ": changes "
            << Count(rows->size(), "row") << "\n";
  PrintSome(*rows, everything, place.out, [&](const RowChange& row) { PrintRowChange(row, place.out); });
  const std::vector<AnswerChange> answers = FindAnswerChanges(*before, *after);
  place.out << "changes " << Count(answers.size(), "answer") << "\n";
  PrintSome(answers, everything, place.out, [&](const AnswerChange& answer) { PrintAnswerChange(answer, place.out); });
  place.out << "nothing was written; apply it with: sipwhy-kb apply\n";
  return absl::OkStatus();
}

absl::Status RunApply(const Workplace& place) {
  absl::StatusOr<std::vector<Migration>> migrations = ReadFolder(place);
  if (!migrations.ok()) return migrations.status();
  absl::StatusOr<Database> database = OpenFile(place.database, Database::Mode::kCreate);
  if (!database.ok()) return database.status();
  absl::StatusOr<ApplyReport> report = Apply(*database, *migrations, [&](const Revision& revision) {
    place.out << "applied " << revision.file_name << ": " << revision.title << std::endl;
  });
  if (!report.ok()) return report.status();
  place.out << (report->before == report->after ? "nothing to do: the" : "the") << " knowledge base is at revision "
            << report->after << "\n";
  return absl::OkStatus();
}

absl::Status RunStatus(const Workplace& place) {
  absl::StatusOr<std::vector<Migration>> migrations = ReadFolder(place);
  if (!migrations.ok()) return migrations.status();
  std::vector<Revision> revisions;
  absl::StatusOr<Database> database = absl::NotFoundError("there is no file");
  if (std::filesystem::exists(place.database)) {
    database = OpenFile(place.database, Database::Mode::kRead);
    if (!database.ok()) return database.status();
    if (absl::Status status = CheckIsOurs(*database); !status.ok()) return status;
    absl::StatusOr<std::vector<Revision>> ledger = ReadRevisions(*database);
    if (!ledger.ok()) return ledger.status();
    revisions = *std::move(ledger);
  }
  place.out << place.database << ": ";
  if (revisions.empty()) {
    place.out << "empty\n";
  } else {
    place.out << "revision " << revisions.size() << ", content " << ShortHash(revisions.back().content_hash) << "\n";
  }
  if (absl::Status status = CheckAgainstLedger(*migrations, revisions); !status.ok()) return status;
  place.out << place.migrations << ": " << migrations->size() << " migrations, "
            << migrations->size() - revisions.size() << " pending\n";
  for (size_t i = revisions.size(); i < migrations->size(); ++i) {
    place.out << "  " << (*migrations)[i].file_name << ": " << (*migrations)[i].title << "\n";
  }
  return revisions.empty() ? absl::OkStatus() : PrintCoverage(*database, false, place.out);
}

absl::Status RunVerify(const Workplace& place) {
  absl::StatusOr<Database> database = OpenKnowledgeBase(place.database);
  if (!database.ok()) return database.status();
  if (absl::Status status = VerifyKnowledgeBase(*database); !status.ok()) return status;
  if (absl::Status status = CheckAll(*database); !status.ok()) return status;
  absl::StatusOr<std::vector<Revision>> revisions = ReadRevisions(*database);
  if (!revisions.ok()) return revisions.status();
  absl::StatusOr<std::vector<Migration>> migrations = ReadFolder(place);
  if (!migrations.ok()) return migrations.status();
  if (absl::Status status = CheckAgainstLedger(*migrations, *revisions); !status.ok()) return status;
  if (absl::Status status = CompareWithReplay(*migrations, *revisions); !status.ok()) return status;
  place.out << "whole: " << revisions->size() << " revisions, content " << revisions->back().content_hash << "\n";
  return absl::OkStatus();
}

absl::Status RunLog(const Workplace& place) {
  absl::StatusOr<Database> database = OpenKnowledgeBase(place.database);
  if (!database.ok()) return database.status();
  absl::StatusOr<std::vector<Revision>> revisions = ReadRevisions(*database);
  if (!revisions.ok()) return revisions.status();
  std::reverse(revisions->begin(), revisions->end());
  for (const Revision& revision : *revisions) {
    place.out << revision.number << "  " << revision.date << "  " << ShortHash(revision.content_hash) << "  "
              << revision.title << "\n   " << revision.notes << "\n   " << revision.kind << " by " << revision.author
              << ", after " << revision.refs << "\n";
  }
  return absl::OkStatus();
}

absl::Status RunDiff(const Workplace& place, int before, int after) {
  absl::StatusOr<Database> database = OpenKnowledgeBase(place.database);
  if (!database.ok()) return database.status();
  absl::StatusOr<int> head = HeadRevision(*database);
  if (!head.ok()) return head.status();
  for (int revision : {before, after}) {
    if (revision == 0) continue;  // the empty knowledge base
    if (absl::Status s = CheckRevisionExists(revision, static_cast<size_t>(*head)); !s.ok()) return s;
  }
  absl::StatusOr<std::vector<RowChange>> changes = DiffRevisions(*database, before, after);
  if (!changes.ok()) return changes.status();
  place.out << Count(changes->size(), "row") << " changed from revision " << before << " to " << after << "\n";
  for (const RowChange& change : *changes) PrintRowChange(change, place.out);
  return absl::OkStatus();
}

absl::Status RunShow(const Workplace& place, int code, int revision, const std::string& language) {
  absl::StatusOr<Database> database = OpenKnowledgeBase(place.database);
  if (!database.ok()) return database.status();
  absl::StatusOr<int> head = HeadRevision(*database);
  if (!head.ok()) return head.status();
  const int wanted = revision == 0 ? *head : revision;
  if (absl::Status s = CheckRevisionExists(wanted, static_cast<size_t>(*head)); !s.ok()) return s;
  absl::StatusOr<Snapshot> snapshot = ReadSnapshot(*database, wanted);
  if (!snapshot.ok()) return snapshot.status();
  if (!HasClass(code) && snapshot->FindStray(code) == nullptr) {
    return absl::InvalidArgumentError(absl::StrCat("code ", code, " is outside [100, 699]"));
  }
  const CodeAnswer answer = AnswerCode(*snapshot, code, snapshot->LanguagesFor(language));
  place.out << code << " at revision " << wanted << "\n" << ToText(LinesOf(answer));
  return absl::OkStatus();
}

absl::Status RunRevert(const Workplace& place, int revision) {
  absl::StatusOr<Database> database = OpenKnowledgeBase(place.database);
  if (!database.ok()) return database.status();
  absl::StatusOr<std::vector<Revision>> revisions = ReadRevisions(*database);
  if (!revisions.ok()) return revisions.status();
  if (absl::Status s = CheckRevisionExists(revision, revisions->size()); !s.ok()) return s;
  const Revision& reverted = (*revisions)[static_cast<size_t>(revision - 1)];
  if (reverted.kind == "schema") {
    return absl::FailedPreconditionError(absl::StrCat("revision ", revision,
                                                      " changed tables, which only a new "
                                                      "schema migration can change again"));
  }
  absl::StatusOr<std::vector<Migration>> migrations = ReadFolder(place);
  if (!migrations.ok()) return migrations.status();
  absl::StatusOr<std::vector<RowChange>> changes = DiffRevisions(*database, revision - 1, revision);
  if (!changes.ok()) return changes.status();
  absl::StatusOr<std::vector<RowChange>> later =
      DiffRevisions(*database, revision, static_cast<int>(revisions->size()));
  if (!later.ok()) return later.status();
  if (std::optional<std::string> row = SharedRow(*changes, *later)) {
    return absl::FailedPreconditionError(absl::StrCat("a later revision changed ", *row, " again; see sipwhy-kb diff ",
                                                      revision, " ", revisions->size(), " and write the migration"));
  }
  absl::StatusOr<std::string> undo = UndoSql(*database, *changes);
  if (!undo.ok()) return undo.status();
  NewMigration migration = {.number = static_cast<int>(migrations->size()) + 1,
                            .title = absl::StrCat("Revert \"", reverted.title, "\""),
                            .author = reverted.author,
                            .refs = reverted.refs,
                            .notes = absl::StrCat("Undoes revision ", revision, ", \"", reverted.title, "\".")};
  migration.body = *std::move(undo);
  absl::StatusOr<std::string> path = WriteMigration(place.migrations, migration, place.now);
  if (!path.ok()) return path.status();
  place.out << *path << "\nRead it, then: sipwhy-kb preview, sipwhy-kb apply\n";
  return absl::OkStatus();
}

}  // namespace sipwhy
