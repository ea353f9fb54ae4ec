// Finds bytes that a migration's text must not hold.
#ifndef SIPWHY_STORAGE_TEXT_CHECK_H_
#define SIPWHY_STORAGE_TEXT_CHECK_H_

#include <optional>
#include <string>

#include "absl/strings/string_view.h"

namespace sipwhy {

struct TextFault {
  int line;          // counted from 1
  std::string what;  // "is no valid UTF-8", as a sentence about the line
};

// The first fault of `text`, or nullopt: what is not UTF-8 (RFC 3629, section 4), control characters other than line
// feed and tab, and invisible characters that can make text read otherwise than it is stored (bidi controls,
// zero-width space, byte order mark).
std::optional<TextFault> FindTextFault(absl::string_view text);

}  // namespace sipwhy

#endif  // SIPWHY_STORAGE_TEXT_CHECK_H_
