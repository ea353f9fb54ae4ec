#include "service/explain_cause.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "service/explain.h"
#include "service/voice.h"
#include "storage/vocabulary.h"

namespace sipwhy {
namespace {

using Languages = std::vector<std::string>;

constexpr int kDefaultCode = 500;  // RFC 3398, section 7.2.4.1
const Citation kToSip = {3398, "7.2.4.1", {}};
const Citation kFromSip = {3398, "8.2.6.1", {}};

const CauseEntry kUnknown;

const CauseEntry& EntryOf(const Snapshot& snapshot, int cause) {
  const auto entry = snapshot.knowledge().causes.find(cause);
  return entry == snapshot.knowledge().causes.end() ? kUnknown : entry->second;
}

// The text in the first of `languages` that has it, empty for none.
Text Pick(const CauseEntry& entry, const Languages& languages, std::string CauseText::*member) {
  for (const std::string& language : languages) {
    const auto text = entry.texts.find(language);
    if (text == entry.texts.end()) continue;
    const std::string& words = text->second.*member;
    return words.empty() ? Text{} : Text{words, language};
  }
  return {};
}

std::string Title(Voice& voice, int cause, const Text& name) {
  const std::string number = absl::StrCat(cause);
  if (name.text.empty()) return voice.Template("title.cause.unknown", {{"cause", number}});
  return voice.Template("title.cause", {{"cause", number}, {"name", name.text}});
}

std::string ToSip(Voice& voice, const CauseEntry& entry) {
  if (entry.rules.empty()) return voice.Template("cause.to_sip.default", {{"code", voice.Title(kDefaultCode)}});
  std::vector<std::string> codes;
  for (const CauseRule& rule : entry.rules) {
    const std::string title = voice.Title(rule.code);
    if (rule.condition.empty()) {
      codes.push_back(title);
      continue;
    }
    const std::string condition = voice.Label(absl::StrCat("condition.", rule.condition));
    codes.push_back(voice.Template("cause.to_sip.condition", {{"code", title}, {"condition", condition}}));
  }
  return voice.Template("cause.to_sip", {{"codes", voice.List(codes, "list.or")}});
}

std::string FromSip(Voice& voice, const std::vector<SourceCode>& codes) {
  if (codes.empty()) return voice.Template("cause.from_sip.none", {});
  std::vector<std::string> titles;
  for (const SourceCode& code : codes) titles.push_back(voice.Title(code.code));
  return voice.Template("cause.from_sip", {{"codes", voice.List(titles, "list.or")}});
}

void AddRules(const Snapshot& snapshot, const Languages& languages, const CauseEntry& entry, CauseAnswer& answer) {
  for (const CauseRule& rule : entry.rules) {
    SaidRule said;
    said.rule = rule;
    said.title = Say(snapshot, languages, [&](Voice& voice) { return voice.Title(rule.code); });
    if (!rule.condition.empty()) {
      const auto condition = [&](Voice& voice) { return voice.Label(absl::StrCat("condition.", rule.condition)); };
      said.condition = Say(snapshot, languages, condition);
    }
    answer.rules.push_back(std::move(said));
  }
  answer.to_sip = Pick(entry, languages, &CauseText::to_sip);
  if (answer.to_sip.text.empty()) {
    answer.to_sip = Say(snapshot, languages, [&](Voice& voice) { return ToSip(voice, entry); });
  }
}

void AddSourceCodes(const Snapshot& snapshot, CauseAnswer& answer) {
  for (const auto& [code, entry] : snapshot.knowledge().codes) {
    if (!entry.cause.has_value() || entry.cause->number != answer.cause) continue;
    // A code that RFC 3398 does not list becomes 31 by default, which is no rule worth naming each of them for.
    const bool by_default = std::any_of(entry.facts.begin(), entry.facts.end(), [](const Fact& fact) {
      return fact.aspect == "pstn" && fact.value == "by_default";
    });
    if (!by_default) answer.codes.push_back({code, entry.reason_phrase, entry.cause->source});
  }
}

void AddProducts(const Snapshot& snapshot, const Languages& languages, const CauseEntry& entry, CauseAnswer& answer) {
  for (const ProductCode& other : entry.product_codes) {
    const auto sentence = [&](Voice& voice) {
      return voice.Template("cause.product_code", {{"product", other.product}, {"code", voice.Title(other.code)}});
    };
    answer.product_codes.push_back({other, Say(snapshot, languages, sentence)});
  }
}

}  // namespace

absl::string_view CauseClass(int cause) {
  constexpr absl::string_view kByUpperBits[] = {
      "normal_event",    "normal_event",   "resource_unavailable", "service_not_available", "service_not_implemented",
      "invalid_message", "protocol_error", "interworking"};
  return kByUpperBits[static_cast<size_t>(cause) / 16];
}

CauseAnswer ExplainCause(const Snapshot& snapshot, int cause, const std::vector<std::string>& languages) {
  const CauseEntry& entry = EntryOf(snapshot, cause);
  CauseAnswer answer;
  answer.cause = cause;
  answer.cause_class = std::string(CauseClass(cause));
  answer.class_name = Say(snapshot, languages,
                          [&](Voice& voice) { return voice.Label(absl::StrCat("cause_class.", answer.cause_class)); });
  answer.name = Pick(entry, languages, &CauseText::name);
  answer.meaning = Pick(entry, languages, &CauseText::meaning);
  answer.advice = Pick(entry, languages, &CauseText::advice);
  answer.title = Say(snapshot, languages, [&](Voice& voice) { return Title(voice, cause, answer.name); });
  AddRules(snapshot, languages, entry, answer);
  AddSourceCodes(snapshot, answer);
  answer.from_sip = Say(snapshot, languages, [&](Voice& voice) { return FromSip(voice, answer.codes); });
  AddProducts(snapshot, languages, entry, answer);
  if (!entry.source.document.empty()) answer.references.push_back(entry.source);
  answer.references.push_back(kToSip);
  answer.references.push_back(kFromSip);
  if (answer.name.text.empty()) {
    const auto unknown = [&](Voice& voice) {
      return voice.Template("notice.cause.unknown", {{"cause", absl::StrCat(cause)}});
    };
    answer.notices.push_back(Say(snapshot, languages, unknown));
  }
  if (Text notice = TextLanguageNotice(snapshot, answer.meaning.language, languages); !notice.text.empty()) {
    answer.notices.push_back(std::move(notice));
  }
  answer.labels = SayLabels(snapshot, languages, kCauseLabels);
  return answer;
}

}  // namespace sipwhy
