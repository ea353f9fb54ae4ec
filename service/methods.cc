#include "service/methods.h"

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "service/compare.h"
#include "service/convert.h"
#include "service/errors.h"
#include "service/explain.h"
#include "service/explain_cause.h"
#include "service/page.h"
#include "service/search.h"
#include "service/voice.h"
#include "storage/text_kinds.h"

namespace sipwhy {
namespace {

constexpr int kUsualCodesPage = 100;
constexpr int kMostCodesPage = 600;
constexpr int kUsualRevisionsPage = 50;
constexpr int kMostRevisionsPage = 500;
constexpr char kEnglish[] = "en";

// The token of a request's page; revision 0 when it has none.
absl::StatusOr<PageToken> TokenOf(const std::string& page_token) {
  if (page_token.empty()) return PageToken{};
  return ParsePageToken(page_token);
}

void FillCodeSummary(const CodeEntry& entry, const std::vector<std::string>& languages, v1::CodeSummary* out) {
  out->set_code(entry.code);
  out->set_reason_phrase(entry.reason_phrase);
  out->set_response_class(static_cast<v1::ResponseClass>(entry.code / 100));
  out->set_state(RegistrationStateFor(entry.state));
  out->set_has_entry(!entry.facts.empty());
  ToProto(AnswerSummary(entry, languages), out->mutable_summary());
  std::set<std::string> headers;
  for (const Meaning& meaning : entry.meanings) {
    if (!meaning.phrase.empty()) out->add_other_phrases(meaning.phrase);
    if (!meaning.header.empty()) headers.insert(meaning.header);
  }
  for (const std::string& header : headers) out->add_telling_headers(header);
}

}  // namespace

absl::Status Answer(const Snapshot& snapshot, const v1::ExplainRequest& request, v1::ExplainResponse* response) {
  absl::StatusOr<int> code = CodeFromProto(snapshot, request.code());
  if (!code.ok()) return code.status();
  absl::StatusOr<std::vector<std::string>> languages = LanguagesFromProto(snapshot, request.language_code());
  if (!languages.ok()) return languages.status();
  absl::StatusOr<Evidence> evidence = EvidenceFromProto(request);
  if (!evidence.ok()) return evidence.status();
  ToProto(Explain(snapshot, *code, *languages, *evidence), response);
  ToProto(snapshot.revision(), response->mutable_revision());
  return absl::OkStatus();
}

absl::Status Answer(const Snapshot& snapshot, const v1::CompareRequest& request, v1::CompareResponse* response) {
  absl::StatusOr<std::vector<int>> codes = CodesFromProto(snapshot, request);
  if (!codes.ok()) return codes.status();
  absl::StatusOr<std::vector<std::string>> languages = LanguagesFromProto(snapshot, request.language_code());
  if (!languages.ok()) return languages.status();
  ToProto(Compare(snapshot, *codes, *languages), response);
  ToProto(snapshot.revision(), response->mutable_revision());
  return absl::OkStatus();
}

absl::Status Answer(const Snapshot& snapshot, const v1::ExplainCauseRequest& request,
                    v1::ExplainCauseResponse* response) {
  absl::StatusOr<int> cause = CauseFromProto(request);
  if (!cause.ok()) return cause.status();
  absl::StatusOr<std::vector<std::string>> languages = LanguagesFromProto(snapshot, request.language_code());
  if (!languages.ok()) return languages.status();
  ToProto(ExplainCause(snapshot, *cause, *languages), response);
  ToProto(snapshot.revision(), response->mutable_revision());
  return absl::OkStatus();
}

absl::Status Answer(const Snapshot& snapshot, const v1::SearchRequest& request, v1::SearchResponse* response) {
  absl::StatusOr<std::string> query = QueryFromProto(request);
  if (!query.ok()) return query.status();
  absl::StatusOr<size_t> most = MostResultsFromProto(request);
  if (!most.ok()) return most.status();
  absl::StatusOr<std::vector<std::string>> languages = LanguagesFromProto(snapshot, request.language_code());
  if (!languages.ok()) return languages.status();
  ToProto(Search(snapshot, *query, *most, *languages), response);
  ToProto(snapshot.revision(), response->mutable_revision());
  return absl::OkStatus();
}

absl::Status Answer(const Snapshot& snapshot, const v1::ListCodesRequest& request, v1::ListCodesResponse* response) {
  const int wanted_class = request.response_class();
  if (!v1::ResponseClass_IsValid(wanted_class)) return BadResponseClass(wanted_class);
  absl::StatusOr<PageToken> token = TokenOf(request.page_token());
  if (!token.ok()) return token.status();
  absl::StatusOr<int> page_size = PageSize(request.page_size(), kUsualCodesPage, kMostCodesPage);
  if (!page_size.ok()) return page_size.status();
  absl::StatusOr<std::vector<std::string>> languages = LanguagesFromProto(snapshot, request.language_code());
  if (!languages.ok()) return languages.status();
  const auto& codes = snapshot.knowledge().codes;
  for (auto entry = codes.upper_bound(token->last); entry != codes.end(); ++entry) {
    if (wanted_class != 0 && entry->first / 100 != wanted_class) continue;
    if (response->codes_size() == *page_size) {
      response->set_next_page_token(
          ToString({snapshot.revision().number, response->codes(response->codes_size() - 1).code()}));
      break;
    }
    FillCodeSummary(entry->second, *languages, response->add_codes());
  }
  if (wanted_class != 0) {
    const auto class_name = [&](Voice& voice) { return voice.ClassName(wanted_class * 100); };
    ToProto(Say(snapshot, *languages, class_name), response->mutable_class_name());
  }
  ToProto(snapshot.revision(), response->mutable_revision());
  return absl::OkStatus();
}

absl::Status Answer(const Snapshot& snapshot, const v1::ListLanguagesRequest& /*request*/,
                    v1::ListLanguagesResponse* response) {
  const auto& languages = snapshot.knowledge().languages;
  const auto add = [&](const std::string& tag, const Language& language) {
    v1::Language* out = response->add_languages();
    out->set_language_code(tag);
    out->set_name(language.name);
    out->set_own_name(language.own_name);
    out->mutable_requests()->Assign(language.requests.begin(), language.requests.end());
    for (const auto& [role, word] : language.question_words) {
      v1::QuestionWord* question_word = out->add_question_words();
      question_word->set_role(role);
      question_word->set_word(word);
    }
  };
  // What every text falls back to comes first.
  if (const auto english = languages.find(kEnglish); english != languages.end()) add(kEnglish, english->second);
  for (const auto& [tag, language] : languages) {
    if (tag != kEnglish) add(tag, language);
  }
  ToProto(snapshot.revision(), response->mutable_revision());
  return absl::OkStatus();
}

absl::Status Answer(const Snapshot& snapshot, const v1::ListTemplatesRequest& request,
                    v1::ListTemplatesResponse* response) {
  absl::StatusOr<std::vector<std::string>> languages = LanguagesFromProto(snapshot, request.language_code());
  if (!languages.ok()) return languages.status();
  const auto& templates = snapshot.knowledge().templates;
  for (const auto& [key, text] : templates) {
    const auto& [name, language] = key;
    if (!absl::StartsWith(name, request.prefix())) continue;
    // The first of the reader's languages that has the template has its variants too.
    const std::string base(BaseTemplate(name));
    const auto spoken = std::find_if(languages->begin(), languages->end(), [&](const std::string& candidate) {
      return templates.contains({base, candidate});
    });
    if (spoken == languages->end() || *spoken != language) continue;
    v1::Template* out = response->add_templates();
    out->set_name(name);
    ToProto(Text{text, language}, out->mutable_text());
  }
  ToProto(snapshot.revision(), response->mutable_revision());
  return absl::OkStatus();
}

absl::Status Answer(const Snapshot& snapshot, const v1::ListRevisionsRequest& request,
                    v1::ListRevisionsResponse* response) {
  absl::StatusOr<PageToken> token = TokenOf(request.page_token());
  if (!token.ok()) return token.status();
  absl::StatusOr<int> page_size = PageSize(request.page_size(), kUsualRevisionsPage, kMostRevisionsPage);
  if (!page_size.ok()) return page_size.status();
  const int newest = static_cast<int>(snapshot.revisions().size());
  const int first = request.page_token().empty() ? newest : std::min(token->last - 1, newest);
  const int last = std::max(first - *page_size + 1, 1);
  for (int number = first; number >= last; --number) {
    ToProto(snapshot.revisions()[static_cast<size_t>(number - 1)], response->add_revisions());
  }
  if (last > 1) response->set_next_page_token(ToString({newest, last}));
  return absl::OkStatus();
}

int WantedRevision(const v1::ExplainRequest& request) { return request.revision(); }

int WantedRevision(const v1::CompareRequest& request) { return request.revision(); }

int WantedRevision(const v1::ExplainCauseRequest& request) { return request.revision(); }

int WantedRevision(const v1::SearchRequest& request) { return request.revision(); }

int WantedRevision(const v1::ListCodesRequest& request) {
  absl::StatusOr<PageToken> token = TokenOf(request.page_token());
  return token.ok() && token->revision != 0 ? token->revision : request.revision();
}

int WantedRevision(const v1::ListLanguagesRequest& request) { return request.revision(); }

int WantedRevision(const v1::ListTemplatesRequest& request) { return request.revision(); }

int WantedRevision(const v1::ListRevisionsRequest& /*request*/) { return 0; }

}  // namespace sipwhy
