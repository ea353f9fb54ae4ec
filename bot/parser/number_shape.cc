#include "bot/parser/number_shape.h"

#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/string_view.h"
#include "bot/parser/code_point.h"
#include "unicode/uchar.h"

namespace sipwhy::bot {
namespace {

constexpr size_t kCodeDigits = 3;

// What may lead from a word to its code: "sip486", "error=503", "vs.408", "explain:301".
constexpr Roles kLeadsToCode = kCode | kBetween | kCompare | kAsk | kGet | kCause | kHttp;

bool IsOneOf(const Token& token, absl::string_view symbols) {
  return token.kind == Token::Kind::kSymbol && token.text.size() == 1 && absl::StrContains(symbols, token.text);
}

bool IsMoney(const Token& token) {
  if (token.kind != Token::Kind::kSymbol) return false;
  return u_charType(static_cast<UChar32>(CodePointAt(token.text, 0).value)) == U_CURRENCY_SYMBOL;
}

bool IsTimes(const Token& token) { return token.text == "×"; }

// The bytes that were lost here may have been digits.
bool IsLost(const Token& token) { return token.text == "\uFFFD"; }

bool Touches(Tokens tokens, size_t right) {
  return right > 0 && right < tokens.size() && !tokens[right].spaced && tokens[right].kind != Token::Kind::kLineBreak;
}

// "486s", "486er" and the like stay codes.
bool IsPluralOrCase(absl::string_view word) {
  constexpr absl::string_view kEndings[] = {"s", "er", "ers", "й", "и", "го", "ю", "я", "ка", "ку"};
  return std::find(std::begin(kEndings), std::end(kEndings), word) != std::end(kEndings);
}

// Of the separators of one letter, "v301" is a version; "301 v408" is not.
bool WordMayTouchFromLeft(Tokens tokens, size_t word) {
  if (tokens[word].unspaced_script) return true;
  if (tokens[word].text.size() == 1 && (word == 0 || !tokens[word - 1].IsNumber())) return false;
  return tokens[word].Has(kLeadsToCode & ~kGet);
}

bool WordMayTouchFromRight(const Token& word) {
  if (word.unspaced_script || IsPluralOrCase(word.text)) return true;
  return word.text.size() == 1 ? word.text == "v" : word.Has(kCode | kBetween);
}

// "301..408", "301->408", "301<>408": a run of symbols that reaches from one number to the next.
bool RunReachesNumber(Tokens tokens, size_t i) {
  size_t run = i;
  while (run > 0 && tokens[run - 1].kind == Token::Kind::kSymbol && Touches(tokens, run)) --run;
  return i - run >= 2 && (run == 0 || !Touches(tokens, run) || tokens[run - 1].IsNumber()) &&
         (tokens[run].IsSymbol(".") || IsOneOf(tokens[i - 1], ">|&"));
}

// The symbol at `i` - 1 touches the number at `i`; what touches the symbol decides.
bool SymbolMayTouchFromLeft(Tokens tokens, size_t i) {
  const Token& symbol = tokens[i - 1];
  if (IsMoney(symbol) || IsLost(symbol) || IsTimes(symbol) || IsOneOf(symbol, "%@\\^")) return false;
  const Token* before = Touches(tokens, i - 1) && i >= 2 ? &tokens[i - 2] : nullptr;
  if (symbol.IsSymbol("#") || symbol.IsSymbol("*") || symbol.IsSymbol("_")) {
    return before == nullptr || before->kind == Token::Kind::kSymbol || (before->IsWord() && before->Has(kCode));
  }
  if (!IsOneOf(symbol, "-/|&+.:=~")) return true;
  if (RunReachesNumber(tokens, i)) return true;
  if (before == nullptr) return IsOneOf(symbol, "|&");
  if (before->IsNumber()) return !IsOneOf(symbol, ".:~");
  if (before->kind == Token::Kind::kClass) return true;
  return before->IsWord() && (before->Has(kLeadsToCode) || before->unspaced_script || IsOneOf(symbol, "|&+"));
}

// The symbol at `i` + 1 touches the number at `i`.
bool SymbolMayTouchFromRight(Tokens tokens, size_t i) {
  const Token& symbol = tokens[i + 1];
  if (IsMoney(symbol) || IsLost(symbol) || IsTimes(symbol) || IsOneOf(symbol, "%@\\^#") || symbol.text == "°")
    return false;
  if (!Touches(tokens, i + 2)) return true;
  const Token& after = tokens[i + 2];
  if (after.IsNumber()) return !IsOneOf(symbol, ".:~_*'");
  if (after.IsWord() && IsOneOf(symbol, "-./_=:'")) return after.Has(kCode | kBetween) || IsPluralOrCase(after.text);
  return true;
}

// Whether the symbols from `left` to `right` join two numbers into one thing.
bool JoinedWithoutSpace(Tokens tokens, size_t left, size_t right) {
  return right == left + 2 && Touches(tokens, right) && Touches(tokens, left + 1);
}

bool OnlyParentheses(Tokens tokens, size_t left, size_t right) {
  return std::all_of(tokens.begin() + left + 1, tokens.begin() + right,
                     [](const Token& token) { return IsOneOf(token, "()-."); });
}

}  // namespace

bool StandsByItself(Tokens tokens, size_t i) {
  if (tokens[i].value == Token::kNoValue) return false;
  if (Touches(tokens, i)) {
    const Token& left = tokens[i - 1];
    if (left.IsWord() ? !WordMayTouchFromLeft(tokens, i - 1) : !SymbolMayTouchFromLeft(tokens, i)) return false;
  }
  if (Touches(tokens, i + 1)) {
    const Token& right = tokens[i + 1];
    if (right.IsWord() ? !WordMayTouchFromRight(right) : !SymbolMayTouchFromRight(tokens, i)) return false;
  }
  const bool money_before = i > 0 && IsMoney(tokens[i - 1]);
  const bool money_after = i + 1 < tokens.size() && (IsMoney(tokens[i + 1]) || tokens[i + 1].IsSymbol("%"));
  return !money_before && !money_after;
}

bool MayBeCodesTogether(Tokens tokens, size_t left, size_t right) {
  if (!JoinedWithoutSpace(tokens, left, right) && !OnlyParentheses(tokens, left, right)) return true;
  return tokens[left].text.size() == kCodeDigits && tokens[right].text.size() == kCodeDigits;
}

}  // namespace sipwhy::bot
