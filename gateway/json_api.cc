#include "gateway/json_api.h"

#include <google/protobuf/util/json_util.h>

#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "bot/web/accept_language.h"
#include "gateway/document.h"
#include "gateway/openapi.h"
#include "gateway/parameters.h"
#include "gateway/problem.h"

namespace sipwhy::gateway {
namespace {

constexpr char kJson[] = "application/json";
constexpr char kPlain[] = "text/plain; charset=utf-8";

// A new revision comes into service within a second; nobody is harmed by reading the one before it for a minute.
constexpr absl::Duration kFresh = absl::Minutes(1);
// A pinned answer changes only with the release of the service.
constexpr absl::Duration kPinnedFresh = absl::Hours(24);

constexpr char kWelcome[] =
    "sipwhy: what SIP response codes mean, how they differ and what to do about them, as JSON.\n\n"
    "  /v1/codes/486?language=ja           one code; &reason_phrase=… and &header=… as they came with it\n"
    "  /v1/codes?class=4                   the codes, or those of a class\n"
    "  /v1/compare?codes=301,408           two to four codes side by side\n"
    "  /v1/causes/17                       a cause of the telephone network (Q.850), and its way to SIP and back\n"
    "  /v1/search?q=nobody+answers         codes by what people say\n"
    "  /v1/languages  /v1/revisions        what answers can be in, and from\n"
    "  /openapi.json                       all of this for programs\n"
    "  /healthz  /readyz                   for probes\n";

constexpr char kHint[] =
    "nothing is here; there are /v1/codes, /v1/codes/{code}, /v1/compare, /v1/causes/{cause}, /v1/search, "
    "/v1/languages, /v1/revisions and, for programs, /openapi.json";

struct Call {
  ExplainerClient& client;
  const HttpRequest& request;
  const CallTrace& trace;
  Parameters& parameters;
};

HttpResponse Refuse(const Call& call, const absl::Status& status) {
  return ProblemResponse(status, call.trace.request_id);
}

std::string LanguageOf(const v1::ExplainResponse& response) { return response.entry().title().language_code(); }
std::string LanguageOf(const v1::CompareResponse& response) { return response.title().language_code(); }
std::string LanguageOf(const v1::ExplainCauseResponse& response) { return response.entry().title().language_code(); }
std::string LanguageOf(const v1::SearchResponse& response) { return response.title().language_code(); }
std::string LanguageOf(const v1::ListCodesResponse& response) { return response.class_name().language_code(); }
std::string LanguageOf(const v1::ListLanguagesResponse& /*response*/) { return ""; }
std::string LanguageOf(const v1::ListRevisionsResponse& /*response*/) { return ""; }

absl::StatusOr<std::string> ToJson(const google::protobuf::Message& message) {
  google::protobuf::util::JsonPrintOptions options;
  options.preserve_proto_field_names = true;
  options.always_print_primitive_fields = true;
  std::string json;
  if (!google::protobuf::util::MessageToJsonString(message, &json, options).ok()) {
    return absl::InternalError("a response that is no JSON");
  }
  json.push_back('\n');
  return json;
}

// The tag of the service's language that the request likes best; empty for what the service takes by itself.
absl::StatusOr<std::string> PreferredLanguage(const Call& call, int revision) {
  if (call.parameters.Has("language")) return call.parameters.Text("language");
  const absl::string_view accepted = call.request.headers.Only("Accept-Language").value_or("");
  if (accepted.empty()) return "";
  v1::ListLanguagesRequest request;
  request.set_revision(revision);
  const absl::StatusOr<v1::ListLanguagesResponse> known = call.client.ListLanguages(request, call.trace);
  if (!known.ok()) return known.status();
  std::vector<bot::SiteLanguage> languages;
  for (const v1::Language& language : known->languages()) languages.push_back({language.language_code(), ""});
  return languages.empty() ? "" : bot::ChooseLanguage(accepted, languages);
}

// Asks the service by `method`, and gives its answer as a document that is else as `document`.
template <typename Request, typename Response>
HttpResponse Send(const Call& call, const Request& request,
                  absl::StatusOr<Response> (ExplainerClient::*method)(const Request&, const CallTrace&),
                  Document document) {
  if (!call.parameters.status().ok()) return Refuse(call, call.parameters.status());
  const absl::StatusOr<Response> response = (call.client.*method)(request, call.trace);
  if (!response.ok()) return Refuse(call, response.status());
  absl::StatusOr<std::string> body = ToJson(*response);
  if (!body.ok()) return Refuse(call, body.status());
  document.content_type = kJson;
  document.body = *std::move(body);
  document.language = LanguageOf(*response);
  return DocumentResponse(call.request, std::move(document));
}

// The same for a request that has a revision and a language.
template <typename Request, typename Response>
HttpResponse SendInLanguage(const Call& call, Request request,
                            absl::StatusOr<Response> (ExplainerClient::*method)(const Request&, const CallTrace&),
                            bool is_private = false) {
  request.set_revision(call.parameters.Number("revision"));
  if (!call.parameters.status().ok()) return Refuse(call, call.parameters.status());
  absl::StatusOr<std::string> language = PreferredLanguage(call, request.revision());
  if (!language.ok()) return Refuse(call, language.status());
  request.set_language_code(*std::move(language));
  return Send(call, request, method,
              {.is_by_accept_language = !call.parameters.Has("language"),
               .is_private = is_private,
               .fresh_for = request.revision() == 0 ? kFresh : kPinnedFresh});
}

HttpResponse ExplainCode(const Call& call) {
  v1::ExplainRequest request;
  request.set_code(call.parameters.Number("code"));
  request.set_reason_phrase(call.parameters.Text("reason_phrase"));
  for (std::string& header : call.parameters.Texts("header")) *request.add_headers() = std::move(header);
  // A header can hold who called whom.
  return SendInLanguage(call, request, &ExplainerClient::Explain, request.headers_size() > 0);
}

HttpResponse Compare(const Call& call) {
  v1::CompareRequest request;
  for (const int code : call.parameters.Numbers("codes")) request.add_codes(code);
  return SendInLanguage(call, request, &ExplainerClient::Compare);
}

HttpResponse ExplainCause(const Call& call) {
  v1::ExplainCauseRequest request;
  request.set_cause(call.parameters.Number("cause"));
  return SendInLanguage(call, request, &ExplainerClient::ExplainCause);
}

HttpResponse Search(const Call& call) {
  v1::SearchRequest request;
  request.set_query(call.parameters.Text("q"));
  request.set_max_results(call.parameters.Number("max_results"));
  return SendInLanguage(call, request, &ExplainerClient::Search, /*is_private=*/true);
}

HttpResponse ListCodes(const Call& call) {
  constexpr int kClasses = 6;
  v1::ListCodesRequest request;
  request.set_response_class(static_cast<v1::ResponseClass>(call.parameters.Number("class", 1, kClasses)));
  request.set_page_size(call.parameters.Number("page_size"));
  request.set_page_token(call.parameters.Text("page_token"));
  return SendInLanguage(call, request, &ExplainerClient::ListCodes);
}

HttpResponse ListLanguages(const Call& call) {
  v1::ListLanguagesRequest request;
  request.set_revision(call.parameters.Number("revision"));
  return Send(call, request, &ExplainerClient::ListLanguages,
              {.fresh_for = request.revision() == 0 ? kFresh : kPinnedFresh});
}

HttpResponse ListRevisions(const Call& call) {
  v1::ListRevisionsRequest request;
  request.set_page_size(call.parameters.Number("page_size"));
  request.set_page_token(call.parameters.Text("page_token"));
  return Send(call, request, &ExplainerClient::ListRevisions, {.fresh_for = kFresh});
}

HttpResponse Describe(const Call& call) {
  return DocumentResponse(call.request, {.content_type = kJson, .body = std::string(OpenApi()), .fresh_for = kFresh});
}

HttpResponse Welcome(const Call& call) {
  return DocumentResponse(call.request,
                          {.content_type = kPlain, .body = kWelcome, .language = "en", .fresh_for = kFresh});
}

HttpResponse Sentence(int http_status, absl::string_view sentence) {
  return {http_status, kPlain, absl::StrCat(sentence, "\n"), {{"Cache-Control", "no-store"}}};
}

HttpResponse Health(const Call& /*call*/) { return Sentence(200, "ok"); }

// A service that wants to know who calls is there all the same.
HttpResponse Readiness(const Call& call) {
  const absl::Status status = call.client.ListLanguages({}, call.trace).status();
  const bool is_ready = status.ok() || absl::IsUnauthenticated(status) || absl::IsPermissionDenied(status);
  return is_ready ? Sentence(200, "ready")
                  : Sentence(503, absl::StrCat("the service answers ", absl::StatusCodeToString(status.code())));
}

struct Route {
  absl::string_view path;          // one that ends with a slash goes on with a number
  absl::string_view in_the_path;   // the name of that number
  absl::string_view in_the_query;  // as Parameters::Allow() reads it
  HttpResponse (*answer)(const Call& call);
};

constexpr Route kRoutes[] = {
    {"/v1/codes/", "code", "language revision reason_phrase header*", ExplainCode},
    {"/v1/codes", "", "class language revision page_size page_token", ListCodes},
    {"/v1/compare", "", "codes language revision", Compare},
    {"/v1/causes/", "cause", "language revision", ExplainCause},
    {"/v1/search", "", "q language revision max_results", Search},
    {"/v1/languages", "", "revision", ListLanguages},
    {"/v1/revisions", "", "page_size page_token", ListRevisions},
    {"/openapi.json", "", "", Describe},
    {"/healthz", "", "", Health},
    {"/readyz", "", "", Readiness},
    {"/", "", "", Welcome},
};

// Null when nothing is there.
const Route* FindRoute(absl::string_view path) {
  for (const Route& route : kRoutes) {
    if (path == route.path && route.in_the_path.empty()) return &route;
    const bool goes_on = !route.in_the_path.empty() && absl::StartsWith(path, route.path);
    const absl::string_view rest = goes_on ? path.substr(route.path.size()) : "";
    if (!rest.empty() && !absl::StrContains(rest, '/')) return &route;
  }
  return nullptr;
}

HttpResponse WrongMethod(const CallTrace& trace) {
  HttpResponse response = ProblemResponse(
      405, absl::UnimplementedError("this is read with GET or HEAD, and nothing can be written"), trace.request_id);
  response.headers.Add("Allow", "GET, HEAD");
  return response;
}

}  // namespace

HttpResponse JsonApi::Serve(const HttpRequest& request, const CallTrace& trace) const {
  const Route* route = FindRoute(request.path);
  if (route == nullptr) return ProblemResponse(absl::NotFoundError(kHint), trace.request_id);
  if (request.method != "GET" && request.method != "HEAD") return WrongMethod(trace);
  Parameters parameters(request.query);
  parameters.Allow(route->in_the_query);
  if (!route->in_the_path.empty()) {
    parameters.AddFromPath(route->in_the_path, absl::string_view(request.path).substr(route->path.size()));
  }
  if (!parameters.status().ok()) return ProblemResponse(parameters.status(), trace.request_id);
  return route->answer({client_, request, trace, parameters});
}

}  // namespace sipwhy::gateway
