#include "bot/read_phrase_book.h"

#include <algorithm>
#include <string>

#include "absl/strings/ascii.h"

namespace sipwhy::bot {
namespace {

// Whether `code` is a draft or the like whose phrase people use for a registered code: "Decline" is 603, not 441.
bool IsTakenByARegisteredCode(const v1::CodeSummary& code, const v1::ListCodesResponse& all) {
  const auto is_registered = [](const v1::CodeSummary& c) { return c.state() == v1::REGISTRATION_STATE_REGISTERED; };
  return !is_registered(code) && std::any_of(all.codes().begin(), all.codes().end(), [&](const v1::CodeSummary& other) {
    return is_registered(other) && other.reason_phrase() == code.reason_phrase();
  });
}

}  // namespace

PhraseBook ReadPhraseBook(const v1::ListCodesResponse& codes, const v1::ListLanguagesResponse& languages) {
  PhraseBook phrases;
  for (const v1::CodeSummary& code : codes.codes()) {
    if (!IsTakenByARegisteredCode(code, codes)) phrases.phrases.push_back({code.code(), code.reason_phrase()});
    for (const std::string& other : code.other_phrases()) phrases.phrases.push_back({code.code(), other, false});
    for (const std::string& header : code.telling_headers()) {
      phrases.telling_headers.push_back(absl::AsciiStrToLower(header));
    }
  }
  for (const v1::Language& language : languages.languages()) {
    BookLanguage& known = phrases.languages.emplace_back();
    known.tag = language.language_code();
    known.requests.assign(language.requests().begin(), language.requests().end());
    for (const v1::QuestionWord& word : language.question_words()) {
      known.question_words.emplace_back(word.role(), word.word());
    }
  }
  return phrases;
}

}  // namespace sipwhy::bot
