#include "service/search_index.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <utility>

#include "service/stems.h"

namespace sipwhy {
namespace {

constexpr char kEnglish[] = "en";

constexpr double kPhraseWeight = 5;
constexpr double kSymptomWeight = 6;
constexpr double kMeaningWeight = 4;
constexpr double kHeaderWeight = 4;
constexpr double kSummaryWeight = 3;
constexpr double kSituationWeight = 2;
constexpr double kOtherTextWeight = 1;

constexpr double kOtherPassages = 0.2;    // how much a code's other passages add to its best
constexpr double kHalf = 0.5;             // of the question, to be said by one passage
constexpr size_t kShortestWhole = 2;      // words of a passage that counts when the question says all of it
constexpr double kLeastOfTheBest = 0.15;  // what scores less than this next to the best is noise

}  // namespace

SearchIndex::SearchIndex(const Knowledge& knowledge) {
  for (const auto& [code, entry] : knowledge.codes) AddEntry(entry);
  WeighStems(knowledge.codes.size());
  words_.Finish();
}

void SearchIndex::AddEntry(const CodeEntry& entry) {
  const auto add = [&](Place place, double weight, absl::string_view words) {
    AddPassage(entry.code, place, weight, words);
  };
  const auto add_sentences = [&](double weight, absl::string_view text) {
    for (absl::string_view sentence : SentencesOf(text)) add(Place::kText, weight, sentence);
  };
  add(Place::kReasonPhrase, kPhraseWeight, entry.reason_phrase);
  if (const auto symptoms = entry.symptoms.find(kEnglish); symptoms != entry.symptoms.end()) {
    for (const std::string& words : symptoms->second) add(Place::kSymptom, kSymptomWeight, words);
  }
  for (const Meaning& meaning : entry.meanings) {
    if (!meaning.phrase.empty()) add(Place::kMeaning, kMeaningWeight, meaning.phrase);
    const auto text = meaning.texts.find(kEnglish);
    if (text != meaning.texts.end()) add(Place::kMeaning, kMeaningWeight, text->second.name);
  }
  for (const Header& header : entry.headers) add(Place::kHeader, kHeaderWeight, header.name);
  const auto text = entry.texts.find(kEnglish);
  if (text == entry.texts.end()) return;
  add(Place::kText, kSummaryWeight, text->second.summary);
  add_sentences(kOtherTextWeight, text->second.description);
  for (const std::string& situation : text->second.situations) add_sentences(kSituationWeight, situation);
  for (const Step& step : text->second.steps) add_sentences(kOtherTextWeight, step.sentence);
}

void SearchIndex::AddPassage(int code, Place place, double weight, absl::string_view words) {
  Passage passage = {code, place, weight, std::string(words)};
  for (const Word& word : WordsOf(words)) {
    const size_t stem = words_.Add(word);
    if (stem == passages_with_.size()) passages_with_.emplace_back();
    std::vector<size_t>& with = passages_with_[stem];
    if (!with.empty() && with.back() == passages_.size()) continue;
    with.push_back(passages_.size());
    ++passage.length;
  }
  passages_.push_back(std::move(passage));
}

void SearchIndex::WeighStems(size_t codes) {
  const auto rarity = [codes](size_t with_stem) {
    return std::log(1.0 + static_cast<double>(codes) / (0.5 + static_cast<double>(with_stem)));
  };
  for (const std::vector<size_t>& passages : passages_with_) {
    std::set<int> with_stem;
    for (size_t passage : passages) with_stem.insert(passages_[passage].code);
    rarity_.push_back(rarity(with_stem.size()));
  }
  highest_rarity_ = rarity(1);
}

double SearchIndex::RarityOf(const Candidates& word) const {
  double rarest = 0;
  for (const WordIndex::Candidate& candidate : word) rarest = std::max(rarest, rarity_[candidate.stem]);
  return word.empty() ? highest_rarity_ : rarest;
}

std::map<size_t, SearchIndex::Match> SearchIndex::MatchPassages(const std::vector<Candidates>& question) const {
  std::map<size_t, Match> matches;
  for (const Candidates& word : question) {
    std::map<size_t, double> best;  // by passage: the best of what the word may stand for
    for (const WordIndex::Candidate& candidate : word) {
      const double value = candidate.likeness * rarity_[candidate.stem];
      for (size_t passage : passages_with_[candidate.stem]) best[passage] = std::max(best[passage], value);
    }
    for (const auto& [passage, value] : best) {
      matches[passage].said += value;
      ++matches[passage].words;
    }
  }
  return matches;
}

double SearchIndex::Score(const Passage& passage, const Match& match, size_t words_asked) {
  const double together = static_cast<double>(match.words) / static_cast<double>(words_asked);
  // A short passage that the question says whole is worth more than a long one that mentions it.
  const double whole = static_cast<double>(match.words) / static_cast<double>(passage.length);
  return match.said * passage.weight * together * (0.5 + 0.5 * std::min(whole, 1.0));
}

bool SearchIndex::IsEnough(const Passage& passage, const Match& match, size_t words_asked, double asked) {
  if (passage.length >= kShortestWhole && match.words >= passage.length) return true;
  if (match.said >= kHalf * asked) return true;
  // Texts have many words that tell little. The other places are short, and chosen for what they tell.
  return passage.place != Place::kText && match.said >= kHalf * kHalf * asked &&
         static_cast<double>(match.words) >= kHalf * static_cast<double>(words_asked);
}

std::vector<SearchIndex::Hit> SearchIndex::Find(absl::string_view query, size_t most) const {
  std::map<std::string, Word> words;  // by stem
  for (Word& word : WordsOf(query)) words.try_emplace(word.stem, std::move(word));
  std::vector<Candidates> question;
  double asked = 0;
  for (const auto& [stem, word] : words) asked += RarityOf(question.emplace_back(words_.Find(word)));
  std::map<int, Hit> best;  // by code
  std::map<int, double> total;
  for (const auto& [number, match] : MatchPassages(question)) {
    const Passage& passage = passages_[number];
    const double score = Score(passage, match, question.size());
    total[passage.code] += score;
    if (!IsEnough(passage, match, question.size(), asked)) continue;
    Hit& hit = best[passage.code];
    const bool better = score > hit.score || (score == hit.score && passage.words < hit.words);
    if (better) hit = {passage.code, passage.place, passage.words, score};
  }
  std::vector<Hit> hits;
  for (auto& [code, hit] : best) {
    hit.score += kOtherPassages * (total[code] - hit.score);
    hits.push_back(std::move(hit));
  }
  std::sort(hits.begin(), hits.end(),
            [](const Hit& a, const Hit& b) { return a.score != b.score ? a.score > b.score : a.code < b.code; });
  while (!hits.empty() && hits.back().score < kLeastOfTheBest * hits.front().score) hits.pop_back();
  if (hits.size() > most) hits.resize(most);
  return hits;
}

}  // namespace sipwhy
