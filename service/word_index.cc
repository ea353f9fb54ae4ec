#include "service/word_index.h"

#include <unicode/unistr.h>

#include <algorithm>
#include <cstdint>
#include <functional>
#include <map>
#include <numeric>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "text/edit_distance.h"

namespace sipwhy {
namespace {

constexpr size_t kShortestTwoSlips = 8;
constexpr size_t kLongestGuess = 24;
constexpr size_t kMostWithBeginning = 20;

constexpr int kAscii = 0x80;      // letters below are their own numbers
constexpr size_t kLetters = 128;  // others that have a number
constexpr char kUnknown = 0;

constexpr double kBareLikeness = 0.9;        // to words with diacritics
constexpr double kOtherMarksLikeness = 0.5;  // who writes diacritics means them
constexpr double kBeginningLikeness = 0.7;
constexpr double kSlipLikeness[] = {1, 0.6, 0.5};  // by the number of slips

int MostSlips(const std::string& word) { return word.size() < kShortestTwoSlips ? 1 : 2; }

template <typename Visit>
void ForEachLetter(absl::string_view word, Visit visit) {
  const auto letters = icu::UnicodeString::fromUTF8(icu::StringPiece(word.data(), static_cast<int32_t>(word.size())));
  for (int32_t i = 0; i < letters.length(); i = letters.moveIndex32(i, 1)) visit(letters.char32At(i));
}

}  // namespace

bool WordIndex::IsGuessable(const std::string& word) const {
  return word.size() >= shortest_guess_ && word.size() <= kLongestGuess &&
         !std::any_of(word.begin(), word.end(), [](unsigned char c) { return absl::ascii_isdigit(c); });
}

// What is left of `word` when one letter is dropped, or two of a long one, and the word itself. Two words that are so
// many slips apart share one of these; the converse does not hold.
std::set<std::string> WordIndex::Shortened(const std::string& word) const {
  std::set<std::string> all = {word};
  if (!IsGuessable(word)) return all;
  for (size_t i = 0; i < word.size(); ++i) {
    std::string once = word;
    once.erase(i, 1);
    for (size_t j = i; MostSlips(word) == 2 && j < once.size(); ++j) {
      std::string twice = once;
      twice.erase(j, 1);
      all.insert(std::move(twice));
    }
    all.insert(std::move(once));
  }
  return all;
}

size_t WordIndex::Add(const Word& word) {
  const auto [place, is_new] = by_stem_.try_emplace(word.stem, stems_.size());
  if (is_new) {
    AddLetters(word.stem);
    stems_.push_back({word.stem, {NumbersOf(word.stem)}});
  }
  AddLetters(word.letters);
  stems_[place->second].words.insert(NumbersOf(word.letters));
  by_letters_[word.letters].insert(place->second);
  return place->second;
}

void WordIndex::AddLetters(absl::string_view word) {
  size_t letters = 0;
  ForEachLetter(word, [&](int) { ++letters; });
  if (letters < shortest_guess_) return;  // so that pairs of Han characters leave room for what is guessed
  ForEachLetter(word, [&](int letter) {
    if (letter < kAscii || alphabet_.size() == kLetters) return;
    alphabet_.try_emplace(letter, static_cast<char>(static_cast<size_t>(kAscii) + alphabet_.size()));
  });
}

std::string WordIndex::NumbersOf(absl::string_view word) const {
  std::string numbers;
  ForEachLetter(word, [&](int letter) {
    if (letter < kAscii) return numbers.push_back(static_cast<char>(letter));
    const auto number = alphabet_.find(letter);
    numbers.push_back(number == alphabet_.end() ? kUnknown : number->second);
  });
  return numbers;
}

void WordIndex::Finish() {
  in_order_.resize(stems_.size());
  std::iota(in_order_.begin(), in_order_.end(), size_t{0});
  std::sort(in_order_.begin(), in_order_.end(), [&](size_t a, size_t b) { return stems_[a].stem < stems_[b].stem; });
  for (size_t i = 0; i < stems_.size(); ++i) {
    for (const std::string& word : stems_[i].words) {
      for (const std::string& shortened : Shortened(word)) {
        by_slip_.emplace_back(std::hash<std::string>()(shortened), static_cast<uint32_t>(i));
      }
    }
  }
  std::sort(by_slip_.begin(), by_slip_.end());
  by_slip_.erase(std::unique(by_slip_.begin(), by_slip_.end()), by_slip_.end());
  by_slip_.shrink_to_fit();
}

std::vector<WordIndex::Candidate> WordIndex::Find(const Word& word) const {
  const auto exact = by_stem_.find(word.stem);
  if (exact != by_stem_.end() && !word.is_bare) return {{exact->second, 1}};
  std::map<size_t, double> likeness;  // by stem
  if (const auto same = by_letters_.find(word.letters); same != by_letters_.end()) {
    for (size_t stem : same->second) likeness[stem] = word.is_bare ? kBareLikeness : kOtherMarksLikeness;
  }
  if (exact != by_stem_.end()) likeness[exact->second] = 1;
  if (likeness.empty()) likeness = Guess(word);
  std::vector<Candidate> candidates;
  for (const auto& [stem, value] : likeness) candidates.push_back({stem, value});
  return candidates;
}

std::map<size_t, double> WordIndex::Guess(const Word& word) const {
  const std::string letters = NumbersOf(word.letters);
  if (!IsGuessable(letters)) return {};
  std::map<size_t, double> likeness;  // by stem
  const int most = MostSlips(letters);
  for (const std::string& shortened : Shortened(letters)) {
    const size_t hash = std::hash<std::string>()(shortened);
    auto found = std::lower_bound(by_slip_.begin(), by_slip_.end(), std::pair(hash, uint32_t{0}));
    for (; found != by_slip_.end() && found->first == hash; ++found) {
      const size_t stem = found->second;
      for (const std::string& other : stems_[stem].words) {
        const int slips = EditDistance(letters, other, most);
        if (slips <= most) likeness[stem] = std::max(likeness[stem], kSlipLikeness[slips]);
      }
    }
  }
  auto next = std::lower_bound(in_order_.begin(), in_order_.end(), word.stem,
                               [&](size_t stem, const std::string& wanted) { return stems_[stem].stem < wanted; });
  for (size_t n = 0; n < kMostWithBeginning && next != in_order_.end(); ++n, ++next) {
    if (!absl::StartsWith(stems_[*next].stem, word.stem)) break;
    likeness[*next] = kBeginningLikeness;
  }
  return likeness;
}

}  // namespace sipwhy
