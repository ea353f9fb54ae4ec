#include "service/search.h"

#include "absl/strings/str_cat.h"
#include "service/explain.h"
#include "service/voice.h"
#include "storage/vocabulary.h"

namespace sipwhy {
namespace {

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

}  // namespace

SearchResult Search(const Snapshot& snapshot, absl::string_view query, size_t most,
                    const std::vector<std::string>& languages) {
  SearchResult result;
  result.title = Say(snapshot, languages, [&](Voice& voice) {
    return voice.Template("title.search", {{"query", query}});
  });
  for (const SearchIndex::Hit& hit : snapshot.search().Find(query, most)) {
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

}  // namespace sipwhy
