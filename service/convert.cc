#include "service/convert.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "service/errors.h"
#include "service/nearby_codes.h"

namespace sipwhy {
namespace {

constexpr int kLowestCode = 100;
constexpr int kHighestCode = 699;
constexpr int kMostCodes = 4;
constexpr size_t kLongestTag = 35;    // RFC 5646, section 4.4.1
constexpr size_t kLongestSubtag = 8;  // RFC 5646, section 2.1

// The knowledge base names enum values in lower case and without the enum's prefix, so the generated parser is the only
// table that is needed. Zero, "unspecified", for a word that is not in the enum.
template <typename Enum>
Enum EnumFor(bool (*parse)(const std::string& name, Enum* value), absl::string_view prefix, absl::string_view word) {
  Enum value = {};
  parse(absl::AsciiStrToUpper(absl::StrCat(prefix, word)), &value);
  return value;
}

void ToProto(const SaidFact& said, v1::Phrase* out) {
  out->set_term(said.fact.term);
  ToProto(said.phrase, out->mutable_text());
  ToProto(said.fact.source, out->mutable_source());
}

void AddMethods(const SaidFact& said, v1::CodeEntry* out) {
  for (absl::string_view method : absl::StrSplit(said.fact.value, ' ')) {
    out->mutable_methods()->add_methods(std::string(method));
  }
  ToProto(said, out->mutable_methods()->mutable_phrase());
}

// Puts a fact into the field of its aspect. look_at has none: it is a hint for people and stands in the overview.
void AddFact(const SaidFact& said, v1::CodeEntry* out) {
  const std::string& aspect = said.fact.aspect;
  const std::string& value = said.fact.value;
  if (aspect == "sent_by") {
    v1::Sender* sender = out->add_senders();
    sender->set_role(EnumFor(&v1::SenderRole_Parse, "SENDER_ROLE_", value));
    ToProto(said, sender->mutable_phrase());
  } else if (aspect == "methods") {
    AddMethods(said, out);
  } else if (aspect == "retry") {
    out->mutable_retry()->set_advice(EnumFor(&v1::RetryAdvice_Parse, "RETRY_ADVICE_", value));
    ToProto(said, out->mutable_retry()->mutable_phrase());
  } else if (aspect == "timers") {
    out->mutable_retry()->add_timers(value);
  } else if (aspect == "forking") {
    out->mutable_forking()->set_effect(EnumFor(&v1::ForkingEffect_Parse, "FORKING_EFFECT_", value));
    ToProto(said, out->mutable_forking()->mutable_phrase());
  } else if (aspect == "dialog") {
    out->mutable_dialog()->set_effect(EnumFor(&v1::DialogEffect_Parse, "DIALOG_EFFECT_", value));
    ToProto(said, out->mutable_dialog()->mutable_phrase());
  } else if (aspect == "transaction") {
    out->mutable_transaction()->set_effect(EnumFor(&v1::TransactionEffect_Parse, "TRANSACTION_EFFECT_", value));
    ToProto(said, out->mutable_transaction()->mutable_phrase());
  } else if (aspect == "pstn") {
    out->mutable_pstn()->set_effect(EnumFor(&v1::PstnEffect_Parse, "PSTN_EFFECT_", value));
    ToProto(said, out->mutable_pstn()->mutable_phrase());
  }
}

void ToProto(const SaidHeader& header, v1::Header* out) {
  out->set_name(header.name);
  out->set_strength(EnumFor(&v1::HeaderStrength_Parse, "HEADER_STRENGTH_", header.strength));
  ToProto(header.purpose, out->mutable_purpose());
  ToProto(header.source, out->mutable_source());
}

void ToProto(const SaidRelation& related, v1::RelatedCode* out) {
  out->set_code(related.code);
  out->set_reason_phrase(related.reason_phrase);
  out->set_relation(EnumFor(&v1::Relation_Parse, "RELATION_", related.relation));
  ToProto(related.phrase, out->mutable_phrase());
}

void ToProto(const SaidStep& step, v1::Step* out) {
  out->set_party(EnumFor(&v1::Party_Parse, "PARTY_", step.party));
  ToProto(step.party_name, out->mutable_party_name());
  ToProto(step.sentence, out->mutable_sentence());
}

void ToProto(const AspectValue& value, v1::AspectValue* out) {
  out->set_aspect(EnumFor(&v1::Aspect_Parse, "ASPECT_", value.aspect));
  ToProto(value.label, out->mutable_label());
  ToProto(value.value, out->mutable_value());
}

void ToProto(const Difference& difference, v1::Difference* out) {
  out->set_aspect(EnumFor(&v1::Aspect_Parse, "ASPECT_", difference.aspect));
  ToProto(difference.label, out->mutable_label());
  for (const Text& value : difference.values) ToProto(value, out->add_values());
  ToProto(difference.sentence, out->mutable_sentence());
}

void ToProto(const Labels& labels, google::protobuf::RepeatedPtrField<v1::Label>* out) {
  for (const auto& [name, text] : labels) {
    v1::Label* label = out->Add();
    label->set_name(name);
    ToProto(text, label->mutable_text());
  }
}

absl::Status CheckCode(const Snapshot& snapshot, int code) {
  if (code >= kLowestCode && code <= kHighestCode) return absl::OkStatus();
  return CodeOutOfRange(code, IntendedCode(snapshot, code));
}

bool IsSubtag(absl::string_view subtag) {
  return !subtag.empty() && subtag.size() <= kLongestSubtag &&
         std::all_of(subtag.begin(), subtag.end(), [](unsigned char c) { return absl::ascii_isalnum(c); });
}

bool IsLanguageTag(absl::string_view tag) {
  const std::vector<absl::string_view> subtags = absl::StrSplit(tag, absl::ByAnyChar("-_"));
  return tag.size() <= kLongestTag && std::all_of(subtags.begin(), subtags.end(), IsSubtag);
}

}  // namespace

void ToProto(const Text& text, v1::Text* out) {
  out->set_text(text.text);
  out->set_language_code(text.language);
}

void ToProto(const Citation& citation, v1::Citation* out) {
  out->set_rfc(citation.rfc);
  out->set_section(citation.section);
}

void ToProto(const CodeAnswer& answer, v1::CodeEntry* out) {
  out->set_code(answer.code);
  out->set_reason_phrase(answer.reason_phrase);
  ToProto(answer.title, out->mutable_title());
  out->set_response_class(static_cast<v1::ResponseClass>(answer.code / 100));
  ToProto(answer.class_name, out->mutable_class_name());
  out->set_state(RegistrationStateFor(answer.state));
  out->set_origin(answer.origin);
  if (answer.definition.has_value()) ToProto(*answer.definition, out->mutable_definition());
  for (const SaidFact& fact : answer.facts) AddFact(fact, out);
  if (answer.cause.has_value()) out->mutable_pstn()->set_cause(answer.cause->number);
  if (answer.comes_back_as.has_value()) out->mutable_pstn()->set_comes_back_as(*answer.comes_back_as);
  for (const SaidHeader& header : answer.headers) ToProto(header, out->add_headers());
  for (const SaidRelation& related : answer.related) ToProto(related, out->add_related_codes());
  for (const AspectValue& value : answer.overview) ToProto(value, out->add_overview());
  ToProto(answer.summary, out->mutable_summary());
  ToProto(answer.description, out->mutable_description());
  for (const Text& situation : answer.situations) ToProto(situation, out->add_situations());
  for (const SaidStep& step : answer.steps) ToProto(step, out->add_steps());
  ToProto(answer.use_when, out->mutable_use_when());
  for (const Citation& reference : answer.references) ToProto(reference, out->add_references());
  for (const Text& notice : answer.notices) ToProto(notice, out->add_notices());
}

void ToProto(const Explanation& explanation, v1::ExplainResponse* out) {
  ToProto(explanation.entry, out->mutable_entry());
  ToProto(explanation.labels, out->mutable_labels());
}

void ToProto(const Comparison& comparison, v1::CompareResponse* out) {
  ToProto(comparison.title, out->mutable_title());
  ToProto(comparison.summary, out->mutable_summary());
  for (const CodeAnswer& code : comparison.codes) ToProto(code, out->add_codes());
  for (const Difference& difference : comparison.differences) ToProto(difference, out->add_differences());
  for (const Text& advice : comparison.when_to_use_which) ToProto(advice, out->add_when_to_use_which());
  ToProto(comparison.common_mistake, out->mutable_common_mistake());
  ToProto(comparison.labels, out->mutable_labels());
}

void ToProto(const Revision& revision, v1::Revision* out) {
  out->set_number(revision.number);
  out->set_content_hash(revision.content_hash);
}

void ToProto(const Revision& revision, v1::RevisionEntry* out) {
  ToProto(revision, out->mutable_revision());
  out->set_kind(EnumFor(&v1::RevisionKind_Parse, "REVISION_KIND_", revision.kind));
  out->set_title(revision.title);
  out->set_notes(revision.notes);
  out->set_author(revision.author);
  out->set_date(revision.date);
  out->set_references(revision.refs);
}

v1::RegistrationState RegistrationStateFor(const std::string& state) {
  return EnumFor(&v1::RegistrationState_Parse, "REGISTRATION_STATE_", state);
}

absl::StatusOr<int> CodeFromProto(const Snapshot& snapshot, const v1::ExplainRequest& request) {
  if (request.code() == 0) return MissingField("code");
  if (absl::Status status = CheckCode(snapshot, request.code()); !status.ok()) return status;
  return request.code();
}

absl::StatusOr<std::vector<int>> CodesFromProto(const Snapshot& snapshot, const v1::CompareRequest& request) {
  if (request.codes().empty()) return MissingField("codes");
  if (request.codes_size() < 2 || request.codes_size() > kMostCodes) return WrongNumberOfCodes(request.codes_size());
  std::vector<int> codes;
  for (int code : request.codes()) {
    if (absl::Status status = CheckCode(snapshot, code); !status.ok()) return status;
    if (std::find(codes.begin(), codes.end(), code) == codes.end()) codes.push_back(code);
  }
  return codes;
}

absl::StatusOr<std::vector<std::string>> LanguagesFromProto(const Snapshot& snapshot,
                                                            const std::string& language_code) {
  if (!language_code.empty() && !IsLanguageTag(language_code)) return BadLanguageCode(language_code);
  return snapshot.LanguagesFor(language_code);
}

}  // namespace sipwhy
