#include "storage/sql_tokens.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "storage/sha256.h"

namespace sipwhy {
namespace {

absl::Status Unclosed(int line, absl::string_view what) {
  return absl::InvalidArgumentError(absl::StrCat(line, ": ", what, " is opened here and never closed"));
}

bool StartsWord(unsigned char c) { return absl::ascii_isalpha(c) || c == '_' || c >= 0x80; }
bool ContinuesWord(unsigned char c) { return StartsWord(c) || absl::ascii_isdigit(c) || c == '$'; }

class Tokenizer {
 public:
  explicit Tokenizer(absl::string_view sql) : rest_(sql) {}

  absl::StatusOr<std::vector<SqlToken>> Run() {
    std::vector<SqlToken> tokens;
    while (true) {
      if (absl::Status status = SkipBlank(); !status.ok()) return status;
      if (rest_.empty()) return tokens;
      absl::StatusOr<size_t> length = TokenLength();
      if (!length.ok()) return length.status();
      tokens.push_back({rest_.substr(0, *length), line_});
      Advance(*length);
    }
  }

 private:
  void Advance(size_t length) {
    line_ += static_cast<int>(std::count(rest_.begin(), rest_.begin() + static_cast<std::ptrdiff_t>(length), '\n'));
    rest_.remove_prefix(length);
  }

  absl::Status SkipBlank() {
    while (!rest_.empty()) {
      if (absl::ascii_isspace(static_cast<unsigned char>(rest_[0]))) {
        Advance(1);
      } else if (absl::StartsWith(rest_, "--")) {
        Advance(std::min(rest_.find('\n'), rest_.size()));
      } else if (absl::StartsWith(rest_, "/*")) {
        const size_t end = rest_.find("*/", 2);
        if (end == absl::string_view::npos) return Unclosed(line_, "a comment");
        Advance(end + 2);
      } else {
        break;
      }
    }
    return absl::OkStatus();
  }

  absl::StatusOr<size_t> TokenLength() const {
    const auto first = static_cast<unsigned char>(rest_[0]);
    const bool blob = absl::StartsWithIgnoreCase(rest_, "x'");
    if (first == '\'' || blob) return QuotedLength(blob ? 1 : 0, '\'', "a string");
    if (first == '"') return QuotedLength(0, '"', "a quoted name");
    if (first == '`') return QuotedLength(0, '`', "a quoted name");
    if (first == '[') return QuotedLength(0, ']', "a quoted name");
    if (StartsWord(first)) return WordLength();
    if (absl::ascii_isdigit(first)) return NumberLength();
    if (absl::ascii_isprint(first)) return OperatorLength();
    return absl::InvalidArgumentError(absl::StrCat(line_, ": the byte 0x", absl::Hex(first), " starts nothing in SQL"));
  }

  // The length of a quoted token whose opening quote stands at `open`; a doubled closing quote stands for itself.
  absl::StatusOr<size_t> QuotedLength(size_t open, char close, absl::string_view what) const {
    for (size_t i = open + 1; i < rest_.size(); ++i) {
      if (rest_[i] != close) continue;
      const bool doubled = close != ']' && i + 1 < rest_.size() && rest_[i + 1] == close;
      if (!doubled) return i + 1;
      ++i;
    }
    return Unclosed(line_, what);
  }

  size_t WordLength() const {
    size_t length = 1;
    while (length < rest_.size() && ContinuesWord(static_cast<unsigned char>(rest_[length]))) ++length;
    return length;
  }

  size_t NumberLength() const {
    size_t length = 1;
    while (length < rest_.size() &&
           (absl::ascii_isalnum(static_cast<unsigned char>(rest_[length])) || rest_[length] == '.')) {
      ++length;
    }
    return length;
  }

  size_t OperatorLength() const {
    for (absl::string_view two : {"||", "<=", ">=", "<>", "!=", "==", "<<", ">>", "->"}) {
      if (absl::StartsWith(rest_, two)) return absl::StartsWith(rest_, "->>") ? 3 : 2;
    }
    return 1;
  }

  absl::string_view rest_;
  int line_ = 1;
};

SqlStatement ToStatement(std::vector<SqlToken> tokens) {
  const char* begin = tokens.front().text.data();
  const char* end = tokens.back().text.data() + tokens.back().text.size();
  const int line = tokens.front().line;
  return {std::string(begin, end), std::move(tokens), line};
}

}  // namespace

bool SqlToken::Is(absl::string_view keyword) const { return absl::EqualsIgnoreCase(text, keyword); }

absl::StatusOr<std::vector<SqlToken>> SqlTokens(absl::string_view sql) { return Tokenizer(sql).Run(); }

absl::StatusOr<std::vector<SqlStatement>> SqlStatements(absl::string_view sql) {
  absl::StatusOr<std::vector<SqlToken>> tokens = SqlTokens(sql);
  if (!tokens.ok()) return tokens.status();
  std::vector<SqlStatement> statements;
  std::vector<SqlToken> current;
  for (const SqlToken& token : *tokens) {
    if (token.text != ";") {
      current.push_back(token);
    } else if (!current.empty()) {
      statements.push_back(ToStatement(std::exchange(current, {})));
    }
  }
  if (!current.empty()) statements.push_back(ToStatement(std::move(current)));
  return statements;
}

std::string TokenChecksum(const std::vector<SqlStatement>& statements) {
  std::string canonical;
  for (const SqlStatement& statement : statements) {
    // The length keeps two tokens from reading as one.
    for (const SqlToken& token : statement.tokens) absl::StrAppend(&canonical, token.text.size(), ":", token.text);
    absl::StrAppend(&canonical, ";");
  }
  return Sha256Hex(canonical);
}

}  // namespace sipwhy
