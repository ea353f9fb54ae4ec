#include "service/search_index.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <utility>

#include "service/stems.h"

namespace sipwhy {
namespace {

constexpr char kEnglish[] = "en";

// Letters of a word that may be misspelt. Where small words are not known as such, short ones are too alike.
constexpr size_t kShortestGuess = 4;
constexpr size_t kShortestForeignGuess = 5;

constexpr double kPhraseWeight = 5;
constexpr double kSymptomWeight = 6;
constexpr double kMeaningWeight = 4;
constexpr double kHeaderWeight = 4;
constexpr double kSummaryWeight = 3;
constexpr double kGistWeight = 3;
constexpr double kSituationWeight = 2;
constexpr double kOtherTextWeight = 1;

constexpr double kOtherPassages = 0.2;    // how much a code's other passages add to its best
constexpr double kHalf = 0.5;             // of the question, to be said by one passage
constexpr double kMuch = 0.68;            // of one with its small words, by a text: more than a guess makes of one word
constexpr double kSome = 0.3;             // by another place
constexpr double kShortestWhole = 2;      // words of a passage that counts when the question says all of it
constexpr double kLeastOfTheBest = 0.15;  // what scores less than this next to the best is noise

}  // namespace

SearchIndex::SearchIndex(const Knowledge& knowledge, std::string language)
    : language_(std::move(language)), words_(language_ == kEnglish ? kShortestGuess : kShortestForeignGuess) {
  for (const auto& [code, entry] : knowledge.codes) AddEntry(entry);
  WeighStems(knowledge.codes.size());
  words_.Finish();
}

void SearchIndex::AddEntry(const CodeEntry& entry) {
  const auto add = [&](Place place, double weight, absl::string_view words) {
    AddPassage(entry.code, place, weight, words);
  };
  const auto add_sentences = [&](double weight, absl::string_view text) {
    for (absl::string_view sentence : SentencesOf(text, language_)) add(Place::kText, weight, sentence);
  };
  const bool english = language_ == kEnglish;
  if (english) add(Place::kReasonPhrase, kPhraseWeight, entry.reason_phrase);
  if (const auto symptoms = entry.symptoms.find(language_); symptoms != entry.symptoms.end()) {
    for (const std::string& words : symptoms->second) add(Place::kSymptom, kSymptomWeight, words);
  }
  for (const Meaning& meaning : entry.meanings) {
    if (english && !meaning.phrase.empty()) add(Place::kMeaning, kMeaningWeight, meaning.phrase);
    const auto text = meaning.texts.find(language_);
    if (text != meaning.texts.end()) add(Place::kMeaning, kMeaningWeight, text->second.name);
  }
  for (const Header& header : entry.headers) {
    if (english) add(Place::kHeader, kHeaderWeight, header.name);
  }
  if (const auto summary = entry.summary.find(language_); summary != entry.summary.end()) {
    add(Place::kText, kSummaryWeight, summary->second);
  }
  if (const auto gist = entry.gist.find(language_); !english && gist != entry.gist.end()) {
    add(Place::kText, kGistWeight, gist->second);
  }
  const auto text = entry.texts.find(language_);
  if (text == entry.texts.end()) return;
  add_sentences(kOtherTextWeight, text->second.description);
  for (const std::string& situation : text->second.situations) add_sentences(kSituationWeight, situation);
  for (const Step& step : text->second.steps) add_sentences(kOtherTextWeight, step.sentence);
}

void SearchIndex::AddPassage(int code, Place place, double weight, absl::string_view words) {
  Passage passage = {code, place, weight, std::string(words)};
  for (const Word& word : WordsOf(words, language_)) {
    const size_t stem = words_.Add(word);
    if (stem == passages_with_.size()) passages_with_.emplace_back();
    std::vector<size_t>& with = passages_with_[stem];
    if (!with.empty() && with.back() == passages_.size()) continue;
    with.push_back(passages_.size());
    passage.length += word.weight;
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

double SearchIndex::RarityOf(const Asked& word) const {
  double rarest = 0;
  for (const WordIndex::Candidate& candidate : word.candidates) rarest = std::max(rarest, rarity_[candidate.stem]);
  // A light word that no text has, such as a pair of characters from two words, tells next to nothing.
  return word.weight * (word.candidates.empty() ? word.weight * highest_rarity_ : rarest);
}

std::map<size_t, SearchIndex::Match> SearchIndex::MatchPassages(const std::vector<Asked>& question) const {
  std::map<size_t, Match> matches;
  for (const Asked& word : question) {
    std::map<size_t, double> best;  // by passage: the best of what the word may stand for
    for (const WordIndex::Candidate& candidate : word.candidates) {
      const double value = word.weight * candidate.likeness * rarity_[candidate.stem];
      for (size_t passage : passages_with_[candidate.stem]) best[passage] = std::max(best[passage], value);
    }
    for (const auto& [passage, value] : best) {
      matches[passage].said += value;
      matches[passage].words += word.weight;
    }
  }
  return matches;
}

double SearchIndex::Score(const Passage& passage, const Match& match, double words_asked) {
  const double together = match.words / words_asked;
  // A short passage that the question says whole is worth more than a long one that mentions it.
  const double whole = match.words / passage.length;
  return match.said * passage.weight * together * (0.5 + 0.5 * std::min(whole, 1.0));
}

bool SearchIndex::IsEnough(const Passage& passage, const Match& match, double words_asked, double asked) const {
  if (passage.length >= kShortestWhole && match.words >= passage.length) return true;
  // Texts have many words that tell little. The other places are short, and chosen for what they tell.
  const bool text = passage.place == Place::kText;
  if (language_ != kEnglish) return match.said >= (text ? kMuch : kSome) * asked;
  if (match.said >= kHalf * asked) return true;
  return !text && match.said >= kHalf * kHalf * asked && match.words >= kHalf * words_asked;
}

std::vector<SearchIndex::Asked> SearchIndex::Ask(absl::string_view query) const {
  std::map<std::string, Word> words;  // by stem
  for (Word& word : WordsOf(query, language_)) words.try_emplace(word.stem, std::move(word));
  std::vector<Asked> question;
  for (const auto& [stem, word] : words) question.push_back({word.weight, words_.Find(word)});
  return question;
}

std::vector<SearchIndex::Hit> SearchIndex::Find(absl::string_view query, size_t most) const {
  const std::vector<Asked> question = Ask(query);
  double words_asked = 0;
  double asked = 0;
  for (const Asked& word : question) {
    words_asked += word.weight;
    asked += RarityOf(word);
  }
  std::map<int, Hit> best;  // by code
  std::map<int, double> total;
  for (const auto& [number, match] : MatchPassages(question)) {
    const Passage& passage = passages_[number];
    const double score = Score(passage, match, words_asked);
    total[passage.code] += score;
    if (!IsEnough(passage, match, words_asked, asked)) continue;
    Hit& hit = best[passage.code];
    const bool better = score > hit.score || (score == hit.score && passage.words < hit.words);
    if (better) hit = {passage.code, passage.place, passage.words, score};
  }
  std::vector<Hit> hits;
  for (auto& [code, hit] : best) {
    hit.score += kOtherPassages * (total[code] - hit.score);
    hits.push_back(std::move(hit));
  }
  Rank(&hits);
  if (hits.size() > most) hits.resize(most);
  return hits;
}

void SearchIndex::Rank(std::vector<Hit>* hits) {
  std::sort(hits->begin(), hits->end(),
            [](const Hit& a, const Hit& b) { return a.score != b.score ? a.score > b.score : a.code < b.code; });
  while (!hits->empty() && hits->back().score < kLeastOfTheBest * hits->front().score) hits->pop_back();
}

double SearchIndex::Knows(absl::string_view query) const {
  double known = 0;
  double all = 0;
  for (const Word& word : WordsOf(query, language_)) {
    all += word.weight;
    if (words_.Has(word)) known += word.weight;
  }
  return all > 0 ? known / all : 0;
}

}  // namespace sipwhy
