#include "text/template_book.h"

#include <unicode/locid.h>
#include <unicode/plurrule.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <memory>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"

namespace sipwhy {
namespace {

constexpr size_t kDigits = 3;  // of a code

absl::string_view ValueOf(absl::string_view name, NamedValues values) {
  const auto* value = std::find_if(values.begin(), values.end(), [&](const auto& v) { return v.first == name; });
  return value == values.end() ? absl::string_view() : value->second;
}

// How many digits of `code` the pattern "4xx" names, or nullopt where it does not fit.
std::optional<size_t> DigitsNamed(absl::string_view pattern, absl::string_view code) {
  if (pattern.size() != kDigits || code.size() != kDigits) return std::nullopt;
  size_t named = 0;
  for (size_t i = 0; i < kDigits; ++i) {
    if (pattern[i] == 'x') continue;
    if (pattern[i] != code[i]) return std::nullopt;
    ++named;
  }
  return named == 0 ? std::nullopt : std::optional(named);
}

// "one", "few", "other"; empty where it cannot be told.
std::string PluralCategory(const std::string& language, absl::string_view count) {
  int number = 0;
  if (!absl::SimpleAtoi(count, &number)) return "";
  UErrorCode error = U_ZERO_ERROR;
  const std::unique_ptr<icu::PluralRules> rules(
      icu::PluralRules::forLocale(icu::Locale::forLanguageTag(language, error), error));
  if (U_FAILURE(error)) return "";
  std::string category;
  return rules->select(number).toUTF8String(category);
}

}  // namespace

void TemplateBook::Add(absl::string_view name, std::string text) {
  const size_t open = name.find('[');
  Entry& entry = entries_[std::string(name.substr(0, open))];
  if (open == absl::string_view::npos) {
    entry.text = std::move(text);
    return;
  }
  const absl::string_view sign = name.substr(open + 1);
  entry.variants.emplace_back(sign.substr(0, sign.find(']')), std::move(text));
}

std::optional<std::string> TemplateBook::Fill(absl::string_view name, NamedValues values) const {
  const auto entry = entries_.find(name);
  if (entry == entries_.end() || !entry->second.text.has_value()) return std::nullopt;
  return FillTemplate(*Choose(entry->second, values), values);
}

const std::string* TemplateBook::Choose(const Entry& entry, NamedValues values) const {
  if (entry.variants.empty()) return &*entry.text;
  const std::string* best = nullptr;
  size_t most_digits = 0;
  for (const auto& [sign, text] : entry.variants) {
    const size_t digits = DigitsNamed(sign, ValueOf("code", values)).value_or(0);
    if (digits > most_digits) best = &text;
    most_digits = std::max(most_digits, digits);
  }
  if (best != nullptr) return best;
  const std::string category = PluralCategory(language_, ValueOf("count", values));
  const auto of_count = std::find_if(entry.variants.begin(), entry.variants.end(),
                                     [&](const auto& variant) { return variant.first == category; });
  return of_count == entry.variants.end() ? &*entry.text : &of_count->second;
}

}  // namespace sipwhy
