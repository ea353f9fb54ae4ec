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

// Where a statement stands: RFC 3261, section 21.4.9, or a place in a document that is no RFC.
struct Citation {
  int rfc = 0;                // 0 for another document
  std::string section;        // may be empty within another document
  std::string document = {};  // its short name; empty for an RFC
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

// A cause that a product releases the telephone call with, otherwise than RFC 3398 does.
struct ProductCause {
  std::string product;
  int cause = 0;
  Citation source;
  bool operator==(const ProductCause&) const = default;
};

// An arrow of a ladder.
struct LadderStep {
  std::string sender;
  std::string receiver;  // the sender itself for what happens there and is not sent
  std::string message;   // "486 Busy Here", "INVITE (Authorization)"
  bool operator==(const LadderStep&) const = default;
};

struct MeaningText {
  std::string name;
  std::string meaning;
  std::string sign;
  std::string advice;
  bool operator==(const MeaningText&) const = default;
};

// What a code means when this phrase or header comes with it; without either, what it means by itself.
struct Meaning {
  std::string phrase;
  std::string header;
  std::string value;  // what the header's value has, between semicolons
  Citation source;
  std::map<std::string, MeaningText> texts;  // by language
  bool operator==(const Meaning&) const = default;
};

struct Step {
  std::string party;  // "caller", "callee", "operator" or "developer"
  std::string sentence;
  bool operator==(const Step&) const = default;
};

// The longer texts of a code in one language.
struct CodeText {
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
  std::vector<ProductCause> product_causes;
  std::vector<RelatedCode> related;
  std::vector<Meaning> meanings;
  std::string sample;  // a response as on the wire, with LF for CRLF; may be empty
  std::vector<LadderStep> ladder;
  std::map<std::string, std::string> gist;                   // by language
  std::map<std::string, std::string> summary;                // by language, also of those without longer texts
  std::map<std::string, CodeText> texts;                     // by language
  std::map<std::string, std::vector<std::string>> symptoms;  // by language
  bool operator==(const CodeEntry&) const = default;
};

// What an expert says first about codes that people confuse.
struct Note {
  std::string difference;
  std::string when_to_use;
  std::string mistake;
  bool operator==(const Note&) const = default;
};

// A code that a gateway answers with on a cause.
struct CauseRule {
  std::string condition;  // empty for the plain rule
  int code = 0;
  Citation source;
  bool operator==(const CauseRule&) const = default;
};

// A code that a product answers with on a cause, otherwise than RFC 3398 says.
struct ProductCode {
  std::string product;
  int code = 0;
  Citation source;
  bool operator==(const ProductCode&) const = default;
};

struct CauseText {
  std::string name;
  std::string meaning;
  std::string advice;
  std::string to_sip;  // what a gateway does where it does not answer with a code, else empty
  bool operator==(const CauseText&) const = default;
};

// A cause of ITU-T Q.850, with which telephone networks end calls.
struct CauseEntry {
  int cause = 0;
  Citation source;
  std::vector<CauseRule> rules;  // the plain one first
  std::vector<ProductCode> product_codes;
  std::map<std::string, CauseText> texts;  // by language; empty for a cause that has rules alone
  bool operator==(const CauseEntry&) const = default;
};

struct StrayNumberText {
  std::string name;
  std::string summary;
  std::string description;
  std::string advice;
  bool operator==(const StrayNumberText&) const = default;
};

// A number that turns up where a code is expected and is none.
struct StrayNumber {
  std::optional<int> stands_for;
  std::string origin;
  std::optional<Citation> source;
  std::map<std::string, StrayNumberText> texts;  // by language
  bool operator==(const StrayNumber&) const = default;
};

// A party of ladders.
struct LadderParty {
  int position = 0;                         // from left to right
  std::map<std::string, std::string> name;  // by language
  bool operator==(const LadderParty&) const = default;
};

// What is cited and is no RFC.
struct Document {
  std::string title;
  std::string url;  // may be empty
  bool operator==(const Document&) const = default;
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
  std::vector<std::string> requests = {};                                // how people ask for it, in any language
  std::vector<std::pair<std::string, std::string>> question_words = {};  // role and word
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
  std::map<int, CauseEntry> causes;
  std::map<int, StrayNumber> stray_numbers;
  std::map<std::vector<int>, std::map<std::string, Note>> notes;  // by two to four ascending codes, language
  std::map<std::string, LadderParty> ladder_parties;
  std::map<std::string, Document> documents;
  bool operator==(const Knowledge&) const = default;
};

}  // namespace sipwhy

#endif  // SIPWHY_STORAGE_KNOWLEDGE_H_
