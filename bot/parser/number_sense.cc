#include "bot/parser/number_sense.h"

#include <algorithm>

#include "bot/parser/number_shape.h"

namespace sipwhy::bot {
namespace {

constexpr int kMaxCause = 127;

bool IsArticle(const Token& token) { return token.text == "a" || token.text == "an" || token.text == "the"; }

bool IsSeparator(const Token& token) { return token.Has(kBetween) || token.IsSymbol(",") || token.IsSymbol("/"); }

bool IsPunctuationBeforeNumber(const Token& token) {
  return token.kind == Token::Kind::kSymbol &&
         absl::string_view("#:=\"'([{<>*-._").find(token.text[0]) != absl::string_view::npos;
}

// Returns the nearest word before the token at `i` on its line that has none of `passed_over`, or null.
const Token* WordBefore(Tokens tokens, size_t i, Roles passed_over) {
  while (i-- > 0) {
    if (IsPunctuationBeforeNumber(tokens[i])) continue;
    if (!tokens[i].IsWord()) return nullptr;
    if (tokens[i].Has(passed_over) && !tokens[i].Has(kHttp | kCause | kLabel)) continue;
    return &tokens[i];
  }
  return nullptr;
}

// "error 503 calls" speaks of calls with a 503, "301 calls" of how many there were.
bool IsCount(Tokens tokens, size_t i) {
  const size_t next = i + 1 < tokens.size() && tokens[i + 1].IsSymbol("-") && !tokens[i + 1].spaced ? i + 2 : i + 1;
  if (next >= tokens.size() || !tokens[next].Has(kUnit)) return false;
  if (tokens[next].text == "s" && !tokens[next].spaced) return false;
  return i == 0 || !tokens[i - 1].Has(kCode);
}

Number::Sense SenseOf(Tokens tokens, size_t i) {
  if (!StandsByItself(tokens, i)) return Number::Sense::kOther;
  const Token* leader = WordBefore(tokens, i, kCode);
  if (leader != nullptr && leader->Has(kHttp)) return Number::Sense::kHttp;
  if (leader != nullptr && leader->Has(kCause) && tokens[i].value <= kMaxCause) return Number::Sense::kCause;
  const Token* label = WordBefore(tokens, i, kNumber);
  if (label != nullptr && label->Has(kLabel)) return Number::Sense::kOther;
  return IsCount(tokens, i) ? Number::Sense::kOther : Number::Sense::kOpen;
}

bool FollowDirectly(Tokens tokens, size_t left, size_t right) {
  return std::all_of(tokens.begin() + left + 1, tokens.begin() + right,
                     [](const Token& token) { return token.kind == Token::Kind::kSymbol; });
}

// Of a number that is not a code, its whole group knows: "room 404 or 486", "+1 301 408 5555".
void SpreadWithinGroups(Tokens tokens, std::vector<Number>& numbers) {
  for (size_t begin = 0, end = 0; begin < numbers.size(); begin = end) {
    bool other = false;
    for (end = begin; end < numbers.size() && numbers[end].group == numbers[begin].group; ++end) {
      other = other || numbers[end].sense == Number::Sense::kOther;
      const bool after_cause = end > begin && numbers[end - 1].sense == Number::Sense::kCause;
      if (after_cause && numbers[end].sense == Number::Sense::kOpen && tokens[numbers[end].token].value <= kMaxCause) {
        numbers[end].sense = Number::Sense::kCause;
      }
    }
    for (size_t i = begin; other && i < end; ++i) numbers[i].sense = Number::Sense::kOther;
  }
}

}  // namespace

bool AreLinked(Tokens tokens, size_t left, size_t right) {
  const Tokens between = tokens.subspan(left + 1, right - left - 1);
  const bool separated = std::any_of(between.begin(), between.end(), IsSeparator);
  return std::all_of(between.begin(), between.end(), [&](const Token& token) {
    if (token.kind == Token::Kind::kSymbol) return !token.IsSymbol(".") || !token.spaced;
    return token.Has(kBetween) || (separated && (token.Has(kCode) || IsArticle(token)));
  });
}

std::vector<Number> ReadNumbers(Tokens tokens) {
  std::vector<Number> numbers;
  for (size_t i = 0; i < tokens.size(); ++i) {
    if (!tokens[i].IsNumber()) continue;
    Number number{.token = i, .sense = SenseOf(tokens, i), .group = numbers.size()};
    if (!numbers.empty() && AreLinked(tokens, numbers.back().token, i)) {
      number.group = numbers.back().group;
      const bool together =
          !FollowDirectly(tokens, numbers.back().token, i) || MayBeCodesTogether(tokens, numbers.back().token, i);
      if (!together) number.sense = Number::Sense::kOther;
    }
    numbers.push_back(number);
  }
  SpreadWithinGroups(tokens, numbers);
  return numbers;
}

}  // namespace sipwhy::bot
