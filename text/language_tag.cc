#include "text/language_tag.h"

#include <unicode/locid.h>
#include <unicode/ubidi.h>
#include <unicode/uchar.h>
#include <unicode/uloc.h>
#include <unicode/ulocdata.h>
#include <unicode/uniset.h>
#include <unicode/unistr.h>
#include <unicode/uscript.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <map>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"

namespace sipwhy {
namespace {

constexpr size_t kLongestTag = 64;  // bytes; registered tags are much shorter

absl::string_view Primary(absl::string_view tag) { return tag.substr(0, tag.find('-')); }

// "in-ID" as "id-ID", "EN_us" as "en-US".
std::string Canonical(absl::string_view tag) {
  if (tag.size() > kLongestTag) return "";
  const std::string plain = absl::StrReplaceAll(tag, {{"_", "-"}});
  UErrorCode error = U_ZERO_ERROR;
  const std::string canonical = icu::Locale::forLanguageTag(plain, error).toLanguageTag<std::string>(error);
  return U_FAILURE(error) ? plain : canonical;
}

icu::UnicodeString FromUtf8(absl::string_view text) {
  return icu::UnicodeString::fromUTF8({text.data(), static_cast<int32_t>(text.size())});
}

const std::string* Find(absl::string_view tag, absl::Span<const std::string> known) {
  const auto found = std::find_if(known.begin(), known.end(),
                                  [&](const std::string& language) { return absl::EqualsIgnoreCase(language, tag); });
  return found == known.end() ? nullptr : &*found;
}

// Letters of `script` in a text.
icu::UnicodeSet LettersOf(const icu::UnicodeString& text, UScriptCode script) {
  icu::UnicodeSet letters;
  for (int32_t i = 0; i < text.length(); i = text.moveIndex32(i, 1)) {
    UErrorCode error = U_ZERO_ERROR;
    const UChar32 c = text.char32At(i);
    if (u_isalpha(c) != 0 && uscript_getScript(c, &error) == script) letters.add(c);
  }
  return letters;
}

// Whether the language is written with these letters (Unicode CLDR, exemplar characters), in any case. Of ideographs no
// list is whole.
bool IsWrittenWith(const std::string& language, icu::UnicodeSet letters, UScriptCode script) {
  if (script == USCRIPT_HAN || script == USCRIPT_HIRAGANA) return true;
  UErrorCode error = U_ZERO_ERROR;
  icu::UnicodeSet exemplars;
  const icu::LocalULocaleDataPointer data(ulocdata_open(language.c_str(), &error));
  ulocdata_getExemplarSet(data.getAlias(), exemplars.toUSet(), USET_ADD_CASE_MAPPINGS, ULOCDATA_ES_STANDARD, &error);
  return U_SUCCESS(error) && exemplars.containsAll(letters);
}

}  // namespace

std::vector<std::string> FindLanguages(absl::string_view wanted, absl::Span<const std::string> known) {
  const std::string canonical = Canonical(wanted);
  std::vector<std::string> languages;
  for (absl::string_view tag = canonical; !tag.empty();) {
    if (const std::string* language = Find(tag, known)) languages.push_back(*language);
    const size_t last_subtag = tag.rfind('-');
    tag = last_subtag == absl::string_view::npos ? absl::string_view() : tag.substr(0, last_subtag);
  }
  if (!languages.empty()) return languages;
  const auto other = std::find_if(known.begin(), known.end(), [&](const std::string& language) {
    return absl::EqualsIgnoreCase(Primary(language), Primary(canonical));
  });
  if (other != known.end()) languages.push_back(*other);
  return languages;
}

std::string FindLanguage(absl::string_view wanted, absl::Span<const std::string> known) {
  const std::vector<std::string> languages = FindLanguages(wanted, known);
  return languages.empty() ? "" : languages.front();
}

std::string LanguageOfScript(absl::string_view text) {
  std::map<UScriptCode, int> letters;
  const icu::UnicodeString utf16 = FromUtf8(text);
  for (int32_t i = 0; i < utf16.length(); i = utf16.moveIndex32(i, 1)) {
    const UChar32 c = utf16.char32At(i);
    if (u_isalpha(c) == 0) continue;
    UErrorCode error = U_ZERO_ERROR;
    const UScriptCode script = uscript_getScript(c, &error);
    if (U_SUCCESS(error) && script != USCRIPT_LATIN && script > USCRIPT_INHERITED) ++letters[script];
  }
  if (letters.empty()) return "";
  // Japanese is written with more ideographs than Kana, and nothing else has these.
  const bool has_kana = letters.contains(USCRIPT_HIRAGANA) || letters.contains(USCRIPT_KATAKANA);
  const auto most = std::max_element(letters.begin(), letters.end(),
                                     [](const auto& a, const auto& b) { return a.second < b.second; });
  const UScriptCode script = has_kana ? USCRIPT_HIRAGANA : most->first;
  std::array<char, ULOC_FULLNAME_CAPACITY> likely = {};
  UErrorCode error = U_ZERO_ERROR;
  uloc_addLikelySubtags(absl::StrCat("und_", uscript_getShortName(script)).c_str(), likely.data(), likely.size(),
                        &error);
  if (U_FAILURE(error)) return "";
  const absl::string_view tag = likely.data();
  std::string language(tag.substr(0, tag.find('_')));
  return IsWrittenWith(language, LettersOf(utf16, script), script) ? language : "";
}

bool IsRightToLeft(absl::string_view text) {
  const icu::UnicodeString utf16 = FromUtf8(text);
  return ubidi_getBaseDirection(utf16.getBuffer(), utf16.length()) == UBIDI_RTL;
}

}  // namespace sipwhy
