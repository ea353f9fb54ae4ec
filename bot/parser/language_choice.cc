#include "bot/parser/language_choice.h"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "bot/parser/code_point.h"
#include "bot/parser/normalise.h"
#include "text/language_tag.h"

namespace sipwhy::bot {
namespace {

constexpr size_t kMostWords = 3;
constexpr absl::string_view kEnglish = "en";
constexpr int kEnglishWords = 2;  // to show that a question is in English

constexpr absl::string_view kEnglishOpenings[] = {"set language to", "set language", "language", "lang"};

bool HasDigit(absl::string_view text) {
  return std::any_of(text.begin(), text.end(),
                     [](char c) { return absl::ascii_isdigit(static_cast<unsigned char>(c)); });
}

// What follows an opening, without the sign between; nullopt when a word just begins like it ("languages").
std::optional<absl::string_view> Rest(absl::string_view plain, absl::string_view opening) {
  if (!absl::ConsumePrefix(&plain, opening)) return std::nullopt;
  const absl::string_view rest = absl::StripAsciiWhitespace(plain);
  if (rest.empty()) return rest;
  if (rest.front() == ':' || rest.front() == '=') return absl::StripAsciiWhitespace(rest.substr(1));
  if (rest.size() == plain.size()) return std::nullopt;
  return rest;
}

// Whether no letter goes on with the words at [begin, end); in scripts without spaces, others may.
bool StandsAlone(absl::string_view plain, size_t begin, size_t end) {
  const auto goes_on = [&](size_t inside, size_t outside) {
    const char32_t letter = CodePointAt(plain, inside).value;
    const char32_t neighbour = CodePointAt(plain, outside).value;
    return IsLetter(letter) && IsLetter(neighbour) && !IsUnspaced(letter) && !IsUnspaced(neighbour);
  };
  const auto before = [&](size_t position) {
    do --position;
    while (position > 0 && (static_cast<unsigned char>(plain[position]) & 0xC0U) == 0x80U);
    return position;
  };
  const bool left = begin > 0 && goes_on(begin, before(begin));
  const bool right = end < plain.size() && goes_on(before(end), end);
  return !left && !right;
}

}  // namespace

LanguageNames::LanguageNames(const std::vector<BookLanguage>& languages)
    : openings_(std::begin(kEnglishOpenings), std::end(kEnglishOpenings)) {
  for (const BookLanguage& language : languages) {
    tags_.push_back(language.tag);
    for (const auto& [role, word] : language.question_words) {
      if (role == "language") openings_.push_back(Normalise(word));
    }
    for (const std::string& words : language.requests) requests_.push_back({Normalise(words), language.tag});
  }
  const auto longer = [](const auto& a, const auto& b) { return a.size() > b.size(); };
  std::stable_sort(openings_.begin(), openings_.end(), longer);
  std::stable_sort(requests_.begin(), requests_.end(),
                   [&](const Request& a, const Request& b) { return longer(a.words, b.words); });
}

std::optional<std::string> LanguageNames::ReadChoice(absl::string_view plain) const {
  plain = absl::StripAsciiWhitespace(plain);
  while (!plain.empty() && (plain.back() == '.' || plain.back() == '!' || plain.back() == '?')) plain.remove_suffix(1);
  for (const std::string& opening : openings_) {
    const std::optional<absl::string_view> rest = Rest(plain, opening);
    if (!rest.has_value()) continue;
    const std::vector<absl::string_view> words = absl::StrSplit(*rest, ' ', absl::SkipEmpty());
    if (HasDigit(*rest) || words.size() > kMostWords) return std::nullopt;
    return std::string(absl::StripAsciiWhitespace(*rest));
  }
  return std::nullopt;
}

std::string LanguageNames::TakeRequest(std::string& plain) const {
  for (const Request& request : requests_) {
    for (size_t at = plain.find(request.words); at != std::string::npos; at = plain.find(request.words, at + 1)) {
      if (!StandsAlone(plain, at, at + request.words.size())) continue;
      plain.replace(at, request.words.size(), " ");
      return request.tag;
    }
  }
  return "";
}

std::string LanguageNames::LanguageOf(Tokens tokens, const Vocabulary& vocabulary) const {
  const std::vector<std::string>& languages = vocabulary.languages();
  std::vector<int> words(languages.size(), 0);
  std::string letters;
  for (const Token& token : tokens) {
    if (token.IsWord()) absl::StrAppend(&letters, token.text);
    for (size_t i = 0; i < languages.size(); ++i) words[i] += static_cast<int>((token.telling >> i) & 1U);
  }
  const auto most = std::max_element(words.begin(), words.end());
  if (most == words.end() || *most == 0) return FindLanguage(LanguageOfScript(letters), tags_);
  if (std::count(words.begin(), words.end(), *most) > 1) return "";
  const std::string& language = languages[static_cast<size_t>(most - words.begin())];
  return language == kEnglish && *most < kEnglishWords ? "" : FindLanguage(language, tags_);
}

}  // namespace sipwhy::bot
