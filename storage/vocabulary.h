// The labels and templates that programs ask the knowledge base for by name.
#ifndef SIPWHY_STORAGE_VOCABULARY_H_
#define SIPWHY_STORAGE_VOCABULARY_H_

#include "absl/strings/string_view.h"
#include "absl/types/span.h"

namespace sipwhy {

// Every language that the knowledge base speaks should have each label and template; English must.

// Headings and small words that come with every answer about codes.
inline constexpr absl::string_view kAnswerLabels[] = {
    "description", "when_you_see_it", "how_to_fix",    "key_differences", "when_to_use_which", "learn_more",
    "what_to_do",  "common_mistake",  "related_codes", "headers",         "revision",          "full_hint"};

// Headings for examples and meanings, which come with every answer about codes too.
inline constexpr absl::string_view kExampleLabels[] = {"sample_message", "ladder", "meanings"};

// Headings that come with answers about causes.
inline constexpr absl::string_view kCauseLabels[] = {"aspect.class", "to_sip",        "from_sip",
                                                     "what_to_do",   "product_codes", "revision"};

// Headings that come with search results.
inline constexpr absl::string_view kSearchLabels[] = {"revision"};

// Words for causes and search results, which stand beside the values.
inline constexpr absl::string_view kCauseAndSearchWords[] = {"to_sip",
                                                             "from_sip",
                                                             "product_codes",
                                                             "cause_class.normal_event",
                                                             "cause_class.resource_unavailable",
                                                             "cause_class.service_not_available",
                                                             "cause_class.service_not_implemented",
                                                             "cause_class.invalid_message",
                                                             "cause_class.protocol_error",
                                                             "cause_class.interworking",
                                                             "condition.diagnostic",
                                                             "condition.location user",
                                                             "found.reason_phrase",
                                                             "found.symptom",
                                                             "found.header",
                                                             "found.meaning",
                                                             "found.text"};

// Words for values, which stand beside the values.
inline constexpr absl::string_view kValueLabels[] = {"none",
                                                     "aspect.class",
                                                     "aspect.sent_by",
                                                     "aspect.methods",
                                                     "aspect.retry",
                                                     "aspect.timers",
                                                     "aspect.forking",
                                                     "aspect.dialog",
                                                     "aspect.transaction",
                                                     "aspect.pstn",
                                                     "aspect.headers",
                                                     "aspect.look_at",
                                                     "party.caller",
                                                     "party.callee",
                                                     "party.operator",
                                                     "party.developer",
                                                     "strength.must",
                                                     "strength.should",
                                                     "strength.may",
                                                     "relation.often_confused_with",
                                                     "relation.proxy_twin",
                                                     "relation.uas_twin",
                                                     "relation.global_twin",
                                                     "relation.local_twin",
                                                     "relation.obsoletes",
                                                     "relation.obsoleted_by",
                                                     "state.registered",
                                                     "state.deprecated",
                                                     "state.historic",
                                                     "state.local",
                                                     "state.draft"};

inline constexpr absl::string_view kTemplates[] = {"title.code",
                                                   "title.unregistered",
                                                   "title.separator",
                                                   "list.comma",
                                                   "list.or",
                                                   "list.and",
                                                   "clause.separator",
                                                   "sentence.end",
                                                   "class.name",
                                                   "summary.different_class",
                                                   "summary.same_class.two",
                                                   "summary.same_class.many",
                                                   "summary.clause",
                                                   "summary.clause.class",
                                                   "difference.class",
                                                   "difference.sent_by",
                                                   "difference.methods",
                                                   "difference.timers",
                                                   "difference.timers.none",
                                                   "difference.headers",
                                                   "difference.headers.none",
                                                   "difference.look_at",
                                                   "header.strength",
                                                   "pstn.comes_back",
                                                   "notice.unregistered",
                                                   "notice.treat_as",
                                                   "notice.local",
                                                   "notice.draft",
                                                   "notice.historic",
                                                   "notice.deprecated",
                                                   "notice.meant",
                                                   "notice.no_entry",
                                                   "notice.text_language"};

// Sentences about causes, numbers that are no codes, and search results.
inline constexpr absl::string_view kCauseAndSearchTemplates[] = {"title.cause",
                                                                 "title.cause.unknown",
                                                                 "title.search",
                                                                 "cause.to_sip",
                                                                 "cause.to_sip.condition",
                                                                 "cause.to_sip.default",
                                                                 "cause.from_sip",
                                                                 "cause.from_sip.none",
                                                                 "cause.product_code",
                                                                 "cause.product_cause",
                                                                 "notice.cause.unknown",
                                                                 "notice.stray",
                                                                 "notice.stands_for",
                                                                 "found",
                                                                 "summary.clause.stray"};

// Labels or templates that come with the first row of a table.
struct VocabularyPart {
  absl::string_view kind;  // "label" or "template"
  absl::Span<const absl::string_view> names;
  absl::string_view table;
};

inline constexpr VocabularyPart kVocabulary[] = {
    {"label", kAnswerLabels, "language"},
    {"label", kValueLabels, "language"},
    {"template", kTemplates, "language"},
    {"label", kExampleLabels, "ladder_party"},
    {"label", kCauseAndSearchWords, "ladder_party"},
    {"template", kCauseAndSearchTemplates, "ladder_party"},
};

}  // namespace sipwhy

#endif  // SIPWHY_STORAGE_VOCABULARY_H_
