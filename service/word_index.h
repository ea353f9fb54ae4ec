// Words as a search meets them: by their stems, and with typing errors.
#ifndef SIPWHY_SERVICE_WORD_INDEX_H_
#define SIPWHY_SERVICE_WORD_INDEX_H_

#include <cstddef>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "service/stems.h"

namespace sipwhy {

// Gives every stem a number, from 0 without gaps in the order of their coming, and finds again what was misspelt.
// Fill it with Add, then call Finish once; from then on it is safe to share between threads.
class WordIndex {
 public:
  // A stem that a word may stand for.
  struct Candidate {
    size_t stem = 0;
    double likeness = 0;  // 1 for the word itself, less for a guess
  };

  // Words of fewer than `shortest_guess` letters are not guessed.
  explicit WordIndex(size_t shortest_guess) : shortest_guess_(shortest_guess) {}

  // Returns the number of `word`'s stem.
  size_t Add(const Word& word);

  void Finish();

  // What `word` may stand for, ascending by stem: the stem itself where the index has it, and, where it is written
  // bare, those of words with the same letters and diacritics; else those of words with other diacritics; else the
  // stems that begin with it, and those that are one slip of the finger away (two in a word of eight letters and more).
  // Short words, and numbers, stand for themselves only. Letters are code points.
  std::vector<Candidate> Find(const Word& word) const;

  // Whether the index has `word`, with or without diacritics.
  bool Has(const Word& word) const { return by_stem_.contains(word.stem) || by_letters_.contains(word.letters); }

  size_t size() const { return stems_.size(); }

 private:
  struct Stem {
    std::string stem;
    std::set<std::string> words;  // the stem, and the words as the texts have them, as NumbersOf gives them
  };

  // The letters of `word` as one byte each: its number in the alphabet, or 0 for a letter that the texts do not have.
  std::string NumbersOf(absl::string_view word) const;
  std::map<size_t, double> Guess(const Word& word) const;  // likeness by stem
  bool IsGuessable(const std::string& letters) const;
  std::set<std::string> Shortened(const std::string& letters) const;
  void AddLetters(absl::string_view word);

  size_t shortest_guess_;
  std::unordered_map<int, char> alphabet_;  // by code point
  std::vector<Stem> stems_;
  std::unordered_map<std::string, size_t> by_stem_;
  std::unordered_map<std::string, std::set<size_t>> by_letters_;
  std::vector<size_t> in_order_;  // of the alphabet
  // The hash of what is left of a word when letters are dropped, and its stem, ascending. A map of the letters
  // themselves would take most of the memory of all indexes; who finds a stem here counts the slips anyway.
  std::vector<std::pair<size_t, uint32_t>> by_slip_;
};

}  // namespace sipwhy

#endif  // SIPWHY_SERVICE_WORD_INDEX_H_
