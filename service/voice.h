// Speaks one language of a snapshot.
#ifndef SIPWHY_SERVICE_VOICE_H_
#define SIPWHY_SERVICE_VOICE_H_

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "service/answers.h"
#include "service/snapshot.h"
#include "text/sentence.h"

namespace sipwhy {

// Looks words up and fills templates in one language. It remembers whether anything was missing, so that a sentence is
// never put together from two languages: whoever composes asks complete() at the end, and else tries the next
// language. Used by one composition; the snapshot must outlive it.
class Voice {
 public:
  Voice(const Snapshot& snapshot, std::string language) : snapshot_(snapshot), language_(std::move(language)) {}

  // False once a word, template or term was asked for that this language lacks.
  bool complete() const { return complete_; }
  const std::string& language() const { return language_; }
  const Snapshot& snapshot() const { return snapshot_; }

  std::string Label(absl::string_view label);
  std::string Template(absl::string_view name, NamedValues values);
  const TermText& Term(const Fact& fact);
  std::string Gist(const CodeEntry& entry);
  const ClassText& Class(int code);

  // "a, b or c", by the templates list.comma and `last` (list.or or list.and).
  std::string List(const std::vector<std::string>& items, absl::string_view last);
  // Clauses joined and closed into one sentence; empty for none.
  std::string Sentence(const std::vector<std::string>& clauses);

  // "301 Moved Permanently", or "499 (not registered)".
  std::string Title(int code);
  // "4xx Request Failure".
  std::string ClassName(int code);

 private:
  const Snapshot& snapshot_;
  std::string language_;
  bool complete_ = true;
};

// What `compose(voice)` makes in the first of `languages` that has all of it, and in the last one if none has.
template <typename Compose>
Text Say(const Snapshot& snapshot, const std::vector<std::string>& languages, Compose compose) {
  for (size_t i = 0;; ++i) {
    Voice voice(snapshot, languages[i]);
    std::string text = compose(voice);
    if (!voice.complete() && i + 1 < languages.size()) continue;
    return text.empty() ? Text{} : Text{std::move(text), languages[i]};
  }
}

}  // namespace sipwhy

#endif  // SIPWHY_SERVICE_VOICE_H_
