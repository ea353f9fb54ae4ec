// Cuts SQL text into tokens, as SQLite would read it.
#ifndef SIPWHY_STORAGE_SQL_TOKENS_H_
#define SIPWHY_STORAGE_SQL_TOKENS_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace sipwhy {

struct SqlToken {
  absl::string_view text;  // as written, in the text it was cut from
  int line = 0;            // counted from 1

  // Whether this is the keyword `keyword` (given in capitals), in any case.
  bool Is(absl::string_view keyword) const;
};

// A statement with the semicolon that ends it left out.
struct SqlStatement {
  std::string text;
  std::vector<SqlToken> tokens;  // views into the text that the statement was cut from
  int line = 0;                  // of its first token
};

// The tokens of `sql` without comments and white space. The views live as long as `sql` does. INVALID_ARGUMENT, with
// the line, for a string, quoted name or comment that is not closed, and for a byte that starts no token.
absl::StatusOr<std::vector<SqlToken>> SqlTokens(absl::string_view sql);

// The statements of `sql`; the last one may lack its semicolon. Knows no triggers, which migrations cannot have.
absl::StatusOr<std::vector<SqlStatement>> SqlStatements(absl::string_view sql);

// A checksum that only a change of meaning changes: 64 hexadecimal digits over the tokens, so that comments, spacing
// and line ends do not count.
std::string TokenChecksum(const std::vector<SqlStatement>& statements);

}  // namespace sipwhy

#endif  // SIPWHY_STORAGE_SQL_TOKENS_H_
