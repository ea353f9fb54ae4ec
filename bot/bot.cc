#include "bot/bot.h"

#include <algorithm>
#include <mutex>
#include <utility>
#include <variant>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "bot/compose_history.h"
#include "bot/messages.h"
#include "bot/parser/normalise.h"
#include "trace/random_bits.h"
#include "trace/request_id.h"

namespace sipwhy::bot {
namespace {

constexpr char kEnglish[] = "en";
constexpr size_t kMostCompared = 4;
constexpr int kNewestRevisions = 5;
constexpr int kRevisionsOfAHistory = 5;
constexpr size_t kLongestQuery = 300;  // bytes; longer texts are no description of a call

template <typename... Cases>
struct Overloaded : Cases... {
  using Cases::operator()...;
};
// GCC deduces this by itself; clang 14 does not.
template <typename... Cases>
Overloaded(Cases...) -> Overloaded<Cases...>;

// Whether `code` is a draft or the like whose phrase people use for a registered code: "Decline" is 603, not 441.
bool IsTakenByARegisteredCode(const v1::CodeSummary& code, const v1::ListCodesResponse& all) {
  const auto is_registered = [](const v1::CodeSummary& c) { return c.state() == v1::REGISTRATION_STATE_REGISTERED; };
  return !is_registered(code) && std::any_of(all.codes().begin(), all.codes().end(), [&](const v1::CodeSummary& other) {
    return is_registered(other) && other.reason_phrase() == code.reason_phrase();
  });
}

}  // namespace

bool CanBeRepeated(const Request& request) {
  return std::holds_alternative<ExplainRequest>(request) || std::holds_alternative<CompareRequest>(request) ||
         std::holds_alternative<HttpStatusRequest>(request) || std::holds_alternative<CauseRequest>(request) ||
         std::holds_alternative<HistoryRequest>(request);
}

std::optional<Reply> Bot::Handle(absl::string_view text, Addressing addressing, Conversation& conversation,
                                 absl::Time deadline) {
  const CallOptions call = {.language = conversation.language,
                            .deadline = deadline,
                            .request_id = RequestIdFrom("", RandomBits),
                            .traceparent = NewTraceparent(RandomBits)};
  // Among what is overheard, a bare comparison alone counts, and that has no phrases.
  const absl::Status learnt = addressing == Addressing::kAddressed ? LearnPhrases(call) : absl::OkStatus();
  const ParsedMessage message = parser()->Parse(text, addressing);
  if (std::holds_alternative<NoRequest>(message.request)) return std::nullopt;
  // Without the phrases, what was not understood may have been one.
  if (std::holds_alternative<SearchRequest>(message.request) && !learnt.ok()) return Fail(learnt);
  if (!std::holds_alternative<RepeatInFullRequest>(message.request)) {
    if (CanBeRepeated(message.request)) conversation.last = message.request;
    return Perform(message.request, message.in_full ? Detail::kFull : Detail::kShort, conversation, call);
  }
  if (!conversation.last.has_value()) return Reply{NothingToRepeatMessage()};
  return Perform(*conversation.last, Detail::kFull, conversation, call);
}

Request Bot::Read(absl::string_view text, absl::Time deadline) {
  LearnPhrases({.deadline = deadline}).IgnoreError();
  return parser()->Parse(text, Addressing::kAddressed).request;
}

absl::StatusOr<v1::ListLanguagesResponse> Bot::Languages(absl::Time deadline) {
  return client_.ListLanguages({.deadline = deadline});
}

Reply Bot::Perform(const Request& request, Detail detail, Conversation& conversation, const CallOptions& call) {
  return std::visit(
      Overloaded{
          [&](const ExplainRequest& explain) {
            Reply reply = Explain(explain, detail, call);
            if (!reply.answered()) return reply;
            if (explain.repeated) reply.answer.notices.push_back(RepeatedNotice(explain.code));
            if (explain.of_pjsip) reply.answer.notices.push_back(PjsipNotice(explain.code));
            return reply;
          },
          [&](const HttpStatusRequest& http) {
            Reply reply = Explain({.code = http.code}, detail, call);
            if (reply.answered()) reply.answer.notices.push_back(HttpNotice(http.code));
            return reply;
          },
          [&](const CompareRequest& compare) { return Compare(compare, detail, call); },
          [&](const ListClassesRequest& list) { return ListClasses(list, call); },
          [&](const NewsRequest&) { return TellNews(call); },
          [&](const HistoryRequest& history) { return TellHistory(history.code, detail, call); },
          [&](const DiffRequest& diff) { return TellDiff(diff, call); },
          [&](const CauseRequest& cause) { return ExplainCause(cause.cause, detail, call); },
          [](const HelpRequest&) {
            return Reply{HelpMessage(), Reply::Kind::kHelp};
          },
          [&](const LanguageRequest& wanted) { return ChooseLanguage(wanted.language, conversation, call); },
          [](const RepeatInFullRequest&) { return Reply{NothingToRepeatMessage()}; },
          [&](const SearchRequest& search) { return Search(search.words, call); },
          [](const NoRequest&) { return Reply{}; },
      },
      request);
}

Reply Bot::Explain(const ExplainRequest& request, Detail detail, const CallOptions& call) {
  v1::ExplainRequest message;
  message.set_code(request.code);
  message.set_reason_phrase(request.reason_phrase);
  message.mutable_headers()->Assign(request.headers.begin(), request.headers.end());
  absl::StatusOr<v1::ExplainResponse> response = client_.Explain(std::move(message), call);
  if (!response.ok()) return Fail(response.status());
  NoteRevision(response->revision().number());
  Answer answer = ComposeAnswer(*response, detail);
  answer.link = LinkTo({request.code}, call.language);
  return {std::move(answer), Reply::Kind::kAnswer, detail == Detail::kFull};
}

Reply Bot::ExplainCause(int cause, Detail detail, const CallOptions& call) {
  absl::StatusOr<v1::ExplainCauseResponse> response = client_.ExplainCause(cause, call);
  if (!response.ok()) return Fail(response.status());
  NoteRevision(response->revision().number());
  return {ComposeAnswer(*response, detail), Reply::Kind::kAnswer, detail == Detail::kFull};
}

Reply Bot::Search(const std::string& words, const CallOptions& call) {
  if (words.size() > kLongestQuery) return Reply{AskBackMessage()};
  absl::StatusOr<v1::SearchResponse> response = client_.Search(words, call);
  if (!response.ok()) return Fail(response.status());
  NoteRevision(response->revision().number());
  if (response->hits().empty()) return Reply{AskBackMessage()};
  return {ComposeAnswer(*response), Reply::Kind::kAnswer};
}

Reply Bot::Compare(const CompareRequest& request, Detail detail, const CallOptions& call) {
  if (request.codes.size() > kMostCompared) return Reply{TooManyCodesMessage(request.codes, parser()->phrases())};
  absl::StatusOr<v1::CompareResponse> response = client_.Compare(request.codes, call);
  if (!response.ok()) return Fail(response.status());
  NoteRevision(response->revision().number());
  Answer answer = ComposeAnswer(*response, detail);
  answer.link = LinkTo(request.codes, call.language);
  return {std::move(answer), Reply::Kind::kAnswer, detail == Detail::kFull};
}

Reply Bot::TellNews(const CallOptions& call) {
  absl::StatusOr<v1::ListRevisionsResponse> response = client_.ListRevisions(kNewestRevisions, call);
  if (!response.ok()) return Fail(response.status());
  return {ComposeNews(*response), Reply::Kind::kAnswer};
}

Reply Bot::TellHistory(int code, Detail detail, const CallOptions& call) {
  absl::StatusOr<v1::GetCodeHistoryResponse> response = client_.GetCodeHistory(code, kRevisionsOfAHistory, call);
  if (!response.ok()) return Fail(response.status());
  return {ComposeHistory(code, *response, detail), Reply::Kind::kAnswer, detail == Detail::kFull};
}

Reply Bot::TellDiff(const DiffRequest& request, const CallOptions& call) {
  absl::StatusOr<v1::DiffRevisionsResponse> response = client_.DiffRevisions(request.before, request.after, call);
  if (!response.ok()) return Fail(response.status());
  return {ComposeDiff(request.before, request.after, *response), Reply::Kind::kAnswer};
}

Reply Bot::ListClasses(const ListClassesRequest& request, const CallOptions& call) {
  std::vector<v1::ListCodesResponse> responses;
  for (int response_class : request.classes) {
    absl::StatusOr<v1::ListCodesResponse> response = client_.ListCodes(response_class, call);
    if (!response.ok()) return Fail(response.status());
    responses.push_back(*std::move(response));
  }
  return {ComposeAnswer(responses), Reply::Kind::kAnswer};
}

Reply Bot::ChooseLanguage(const std::string& wanted, Conversation& conversation, const CallOptions& call) {
  absl::StatusOr<v1::ListLanguagesResponse> response = client_.ListLanguages(call);
  if (!response.ok()) return Fail(response.status());
  const auto& languages = response->languages();
  const auto is_wanted = [&](const v1::Language& language) {
    return wanted == language.language_code() ||
           absl::StartsWith(wanted, absl::StrCat(language.language_code(), "-")) ||
           wanted == Normalise(language.name()) || wanted == Normalise(language.own_name());
  };
  const auto chosen = std::find_if(languages.begin(), languages.end(), is_wanted);
  if (chosen == languages.end()) return Reply{LanguagesMessage(*response, conversation.language)};
  conversation.language = chosen->language_code();
  conversation.language_chosen = true;
  return {LanguageChosenMessage(*chosen), Reply::Kind::kHelp};
}

std::string Bot::LinkTo(const std::vector<int>& codes, const std::string& language) const {
  if (options_.public_url.empty()) return "";
  // "en-US" is the page's usual language as well.
  const bool usual = language == kEnglish || absl::StartsWith(language, absl::StrCat(kEnglish, "-"));
  const std::string query = usual ? "" : absl::StrCat("?language=", language);
  return absl::StrCat(options_.public_url, "/sip/", absl::StrJoin(codes, "-vs-"), query);
}

Reply Bot::Fail(const absl::Status& status) const {
  const bool asked_wrongly = absl::IsInvalidArgument(status) || absl::IsNotFound(status);
  return {FailureMessage(status, options_.service_address),
          asked_wrongly ? Reply::Kind::kNotUnderstood : Reply::Kind::kFailure};
}

absl::Status Bot::LearnPhrases(const CallOptions& call) {
  {
    const std::shared_lock lock(mutex_);
    if (phrases_revision_ != 0) return absl::OkStatus();
  }
  CallOptions in_english = call;
  in_english.language = kEnglish;
  absl::StatusOr<v1::ListCodesResponse> response = client_.ListCodes(0, in_english);
  if (!response.ok()) return response.status();
  PhraseBook phrases;
  for (const v1::CodeSummary& code : response->codes()) {
    if (!IsTakenByARegisteredCode(code, *response)) {
      phrases.phrases.push_back({code.code(), code.reason_phrase()});
    }
    for (const std::string& other : code.other_phrases()) phrases.phrases.push_back({code.code(), other, false});
    for (const std::string& header : code.telling_headers()) {
      phrases.telling_headers.push_back(absl::AsciiStrToLower(header));
    }
  }
  auto parser = std::make_shared<const MessageParser>(std::move(phrases));
  const std::unique_lock lock(mutex_);
  parser_ = std::move(parser);
  phrases_revision_ = response->revision().number();
  return absl::OkStatus();
}

void Bot::NoteRevision(int revision) {
  {
    const std::shared_lock lock(mutex_);
    if (revision == phrases_revision_) return;
  }
  const std::unique_lock lock(mutex_);
  phrases_revision_ = 0;
}

std::shared_ptr<const MessageParser> Bot::parser() const {
  const std::shared_lock lock(mutex_);
  return parser_;
}

}  // namespace sipwhy::bot
