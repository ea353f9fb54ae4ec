// Matchers for the texts of answers.
#ifndef SIPWHY_TESTS_SERVICE_TEXT_MATCHERS_H_
#define SIPWHY_TESTS_SERVICE_TEXT_MATCHERS_H_

#include <gmock/gmock.h>

#include <algorithm>
#include <ostream>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/string_view.h"
#include "service/answers.h"
#include "storage/typing_slips.h"

namespace sipwhy {

inline void PrintTo(const Text& text, std::ostream* out) { *out << text.language << ": \"" << text.text << '"'; }

namespace testing {

// What a reader would stumble over, in words; empty when there is nothing.
inline std::string WritingFault(const Text& text, TextForm form) {
  if (text.text.empty()) return "is empty";
  if (text.text.find_first_of("{}") != std::string::npos) return "has a brace";
  if (absl::StrContains(text.text, "  ")) return "has a double space";
  if (text.text != absl::StripAsciiWhitespace(text.text)) return "begins or ends with white space";
  if (std::any_of(text.text.begin(), text.text.end(), [](unsigned char c) { return absl::ascii_iscntrl(c); })) {
    return "has a control character";
  }
  // Vietnamese doubles words on purpose, and Japanese has other marks.
  return text.language == "en" ? FindTypingSlip(text.text, form).value_or("") : "";
}

inline absl::string_view FullStop(absl::string_view language) { return language == "ja" ? "。" : "."; }

// Text that reads well, whatever it is.
MATCHER(IsClean, "is not empty and has no brace and no typing slip") {
  const std::string fault = WritingFault(arg, TextForm::kWords);
  *result_listener << "which " << (fault.empty() ? "is clean" : fault);
  return fault.empty();
}

MATCHER_P(IsCleanIn, language, "is clean text in " + std::string(language)) {
  return arg.language == language && ::testing::ExplainMatchResult(IsClean(), arg, result_listener);
}

// Sentences that read well, with the full stop of the language they say they are in.
MATCHER(IsSentence, "is one or more clean sentences") {
  const std::string fault = WritingFault(arg, TextForm::kSentences);
  *result_listener << "which " << (fault.empty() ? "is clean" : fault);
  return fault.empty() && absl::EndsWith(arg.text, FullStop(arg.language));
}

MATCHER_P(IsSentenceIn, language, "is a clean sentence in " + std::string(language)) {
  return arg.language == language && ::testing::ExplainMatchResult(IsSentence(), arg, result_listener);
}

}  // namespace testing
}  // namespace sipwhy

#endif  // SIPWHY_TESTS_SERVICE_TEXT_MATCHERS_H_
