// Words as a search meets them: by their stems, and with typing errors.
#ifndef SIPWHY_SERVICE_WORD_INDEX_H_
#define SIPWHY_SERVICE_WORD_INDEX_H_

#include <cstddef>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

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

  // Returns the number of `word`'s stem.
  size_t Add(const Word& word);

  void Finish();

  // What `word` may stand for, ascending by stem: the stem itself where the index has it; else the stems that begin
  // with it, and those that are one slip of the finger away (two in a word of eight letters and more). Words of fewer
  // than four letters, and numbers, stand for themselves only.
  std::vector<Candidate> Find(const Word& word) const;

  size_t size() const { return stems_.size(); }

 private:
  struct Stem {
    std::string stem;
    std::set<std::string> words;  // the stem, and the words as the texts have them
  };

  std::vector<Stem> stems_;
  std::unordered_map<std::string, size_t> by_stem_;
  std::vector<size_t> in_order_;                                  // of the alphabet
  std::unordered_map<std::string, std::vector<size_t>> by_slip_;  // by what is left when letters are dropped
};

}  // namespace sipwhy

#endif  // SIPWHY_SERVICE_WORD_INDEX_H_
