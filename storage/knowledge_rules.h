// The rules that rows of the knowledge base keep among each other, as SQL.
#ifndef SIPWHY_STORAGE_KNOWLEDGE_RULES_H_
#define SIPWHY_STORAGE_KNOWLEDGE_RULES_H_

#include "absl/strings/string_view.h"
#include "absl/types/span.h"

namespace sipwhy {

// Gives a row, with the fault in words, for whatever must not be. Holds from the revision on that creates `table`.
struct KnowledgeRule {
  absl::string_view table;
  absl::string_view sql;
};

absl::Span<const KnowledgeRule> KnowledgeRules();

}  // namespace sipwhy

#endif  // SIPWHY_STORAGE_KNOWLEDGE_RULES_H_
