// The vocabulary in which people ask about codes, in many languages.
#ifndef SIPWHY_BOT_PARSER_WORDS_H_
#define SIPWHY_BOT_PARSER_WORDS_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"

namespace sipwhy::bot {

// What a word does in a question; a word may do several things ("v" in one language, "o" in another).
enum Role : uint32_t {
  kAsk = 1u << 0,         // asks: "why", "explain", "meaning"
  kCompare = 1u << 1,     // asks for a comparison: "vs", "difference"
  kBetween = 1u << 2,     // stands between two codes: "vs", "or", "and"
  kRange = 1u << 3,       // stands between the ends of a range: "to"
  kCode = 1u << 4,        // says that a number is a code: "sip", "error", "response"
  kGet = 1u << 5,         // leads to a code: "got", "returns", "a"
  kFiller = 1u << 6,      // carries nothing: "please", "the"
  kHelp = 1u << 7,        // asks for help, or greets
  kFull = 1u << 8,        // asks for every section: "full", "more"
  kLabel = 1u << 9,       // the number after it names something else: "room", "port"
  kUnit = 1u << 10,       // the number before it counts something: "ms", "tickets"
  kNumber = 1u << 11,     // may stand between a label and its number: "number", "no"
  kCause = 1u << 12,      // the number after it is a cause of Q.850
  kHttp = 1u << 13,       // the number after it is a status of HTTP
  kMethod = 1u << 14,     // a SIP request method
  kPerson = 1u << 15,     // tells of people and things: "my", "was"
  kClassName = 1u << 16,  // the digit after it is a class: "class 4"
};

using Roles = uint32_t;

// Languages as bits; which bit is whose, a Vocabulary knows.
using LanguageBits = uint64_t;

struct KnownWord {
  Roles roles = 0;
  LanguageBits telling = 0;  // the languages that a question with this word may be in; none for words of many
};

// The words of questions: those that are built in, in more languages than there are answers in, and those that the
// knowledge base adds. Immutable once it is made, so safe to share between threads.
class Vocabulary {
 public:
  // The built-in words.
  Vocabulary();

  // Adds a word that does `role` ("ask", as in question_word of the knowledge base) in `language`. An unknown role and
  // a word without letters add nothing.
  void Add(const std::string& language, absl::string_view role, absl::string_view word);

  // What is known of `word`, which is in normal form; null if it is unknown.
  const KnownWord* Find(absl::string_view word) const;

  // How many bytes the longest known word has with which `text` begins, or 0. For scripts that are written without
  // spaces; `text` is in normal form.
  size_t LongestPrefix(absl::string_view text) const;

  // The tags of the languages, the first being that of the lowest bit.
  const std::vector<std::string>& languages() const { return languages_; }

 private:
  void AddWord(const std::string& language, Roles roles, absl::string_view word);
  LanguageBits BitOf(const std::string& language);

  absl::flat_hash_map<std::string, KnownWord> words_;
  std::vector<std::string> languages_;
  size_t longest_ = 0;  // bytes
};

}  // namespace sipwhy::bot

#endif  // SIPWHY_BOT_PARSER_WORDS_H_
