#include "bot/parser/token.h"

#include <algorithm>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "bot/parser/code_point.h"
#include "unicode/uchar.h"

namespace sipwhy::bot {
namespace {

constexpr size_t kMaxDigits = 6;

// Words that hold digits and dots of their own.
constexpr absl::string_view kCompoundWords[] = {"sip/2.0", "http/1.1", "http/1.0", "http/2.0",
                                                "http/2",  "http/3",   "q.850"};

char32_t LetterAt(absl::string_view text, size_t position) { return CodePointAt(text, position).value; }

size_t WidthAt(absl::string_view text, size_t position) { return CodePointAt(text, position).width; }

class Scanner {
 public:
  Scanner(absl::string_view text, const Vocabulary& vocabulary) : text_(text), vocabulary_(vocabulary) {}

  std::vector<Token> Scan() {
    while (position_ < text_.size()) ScanOne();
    return std::move(tokens_);
  }

 private:
  void ScanOne() {
    const char32_t c = LetterAt(text_, position_);
    if (c == ' ') {
      ++position_;
      spaced_ = true;
    } else if (c == '\n') {
      Add(Token::Kind::kLineBreak, 1);
      spaced_ = true;
    } else if (c >= '0' && c <= '9') {
      ScanNumber();
    } else if (IsLetter(c)) {
      ScanWord(c);
    } else if (c == '\'' && HangsOnNumber()) {
      position_ = EndOfLetters(position_ + 1);
    } else {
      Add(Token::Kind::kSymbol, WidthAt(text_, position_));
    }
  }

  Token& Add(Token::Kind kind, size_t length) {
    tokens_.push_back({.kind = kind, .text = text_.substr(position_, length), .spaced = spaced_});
    position_ += length;
    spaced_ = false;
    return tokens_.back();
  }

  void ScanNumber() {
    const size_t end = std::min(text_.find_first_not_of("0123456789", position_), text_.size());
    const absl::string_view digits = text_.substr(position_, end - position_);
    if (BeginsListItem(end)) {
      position_ = end + 1;
    } else if (const size_t length = ClassLength(digits, end); length > 0) {
      Add(Token::Kind::kClass, length).value = digits[0] - '0';
    } else {
      Add(Token::Kind::kNumber, digits.size()).value = ValueOf(digits);
    }
  }

  static int ValueOf(absl::string_view digits) {
    int value = Token::kNoValue;
    if (digits.size() > kMaxDigits || (digits.size() > 1 && digits[0] == '0')) return Token::kNoValue;
    return absl::SimpleAtoi(digits, &value) ? value : Token::kNoValue;
  }

  bool BeginsListItem(size_t end) const {
    const bool at_line_start = tokens_.empty() || tokens_.back().kind == Token::Kind::kLineBreak;
    if (!at_line_start || end - position_ > 2 || end + 2 >= text_.size()) return false;
    return (text_[end] == '.' || text_[end] == ')') && text_[end + 1] == ' ' &&
           text_.find_first_not_of(' ', end + 1) != absl::string_view::npos;
  }

  // Returns the length of "4xx", "4xxs" or "4**" at the position, or 0.
  size_t ClassLength(absl::string_view digits, size_t end) const {
    if (digits.size() != 1 || digits[0] < '1' || digits[0] > '6') return 0;
    if (!spaced_ && !tokens_.empty() && !MayTouchClass(tokens_.back())) return 0;
    const absl::string_view rest = text_.substr(end);
    if (absl::StartsWith(rest, "**")) {
      const bool bold = !spaced_ && !tokens_.empty() && tokens_.back().IsSymbol("*");
      return !bold && !Continues(end + 2) ? 3 : 0;
    }
    if (!absl::StartsWith(rest, "xx")) return 0;
    const size_t plural = absl::StartsWith(rest, "xxs") ? 1 : 0;
    return Continues(end + 2 + plural) ? 0 : 3 + plural;
  }

  static bool MayTouchClass(const Token& before) {
    if (before.IsWord()) return before.unspaced_script;
    return !before.IsNumber() && !before.IsSymbol(".") && !before.IsSymbol("$") && !before.IsSymbol("@");
  }

  bool Continues(size_t position) const {
    const char32_t c = LetterAt(text_, position);
    return c == '*' || u_isdigit(static_cast<UChar32>(c)) || (IsLetter(c) && !IsUnspaced(c));
  }

  bool HangsOnNumber() const {
    return !spaced_ && !tokens_.empty() && tokens_.back().IsNumber() && IsLetter(LetterAt(text_, position_ + 1));
  }

  void ScanWord(char32_t first) {
    if (const size_t length = CompoundLength(); length > 0) {
      AddWord(length);
    } else if (IsUnspaced(first)) {
      const size_t known = vocabulary_.LongestPrefix(text_.substr(position_));
      AddWord(known > 0 ? known : WidthAt(text_, position_)).unspaced_script = true;
    } else {
      AddWord(EndOfWord() - position_);
    }
  }

  Token& AddWord(size_t length) {
    Token& word = Add(Token::Kind::kWord, length);
    if (const KnownWord* known = vocabulary_.Find(word.text)) {
      word.roles = known->roles;
      word.telling = known->telling;
    }
    return word;
  }

  size_t CompoundLength() const {
    const absl::string_view rest = text_.substr(position_);
    for (absl::string_view word : kCompoundWords) {
      if (absl::StartsWith(rest, word) && !u_isalnum(static_cast<UChar32>(LetterAt(text_, position_ + word.size()))))
        return word.size();
    }
    return absl::StartsWith(rest, "q850") && !u_isalnum(static_cast<UChar32>(LetterAt(text_, position_ + 4))) ? 4 : 0;
  }

  size_t EndOfLetters(size_t position) const {
    for (char32_t c = LetterAt(text_, position); IsLetter(c) && !IsUnspaced(c); c = LetterAt(text_, position)) {
      position += WidthAt(text_, position);
    }
    return position;
  }

  // "what's" is one word; of "l'erreur" and "dell'errore" each part is one.
  size_t EndOfWord() const {
    const size_t end = EndOfLetters(position_);
    if (LetterAt(text_, end) != '\'') return end;
    const size_t whole = EndOfLetters(end + 1);
    return vocabulary_.Find(text_.substr(position_, whole - position_)) != nullptr ? whole : end;
  }

  absl::string_view text_;
  const Vocabulary& vocabulary_;
  size_t position_ = 0;
  bool spaced_ = true;
  std::vector<Token> tokens_;
};

}  // namespace

std::vector<Token> ScanTokens(absl::string_view text, const Vocabulary& vocabulary) {
  return Scanner(text, vocabulary).Scan();
}

}  // namespace sipwhy::bot
