// The aspects that a code is described and compared by.
#ifndef SIPWHY_SERVICE_ASPECTS_H_
#define SIPWHY_SERVICE_ASPECTS_H_

#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "service/voice.h"
#include "storage/knowledge.h"

namespace sipwhy {

// In the order in which to show them, most telling first. "class" and "headers" are not facts but aspects all the same.
inline constexpr absl::string_view kAspects[] = {"class",   "sent_by",     "retry",   "look_at", "dialog", "pstn",
                                                 "forking", "transaction", "methods", "timers",  "headers"};

// Whether `code` is of one of SIP's six classes.
inline bool HasClass(int code) { return code >= 100 && code <= 699; }

// Whether the knowledge base has the facts of `entry`, which may be null.
bool HasFacts(const CodeEntry* entry);

// What the code is in this aspect, in words that fit a table cell. `entry` may be null for the aspect "class" alone.
std::string AspectCell(Voice& voice, int code, const CodeEntry* entry, absl::string_view aspect);

// The same as a main clause that begins with the code and has no full stop.
std::string AspectClause(Voice& voice, int code, const CodeEntry* entry, absl::string_view aspect);

// The code that the cause of `entry` is translated back to; nullopt without a cause or without a plain rule for it.
std::optional<int> ComesBackAs(const Snapshot& snapshot, const CodeEntry& entry);

}  // namespace sipwhy

#endif  // SIPWHY_SERVICE_ASPECTS_H_
