#include "bot/parser/bare_comparison.h"

#include <algorithm>

#include "absl/strings/match.h"
#include "bot/parser/number_sense.h"

namespace sipwhy::bot {
namespace {

constexpr int kLowestCode = 100;
constexpr int kHighestCode = 699;

Tokens WithoutQuestionMarks(Tokens tokens) {
  while (!tokens.empty() && tokens.back().IsSymbol("?")) tokens.remove_suffix(1);
  return tokens;
}

// ASCII signs that people put between codes, and every pictogram or arrow.
bool IsSeparatingSymbol(const Token& token) {
  if (token.kind != Token::Kind::kSymbol) return false;
  if (token.text.size() == 1) return absl::StrContains(",/|&+-<>.", token.text);
  return token.text != "\uFFFD" && token.text != "×" && token.text != "÷";
}

// At most one word, at any place among the symbols: "vs.", ", and".
bool IsSeparator(Tokens between) {
  int words = 0;
  for (const Token& token : between) {
    if (token.Has(kBetween)) {
      ++words;
    } else if (!IsSeparatingSymbol(token)) {
      return false;
    }
  }
  return words <= 1;
}

bool IsCode(Tokens tokens, const Number& number) {
  const int value = tokens[number.token].value;
  return number.sense == Number::Sense::kOpen && value >= kLowestCode && value <= kHighestCode;
}

// "400-499" is a class.
bool IsClassRange(int low, int high) { return low % 100 == 0 && high == low + 99; }

}  // namespace

std::vector<int> ReadBareComparison(Tokens tokens) {
  tokens = WithoutQuestionMarks(tokens);
  const std::vector<Number> numbers = ReadNumbers(tokens);
  if (numbers.size() < 2 || numbers.front().token != 0 || numbers.back().token + 1 != tokens.size()) return {};
  std::vector<int> codes;
  for (size_t n = 0; n < numbers.size(); ++n) {
    if (!IsCode(tokens, numbers[n])) return {};
    if (n > 0) {
      const size_t begin = numbers[n - 1].token + 1;
      if (!IsSeparator(tokens.subspan(begin, numbers[n].token - begin))) return {};
    }
    codes.push_back(tokens[numbers[n].token].value);
  }
  if (codes.size() == 2 && IsClassRange(codes[0], codes[1])) return {};
  return codes;
}

}  // namespace sipwhy::bot
