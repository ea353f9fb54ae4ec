#include "tests/service/small_knowledge.h"

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "storage/vocabulary.h"

namespace sipwhy::testing {
namespace {

const Citation kSource = {3261, "1.1"};

// What must not begin with "vi ", since it stands between other texts.
constexpr std::pair<absl::string_view, absl::string_view> kJoints[] = {
    {"title.separator", " vs "}, {"list.comma", ", "},       {"list.or", " or "},
    {"list.and", " and "},       {"clause.separator", "; "}, {"sentence.end", "."}};

constexpr std::pair<absl::string_view, absl::string_view> kTexts[] = {
    {"title.code", "{code} {phrase}"},
    {"title.unregistered", "{code} (not registered)"},
    {"class.name", "{digit}xx {name}"},
    {"summary.different_class", "{clauses}."},
    {"summary.same_class.two", "Both are {class}: {clauses}."},
    {"summary.same_class.many", "All {count} are {class}: {clauses}."},
    {"summary.clause", "{code} {gist}"},
    {"summary.clause.class", "{code} is a {class}"},
    {"difference.class", "{code} is a {class}"},
    {"difference.sent_by", "{code} comes from {values}"},
    {"difference.methods", "{code} answers {values}"},
    {"difference.timers", "{code} hangs on {values}"},
    {"difference.timers.none", "{code} involves no timer"},
    {"difference.headers", "{code} comes with {values}"},
    {"difference.headers.none", "{code} needs no header"},
    {"difference.look_at", "{code} calls for {values}"},
    {"header.strength", "{header} ({strength})"},
    {"pstn.comes_back", "{phrase}, back as {back}"},
    {"notice.unregistered", "{code} is not registered."},
    {"notice.treat_as", "Treated as {fallback}."},
    {"notice.local", "{code} is made by {origin}."},
    {"notice.draft", "{code} is only in {origin}."},
    {"notice.historic", "{code} is historic."},
    {"notice.deprecated", "{code} is deprecated (RFC {rfc} §{section})."},
    {"notice.meant", "Did you mean {codes}?"},
    {"notice.no_entry", "{code} has no entry (RFC {rfc} §{section})."},
    {"notice.text_language", "Texts are in {language}."}};

constexpr absl::string_view kClassNames[] = {"Provisional",     "Success",        "Redirection",
                                             "Request Failure", "Server Failure", "Global Failure"};

void AddLanguage(Knowledge& knowledge, const std::string& language, absl::string_view prefix) {
  for (absl::string_view label : kAnswerLabels) {
    knowledge.labels[{std::string(label), language}] = absl::StrCat(prefix, "label ", label);
  }
  for (absl::string_view label : kValueLabels) {
    knowledge.labels[{std::string(label), language}] = absl::StrCat(prefix, "label ", label);
  }
  for (absl::string_view label : {"language.en", "language.vi"}) {
    knowledge.labels[{std::string(label), language}] = absl::StrCat(prefix, label);
  }
  for (const auto& [name, text] : kJoints) knowledge.templates[{std::string(name), language}] = std::string(text);
  for (const auto& [name, text] : kTexts)
    knowledge.templates[{std::string(name), language}] = absl::StrCat(prefix, text);
  for (int digit = 1; digit <= 6; ++digit) {
    knowledge.classes[{digit, language}] = {std::string(kClassNames[digit - 1]), "What the class means."};
  }
}

struct Term {
  std::string aspect;
  std::string term;
  std::string value;
  std::string phrase;
  std::string clause;
};

const Term kTerms[] = {{"sent_by", "uas", "uas", "a UAS", ""},
                       {"sent_by", "proxy", "proxy", "a proxy", ""},
                       {"sent_by", "registrar", "registrar", "a registrar", ""},
                       {"methods", "invite", "INVITE", "INVITE", ""},
                       {"retry", "later", "later", "later", "{code} may be tried later"},
                       {"retry", "never", "never", "never", "{code} is final"},
                       {"forking", "branch_ends", "branch_ends", "ends its branch", "{code} ends its branch"},
                       {"forking", "ends_search", "ends_search", "ends the search", "{code} ends the search"},
                       {"dialog", "none", "none", "stays", "{code} leaves the dialog"},
                       {"transaction", "completes", "completes", "completes it", "{code} completes the transaction"},
                       {"pstn", "cause", "cause", "cause {cause}", "{code} becomes cause {cause}"},
                       {"pstn", "none", "none", "no cause", "{code} has no cause"},
                       {"look_at", "reason", "reason", "Reason", ""},
                       {"look_at", "warning", "warning", "Warning", ""},
                       {"timers", "timer_b", "B", "Timer B", ""},
                       {"timers", "timer_c", "C", "Timer C", ""}};

Fact FactOf(absl::string_view aspect, absl::string_view term) {
  for (const Term& known : kTerms) {
    if (known.aspect == aspect && known.term == term) return {known.aspect, known.term, known.value, kSource};
  }
  return {};
}

CodeEntry& AddCode(Knowledge& knowledge, int code, std::string reason_phrase) {
  CodeEntry& entry = knowledge.codes[code];
  entry.code = code;
  entry.reason_phrase = std::move(reason_phrase);
  entry.state = "registered";
  entry.definition = Citation{3261, absl::StrCat("21.", code / 100, ".", code % 100)};
  return entry;
}

CodeEntry& AddEntry(Knowledge& knowledge, int code, std::string reason_phrase, const std::string& gist) {
  CodeEntry& entry = AddCode(knowledge, code, std::move(reason_phrase));
  entry.facts = {FactOf("dialog", "none"),    FactOf("forking", "branch_ends"),
                 FactOf("look_at", "reason"), FactOf("methods", "invite"),
                 FactOf("pstn", "none"),      FactOf("retry", "later"),
                 FactOf("sent_by", "uas"),    FactOf("transaction", "completes")};
  entry.gist = {{"en", gist}, {"vi", absl::StrCat("vi ", gist)}};
  entry.texts["en"] = {absl::StrCat(gist, "."),
                       "Description.",
                       absl::StrCat("Use ", code, "."),
                       {"Situation one.", "Situation two."},
                       {{"caller", "Step one."}, {"operator", "Step two."}}};
  entry.references = {{4320, "4.2"}};
  return entry;
}

void Replace(CodeEntry& entry, const Fact& by) {
  for (Fact& fact : entry.facts) {
    if (fact.aspect == by.aspect) fact = by;
  }
}

void AddEntries(Knowledge& knowledge) {
  CodeEntry& unavailable = AddEntry(knowledge, 480, "Temporarily Unavailable", "finds nobody there");
  unavailable.facts.push_back(FactOf("timers", "timer_b"));
  unavailable.facts.push_back(FactOf("timers", "timer_c"));
  unavailable.headers = {{"Retry-After", "may", kSource, {{"en", "When to call again."}}}};
  unavailable.cause = Cause{18, kSource};
  Replace(unavailable, FactOf("pstn", "cause"));

  CodeEntry& busy = AddEntry(knowledge, 486, "Busy Here", "finds one phone busy");
  busy.texts["vi"] = {"vi summary.", "vi description.", "vi use.", {"vi situation."}, {{"caller", "vi step."}}};
  busy.cause = Cause{17, kSource};
  Replace(busy, FactOf("pstn", "cause"));
  busy.related = {{600, "global_twin"}, {480, "often_confused_with"}};

  CodeEntry& down = AddEntry(knowledge, 503, "Service Unavailable", "says that a server is down");
  down.facts.push_back(FactOf("sent_by", "proxy"));

  CodeEntry& everywhere = AddEntry(knowledge, 600, "Busy Everywhere", "finds every phone busy");
  everywhere.gist.erase("vi");
  everywhere.cause = Cause{17, kSource};
  for (const Fact& fact : {FactOf("pstn", "cause"), FactOf("retry", "never"), FactOf("forking", "ends_search")}) {
    Replace(everywhere, fact);
  }
  everywhere.facts.push_back(FactOf("sent_by", "proxy"));
  everywhere.facts.push_back(FactOf("sent_by", "registrar"));
  everywhere.facts.push_back(FactOf("look_at", "warning"));
}

void AddNumbers(Knowledge& knowledge) {
  AddCode(knowledge, 183, "Session Progress");
  AddCode(knowledge, 200, "OK");
  AddCode(knowledge, 400, "Bad Request");
  AddCode(knowledge, 404, "Not Found");
  AddCode(knowledge, 489, "Bad Event");
  AddCode(knowledge, 500, "Server Internal Error");
  AddCode(knowledge, 202, "Accepted").state = "deprecated";
  AddCode(knowledge, 409, "Conflict").state = "historic";
  CodeEntry& local = AddCode(knowledge, 477, "Unfortunately");
  local.state = "local";
  local.origin = "Kamailio";
  local.definition.reset();
  CodeEntry& draft = AddCode(knowledge, 490, "Request Updated");
  draft.state = "draft";
  draft.origin = "an old draft";
  draft.definition.reset();
}

}  // namespace

Knowledge SmallKnowledge() {
  Knowledge knowledge;
  knowledge.revision.number = 1;
  knowledge.languages = {{"en", {"English", "English"}}, {"vi", {"Vietnamese", "Tiếng Việt"}}};
  AddLanguage(knowledge, "en", "");
  AddLanguage(knowledge, "vi", "vi ");
  for (const Term& term : kTerms) {
    auto& by_language = knowledge.terms[{term.aspect, term.term}];
    by_language["en"] = {term.phrase, term.clause};
    if (term.term != "never") by_language["vi"] = {absl::StrCat("vi ", term.phrase), absl::StrCat("vi ", term.clause)};
  }
  AddEntries(knowledge);
  AddNumbers(knowledge);
  knowledge.code_of_cause = {{17, 486}};
  knowledge.pair_notes[{486, 600}]["en"] = {"One phone, or all of them.", "Send 486 first.", "Both are taken for 603."};
  return knowledge;
}

Snapshot SmallSnapshot() { return Snapshot(SmallKnowledge(), {SmallKnowledge().revision}); }

}  // namespace sipwhy::testing
