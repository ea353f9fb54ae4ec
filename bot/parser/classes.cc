#include "bot/parser/classes.h"

#include <algorithm>
#include <map>

namespace sipwhy::bot {
namespace {

constexpr int kClassSize = 100;

bool IsClass(int value) { return value >= 1 && value <= 6; }

bool IsNamedClass(Tokens tokens, const Number& number) {
  return IsClass(tokens[number.token].value) && number.token > 0 && tokens[number.token - 1].Has(kClassName);
}

bool ReachesTo(Tokens between) {
  return !between.empty() && std::all_of(between.begin(), between.end(), [](const Token& token) {
    return token.IsSymbol("-") || token.IsSymbol(".") || token.IsSymbol("~") || token.Has(kRange);
  });
}

bool IsWholeClass(Tokens tokens, const Number& first, const Number& last) {
  if (first.sense != Number::Sense::kOpen || last.sense != Number::Sense::kOpen || first.group != last.group) {
    return false;
  }
  const int low = tokens[first.token].value;
  return low % kClassSize == 0 && IsClass(low / kClassSize) && tokens[last.token].value == low + kClassSize - 1 &&
         ReachesTo(tokens.subspan(first.token + 1, last.token - first.token - 1));
}

}  // namespace

std::vector<int> TakeClasses(Tokens tokens, std::vector<Number>& numbers) {
  std::map<size_t, int> by_token;
  for (size_t i = 0; i < tokens.size(); ++i) {
    if (tokens[i].kind == Token::Kind::kClass) by_token[i] = tokens[i].value;
  }
  for (size_t n = 0; n < numbers.size(); ++n) {
    if (IsNamedClass(tokens, numbers[n])) {
      by_token[numbers[n].token] = tokens[numbers[n].token].value;
      numbers[n].sense = Number::Sense::kOther;
    } else if (n > 0 && IsWholeClass(tokens, numbers[n - 1], numbers[n])) {
      by_token[numbers[n].token] = tokens[numbers[n].token].value / kClassSize;
      numbers[n - 1].sense = numbers[n].sense = Number::Sense::kOther;
    }
  }
  std::vector<int> classes;
  for (const auto& [token, response_class] : by_token) classes.push_back(response_class);
  return classes;
}

}  // namespace sipwhy::bot
