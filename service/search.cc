#include "service/search.h"

#include <algorithm>
#include <limits>
#include <map>
#include <utility>

#include "absl/strings/str_cat.h"
#include "service/explain.h"
#include "service/stems.h"
#include "service/voice.h"
#include "storage/vocabulary.h"

namespace sipwhy {
namespace {

constexpr char kEnglish[] = "en";
constexpr size_t kAll = std::numeric_limits<size_t>::max();
constexpr size_t kLongestOfAnyLanguage = 300;  // bytes of a query that all languages are asked for
constexpr double kLeastTrust = 0.2;            // in what is found by guesses alone

absl::string_view NameOf(SearchIndex::Place place) {
  switch (place) {
    case SearchIndex::Place::kReasonPhrase:
      return "reason_phrase";
    case SearchIndex::Place::kSymptom:
      return "symptom";
    case SearchIndex::Place::kMeaning:
      return "meaning";
    case SearchIndex::Place::kHeader:
      return "header";
    case SearchIndex::Place::kText:
      return "text";
  }
  return "text";
}

// What `index` finds, each score by how well it knows the words of `query`, so that guesses of the one language do not
// come before what the other says.
std::vector<SearchIndex::Hit> Weighed(const SearchIndex& index, absl::string_view query) {
  std::vector<SearchIndex::Hit> hits = index.Find(query, kAll);
  const double trust = kLeastTrust + (1 - kLeastTrust) * index.Knows(query);
  for (SearchIndex::Hit& hit : hits) hit.score *= trust;
  return hits;
}

std::vector<SearchIndex::Hit> Merged(std::vector<SearchIndex::Hit> own, std::vector<SearchIndex::Hit> english) {
  std::map<int, SearchIndex::Hit> best;  // by code
  for (SearchIndex::Hit& hit : own) best.emplace(hit.code, std::move(hit));
  for (SearchIndex::Hit& hit : english) {
    SearchIndex::Hit& other = best.try_emplace(hit.code).first->second;
    if (hit.score > other.score) other = std::move(hit);
  }
  std::vector<SearchIndex::Hit> hits;
  for (auto& [code, hit] : best) hits.push_back(std::move(hit));
  SearchIndex::Rank(&hits);
  return hits;
}

// The hits of an English question, with the words of the reader's language where it found the same.
std::vector<SearchIndex::Hit> Reworded(std::vector<SearchIndex::Hit> english,
                                       const std::vector<SearchIndex::Hit>& own) {
  for (SearchIndex::Hit& hit : english) {
    const auto same = std::find_if(own.begin(), own.end(), [&](const auto& other) { return other.code == hit.code; });
    if (same != own.end()) hit = *same;
  }
  return english;
}

std::vector<SearchIndex::Hit> FindIn(const Snapshot& snapshot, absl::string_view query, size_t most,
                                     const std::string& language) {
  const SearchIndex& english = snapshot.search(kEnglish);
  const SearchIndex& own = snapshot.search(language);
  if (&own == &english) return english.Find(query, most);
  if (english.Knows(query) == 1) {
    std::vector<SearchIndex::Hit> hits = english.Find(query, most);
    return own.Knows(query) == 1 ? Reworded(std::move(hits), own.Find(query, kAll)) : hits;
  }
  std::vector<SearchIndex::Hit> hits = Weighed(own, query);
  // A greeting in another language is one slip away from English words.
  if (english.Knows(query) > 0) hits = Merged(std::move(hits), Weighed(english, query));
  if (hits.size() > most) hits.resize(most);
  return hits;
}

// The language that knows every word of `query` as it is spelt and has the best to say to it; empty where none has, and
// where English has nothing but small words in it or it is long.
std::string LanguageThatKnows(const Snapshot& snapshot, absl::string_view query) {
  if (query.size() > kLongestOfAnyLanguage || WordsOf(query, kEnglish).empty()) return "";
  std::string best;
  double highest = 0;
  for (const auto& [language, names] : snapshot.knowledge().languages) {
    const SearchIndex& index = snapshot.search(language);
    if (index.Knows(query) < 1) continue;
    const std::vector<SearchIndex::Hit> hits = index.Find(query, 1);
    if (hits.empty() || hits.front().score <= highest) continue;
    best = language;
    highest = hits.front().score;
  }
  return best;
}

SearchResult Compose(const Snapshot& snapshot, absl::string_view query, const std::vector<SearchIndex::Hit>& hits,
                     const std::vector<std::string>& languages) {
  SearchResult result;
  result.title = Say(snapshot, languages, [&](Voice& voice) {
    return voice.Template("title.search", {{"query", query}});
  });
  for (const SearchIndex::Hit& hit : hits) {
    const CodeEntry& entry = *snapshot.Find(hit.code);
    FoundCode found;
    found.code = hit.code;
    found.reason_phrase = entry.reason_phrase;
    found.title = Say(snapshot, languages, [&](Voice& voice) { return voice.Title(hit.code); });
    found.summary = AnswerSummary(entry, languages);
    found.place = std::string(NameOf(hit.place));
    found.reason = Say(snapshot, languages, [&](Voice& voice) {
      const std::string where = voice.Label(absl::StrCat("found.", found.place));
      return voice.Template("found", {{"where", where}, {"words", hit.words}});
    });
    result.codes.push_back(std::move(found));
  }
  result.labels = SayLabels(snapshot, languages, kSearchLabels);
  return result;
}

}  // namespace

SearchResult Search(const Snapshot& snapshot, absl::string_view query, size_t most,
                    const std::vector<std::string>& languages) {
  const std::vector<SearchIndex::Hit> hits = FindIn(snapshot, query, most, languages.front());
  const std::string other = hits.empty() ? LanguageThatKnows(snapshot, query) : "";
  if (other.empty()) return Compose(snapshot, query, hits, languages);
  return Compose(snapshot, query, FindIn(snapshot, query, most, other), {other, kEnglish});
}

}  // namespace sipwhy
