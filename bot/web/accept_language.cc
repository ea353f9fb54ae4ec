#include "bot/web/accept_language.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"

namespace sipwhy::bot {
namespace {

constexpr char kDefault[] = "en";
constexpr size_t kMostRanges = 32;

struct LanguageRange {
  absl::string_view tag;
  double weight;
};

const SiteLanguage* Find(absl::string_view tag, const std::vector<SiteLanguage>& languages) {
  const auto found = std::find_if(languages.begin(), languages.end(), [&](const SiteLanguage& language) {
    return absl::EqualsIgnoreCase(language.tag, tag);
  });
  return found == languages.end() ? nullptr : &*found;
}

// 0 to 1; 0 for a parameter that is none of RFC 9110 §12.4.2.
double WeightOf(absl::string_view parameter) {
  const std::pair<absl::string_view, absl::string_view> parts = absl::StrSplit(parameter, absl::MaxSplits('=', 1));
  double weight = 0;
  const bool is_weight = absl::EqualsIgnoreCase(absl::StripAsciiWhitespace(parts.first), "q") &&
                         absl::SimpleAtod(absl::StripAsciiWhitespace(parts.second), &weight);
  return is_weight && weight >= 0 && weight <= 1 ? weight : 0;
}

// The ranges that are wanted at all, best first.
std::vector<LanguageRange> Ranges(absl::string_view accept_language) {
  std::vector<LanguageRange> ranges;
  for (const absl::string_view element : absl::StrSplit(accept_language, ',')) {
    if (ranges.size() == kMostRanges) break;
    const std::pair<absl::string_view, absl::string_view> parts = absl::StrSplit(element, absl::MaxSplits(';', 1));
    const double weight = parts.second.empty() ? 1 : WeightOf(parts.second);
    if (weight > 0) ranges.push_back({absl::StripAsciiWhitespace(parts.first), weight});
  }
  std::stable_sort(ranges.begin(), ranges.end(),
                   [](const LanguageRange& left, const LanguageRange& right) { return left.weight > right.weight; });
  return ranges;
}

// The language that `tag` names, or that it names with subtags cut from its end.
const SiteLanguage* LookUp(absl::string_view tag, const std::vector<SiteLanguage>& languages) {
  while (!tag.empty()) {
    if (const SiteLanguage* found = Find(tag, languages); found != nullptr) return found;
    const size_t hyphen = tag.rfind('-');
    tag = hyphen == absl::string_view::npos ? "" : tag.substr(0, hyphen);
  }
  return nullptr;
}

}  // namespace

std::string ChooseLanguage(absl::string_view accept_language, const std::vector<SiteLanguage>& languages) {
  for (const LanguageRange& range : Ranges(accept_language)) {
    if (const SiteLanguage* found = LookUp(range.tag, languages); found != nullptr) return found->tag;
  }
  return Find(kDefault, languages) != nullptr ? kDefault : languages.front().tag;
}

}  // namespace sipwhy::bot
