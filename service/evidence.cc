#include "service/evidence.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"

namespace sipwhy {
namespace {

bool IsPart(absl::string_view parameter, absl::string_view part) {
  return absl::EndsWith(part, "=") ? absl::StartsWithIgnoreCase(parameter, part)
                                   : absl::EqualsIgnoreCase(parameter, part);
}

// "Q.850 ;cause = 21" has the parameters "Q.850" and "cause=21"; the first and last words of one count as well, as
// in a Warning's "305 example.com ..." and a CSeq's "2 BYE".
std::vector<std::string> ParametersOf(absl::string_view value) {
  std::vector<std::string> parameters;
  for (absl::string_view parameter : absl::StrSplit(value, absl::ByAnyChar(";,"))) {
    const std::pair<absl::string_view, absl::string_view> sides = absl::StrSplit(parameter, absl::MaxSplits('=', 1));
    std::string plain(absl::StripAsciiWhitespace(sides.first));
    if (absl::StrContains(parameter, "=")) absl::StrAppend(&plain, "=", absl::StripAsciiWhitespace(sides.second));
    const size_t first_space = plain.find_first_of(" \t");
    if (first_space != std::string::npos) {
      parameters.push_back(plain.substr(0, first_space));
      parameters.push_back(plain.substr(plain.find_last_of(" \t") + 1));
    }
    parameters.push_back(std::move(plain));
  }
  return parameters;
}

bool HasValue(absl::string_view seen, absl::string_view wanted) {
  const std::vector<std::string> parameters = ParametersOf(seen);
  const std::vector<absl::string_view> parts = absl::StrSplit(wanted, ';', absl::SkipEmpty());
  return std::all_of(parts.begin(), parts.end(), [&](absl::string_view part) {
    return std::any_of(parameters.begin(), parameters.end(),
                       [&](const std::string& parameter) { return IsPart(parameter, part); });
  });
}

bool IsHeaderSeen(const Meaning& meaning, absl::string_view line) {
  const std::pair<absl::string_view, absl::string_view> sides = absl::StrSplit(line, absl::MaxSplits(':', 1));
  return absl::EqualsIgnoreCase(absl::StripAsciiWhitespace(sides.first), meaning.header) &&
         HasValue(sides.second, meaning.value);
}

}  // namespace

bool IsSeen(const Meaning& meaning, const Evidence& evidence) {
  if (!meaning.phrase.empty() && absl::EqualsIgnoreCase(meaning.phrase, evidence.reason_phrase)) return true;
  return !meaning.header.empty() && std::any_of(evidence.headers.begin(), evidence.headers.end(),
                                                [&](const std::string& line) { return IsHeaderSeen(meaning, line); });
}

}  // namespace sipwhy
