// The labels and templates that programs ask the knowledge base for by name.
#ifndef SIPWHY_STORAGE_VOCABULARY_H_
#define SIPWHY_STORAGE_VOCABULARY_H_

#include "absl/strings/string_view.h"

namespace sipwhy {

// Headings and small words that come with every answer. Every language that the knowledge base speaks should have each
// label and template; English must.
inline constexpr absl::string_view kAnswerLabels[] = {
    "description", "when_you_see_it", "how_to_fix",    "key_differences", "when_to_use_which", "learn_more",
    "what_to_do",  "common_mistake",  "related_codes", "headers",         "revision",          "full_hint"};

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

}  // namespace sipwhy

#endif  // SIPWHY_STORAGE_VOCABULARY_H_
