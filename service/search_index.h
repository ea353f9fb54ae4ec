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

// An index in memory over the English texts of the codes. Immutable, so safe to share between threads.
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
    double score = 0;   // comparable within one search
  };

  explicit SearchIndex(const Knowledge& knowledge);

  // At most `most` codes for `query`, best first. A code is found where the question says the whole of a passage of
  // two words or more, or where a passage has half of the question: half of its weight, in which rare words weigh more
  // and unknown ones are rare; or, in phrases, symptoms, meanings and headers, half of its words and a quarter of that.
  std::vector<Hit> Find(absl::string_view query, size_t most) const;

 private:
  struct Passage {
    int code = 0;
    Place place = Place::kText;
    double weight = 0;
    std::string words;
    size_t length = 0;  // how many words of it are in the index
  };
  // What one passage says of a question.
  struct Match {
    double said = 0;  // the rarity of the words that it has
    size_t words = 0;
  };

  // What a word of a question may stand for.
  using Candidates = std::vector<WordIndex::Candidate>;

  void AddEntry(const CodeEntry& entry);
  void AddPassage(int code, Place place, double weight, absl::string_view words);
  void WeighStems(size_t codes);
  double RarityOf(const Candidates& word) const;
  std::map<size_t, Match> MatchPassages(const std::vector<Candidates>& question) const;
  static double Score(const Passage& passage, const Match& match, size_t words_asked);
  static bool IsEnough(const Passage& passage, const Match& match, size_t words_asked, double asked);

  std::vector<Passage> passages_;
  WordIndex words_;
  std::vector<std::vector<size_t>> passages_with_;  // by stem: ascending, each once
  std::vector<double> rarity_;                      // by stem: the fewer codes have it, the more it tells
  double highest_rarity_ = 0;
};

}  // namespace sipwhy

#endif  // SIPWHY_SERVICE_SEARCH_INDEX_H_
