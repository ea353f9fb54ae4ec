#include "storage/translation.h"

#include <algorithm>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"

namespace sipwhy {
namespace {

using Names = std::set<std::string>;

constexpr double kMostEnglish = 0.2;  // of the letters

constexpr absl::string_view kMethods[] = {"INVITE",    "ACK",    "BYE",     "CANCEL", "REGISTER", "OPTIONS", "PRACK",
                                          "SUBSCRIBE", "NOTIFY", "PUBLISH", "INFO",   "REFER",    "MESSAGE", "UPDATE"};

// The words by which English says a number, and those with which a language may need one: "another" is "1 more", and
// March a third month; "none" is "not 1" and half a minute 30 seconds.
struct NumberWords {
  int number;
  absl::string_view words;
};
constexpr NumberWords kNumberWords[] = {
    {0, "zero no none"},
    {1, "one first once single only same a an each another none january"},
    {2, "two second both twice pair either neither half double other february"},
    {3, "three third march"},
    {4, "four fourth quarter april"},
    {5, "five fifth may"},
    {6, "six sixth june"},
    {7, "seven seventh july"},
    {8, "eight eighth august"},
    {9, "nine ninth september"},
    {10, "ten tenth october"},
    {11, "eleven november"},
    {12, "twelve december"},
    {20, "twenty"},
    {30, "thirty minute"},
    {60, "sixty minute"},
};

// As the English texts have them.
constexpr absl::string_view kOpeningQuote = "“";
constexpr absl::string_view kClosingQuote = "”";

bool IsLetter(char c) { return absl::ascii_isalpha(static_cast<unsigned char>(c)); }
bool IsDigit(char c) { return absl::ascii_isdigit(static_cast<unsigned char>(c)); }
bool IsOfName(char c) { return IsLetter(c) || c == '-'; }
bool IsUpper(char c) { return absl::ascii_isupper(static_cast<unsigned char>(c)); }
bool IsLower(char c) { return absl::ascii_islower(static_cast<unsigned char>(c)); }

// The longest runs of `text` whose bytes are all `wanted`.
std::vector<absl::string_view> Runs(absl::string_view text, bool (*wanted)(char)) {
  std::vector<absl::string_view> runs;
  for (size_t begin = 0; begin < text.size();) {
    size_t end = begin;
    while (end < text.size() && wanted(text[end])) ++end;
    if (end > begin) runs.push_back(text.substr(begin, end - begin));
    begin = std::max(end, begin + 1);
  }
  return runs;
}

// `text` without what stands in braces: named values are no words.
std::string WithoutValues(absl::string_view text) {
  std::string plain;
  for (size_t open = text.find('{'); open != absl::string_view::npos; open = text.find('{')) {
    const size_t close = std::min(text.find('}', open), text.size() - 1);
    absl::StrAppend(&plain, text.substr(0, open), " ");
    text.remove_prefix(close + 1);
  }
  return absl::StrCat(plain, text);
}

// What stands in quotation marks in the English text, and so may stay.
std::vector<std::string> Quotations(absl::string_view english) {
  std::vector<std::string> quotations;
  for (size_t begin = english.find(kOpeningQuote); begin != absl::string_view::npos;
       begin = english.find(kOpeningQuote, begin + 1)) {
    const size_t end = english.find(kClosingQuote, begin);
    if (end == absl::string_view::npos) break;
    quotations.emplace_back(english.substr(begin + kOpeningQuote.size(), end - begin - kOpeningQuote.size()));
  }
  return quotations;
}

// A name as headers have it: Retry-After, P-Asserted-Identity, but neither Re-INVITE, Long-running nor Ctrl-D.
bool IsHeaderName(absl::string_view run) {
  const std::vector<absl::string_view> parts = absl::StrSplit(run, '-');
  const bool capital =
      std::all_of(parts.begin(), parts.end(), [](absl::string_view p) { return !p.empty() && IsUpper(p[0]); });
  const bool method = std::any_of(parts.begin(), parts.end(), [](absl::string_view part) {
    return std::find(std::begin(kMethods), std::end(kMethods), part) != std::end(kMethods);
  });
  return parts.size() > 1 && parts.back().size() > 1 && capital && !method &&
         std::any_of(run.begin(), run.end(), &IsLower);
}

bool IsKept(const std::string& word, const std::string& language, const TranslationWords& words) {
  for (const std::string& of : {std::string("en"), language}) {
    const auto kept = words.kept.find(of);
    if (kept != words.kept.end() && kept->second.contains(word)) return true;
  }
  return false;
}

// A word of English, and none that stays: of those with capitals, abbreviations stay, and names that the English text
// has with their capital as well.
bool IsEnglish(absl::string_view word, const std::set<absl::string_view>& of_english, const std::string& language,
               const TranslationWords& words) {
  if (word.size() < 2 || std::count_if(word.begin(), word.end(), &IsUpper) > 1) return false;
  if (words.header_names.contains(std::string(word))) return false;
  if (IsUpper(word[0]) && of_english.contains(word)) return false;
  const std::string small = absl::AsciiStrToLower(word);
  return words.english.contains(small) && !IsKept(small, language, words);
}

bool IsOfToken(char c) { return IsLetter(c) || IsDigit(c) || absl::StrContains("/=_-.", c); }

// The letters of `plain` that stand in words of English. Tokens of the wire, such as application/isup, are none.
size_t CountEnglish(absl::string_view plain, absl::string_view english, const std::string& language,
                    const TranslationWords& words) {
  const std::vector<absl::string_view> runs = Runs(english, &IsLetter);
  const std::set<absl::string_view> of_english(runs.begin(), runs.end());
  size_t letters = 0;
  for (absl::string_view token : Runs(plain, &IsOfToken)) {
    while (!token.empty() && (token.back() == '.' || token.back() == '-')) token.remove_suffix(1);
    const bool of_the_wire =
        token.find_first_of("/=_-") != absl::string_view::npos && absl::StrContains(english, token);
    if (of_the_wire || words.header_names.contains(std::string(token))) continue;
    for (const absl::string_view word : Runs(token, &IsLetter)) {
      if (IsEnglish(word, of_english, language, words)) letters += word.size();
    }
  }
  return letters;
}

// Letters of any script: what is not ASCII counts by its first byte, signs of East Asian and general punctuation aside.
size_t CountLetters(absl::string_view text) {
  size_t letters = 0;
  for (size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    const bool is_sign = absl::StartsWith(text.substr(i), "\xE2\x80") || absl::StartsWith(text.substr(i), "\xE3\x80");
    if (IsLetter(text[i]) || (byte >= 0xC0 && !is_sign)) ++letters;
  }
  return letters;
}

// Takes each of `names` out of `text`.
template <typename Range>
void TakeOut(const Range& names, std::string& text) {
  for (const std::string& name : names) {
    if (!name.empty() && absl::StrContains(text, name)) text = absl::StrReplaceAll(text, {{name, " "}});
  }
}

// "RFC 3261" and "§21.4.24", which are taken out of `text`.
Names TakeReferences(std::string& text) {
  Names references;
  for (const std::string& sign : {std::string("RFC "), std::string("§")}) {
    for (size_t at = text.find(sign); at != std::string::npos; at = text.find(sign, at)) {
      size_t end = at + sign.size();
      while (end < text.size() && (IsDigit(text[end]) || text[end] == '.')) ++end;
      while (text[end - 1] == '.') --end;
      if (end > at + sign.size()) references.insert(text.substr(at, end - at));
      text.replace(at, end - at, " ");
    }
  }
  return references;
}

// The thousands are grouped and the decimals pointed by each language in its way: "1,000" and "1.000" are "1000", and
// "3,5" is "3.5".
std::string Ungrouped(absl::string_view number) {
  const std::vector<std::string> parts = absl::StrSplit(number, absl::ByAnyChar(".,"));
  const bool grouped =
      std::all_of(parts.begin() + 1, parts.end(), [](const std::string& part) { return part.size() == 3; });
  return absl::StrJoin(parts, grouped ? "" : ".");
}

Names NumbersIn(absl::string_view text) {
  Names numbers;
  for (absl::string_view run : Runs(text, [](char c) { return IsDigit(c) || c == '.' || c == ','; })) {
    while (!run.empty() && !IsDigit(run.front())) run.remove_prefix(1);
    while (!run.empty() && !IsDigit(run.back())) run.remove_suffix(1);
    if (!run.empty()) numbers.insert(Ungrouped(run));
  }
  return numbers;
}

bool SaysInWords(const std::string& number, absl::string_view english) {
  int value = 0;
  if (!absl::SimpleAtoi(number, &value)) return false;
  const auto* entry = std::find_if(std::begin(kNumberWords), std::end(kNumberWords),
                                   [&](const NumberWords& words) { return words.number == value; });
  if (entry == std::end(kNumberWords)) return false;
  const std::vector<absl::string_view> wanted = absl::StrSplit(entry->words, ' ');
  const std::vector<absl::string_view> said = Runs(english, &IsLetter);
  return std::any_of(said.begin(), said.end(), [&](absl::string_view word) {
    return std::find(wanted.begin(), wanted.end(), absl::AsciiStrToLower(word)) != wanted.end();
  });
}

Names MethodsIn(absl::string_view text) {
  Names methods;
  for (absl::string_view run : Runs(text, &IsLetter)) {
    absl::ConsumeSuffix(&run, "s");  // "two INVITEs"
    if (std::find(std::begin(kMethods), std::end(kMethods), run) != std::end(kMethods)) methods.emplace(run);
  }
  return methods;
}

// The names of headers with a hyphen in them; others are words as well ("Contact", "Warning").
Names HeadersIn(absl::string_view text, const TranslationWords& words) {
  Names headers;
  for (const absl::string_view run : Runs(text, &IsOfName)) {
    const bool is_name = absl::StrContains(run, '-') && words.header_names.contains(std::string(run));
    if (is_name) headers.emplace(run);
  }
  return headers;
}

// The first of `of` that `in` lacks.
std::optional<std::string> FirstMissing(const Names& of, const Names& in) {
  for (const std::string& name : of) {
    if (!in.contains(name)) return name;
  }
  return std::nullopt;
}

// What stands in one and not in the other.
std::optional<std::string> FindUneven(const Names& english, const Names& text, absl::string_view what) {
  if (std::optional<std::string> missing = FirstMissing(english, text)) {
    return absl::StrCat("lacks the ", what, " ", *missing, " of the English text");
  }
  if (std::optional<std::string> added = FirstMissing(text, english)) {
    return absl::StrCat("has the ", what, " ", *added, ", which is not in the English text");
  }
  return std::nullopt;
}

std::optional<std::string> FindUnevenNumber(absl::string_view english, absl::string_view text) {
  const Names wanted = NumbersIn(english);
  Names said = NumbersIn(text);
  std::erase_if(said, [&](const std::string& n) { return !wanted.contains(n) && SaysInWords(n, english); });
  return FindUneven(wanted, said, "number");
}

std::optional<std::string> FindEnglish(absl::string_view english, absl::string_view text, const std::string& language,
                                       const TranslationWords& words) {
  std::string plain = WithoutValues(text);
  if (CountEnglish(plain, english, language, words) == 0) return std::nullopt;
  TakeOut(Quotations(english), plain);
  TakeOut(words.reason_phrases, plain);
  const size_t of_english = CountEnglish(plain, english, language, words);
  if (of_english == 0) return std::nullopt;
  if (text == english) return "is the English text";
  const size_t letters = CountLetters(plain);
  if (static_cast<double>(of_english) <= kMostEnglish * static_cast<double>(letters)) return std::nullopt;
  return absl::StrCat("is English in ", of_english, " of its ", letters, " letters");
}

}  // namespace

void LearnEnglish(absl::string_view text, TranslationWords& words) {
  for (const absl::string_view run : Runs(text, &IsOfName)) {
    if (IsHeaderName(run)) words.header_names.emplace(run);
  }
  std::string plain = WithoutValues(text);
  TakeOut(Quotations(text), plain);
  for (const absl::string_view run : Runs(plain, &IsLetter)) {
    if (run.size() > 1 && std::all_of(run.begin(), run.end(), &IsLower)) words.english.emplace(run);
  }
}

std::optional<std::string> FindTranslationFault(absl::string_view english, absl::string_view text,
                                                absl::string_view language, const TranslationWords& words) {
  if (std::optional<std::string> fault = FindEnglish(english, text, std::string(language), words)) return fault;
  std::string plain_english = WithoutValues(english);
  std::string plain = WithoutValues(text);
  const Names references = TakeReferences(plain_english);
  if (std::optional<std::string> fault = FindUneven(references, TakeReferences(plain), "reference")) return fault;
  if (std::optional<std::string> fault = FindUneven(MethodsIn(english), MethodsIn(text), "method")) return fault;
  if (std::optional<std::string> fault = FindUneven(HeadersIn(english, words), HeadersIn(text, words), "header")) {
    return fault;
  }
  return FindUnevenNumber(plain_english, plain);
}

}  // namespace sipwhy
