// What the service answers, as plain values. service/convert.h turns them into messages.
#ifndef SIPWHY_SERVICE_ANSWERS_H_
#define SIPWHY_SERVICE_ANSWERS_H_

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "storage/knowledge.h"

namespace sipwhy {

// A text and the language it is in; both empty when there is none.
struct Text {
  std::string text;
  std::string language;
  bool operator==(const Text&) const = default;
};

// A fact and its phrase in the reader's language.
struct SaidFact {
  Fact fact;
  Text phrase;
  bool operator==(const SaidFact&) const = default;
};

struct SaidHeader {
  std::string name;
  std::string strength;
  Citation source;
  Text purpose;
  bool operator==(const SaidHeader&) const = default;
};

struct SaidRelation {
  int code = 0;
  std::string reason_phrase;
  std::string relation;
  Text phrase;
  bool operator==(const SaidRelation&) const = default;
};

struct SaidStep {
  std::string party;
  Text party_name;
  Text sentence;
  bool operator==(const SaidStep&) const = default;
};

// An arrow of a ladder; the parties are named in the ladder.
struct SaidLadder {
  struct Party {
    std::string party;
    Text name;
    bool operator==(const Party&) const = default;
  };
  std::vector<Party> parties;  // those who take part, from left to right
  std::vector<LadderStep> steps;
  bool operator==(const SaidLadder&) const = default;
};

// What a code means when a phrase or header comes with it.
struct SaidMeaning {
  std::string phrase;
  std::string header;
  std::string value;
  Citation source;
  Text name;
  Text meaning;
  Text sign;
  Text advice;
  bool seen = false;  // what the asker saw has this sign
  bool operator==(const SaidMeaning&) const = default;
};

struct SaidProductCause {
  ProductCause cause;
  Text sentence;
  bool operator==(const SaidProductCause&) const = default;
};

// One aspect of a code as a row of a table.
struct AspectValue {
  std::string aspect;
  Text label;
  Text value;
  bool operator==(const AspectValue&) const = default;
};

// All about one code in the reader's language.
struct CodeAnswer {
  int code = 0;
  std::string reason_phrase;
  std::string state;  // empty for a code that the knowledge base does not have
  std::string origin;
  std::optional<Citation> definition;
  Text title;
  Text class_name;
  std::vector<SaidFact> facts;
  std::optional<Cause> cause;
  std::optional<int> comes_back_as;  // the code that `cause` is translated to
  std::vector<SaidProductCause> product_causes;
  std::vector<SaidHeader> headers;
  std::vector<SaidRelation> related;
  std::vector<AspectValue> overview;  // empty in a comparison, whose differences have it side by side
  Text summary;
  Text description;
  std::vector<Text> situations;
  std::vector<SaidStep> steps;
  Text use_when;
  std::vector<SaidMeaning> meanings;
  std::string sample;
  SaidLadder ladder;
  std::vector<Citation> references;  // the definition first
  std::vector<Text> notices;
  bool operator==(const CodeAnswer&) const = default;
};

// How codes differ in one aspect.
struct Difference {
  std::string aspect;
  Text label;
  std::vector<Text> values;  // one per code
  Text sentence;
  bool operator==(const Difference&) const = default;
};

using Labels = std::map<std::string, Text>;

struct Explanation {
  CodeAnswer entry;
  Labels labels;
  bool operator==(const Explanation&) const = default;
};

// A code that a gateway answers with on a cause.
struct SaidRule {
  CauseRule rule;
  Text title;      // "486 Busy Here"
  Text condition;  // empty for the plain rule
  bool operator==(const SaidRule&) const = default;
};

struct SaidProductCode {
  ProductCode code;
  Text sentence;
  bool operator==(const SaidProductCode&) const = default;
};

// A code that becomes a cause.
struct SourceCode {
  int code = 0;
  std::string reason_phrase;
  Citation source;
  bool operator==(const SourceCode&) const = default;
};

// All about one cause of Q.850.
struct CauseAnswer {
  int cause = 0;
  std::string cause_class;  // as in the labels cause_class.…; empty for 0
  Text title;
  Text class_name;
  Text name;
  Text meaning;
  Text advice;
  std::vector<SaidRule> rules;  // the plain one first; empty when the default holds or no code is sent
  Text to_sip;                  // the same as a sentence
  std::vector<SourceCode> codes;
  Text from_sip;
  std::vector<SaidProductCode> product_codes;
  std::vector<Citation> references;
  std::vector<Text> notices;
  Labels labels;
  bool operator==(const CauseAnswer&) const = default;
};

// A code that a search found.
struct FoundCode {
  int code = 0;
  std::string reason_phrase;
  Text title;
  Text summary;
  std::string place;  // as in the labels found.…
  Text reason;        // "people say: nobody answers"
  bool operator==(const FoundCode&) const = default;
};

struct SearchResult {
  Text title;
  std::vector<FoundCode> codes;  // best first
  Labels labels;
  bool operator==(const SearchResult&) const = default;
};

struct Comparison {
  Text title;
  Text summary;
  std::vector<CodeAnswer> codes;
  std::vector<Difference> differences;
  std::vector<Text> when_to_use_which;
  Text common_mistake;
  Labels labels;
  bool operator==(const Comparison&) const = default;
};

}  // namespace sipwhy

#endif  // SIPWHY_SERVICE_ANSWERS_H_
