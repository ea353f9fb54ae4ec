#include "tests/service/small_knowledge.h"

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "storage/vocabulary.h"

namespace sipwhy::testing {
namespace {

const Citation kSource = {3261, "1.1", {}};
const Citation kTable = {0, "causes.c", "Exchange"};

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
    {"notice.text_language", "Texts are in {language}."},
    {"notice.stray", "{number} is none: it comes from {origin}."},
    {"notice.stands_for", "Read it as {code}."},
    {"notice.cause.unknown", "{cause} means nothing."},
    {"summary.clause.stray", "{code} is no code"},
    {"title.cause", "Cause {cause} {name}"},
    {"title.cause.unknown", "Cause {cause}"},
    {"title.search", "Codes for {query}"},
    {"cause.to_sip", "Becomes {codes}."},
    {"cause.to_sip.condition", "{code} {condition}"},
    {"cause.to_sip.default", "Becomes {code} by default."},
    {"cause.from_sip", "Comes from {codes}."},
    {"cause.from_sip.none", "Comes from no code."},
    {"cause.product_code", "{product} answers with {code}."},
    {"cause.product_cause", "{product} releases with {cause}."},
    {"found", "{where}: {words}"}};

constexpr absl::string_view kClassNames[] = {"Provisional",     "Success",        "Redirection",
                                             "Request Failure", "Server Failure", "Global Failure"};

void AddLanguage(Knowledge& knowledge, const std::string& language, absl::string_view prefix) {
  for (absl::string_view label : kAnswerLabels) {
    knowledge.labels[{std::string(label), language}] = absl::StrCat(prefix, "label ", label);
  }
  for (absl::string_view label : kExampleLabels) {
    knowledge.labels[{std::string(label), language}] = absl::StrCat(prefix, "label ", label);
  }
  for (absl::string_view label : kValueLabels) {
    knowledge.labels[{std::string(label), language}] = absl::StrCat(prefix, "label ", label);
  }
  for (absl::string_view label : kCauseAndSearchWords) {
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
  entry.definition = Citation{3261, absl::StrCat("21.", code / 100, ".", code % 100), {}};
  return entry;
}

CodeEntry& AddEntry(Knowledge& knowledge, int code, std::string reason_phrase, const std::string& gist) {
  CodeEntry& entry = AddCode(knowledge, code, std::move(reason_phrase));
  entry.facts = {FactOf("dialog", "none"),    FactOf("forking", "branch_ends"),
                 FactOf("look_at", "reason"), FactOf("methods", "invite"),
                 FactOf("pstn", "none"),      FactOf("retry", "later"),
                 FactOf("sent_by", "uas"),    FactOf("transaction", "completes")};
  entry.gist = {{"en", gist}, {"vi", absl::StrCat("vi ", gist)}};
  entry.summary["en"] = absl::StrCat(gist, ".");
  entry.texts["en"] = {"Description.",
                       absl::StrCat("Use ", code, "."),
                       {"Situation one.", "Situation two."},
                       {{"caller", "Step one."}, {"operator", "Step two."}}};
  entry.references = {{4320, "4.2", {}}};
  return entry;
}

void Replace(CodeEntry& entry, const Fact& by) {
  for (Fact& fact : entry.facts) {
    if (fact.aspect == by.aspect) fact = by;
  }
}

// 480 alone has meanings: by itself, with a phrase, with a header.
void AddMeanings(CodeEntry& entry) {
  entry.meanings = {{"", "", "", kSource, {}},
                    {"Absent Subscriber", "", "", kSource, {}},
                    {"", "Reason", "Q.850;cause=20", kTable, {}}};
  entry.meanings[0].texts["en"] = {"plain", "Nobody is there.", "No sign.", "Call later."};
  entry.meanings[0].texts["vi"] = {"vi plain", "vi nobody is there.", "vi no sign.", "vi call later."};
  entry.meanings[1].texts["en"] = {"switched off", "The mobile is off.", "The phrase.", "Send a message."};
  entry.meanings[2].texts["en"] = {"out of coverage", "The mobile is out of coverage.", "The cause.", "Wait."};
}

void AddUnavailable(Knowledge& knowledge) {
  CodeEntry& entry = AddEntry(knowledge, 480, "Temporarily Unavailable", "finds nobody there");
  entry.facts.push_back(FactOf("timers", "timer_b"));
  entry.facts.push_back(FactOf("timers", "timer_c"));
  entry.headers = {{"Retry-After", "may", kSource, {{"en", "When to call again."}}}};
  entry.cause = Cause{18, kSource};
  Replace(entry, FactOf("pstn", "cause"));
  entry.product_causes = {{"Exchange", 19, kTable}, {"Gateway", 20, kTable}};
  AddMeanings(entry);
  entry.symptoms["en"] = {"nobody answers", "the phone is switched off"};
  entry.symptoms["vi"] = {"vi symptom"};
}

void AddBusy(Knowledge& knowledge) {
  CodeEntry& entry = AddEntry(knowledge, 486, "Busy Here", "finds one phone busy");
  entry.summary["vi"] = "vi summary.";
  entry.texts["vi"] = {"vi description.", "vi use.", {"vi situation."}, {{"caller", "vi step."}}};
  entry.cause = Cause{17, kSource};
  Replace(entry, FactOf("pstn", "cause"));
  entry.related = {{600, "global_twin"}, {480, "often_confused_with"}};
  entry.sample = "SIP/2.0 486 Busy Here\nContent-Length: 0\n\n";
  entry.ladder = {{"callee", "callee", "on a call"},
                  {"proxy", "callee", "INVITE"},
                  {"callee", "proxy", "486 Busy Here"},
                  {"proxy", "caller", "486 Busy Here"}};
  entry.symptoms["en"] = {"busy tone"};
}

void AddEntries(Knowledge& knowledge) {
  AddUnavailable(knowledge);
  AddBusy(knowledge);

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

void AddCauses(Knowledge& knowledge) {
  CauseEntry& busy = knowledge.causes[17];
  busy = {
      17, {0, "2.2", "Q.850"}, {{"", 486, kSource}, {"location user", 600, kSource}}, {{"Exchange", 480, kTable}}, {}};
  busy.texts["en"] = {"User busy", "The called side is busy.", "Call later.", ""};
  busy.texts["vi"] = {"vi User busy", "vi the called side is busy.", "vi call later.", ""};
  CauseEntry& no_user = knowledge.causes[18];
  no_user = {18, {0, "2.3", "Q.850"}, {}, {}, {}};
  no_user.texts["en"] = {"No user responding", "Nobody answers.", "Call later.", ""};
  CauseEntry& clearing = knowledge.causes[16];
  clearing = {16, {0, "2.1", "Q.850"}, {}, {}, {}};
  clearing.texts["en"] = {"Normal call clearing", "Somebody hung up.", "Nothing to do.", "Becomes BYE or CANCEL."};
  knowledge.causes[22] = {22, {}, {{"diagnostic", 503, kSource}}, {}, {}};
  CauseEntry& by_default = knowledge.causes[31];
  by_default = {31, {0, "2.4", "Q.850"}, {}, {}, {}};
  by_default.texts["en"] = {"Normal, unspecified", "No other cause fits.", "Look elsewhere.", ""};
}

void AddStrayNumbers(Knowledge& knowledge) {
  StrayNumber& slip = knowledge.stray_numbers[510];
  slip = {500, "a copying slip", {}, {}};
  slip.texts["en"] = {"Not Implemented", "A slip.", "Somebody copied it.", "Correct the copy."};
  StrayNumber& local = knowledge.stray_numbers[701];
  local = {{}, "a library", kTable, {}};
  local.texts["en"] = {"No Response", "A library's own.", "It never crosses the wire.", "Trace the request."};
  local.texts["vi"] = {"vi No Response", "vi summary.", "vi description.", "vi advice."};
}

void AddLadderParties(Knowledge& knowledge) {
  knowledge.ladder_parties = {{"callee", {30, {{"en", "Callee"}}}},
                              {"caller", {10, {{"en", "Caller"}, {"vi", "vi Caller"}}}},
                              {"gateway", {40, {{"en", "Gateway"}}}},
                              {"proxy", {20, {{"en", "Proxy"}, {"vi", "vi Proxy"}}}}};
}

void AddNotes(Knowledge& knowledge) {
  knowledge.notes[{486, 600}]["en"] = {"One phone, or all of them.", "Send 486 first.", "Both are taken for 603."};
  knowledge.notes[{480, 486, 503}]["en"] = {"Nobody, busy or down.", "Send 480 last.", "All are called busy."};
  knowledge.notes[{404, 480, 486, 503}]["en"] = {"One of four.", "Send any of four.", "Four are taken for one."};
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
  AddCauses(knowledge);
  AddStrayNumbers(knowledge);
  AddLadderParties(knowledge);
  AddNotes(knowledge);
  return knowledge;
}

Snapshot SmallSnapshot() { return Snapshot(SmallKnowledge(), {SmallKnowledge().revision}); }

}  // namespace sipwhy::testing
