#include "storage/text_kinds.h"

namespace sipwhy {
namespace {

constexpr TextKind kKinds[] = {
    {"labels", "label", "SELECT 'label ' || label, language, text FROM label"},
    {"templates", "template", "SELECT 'template ' || template, language, text FROM template"},
    {"classes", "class_text",
     "SELECT 'the name of class ' || class, language, name FROM class_text"
     " UNION ALL SELECT 'the meaning of class ' || class, language, meaning FROM class_text"},
    {"terms", "term_text",
     "SELECT 'the phrase of ' || aspect || '.' || term, language, phrase FROM term_text"
     " UNION ALL SELECT 'the clause of ' || aspect || '.' || term, language, clause FROM term_text"},
    {"parties", "ladder_party_text", "SELECT 'the name of party ' || party, language, name FROM ladder_party_text"},
    {"gists", "gist", "SELECT 'the gist of ' || code, language, clause FROM gist"},
    {"summaries", "summary",
     "SELECT 'the summary of ' || code, language, summary FROM code_text"
     " UNION ALL SELECT 'the summary of ' || code, language, summary FROM summary"},
    {"symptoms", "symptom", "SELECT 'symptom ' || position || ' of ' || code, language, words FROM symptom", false},
    {"requests", "language_request", "SELECT 'how to ask for ' || language, asked_in, words FROM language_request",
     false},
    {"descriptions", "code_text",
     "SELECT 'the description of ' || code, language, description FROM code_text"
     " UNION ALL SELECT 'the use_when of ' || code, language, use_when FROM code_text"},
    {"situations", "situation", "SELECT 'situation ' || position || ' of ' || code, language, sentence FROM situation"},
    {"steps", "step", "SELECT 'step ' || position || ' of ' || code, language, sentence FROM step"},
    {"headers", "header_text",
     "SELECT 'the purpose of ' || header || ' in ' || code, language, purpose FROM header_text"},
    {"meanings", "meaning_text",
     "SELECT 'the name of meaning ' || position || ' of ' || code, language, name FROM meaning_text UNION ALL"
     " SELECT 'meaning ' || position || ' of ' || code, language, meaning || ' ' || sign || ' ' || advice"
     " FROM meaning_text"},
    {"notes", "group_note",
     "SELECT 'the note on ' || low || ' and ' || high, language, difference || ' ' || when_to_use || ' ' || mistake"
     " FROM pair_note UNION ALL"
     " SELECT 'the note on ' || code_group, language, difference || ' ' || when_to_use || ' ' || mistake FROM "
     "group_note"},
    {"causes", "cause_text",
     "SELECT 'the name of cause ' || cause, language, name FROM cause_text UNION ALL"
     " SELECT 'cause ' || cause, language, meaning || ' ' || advice || ' ' || to_sip FROM cause_text"},
    {"numbers", "stray_number_text",
     "SELECT 'the name of number ' || number, language, name FROM stray_number_text UNION ALL"
     " SELECT 'number ' || number, language, summary || ' ' || description || ' ' || advice FROM stray_number_text"},
};

}  // namespace

absl::Span<const TextKind> TextKinds() { return kKinds; }

absl::string_view BaseTemplate(absl::string_view name) { return name.substr(0, name.find('[')); }

}  // namespace sipwhy
