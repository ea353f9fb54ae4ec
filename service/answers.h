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
  std::vector<SaidHeader> headers;
  std::vector<SaidRelation> related;
  std::vector<AspectValue> overview;  // empty in a comparison, whose differences have it side by side
  Text summary;
  Text description;
  std::vector<Text> situations;
  std::vector<SaidStep> steps;
  Text use_when;
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
