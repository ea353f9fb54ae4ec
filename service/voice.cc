#include "service/voice.h"

#include <map>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"

namespace sipwhy {
namespace {

const TermText kNoTermText;
const ClassText kNoClassText;

// The value at `key`, or null.
template <typename Map, typename Key>
const typename Map::mapped_type* Lookup(const Map& map, const Key& key) {
  const auto found = map.find(key);
  return found == map.end() ? nullptr : &found->second;
}

}  // namespace

std::string Voice::Label(absl::string_view label) {
  const std::string* text = Lookup(snapshot_.knowledge().labels, std::pair(std::string(label), language_));
  if (text == nullptr) complete_ = false;
  return text == nullptr ? std::string() : *text;
}

std::string Voice::Template(absl::string_view name, NamedValues values) {
  std::optional<std::string> filled = snapshot_.templates(language_).Fill(name, values);
  if (!filled.has_value()) complete_ = false;
  return filled.value_or("");
}

const TermText& Voice::Term(const Fact& fact) {
  const auto* by_language = Lookup(snapshot_.knowledge().terms, std::pair(fact.aspect, fact.term));
  const TermText* text = by_language == nullptr ? nullptr : Lookup(*by_language, language_);
  if (text == nullptr) complete_ = false;
  return text == nullptr ? kNoTermText : *text;
}

std::string Voice::Gist(const CodeEntry& entry) {
  const std::string* clause = Lookup(entry.gist, language_);
  if (clause == nullptr) complete_ = false;
  return clause == nullptr ? std::string() : *clause;
}

const ClassText& Voice::Class(int code) {
  const ClassText* text = Lookup(snapshot_.knowledge().classes, std::pair(code / 100, language_));
  if (text == nullptr) complete_ = false;
  return text == nullptr ? kNoClassText : *text;
}

std::string Voice::List(const std::vector<std::string>& items, absl::string_view last) {
  return JoinList(items, Template("list.comma", {}), Template(last, {}));
}

std::string Voice::Sentence(const std::vector<std::string>& clauses) {
  if (clauses.empty()) return "";
  const std::string separator = Template("clause.separator", {});
  // Some scripts end a sentence with a space, which needs nothing after it.
  const std::string sentence = absl::StrCat(JoinList(clauses, separator, separator), Template("sentence.end", {}));
  return std::string(absl::StripTrailingAsciiWhitespace(sentence));
}

std::string Voice::Title(int code) {
  const CodeEntry* entry = snapshot_.Find(code);
  const std::string number = absl::StrCat(code);
  if (const StrayNumber* stray = entry == nullptr ? snapshot_.FindStray(code) : nullptr) {
    const StrayNumberText* text = Lookup(stray->texts, language_);
    if (text == nullptr) complete_ = false;
    return Template("title.code", {{"code", number}, {"phrase", text == nullptr ? absl::string_view() : text->name}});
  }
  if (entry == nullptr) return Template("title.unregistered", {{"code", number}});
  return Template("title.code", {{"code", number}, {"phrase", entry->reason_phrase}});
}

std::string Voice::ClassName(int code) {
  const std::string digit = absl::StrCat(code / 100);
  return Template("class.name", {{"digit", digit}, {"name", Class(code).name}, {"code", absl::StrCat(code)}});
}

}  // namespace sipwhy
