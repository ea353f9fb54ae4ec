#include "bot/web/site.h"

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "bot/render/text_size.h"
#include "bot/web/accept_language.h"
#include "bot/web/asset_response.h"
#include "bot/web/page.h"
#include "bot/web/sip_path.h"
#include "bot/web/turn.h"
#include "bot/wire/form.h"
#include "bot/wire/json.h"

namespace sipwhy::bot {
namespace {

constexpr size_t kLongestTitle = 60;  // code points of a question
constexpr char kFull[] = "full";      // the word that the bot knows

constexpr char kHtml[] = "text/html; charset=utf-8";
constexpr char kPlain[] = "text/plain; charset=utf-8";
// What programs are told, which speak no language.
constexpr char kWrongMethod[] = "This address does not take that method.";
constexpr char kNotAForm[] = "Questions come as a form (application/x-www-form-urlencoded).";
constexpr char kNoQuestion[] = "There is no question in that form.";
constexpr char kPageMoved[] = "This address names a code twice. The page is at ";

constexpr char kForm[] = "application/x-www-form-urlencoded";

// Content Security Policy Level 3: nothing but our own three files, no frames around the page.
constexpr char kPolicy[] =
    "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'";

void AddSecurityHeaders(HttpResponse& response) {
  response.headers.Add("Content-Security-Policy", kPolicy);
  response.headers.Add("X-Content-Type-Options", "nosniff");
  // Addresses may hold a question, and a question may hold a number that somebody called.
  response.headers.Add("Referrer-Policy", "no-referrer");
  response.headers.Add("Cross-Origin-Opener-Policy", "same-origin");
  response.headers.Add("Cross-Origin-Resource-Policy", "same-origin");
}

HttpResponse Sentence(int status, std::string sentence) {
  return {status, kPlain, absl::StrCat(sentence, "\n"), {{"Cache-Control", "no-store"}}};
}

HttpResponse WrongMethod(absl::string_view allowed) {
  HttpResponse response = Sentence(405, kWrongMethod);
  response.headers.Add("Allow", std::string(allowed));
  return response;
}

// `caching` is for a page that was made as wished.
HttpResponse PageResponse(int status, const PageContent& content, const Speech& speech, absl::string_view caching) {
  return {status,
          kHtml,
          RenderPage(content, speech),
          {{"Cache-Control", status == 200 ? std::string(caching) : "no-store"}, {"Vary", "Accept-Language"}}};
}

int StatusOf(const SiteReply& reply) { return reply.reply.kind == Reply::Kind::kFailure ? 503 : 200; }

std::string TitleOf(const SiteReply& reply, const std::string& question) {
  const std::string& title = reply.reply.answer.title;
  return title.empty() ? CutTo(question, kLongestTitle, TextUnit::kCodePoints) : title;
}

// Not within a code point, if `text` is UTF-8.
std::string Shortened(std::string text) {
  if (text.size() <= kLongestQuestion) return text;
  size_t end = kLongestQuestion;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  text.resize(end);
  return text;
}

bool IsForm(const HttpRequest& request) {
  const absl::string_view type = request.headers.Only("Content-Type").value_or("");
  return absl::EqualsIgnoreCase(absl::StripAsciiWhitespace(type.substr(0, type.find(';'))), kForm);
}

}  // namespace

// What a question came with.
struct Site::Query {
  std::string text;
  std::string previous;
  bool in_full = false;
  std::string language;
  bool chosen = false;  // see SiteQuestion
  std::vector<SiteLanguage> languages;
  std::shared_ptr<const Speech> speech;

  PageContent Page() const {
    PageContent page;
    page.language = language;
    page.languages = languages;
    return page;
  }
};

HttpResponse Site::Serve(const HttpRequest& request) const {
  HttpResponse response = Route(request);
  AddSecurityHeaders(response);
  return response;
}

HttpResponse Site::Route(const HttpRequest& request) const {
  if (request.path == "/chat") return request.method == "POST" ? Chat(request) : WrongMethod("POST");
  if (request.method == "GET" || request.method == "HEAD") return Get(request);
  return WrongMethod("GET, HEAD");
}

HttpResponse Site::Get(const HttpRequest& request) const {
  if (std::optional<HttpResponse> asset = ServeAsset(request); asset.has_value()) return *std::move(asset);
  if (request.path == "/") return AskOnPage(request);
  if (IsSipPath(request.path)) return SipPage(request);
  const Query query = ReadQuery(request, request.query);
  return NoPage(query, query.speech->Say("page.no_page"));
}

HttpResponse Site::AskOnPage(const HttpRequest& request) const {
  const Query query = ReadQuery(request, request.query);
  PageContent page = query.Page();
  if (query.text.empty()) {
    page.canonical = "/";
    return PageResponse(200, page, *query.speech, "no-cache");
  }
  const SiteReply reply = Ask(query);
  page.title = TitleOf(reply, query.text);
  page.canonical = CanonicalSipPath(reply.codes);
  page.fragment = RenderTurn(query.text, reply, query.language, false, *query.speech);
  page.previous = reply.repeatable.empty() ? query.previous : reply.repeatable;
  if (!reply.chosen_language.empty()) page.language = reply.chosen_language;
  // What somebody asked stays out of caches.
  return PageResponse(StatusOf(reply), page, *answers_.SpeechIn(page.language), "no-store");
}

HttpResponse Site::SipPage(const HttpRequest& request) const {
  Query query = ReadQuery(request, request.query);
  const absl::StatusOr<std::vector<int>> codes = ParseSipPath(request.path, *query.speech);
  if (!codes.ok()) return NoPage(query, std::string(codes.status().message()));
  if (const std::string path = SipPath(*codes); path != request.path) {
    HttpResponse moved = Sentence(301, absl::StrCat(kPageMoved, path, "."));
    const std::string form = WriteForm(ParseForm(request.query));
    moved.headers.Add("Location", form.empty() ? path : absl::StrCat(path, "?", form));
    return moved;
  }
  query.text = SipQuestion(*codes);
  const SiteReply reply = Ask(query);
  PageContent page = query.Page();
  page.title = TitleOf(reply, query.text);
  page.description = reply.reply.answer.lead;
  page.canonical = CanonicalSipPath(*codes);
  page.fragment = RenderTurn("", reply, query.language, true, *query.speech);
  page.previous = query.text;
  return PageResponse(StatusOf(reply), page, *query.speech, "max-age=300");
}

HttpResponse Site::NoPage(const Query& query, std::string sentence) {
  PageContent page = query.Page();
  page.notice = std::move(sentence);
  return PageResponse(404, page, *query.speech, "");
}

HttpResponse Site::Chat(const HttpRequest& request) const {
  if (!IsForm(request)) return Sentence(415, kNotAForm);
  const Query query = ReadQuery(request, request.body);
  if (query.text.empty()) return Sentence(400, kNoQuestion);
  const SiteReply reply = Ask(query);
  const nlohmann::json body = {{"html", RenderReply(reply, query.language, false, *query.speech)},
                               {"title", TitleOf(reply, query.text)},
                               {"page", SipPath(reply.codes)},
                               {"previous", reply.repeatable.empty() ? query.previous : reply.repeatable},
                               {"language", reply.chosen_language}};
  return {200, "application/json", DumpSafe(body), {{"Cache-Control", "no-store"}}};
}

Site::Query Site::ReadQuery(const HttpRequest& request, const std::string& form) const {
  Form fields = ParseForm(form);
  Query query;
  query.text = Shortened(std::string(absl::StripAsciiWhitespace(fields["q"])));
  query.previous = Shortened(std::move(fields["previous"]));
  query.in_full = fields["full"] == "1";
  // Whoever only changes the language wants to read the same answer in it.
  if (query.text.empty()) query.text = query.previous;
  query.languages = answers_.Languages();
  if (query.languages.empty()) query.languages = {{"en", "English"}};
  const bool is_known = std::any_of(query.languages.begin(), query.languages.end(),
                                    [&](const SiteLanguage& language) { return language.tag == fields["language"]; });
  const absl::string_view accepted = request.headers.Only("Accept-Language").value_or("");
  const std::string usual = ChooseLanguage(accepted, query.languages);
  query.language = is_known ? fields["language"] : usual;
  // The menu always sends one; where it is the browser's own, nobody need have chosen it.
  query.chosen = query.language != usual;
  query.speech = answers_.SpeechIn(query.language);
  return query;
}

SiteReply Site::Ask(const Query& query) const {
  if (!query.in_full) return answers_.Ask({query.text, query.previous, query.language, query.chosen});
  return answers_.Ask({kFull, query.text, query.language, query.chosen});
}

}  // namespace sipwhy::bot
