#include "bot/parser/language_choice.h"

#include <algorithm>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"

namespace sipwhy::bot {
namespace {

constexpr size_t kMostWords = 3;

// The word for it in the languages that people may want to leave.
constexpr absl::string_view kOpenings[] = {
    "set language to", "set language", "language", "lang", "ngon ngu", "言語", "语言", "sprache", "langue", "idioma"};

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

}  // namespace

std::optional<std::string> ReadLanguageChoice(absl::string_view plain) {
  plain = absl::StripAsciiWhitespace(plain);
  while (!plain.empty() && (plain.back() == '.' || plain.back() == '!' || plain.back() == '?')) plain.remove_suffix(1);
  for (const absl::string_view opening : kOpenings) {
    const std::optional<absl::string_view> rest = Rest(plain, opening);
    if (!rest.has_value()) continue;
    const std::vector<absl::string_view> words = absl::StrSplit(*rest, ' ', absl::SkipEmpty());
    if (HasDigit(*rest) || words.size() > kMostWords) return std::nullopt;
    return std::string(absl::StripAsciiWhitespace(*rest));
  }
  return std::nullopt;
}

}  // namespace sipwhy::bot
