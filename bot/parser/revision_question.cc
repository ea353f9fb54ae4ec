#include "bot/parser/revision_question.h"

#include <algorithm>
#include <iterator>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"

namespace sipwhy::bot {
namespace {

constexpr size_t kMostWords = 12;
constexpr int kLowestCode = 100;
constexpr int kHighestNumber = 9'999;

constexpr absl::string_view kSmallWords[] = {"of",   "for", "to",      "from",   "in",   "and", "the", "a",
                                             "code", "sip", "between", "please", "show", "me",  "vs",  "full"};
constexpr absl::string_view kRevisionWords[] = {"revision", "revisions", "rev"};
constexpr absl::string_view kNews[] = {"what s new",       "whats new",      "what is new",
                                       "what has changed", "what changed",   "release notes",
                                       "changelog",        "recent changes", "history"};
constexpr absl::string_view kHistory[] = {"history", "changelog", "changes", "what changed", "what has changed"};
constexpr absl::string_view kDiff[] = {"diff", "difference", "differences", "compare", "changes", "what changed"};

template <size_t kSize>
bool IsOneOf(absl::string_view word, const absl::string_view (&words)[kSize]) {
  return std::find(std::begin(words), std::end(words), word) != std::end(words);
}

// What a short message says: its numbers, and its other words.
struct Gist {
  std::vector<int> numbers;
  bool of_revisions = false;
  std::string words;
};

std::vector<std::string> WordsOf(absl::string_view plain) {
  std::string spaced(plain);
  std::replace_if(
      spaced.begin(), spaced.end(), [](char c) { return absl::ascii_ispunct(static_cast<unsigned char>(c)); }, ' ');
  return absl::StrSplit(spaced, absl::ByAnyChar(" \n"), absl::SkipEmpty());
}

std::optional<Gist> GistOf(absl::string_view plain) {
  const std::vector<std::string> all = WordsOf(plain);
  if (all.empty() || all.size() > kMostWords) return std::nullopt;
  Gist gist;
  std::vector<std::string> words;
  for (const std::string& word : all) {
    int number = 0;
    if (absl::SimpleAtoi(word, &number)) {
      if (number < 0 || number > kHighestNumber) return std::nullopt;
      gist.numbers.push_back(number);
    } else if (IsOneOf(word, kRevisionWords)) {
      gist.of_revisions = true;
    } else if (!IsOneOf(word, kSmallWords)) {
      words.push_back(word);
    }
  }
  gist.words = absl::StrJoin(words, " ");
  return gist;
}

std::optional<Request> AboutTwoRevisions(const Gist& gist) {
  const bool are_small = std::all_of(gist.numbers.begin(), gist.numbers.end(), [](int n) { return n < kLowestCode; });
  const bool is_asked = IsOneOf(gist.words, kDiff) || (gist.words.empty() && gist.of_revisions);
  if (!is_asked || (!are_small && !gist.of_revisions)) return std::nullopt;
  return DiffRequest{.before = gist.numbers[0], .after = gist.numbers[1]};
}

std::optional<Request> AboutOneNumber(const Gist& gist) {
  const int number = gist.numbers[0];
  if (gist.of_revisions && (gist.words.empty() || IsOneOf(gist.words, kHistory))) {
    if (number < 1) return std::nullopt;
    return DiffRequest{.before = number - 1, .after = number};
  }
  if (number < kLowestCode || !IsOneOf(gist.words, kHistory)) return std::nullopt;
  return HistoryRequest{.code = number};
}

}  // namespace

std::optional<Request> ReadRevisionQuestion(absl::string_view plain) {
  const std::optional<Gist> gist = GistOf(plain);
  if (!gist.has_value()) return std::nullopt;
  if (gist->numbers.size() == 2) return AboutTwoRevisions(*gist);
  if (gist->numbers.size() == 1) return AboutOneNumber(*gist);
  if (!gist->numbers.empty()) return std::nullopt;
  if (IsOneOf(gist->words, kNews) || (gist->of_revisions && gist->words.empty())) return NewsRequest{};
  return std::nullopt;
}

}  // namespace sipwhy::bot
