// The slips that hands and editors leave in English text.
#ifndef SIPWHY_STORAGE_TYPING_SLIPS_H_
#define SIPWHY_STORAGE_TYPING_SLIPS_H_

#include <optional>
#include <string>

#include "absl/strings/string_view.h"

namespace sipwhy {

enum class TextForm {
  kSentences,  // each begins with a capital, a number, a quotation or a name such as sip:, and has its full stop
  kClause,     // becomes part of a sentence, so it has no full stop
  kWords,      // anything short: a heading, a cell of a table
};

// Returns what is wrong with `text`, as in `says "the" twice`, or nullopt: double spaces and words, a space before
// punctuation, quotation marks or brackets without their pair, typewriter's quotation marks (except in a header's
// value: text="…"), and what `form` asks for.
std::optional<std::string> FindTypingSlip(absl::string_view text, TextForm form);

}  // namespace sipwhy

#endif  // SIPWHY_STORAGE_TYPING_SLIPS_H_
