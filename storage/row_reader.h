// How the rows of each content table become a part of Knowledge.
#ifndef SIPWHY_STORAGE_ROW_READER_H_
#define SIPWHY_STORAGE_ROW_READER_H_

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "storage/knowledge.h"
#include "storage/statement.h"

namespace sipwhy {

struct RowReader {
  absl::string_view sql;  // reads history tables as of the revision that is its one parameter
  void (*read)(const Statement& row, Knowledge& knowledge) = nullptr;
  // A table that it reads and that older knowledge bases, which are read all the same, do not have; else empty.
  absl::string_view newer_table = {};
};

// Languages, labels, templates, classes, terms, documents and ladder parties.
absl::Span<const RowReader> VocabularyRowReaders();

// Codes and what hangs on them; codes come first.
absl::Span<const RowReader> CodeRowReaders();

// Causes, numbers that are no codes, and notes on several codes.
absl::Span<const RowReader> CauseAndNoteRowReaders();

inline int Int(const Statement& row, int column) { return static_cast<int>(row.Integer(column)); }

// The citation in three columns from `column` on: rfc, section and document, which may be NULL.
inline Citation ReadCitation(const Statement& row, int column) {
  return {Int(row, column), row.Text(column + 1), row.IsNull(column + 2) ? "" : row.Text(column + 2)};
}

}  // namespace sipwhy

#endif  // SIPWHY_STORAGE_ROW_READER_H_
