#include "service/convert.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "service/aspects.h"
#include "service/errors.h"
#include "service/nearby_codes.h"

namespace sipwhy {
namespace {

constexpr int kMostCodes = 4;
constexpr int kHighestCause = 127;
constexpr size_t kLongestPhrase = 200;
constexpr int kMostHeaders = 20;
constexpr size_t kLongestHeader = 1000;
constexpr size_t kLongestQuery = 500;
constexpr int kUsualResults = 5;
constexpr int kMostResults = 50;
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

void ToProto(const SaidMeaning& meaning, v1::Meaning* out) {
  out->set_reason_phrase(meaning.phrase);
  out->set_header(meaning.header);
  out->set_header_value(meaning.value);
  ToProto(meaning.name, out->mutable_name());
  ToProto(meaning.meaning, out->mutable_meaning());
  ToProto(meaning.sign, out->mutable_sign());
  ToProto(meaning.advice, out->mutable_advice());
  ToProto(meaning.source, out->mutable_source());
  out->set_seen(meaning.seen);
}

void ToProto(const SaidLadder& ladder, v1::Ladder* out) {
  for (const SaidLadder::Party& party : ladder.parties) {
    v1::LadderParty* added = out->add_parties();
    added->set_party(party.party);
    ToProto(party.name, added->mutable_name());
  }
  for (const LadderStep& step : ladder.steps) {
    v1::LadderStep* added = out->add_steps();
    added->set_sender(step.sender);
    added->set_receiver(step.receiver);
    added->set_message(step.message);
  }
}

void ToProto(const SaidProductCause& said, v1::ProductCause* out) {
  out->set_product(said.cause.product);
  out->set_cause(said.cause.cause);
  ToProto(said.sentence, out->mutable_sentence());
  ToProto(said.cause.source, out->mutable_source());
}

void ToProto(const SaidRule& said, v1::CodeForCause* out) {
  out->set_code(said.rule.code);
  ToProto(said.title, out->mutable_title());
  ToProto(said.condition, out->mutable_condition());
  ToProto(said.rule.source, out->mutable_source());
}

void ToProto(const SourceCode& code, v1::CauseSource* out) {
  out->set_code(code.code);
  out->set_reason_phrase(code.reason_phrase);
  ToProto(code.source, out->mutable_source());
}

void ToProto(const SaidProductCode& said, v1::ProductCode* out) {
  out->set_product(said.code.product);
  out->set_code(said.code.code);
  ToProto(said.sentence, out->mutable_sentence());
  ToProto(said.code.source, out->mutable_source());
}

void ToProto(const FoundCode& found, v1::SearchHit* out) {
  out->set_code(found.code);
  out->set_reason_phrase(found.reason_phrase);
  ToProto(found.title, out->mutable_title());
  ToProto(found.summary, out->mutable_summary());
  out->set_place(EnumFor(&v1::SearchPlace_Parse, "SEARCH_PLACE_", found.place));
  ToProto(found.reason, out->mutable_reason());
}

void ToProto(const Labels& labels, google::protobuf::RepeatedPtrField<v1::Label>* out) {
  for (const auto& [name, text] : labels) {
    v1::Label* label = out->Add();
    label->set_name(name);
    ToProto(text, label->mutable_text());
  }
}

bool IsAnswered(const Snapshot& snapshot, int code) { return HasClass(code) || snapshot.FindStray(code) != nullptr; }

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
  out->set_document(citation.document);
}

void ToProto(const CodeAnswer& answer, v1::CodeEntry* out) {
  out->set_code(answer.code);
  out->set_reason_phrase(answer.reason_phrase);
  ToProto(answer.title, out->mutable_title());
  if (HasClass(answer.code)) out->set_response_class(static_cast<v1::ResponseClass>(answer.code / 100));
  ToProto(answer.class_name, out->mutable_class_name());
  out->set_state(RegistrationStateFor(answer.state));
  out->set_origin(answer.origin);
  if (answer.definition.has_value()) ToProto(*answer.definition, out->mutable_definition());
  for (const SaidFact& fact : answer.facts) AddFact(fact, out);
  if (answer.cause.has_value()) out->mutable_pstn()->set_cause(answer.cause->number);
  if (answer.comes_back_as.has_value()) out->mutable_pstn()->set_comes_back_as(*answer.comes_back_as);
  for (const SaidProductCause& other : answer.product_causes) {
    ToProto(other, out->mutable_pstn()->add_product_causes());
  }
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
  for (const SaidMeaning& meaning : answer.meanings) ToProto(meaning, out->add_meanings());
  out->set_sample_message(answer.sample);
  if (!answer.ladder.steps.empty()) ToProto(answer.ladder, out->mutable_ladder());
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

void ToProto(const CauseAnswer& answer, v1::ExplainCauseResponse* out) {
  v1::CauseEntry* entry = out->mutable_entry();
  entry->set_cause(answer.cause);
  ToProto(answer.title, entry->mutable_title());
  entry->set_cause_class(EnumFor(&v1::CauseClass_Parse, "CAUSE_CLASS_", answer.cause_class));
  ToProto(answer.class_name, entry->mutable_class_name());
  ToProto(answer.name, entry->mutable_name());
  ToProto(answer.meaning, entry->mutable_meaning());
  ToProto(answer.advice, entry->mutable_advice());
  for (const SaidRule& rule : answer.rules) ToProto(rule, entry->add_codes());
  ToProto(answer.to_sip, entry->mutable_to_sip());
  for (const SourceCode& code : answer.codes) ToProto(code, entry->add_sources());
  ToProto(answer.from_sip, entry->mutable_from_sip());
  for (const SaidProductCode& code : answer.product_codes) ToProto(code, entry->add_product_codes());
  for (const Citation& reference : answer.references) ToProto(reference, entry->add_references());
  for (const Text& notice : answer.notices) ToProto(notice, entry->add_notices());
  ToProto(answer.labels, out->mutable_labels());
}

void ToProto(const SearchResult& result, v1::SearchResponse* out) {
  ToProto(result.title, out->mutable_title());
  for (const FoundCode& code : result.codes) ToProto(code, out->add_hits());
  ToProto(result.labels, out->mutable_labels());
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

absl::StatusOr<int> CodeFromProto(const Snapshot& snapshot, int code) {
  if (code == 0) return MissingField("code");
  if (!IsAnswered(snapshot, code)) return CodesOutOfRange({{"code", code, IntendedCode(snapshot, code)}});
  return code;
}

absl::StatusOr<Evidence> EvidenceFromProto(const v1::ExplainRequest& request) {
  if (request.reason_phrase().size() > kLongestPhrase) return TooLong("reason_phrase", kLongestPhrase);
  if (request.headers_size() > kMostHeaders) return TooMany("headers", kMostHeaders);
  const auto is_long = [](const std::string& header) { return header.size() > kLongestHeader; };
  if (std::any_of(request.headers().begin(), request.headers().end(), is_long)) {
    return TooLong("headers", kLongestHeader);
  }
  return Evidence{request.reason_phrase(), {request.headers().begin(), request.headers().end()}};
}

absl::StatusOr<int> CauseFromProto(const v1::ExplainCauseRequest& request) {
  if (request.cause() == 0) return MissingField("cause");
  if (request.cause() < 1 || request.cause() > kHighestCause) return CauseOutOfRange(request.cause());
  return request.cause();
}

absl::StatusOr<std::string> QueryFromProto(const v1::SearchRequest& request) {
  if (request.query().empty()) return MissingField("query");
  if (request.query().size() > kLongestQuery) return TooLong("query", kLongestQuery);
  return request.query();
}

absl::StatusOr<size_t> MostResultsFromProto(const v1::SearchRequest& request) {
  if (request.max_results() < 0) return NegativeMaxResults(request.max_results());
  return static_cast<size_t>(request.max_results() == 0 ? kUsualResults
                                                        : std::min(request.max_results(), kMostResults));
}

absl::StatusOr<std::vector<int>> CodesFromProto(const Snapshot& snapshot, const v1::CompareRequest& request) {
  if (request.codes().empty()) return MissingField("codes");
  if (request.codes_size() < 2 || request.codes_size() > kMostCodes) return WrongNumberOfCodes(request.codes_size());
  std::vector<int> codes;
  std::vector<BadCode> bad;
  for (int i = 0; i < request.codes_size(); ++i) {
    const int code = request.codes(i);
    if (!IsAnswered(snapshot, code))
      bad.push_back({absl::StrCat("codes[", i, "]"), code, IntendedCode(snapshot, code)});
    if (std::find(codes.begin(), codes.end(), code) == codes.end()) codes.push_back(code);
  }
  if (!bad.empty()) return CodesOutOfRange(bad);
  return codes;
}

absl::StatusOr<std::vector<std::string>> LanguagesFromProto(const Snapshot& snapshot,
                                                            const std::string& language_code) {
  if (!language_code.empty() && !IsLanguageTag(language_code)) return BadLanguageCode(language_code);
  return snapshot.LanguagesFor(language_code);
}

}  // namespace sipwhy
