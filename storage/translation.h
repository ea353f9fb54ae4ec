// Compares a text with the English one that it translates.
#ifndef SIPWHY_STORAGE_TRANSLATION_H_
#define SIPWHY_STORAGE_TRANSLATION_H_

#include <map>
#include <optional>
#include <set>
#include <string>

#include "absl/strings/string_view.h"

namespace sipwhy {

// What a translation is held against.
struct TranslationWords {
  std::set<std::string> english;                      // in small letters
  std::map<std::string, std::set<std::string>> kept;  // by language; those of "en" are kept in every one
  std::set<std::string> header_names;                 // as on the wire
  std::set<std::string> reason_phrases;               // as on the wire
};

// Adds the words of an English text: those that stand in it in small letters, and the names of headers that have a
// hyphen.
void LearnEnglish(absl::string_view text, TranslationWords& words);

// What is wrong with `text` as a text of `language` that says what `english` says, or nullopt: it is English, wholly or
// in more than a fifth of its letters; or a number, header name, method or RFC reference stands in one and not in the
// other. English may say a small number in words.
std::optional<std::string> FindTranslationFault(absl::string_view english, absl::string_view text,
                                                absl::string_view language, const TranslationWords& words);

}  // namespace sipwhy

#endif  // SIPWHY_STORAGE_TRANSLATION_H_
