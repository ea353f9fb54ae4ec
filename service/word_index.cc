#include "service/word_index.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "text/edit_distance.h"

namespace sipwhy {
namespace {

constexpr size_t kShortestGuess = 4;  // letters
constexpr size_t kShortestTwoSlips = 8;
constexpr size_t kLongestGuess = 24;
constexpr size_t kMostWithBeginning = 20;

constexpr double kBeginningLikeness = 0.7;
constexpr double kSlipLikeness[] = {1, 0.6, 0.5};  // by the number of slips

int MostSlips(const std::string& word) { return word.size() < kShortestTwoSlips ? 1 : 2; }

bool IsGuessable(const std::string& word) {
  return word.size() >= kShortestGuess && word.size() <= kLongestGuess &&
         !std::any_of(word.begin(), word.end(), [](unsigned char c) { return absl::ascii_isdigit(c); });
}

// What is left of `word` when one letter is dropped, or two of a long one, and the word itself. Two words that are so
// many slips apart share one of these; the converse does not hold.
std::set<std::string> Shortened(const std::string& word) {
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

}  // namespace

size_t WordIndex::Add(const Word& word) {
  const auto [place, is_new] = by_stem_.try_emplace(word.stem, stems_.size());
  if (is_new) stems_.push_back({word.stem, {word.stem}});
  stems_[place->second].words.insert(word.letters);
  return place->second;
}

void WordIndex::Finish() {
  in_order_.resize(stems_.size());
  std::iota(in_order_.begin(), in_order_.end(), size_t{0});
  std::sort(in_order_.begin(), in_order_.end(), [&](size_t a, size_t b) { return stems_[a].stem < stems_[b].stem; });
  for (size_t i = 0; i < stems_.size(); ++i) {
    std::set<std::string> all;
    for (const std::string& word : stems_[i].words) all.merge(Shortened(word));
    for (const std::string& shortened : all) by_slip_[shortened].push_back(i);
  }
}

std::vector<WordIndex::Candidate> WordIndex::Find(const Word& word) const {
  if (const auto exact = by_stem_.find(word.stem); exact != by_stem_.end()) return {{exact->second, 1}};
  if (!IsGuessable(word.letters)) return {};
  std::map<size_t, double> likeness;  // by stem
  const int most = MostSlips(word.letters);
  for (const std::string& shortened : Shortened(word.letters)) {
    const auto found = by_slip_.find(shortened);
    if (found == by_slip_.end()) continue;
    for (size_t stem : found->second) {
      for (const std::string& other : stems_[stem].words) {
        const int slips = EditDistance(word.letters, other, most);
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
  std::vector<Candidate> candidates;
  for (const auto& [stem, value] : likeness) candidates.push_back({stem, value});
  return candidates;
}

}  // namespace sipwhy
