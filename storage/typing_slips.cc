#include "storage/typing_slips.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"

namespace sipwhy {
namespace {

constexpr absl::string_view kOpeningQuote = "“";
constexpr absl::string_view kClosingQuote = "”";

// What makes a word a name that keeps its small letter: "sip:", "application/sdp", "q=0".
constexpr absl::string_view kNameMarks = ":/=.@_";

size_t Count(absl::string_view text, absl::string_view part) {
  size_t count = 0;
  for (size_t at = text.find(part); at != absl::string_view::npos; at = text.find(part, at + part.size())) ++count;
  return count;
}

bool IsLower(char c) { return absl::ascii_islower(static_cast<unsigned char>(c)); }

bool IsWord(absl::string_view word) {
  return !word.empty() && std::all_of(word.begin(), word.end(), [](unsigned char c) { return absl::ascii_isalpha(c); });
}

std::optional<std::string> FindRepeatedWord(absl::string_view text) {
  absl::string_view previous;
  for (absl::string_view word : absl::StrSplit(text, ' ')) {
    if (IsWord(word) && absl::EqualsIgnoreCase(word, previous)) return absl::StrCat("says \"", word, "\" twice");
    previous = word;
  }
  return std::nullopt;
}

// A straight quotation mark belongs to a header's value, as in text="Call completed elsewhere".
bool HasStrayQuote(absl::string_view text) {
  if (absl::StrContains(text, '\'')) return true;
  bool open = false;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '"') continue;
    if (!open && (i == 0 || text[i - 1] != '=')) return true;
    open = !open;
  }
  return open;
}

bool ArePaired(absl::string_view text) {
  constexpr absl::string_view kPairs[][2] = {{kOpeningQuote, kClosingQuote}, {"(", ")"}, {"[", "]"}, {"{", "}"}};
  return std::all_of(std::begin(kPairs), std::end(kPairs),
                     [&](const auto& pair) { return Count(text, pair[0]) == Count(text, pair[1]); });
}

bool HasSpaceBeforePunctuation(absl::string_view text) {
  for (size_t i = 1; i < text.size(); ++i) {
    if (text[i - 1] == ' ' && absl::StrContains(",.;:?!)", text[i])) return true;
  }
  return false;
}

// Whether a sentence may begin with `word`.
bool CanBegin(absl::string_view word) {
  return word.empty() || !IsLower(word[0]) || word.find_first_of(kNameMarks) < word.size() - 1 || word.back() == ':';
}

bool IsSentenceEnd(absl::string_view word) {
  absl::ConsumeSuffix(&word, kClosingQuote);
  absl::ConsumeSuffix(&word, ")");
  return word.size() > 1 && absl::StrContains(".!?", word.back());
}

std::optional<std::string> FindSlipInSentences(absl::string_view text) {
  bool at_start = true;
  for (absl::string_view word : absl::StrSplit(text, ' ')) {
    if (at_start && !CanBegin(word)) return absl::StrCat("begins a sentence with \"", word, "\"");
    at_start = IsSentenceEnd(word);
  }
  if (!at_start) return "does not end with a full stop";
  return std::nullopt;
}

}  // namespace

std::optional<std::string> FindTypingSlip(absl::string_view text, TextForm form) {
  if (absl::StrContains(text, "  ")) return "has a double space";
  if (text != absl::StripAsciiWhitespace(text)) return "begins or ends with a space";
  if (std::optional<std::string> slip = FindRepeatedWord(text)) return slip;
  if (HasSpaceBeforePunctuation(text)) return "has a space before punctuation";
  if (HasStrayQuote(text)) return "has a straight quotation mark or apostrophe; use “ ” and ’";
  if (!ArePaired(text)) return "has a quotation mark or bracket without its pair";
  if (form == TextForm::kSentences) return FindSlipInSentences(text);
  if (form == TextForm::kClause && IsSentenceEnd(text)) return "has a full stop, and becomes part of a sentence";
  return std::nullopt;
}

}  // namespace sipwhy
