#include "bot/parser/phrase_matcher.h"

#include <algorithm>
#include <tuple>

#include "absl/strings/string_view.h"
#include "bot/parser/normalise.h"
#include "text/edit_distance.h"

namespace sipwhy::bot {
namespace {

constexpr size_t kOneTypoFrom = 6;
constexpr size_t kTwoTyposFrom = 10;
constexpr size_t kDistinctFrom = 12;     // a phrase this long is no everyday word
constexpr size_t kDistinctWordFrom = 9;  // "forbidden", if there is no typo in it
constexpr size_t kShortWord = 4;         // "not" and "now" are one letter apart

int TyposAllowed(size_t letters) { return letters >= kTwoTyposFrom ? 2 : letters >= kOneTypoFrom ? 1 : 0; }

// Whether the word at `next` goes on with the words before it: "time-out", "call/transaction".
bool JoinsWords(Tokens tokens, size_t next) {
  if (tokens[next].IsWord()) return !tokens[next].unspaced_script;
  const bool joiner = tokens[next].IsSymbol("-") || tokens[next].IsSymbol("/") || tokens[next].IsSymbol("_");
  return joiner && !tokens[next].spaced && next + 1 < tokens.size() && tokens[next + 1].IsWord() &&
         !tokens[next + 1].spaced;
}

// Words of the message side by side.
struct Window {
  std::vector<absl::string_view> words;
  std::string letters;
  bool all_known = true;
};

bool ShortWordsAreExact(const std::vector<std::string>& phrase, const Window& window) {
  if (phrase.size() != window.words.size()) return false;
  for (size_t i = 0; i < phrase.size(); ++i) {
    if (phrase[i].size() <= kShortWord && phrase[i] != window.words[i]) return false;
  }
  return true;
}

}  // namespace

struct PhraseMatcher::Candidate {
  const Phrase* phrase;
  size_t begin, end;
  int typos;
};

PhraseMatcher::PhraseMatcher(const PhraseBook& phrases, const Vocabulary& vocabulary) {
  for (const CodePhrase& entry : phrases.phrases) Add(entry.code, entry.reason_phrase, vocabulary);
}

void PhraseMatcher::Add(int code, const std::string& reason_phrase, const Vocabulary& vocabulary) {
  Phrase phrase{.words = {}, .letters = "", .codes = {code}, .reason_phrase = reason_phrase};
  const std::string text = Normalise(reason_phrase);
  for (const Token& token : ScanTokens(text, vocabulary)) {
    if (!token.IsWord()) continue;
    phrase.words.emplace_back(token.text);
    phrase.letters += phrase.words.back();
  }
  if (phrase.letters.empty()) return;
  const auto same = std::find_if(phrases_.begin(), phrases_.end(),
                                 [&](const Phrase& other) { return other.letters == phrase.letters; });
  if (same != phrases_.end()) {
    same->codes.push_back(code);
    return;
  }
  most_words_ = std::max(most_words_, phrase.words.size());
  phrases_.push_back(std::move(phrase));
}

void PhraseMatcher::FindFrom(Tokens tokens, size_t begin, Care care, std::vector<Candidate>& found) const {
  Window window;
  for (size_t end = begin; end < tokens.size() && window.words.size() <= most_words_; ++end) {
    if (!JoinsWords(tokens, end)) break;
    if (!tokens[end].IsWord()) continue;
    window.words.push_back(tokens[end].text);
    window.letters.append(tokens[end].text.data(), tokens[end].text.size());
    window.all_known = window.all_known && tokens[end].roles != 0;
    for (const Phrase& phrase : phrases_) {
      const size_t more = std::max(phrase.words.size(), window.words.size());
      if (more - std::min(phrase.words.size(), window.words.size()) > 1) continue;
      const int allowed = window.all_known ? 0 : TyposAllowed(phrase.letters.size());
      const int typos = EditDistance(phrase.letters, window.letters, allowed);
      if (typos > allowed) continue;
      const bool distinct = phrase.letters.size() >= kDistinctFrom;
      // A typo seldom falls on the first letter; another word ("authorized") often begins with another.
      if (typos > 0 && phrase.letters[0] != window.letters[0]) continue;
      const bool everyday = phrase.words.size() == 1 && phrase.letters.size() < kDistinctWordFrom;
      if (care == Care::kStrict && !distinct && (typos > 0 || everyday)) continue;
      if (care == Care::kStrict && typos > 0 && !ShortWordsAreExact(phrase.words, window)) continue;
      found.push_back({.phrase = &phrase, .begin = begin, .end = end + 1, .typos = typos});
    }
  }
}

std::vector<PhraseMatch> PhraseMatcher::FindAll(Tokens tokens, Care care) const {
  std::vector<Candidate> found;
  for (size_t begin = 0; begin < tokens.size(); ++begin) {
    if (tokens[begin].IsWord()) FindFrom(tokens, begin, care, found);
  }
  std::stable_sort(found.begin(), found.end(), [](const Candidate& a, const Candidate& b) {
    return std::make_tuple(b.phrase->letters.size(), a.typos) < std::make_tuple(a.phrase->letters.size(), b.typos);
  });
  std::vector<bool> taken(tokens.size(), false);
  std::vector<PhraseMatch> matches;
  for (const Candidate& c : found) {
    const auto first = taken.begin() + static_cast<std::ptrdiff_t>(c.begin);
    const auto last = taken.begin() + static_cast<std::ptrdiff_t>(c.end);
    if (std::find(first, last, true) != last) continue;
    std::fill(first, last, true);
    matches.push_back({c.begin, c.end, c.phrase->codes, c.phrase->letters.size(), c.typos, c.phrase->reason_phrase});
  }
  std::sort(matches.begin(), matches.end(),
            [](const PhraseMatch& a, const PhraseMatch& b) { return a.begin < b.begin; });
  return matches;
}

}  // namespace sipwhy::bot
