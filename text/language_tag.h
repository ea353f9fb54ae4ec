// Finds a language for what a reader asked for.
#ifndef SIPWHY_TEXT_LANGUAGE_TAG_H_
#define SIPWHY_TEXT_LANGUAGE_TAG_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"

namespace sipwhy {

// The tags among `known` that serve a reader of `wanted`, best first; empty where none does. Tags are BCP 47, in any
// case and also with "_". By lookup (RFC 4647 §3.4), subtags fall off the end: "vi-VN" is served by "vi-VN", then by
// "vi". Where that leads to nothing, another form of the same language serves: "zh-TW" and "zh" get "zh-Hans". Old tags
// stand for new ones: "in" is "id".
std::vector<std::string> FindLanguages(absl::string_view wanted, absl::Span<const std::string> known);

// The best of these; empty where there is none.
std::string FindLanguage(absl::string_view wanted, absl::Span<const std::string> known);

// The language that a script tells by itself: "ja" for Kana, "ru" for Cyrillic; empty for Latin, which many write, for
// letters that this language does not have, as of Ukrainian, and for a text without letters. `text` is UTF-8.
std::string LanguageOfScript(absl::string_view text);

// Whether the first letter of `text` (UTF-8) that has a direction goes from right to left (UAX #9, P2).
bool IsRightToLeft(absl::string_view text);

}  // namespace sipwhy

#endif  // SIPWHY_TEXT_LANGUAGE_TAG_H_
