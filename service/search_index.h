// Finds codes by what people say of a failed call: "nobody answers", "wrong password".
#ifndef SIPWHY_SERVICE_SEARCH_INDEX_H_
#define SIPWHY_SERVICE_SEARCH_INDEX_H_

#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "service/word_index.h"
#include "storage/knowledge.h"

namespace sipwhy {

// An index in memory over the texts of the codes in one language. Immutable, so safe to share between threads.
//
// What makes an answer good is how rare its words are, how many of the question's words stand together in one passage,
// and where they stand: a symptom says more than the eighth word of a step.
class SearchIndex {
 public:
  // Where in an entry a question was found, as in the labels found.symptom and so on.
  enum class Place { kReasonPhrase, kSymptom, kMeaning, kHeader, kText };

  struct Hit {
    int code = 0;
    Place place = Place::kText;
    std::string words;  // what was found there: the symptom, the header's name, the sentence
    double score = 0;   // comparable within one search, also between languages
  };

  // The English index has reason phrases and the names of headers, too; those of other languages have gists.
  SearchIndex(const Knowledge& knowledge, std::string language);

  const std::string& language() const { return language_; }

  // At most `most` codes for `query`, best first. A code is found where the question says the whole of a passage of
  // two words or more, or where a passage has enough of the question by weight, in which rare words weigh more and
  // unknown ones are rare. In English, whose small words are known, that is half, or, in phrases, symptoms, meanings
  // and headers, a quarter and half of its words; in other languages two thirds of it, or in those places three
  // tenths.
  std::vector<Hit> Find(absl::string_view query, size_t most) const;

  // Puts the best first, equals in the order of their codes, and drops what is noise next to the best.
  static void Rank(std::vector<Hit>* hits);

  // How much of `query` is in words that the texts have, from 0 to 1; 0 where it has no words that tell something.
  double Knows(absl::string_view query) const;

 private:
  struct Passage {
    int code = 0;
    Place place = Place::kText;
    double weight = 0;
    std::string words;
    double length = 0;  // the weight of its words, each once
  };
  // What one passage says of a question.
  struct Match {
    double said = 0;   // the rarity of the words that it has, by their weight
    double words = 0;  // their weight
  };

  // A word of a question, and what it may stand for.
  struct Asked {
    double weight = 0;
    std::vector<WordIndex::Candidate> candidates;
  };

  void AddEntry(const CodeEntry& entry);
  void AddEnglish(const CodeEntry& entry);
  std::vector<Asked> Ask(absl::string_view query) const;
  void AddPassage(int code, Place place, double weight, absl::string_view words);
  void WeighStems(size_t codes);
  double RarityOf(const Asked& word) const;
  std::map<size_t, Match> MatchPassages(const std::vector<Asked>& question) const;
  static double Score(const Passage& passage, const Match& match, double words_asked);
  bool IsEnough(const Passage& passage, const Match& match, double words_asked, double asked) const;

  std::string language_;
  std::vector<Passage> passages_;
  WordIndex words_;
  std::vector<std::vector<size_t>> passages_with_;  // by stem: ascending, each once
  std::vector<double> rarity_;                      // by stem: the fewer codes have it, the more it tells
  double highest_rarity_ = 0;
};

}  // namespace sipwhy

#endif  // SIPWHY_SERVICE_SEARCH_INDEX_H_
