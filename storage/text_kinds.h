// The texts of the knowledge base that are written in several languages.
#ifndef SIPWHY_STORAGE_TEXT_KINDS_H_
#define SIPWHY_STORAGE_TEXT_KINDS_H_

#include <string>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"

namespace sipwhy {

struct TextKind {
  absl::string_view name;   // "situations"
  absl::string_view table;  // that came last of those that `sql` reads
  // Selects what each text is ("situation 2 of 486"), its language, and the text, which may be empty.
  absl::string_view sql;
  // Whether a text says what the English one says, so that both have the same numbers and names in them. People's own
  // words for their trouble differ.
  bool follows_english = true;
};

absl::Span<const TextKind> TextKinds();

// The template that `name` is a variant of: "notice.treat_as" for "notice.treat_as[few]" and for itself.
absl::string_view BaseTemplate(absl::string_view name);

}  // namespace sipwhy

#endif  // SIPWHY_STORAGE_TEXT_KINDS_H_
