#include "service/history_methods.h"

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_replace.h"
#include "absl/strings/string_view.h"
#include "service/convert.h"
#include "service/errors.h"
#include "service/page.h"
#include "storage/ledger.h"
#include "storage/revision_diff.h"
#include "storage/transaction.h"

namespace sipwhy {
namespace {

constexpr int kUsualEntries = 5;
constexpr int kMostEntries = 50;
constexpr int kUsualRows = 100;
constexpr int kMostRows = 500;
// Half of what a response may have; no row and no revision of a code comes near it.
constexpr size_t kFullPage = 512U << 10U;

// What an SQL literal stands for, as text; nullopt for NULL.
std::optional<std::string> ValueOf(absl::string_view literal) {
  if (literal == "NULL") return std::nullopt;
  if (literal.size() < 2 || literal.front() != '\'') return std::string(literal);
  return absl::StrReplaceAll(literal.substr(1, literal.size() - 2), {{"''", "'"}});
}

void FillField(const ColumnChange& column, v1::RowChange* out) {
  const std::optional<std::string> before = ValueOf(column.before);
  const std::optional<std::string> after = ValueOf(column.after);
  if (column.is_key) {
    v1::FieldValue* key = out->add_key();
    key->set_field(column.column);
    key->set_value(before.has_value() ? *before : after.value_or(""));
  } else if (before != after) {
    v1::FieldChange* field = out->add_fields();
    field->set_field(column.column);
    if (before.has_value()) field->set_before(*before);
    if (after.has_value()) field->set_after(*after);
  }
}

v1::ChangeKind KindOf(RowChange::Kind kind) {
  switch (kind) {
    case RowChange::Kind::kAdded:
      return v1::CHANGE_KIND_ADDED;
    case RowChange::Kind::kRemoved:
      return v1::CHANGE_KIND_REMOVED;
    case RowChange::Kind::kChanged:
      return v1::CHANGE_KIND_CHANGED;
  }
  return v1::CHANGE_KIND_UNSPECIFIED;
}

void ToProto(const RowChange& change, v1::RowChange* out) {
  out->set_table(change.table);
  out->set_kind(KindOf(change.kind));
  for (const ColumnChange& column : change.columns) FillField(column, out);
}

absl::Status CheckSameHistory(const Snapshot& head, Database& database) {
  absl::StatusOr<std::vector<Revision>> revisions = ReadRevisions(database);
  if (!revisions.ok()) return revisions.status();
  const auto number = static_cast<size_t>(head.revision().number);
  const bool is_same = number <= revisions->size() && (*revisions)[number - 1] == head.revision();
  return is_same ? absl::OkStatus() : BeingReplaced();
}

absl::Status CheckRevision(const Snapshot& head, absl::string_view field, int revision) {
  if (revision < 0) return NegativeRevision(field, revision);
  return revision > head.revision().number ? NoSuchRevision(revision, head.revision().number) : absl::OkStatus();
}

// Where the page begins that `page_token` asks for; `first` when it is empty.
absl::StatusOr<int> PageBegin(const std::string& page_token, int first) {
  if (page_token.empty()) return first;
  absl::StatusOr<PageToken> token = ParsePageToken(page_token);
  if (!token.ok()) return token.status();
  return token->last;
}

// Whether the row is a text in a language other than `languages`; in none of them if these are empty.
bool IsInAnotherLanguage(const RowChange& change, const std::vector<std::string>& languages) {
  const auto column = std::find_if(change.columns.begin(), change.columns.end(),
                                   [](const ColumnChange& c) { return c.is_key && c.column == "language"; });
  if (languages.empty() || column == change.columns.end()) return false;
  const std::string& language = change.kind == RowChange::Kind::kRemoved ? column->before : column->after;
  return std::none_of(languages.begin(), languages.end(),
                      [&](const std::string& wanted) { return language == absl::StrCat("'", wanted, "'"); });
}

// Adds the entry for what `revision` changed for `code`, if it changed anything but texts in languages other than
// `languages`.
absl::Status AddEntry(const Snapshot& head, Database& database, int code, int revision,
                      const std::vector<std::string>& languages, v1::GetCodeHistoryResponse* response) {
  absl::StatusOr<std::vector<RowChange>> changes = DiffRevisionsOfCode(database, revision - 1, revision, code);
  if (!changes.ok()) return changes.status();
  std::erase_if(*changes, [&](const RowChange& change) { return IsInAnotherLanguage(change, languages); });
  if (changes->empty()) return absl::OkStatus();
  v1::CodeHistoryEntry* entry = response->add_entries();
  ToProto(head.revisions()[static_cast<size_t>(revision - 1)], entry->mutable_revision());
  for (const RowChange& change : *changes) ToProto(change, entry->add_changes());
  return absl::OkStatus();
}

}  // namespace

absl::Status Answer(const Snapshot& head, Database& database, const v1::GetCodeHistoryRequest& request,
                    v1::GetCodeHistoryResponse* response) {
  absl::StatusOr<int> code = CodeFromProto(head, request.code());
  if (!code.ok()) return code.status();
  absl::StatusOr<int> page_size = PageSize(request.page_size(), kUsualEntries, kMostEntries);
  if (!page_size.ok()) return page_size.status();
  std::vector<std::string> languages;  // every one when empty
  if (!request.language_code().empty()) {
    absl::StatusOr<std::vector<std::string>> wanted = LanguagesFromProto(head, request.language_code());
    if (!wanted.ok()) return wanted.status();
    languages = *std::move(wanted);
  }
  const int newest = head.revision().number;
  absl::StatusOr<int> before = PageBegin(request.page_token(), newest + 1);
  if (!before.ok()) return before.status();
  absl::StatusOr<Transaction> transaction = Transaction::Begin(database, Transaction::Kind::kRead);
  if (!transaction.ok()) return transaction.status();
  if (absl::Status status = CheckSameHistory(head, database); !status.ok()) return status;
  absl::StatusOr<std::vector<int>> revisions = RevisionsOfCode(database, *code);
  if (!revisions.ok()) return revisions.status();
  for (const int revision : *revisions) {
    if (revision >= std::min(*before, newest + 1)) continue;
    const bool is_full = response->entries_size() == *page_size || response->ByteSizeLong() > kFullPage;
    if (is_full) {
      const v1::CodeHistoryEntry& last = response->entries(response->entries_size() - 1);
      response->set_next_page_token(ToString({newest, last.revision().revision().number()}));
      break;
    }
    absl::Status status = AddEntry(head, database, *code, revision, languages, response);
    if (!status.ok()) return status;
  }
  return absl::OkStatus();
}

absl::Status Answer(const Snapshot& head, Database& database, const v1::DiffRevisionsRequest& request,
                    v1::DiffRevisionsResponse* response) {
  if (absl::Status status = CheckRevision(head, "before", request.before()); !status.ok()) return status;
  if (absl::Status status = CheckRevision(head, "after", request.after()); !status.ok()) return status;
  absl::StatusOr<int> page_size = PageSize(request.page_size(), kUsualRows, kMostRows);
  if (!page_size.ok()) return page_size.status();
  absl::StatusOr<int> begin = PageBegin(request.page_token(), 0);
  if (!begin.ok()) return begin.status();
  absl::StatusOr<Transaction> transaction = Transaction::Begin(database, Transaction::Kind::kRead);
  if (!transaction.ok()) return transaction.status();
  if (absl::Status status = CheckSameHistory(head, database); !status.ok()) return status;
  absl::StatusOr<std::vector<RowChange>> changes = DiffRevisions(database, request.before(), request.after());
  if (!changes.ok()) return changes.status();
  const int total = static_cast<int>(changes->size());
  int at = *begin;
  for (; at < total && response->changes_size() < *page_size && response->ByteSizeLong() <= kFullPage; ++at) {
    ToProto((*changes)[static_cast<size_t>(at)], response->add_changes());
  }
  response->set_total(total);
  if (at < total) response->set_next_page_token(ToString({head.revision().number, at}));
  return absl::OkStatus();
}

}  // namespace sipwhy
