// The knowledge base at one revision, as plain values. Column comments are in migrations/0001_create_knowledge.sql.
#ifndef SIPWHY_STORAGE_KNOWLEDGE_H_
#define SIPWHY_STORAGE_KNOWLEDGE_H_

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace sipwhy {

// One row of the ledger.
struct Revision {
  int number = 0;
  std::string kind;  // "schema" or "content"
  std::string title;
  std::string author;
  std::string date;  // YYYY-MM-DD
  std::string refs;
  std::string notes;  // the release notes
  std::string file_name;
  int reader = 1;            // the lowest reader version that understands this revision
  std::string sql_hash;      // over the migration's tokens
  std::string content_hash;  // over all rows as of this revision
  std::string chain_hash;    // over the chain hash before and this row
  bool operator==(const Revision&) const = default;
};

// Where a statement about SIP stands: RFC 3261, section 21.4.9.
struct Citation {
  int rfc = 0;
  std::string section;
  bool operator==(const Citation&) const = default;
};

// For one code, one value of one aspect.
struct Fact {
  std::string aspect;
  std::string term;
  std::string value;  // the term's value, for programs
  Citation source;
  bool operator==(const Fact&) const = default;
};

struct Header {
  std::string name;
  std::string strength;  // "must", "should" or "may"
  Citation source;
  std::map<std::string, std::string> purpose;  // by language
  bool operator==(const Header&) const = default;
};

struct RelatedCode {
  int code = 0;
  std::string relation;
  bool operator==(const RelatedCode&) const = default;
};

// The Q.850 cause that a gateway releases the telephone call with.
struct Cause {
  int number = 0;
  Citation source;
  bool operator==(const Cause&) const = default;
};

struct Step {
  std::string party;  // "caller", "callee", "operator" or "developer"
  std::string sentence;
  bool operator==(const Step&) const = default;
};

// The longer texts of a code in one language.
struct CodeText {
  std::string summary;
  std::string description;
  std::string use_when;
  std::vector<std::string> situations;
  std::vector<Step> steps;
  bool operator==(const CodeText&) const = default;
};

struct CodeEntry {
  int code = 0;
  std::string reason_phrase;
  std::string state;                   // "registered", "deprecated", "historic", "local" or "draft"
  std::string origin;                  // product or draft, else empty
  std::optional<Citation> definition;  // absent where no RFC defines the code
  std::vector<Citation> references;
  std::vector<Fact> facts;  // by aspect, then position
  std::vector<Header> headers;
  std::optional<Cause> cause;
  std::vector<RelatedCode> related;
  std::map<std::string, std::string> gist;  // by language
  std::map<std::string, CodeText> texts;    // by language
  bool operator==(const CodeEntry&) const = default;
};

struct PairNote {
  std::string difference;
  std::string when_to_use;
  std::string mistake;
  bool operator==(const PairNote&) const = default;
};

// How a term is said in one language.
struct TermText {
  std::string phrase;
  std::string clause;  // empty for aspects whose facts are lists
  bool operator==(const TermText&) const = default;
};

struct ClassText {
  std::string name;
  std::string meaning;
  bool operator==(const ClassText&) const = default;
};

struct Language {
  std::string name;
  std::string own_name;
  bool operator==(const Language&) const = default;
};

// Everything that is known at one revision.
struct Knowledge {
  Revision revision;
  std::map<std::string, Language> languages;
  std::map<std::pair<std::string, std::string>, std::string> labels;                     // by label and language
  std::map<std::pair<std::string, std::string>, std::string> templates;                  // by template and language
  std::map<std::pair<int, std::string>, ClassText> classes;                              // by class and language
  std::map<std::pair<std::string, std::string>, std::map<std::string, TermText>> terms;  // by aspect and term, language
  std::map<int, CodeEntry> codes;
  std::map<int, int> code_of_cause;                                           // the plain rules of RFC 3398 §7.2.4.1
  std::map<std::pair<int, int>, std::map<std::string, PairNote>> pair_notes;  // by low and high code, language
  bool operator==(const Knowledge&) const = default;
};

}  // namespace sipwhy

#endif  // SIPWHY_STORAGE_KNOWLEDGE_H_
