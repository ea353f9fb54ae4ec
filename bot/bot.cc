#include "bot/bot.h"

#include <algorithm>
#include <mutex>
#include <utility>
#include <variant>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "bot/answer_language.h"
#include "bot/compose_history.h"
#include "bot/messages.h"
#include "bot/read_phrase_book.h"
#include "trace/random_bits.h"
#include "trace/request_id.h"

namespace sipwhy::bot {
namespace {

constexpr char kEnglish[] = "en";
constexpr size_t kMostCompared = 4;
constexpr int kNewestRevisions = 5;
constexpr int kRevisionsOfAHistory = 5;
constexpr size_t kLongestQuery = 300;  // bytes; longer texts are no description of a call
constexpr char kOwnTemplates[] = "bot.";
constexpr size_t kMostSpeeches = 64;  // platforms send tags of their own choice

template <typename... Cases>
struct Overloaded : Cases... {
  using Cases::operator()...;
};
// GCC deduces this by itself; clang 14 does not.
template <typename... Cases>
Overloaded(Cases...) -> Overloaded<Cases...>;

// The language that most of them are in: what it lacks comes in English.
std::string LanguageOf(const v1::ListTemplatesResponse& response) {
  for (const v1::Template& sentence : response.templates()) {
    if (sentence.text().language_code() != kEnglish) return sentence.text().language_code();
  }
  return kEnglish;
}

}  // namespace

bool CanBeRepeated(const Request& request) {
  return std::holds_alternative<ExplainRequest>(request) || std::holds_alternative<CompareRequest>(request) ||
         std::holds_alternative<HttpStatusRequest>(request) || std::holds_alternative<CauseRequest>(request) ||
         std::holds_alternative<HistoryRequest>(request);
}

std::optional<Reply> Bot::Handle(absl::string_view text, Addressing addressing, Conversation& conversation,
                                 absl::Time deadline) {
  CallOptions call = {.language = UsualLanguage(conversation),
                      .deadline = deadline,
                      .request_id = RequestIdFrom("", RandomBits),
                      .traceparent = NewTraceparent(RandomBits)};
  // Among what is overheard, a bare comparison alone counts, and that has no phrases.
  const absl::Status learnt = addressing == Addressing::kAddressed ? LearnPhrases(call) : absl::OkStatus();
  const ParsedMessage message = parser()->Parse(text, addressing);
  if (std::holds_alternative<NoRequest>(message.request)) return std::nullopt;
  call.language = LanguageFor(message, conversation);
  Reply reply = AnswerMessage(message, learnt, conversation, call);
  if (reply.language.empty()) reply.language = call.language;
  return reply;
}

Reply Bot::AnswerMessage(const ParsedMessage& message, const absl::Status& learnt, Conversation& conversation,
                         const CallOptions& call) {
  const std::shared_ptr<const Speech> speech = SpeechFor(call);
  const Asking asking = {call, *speech};
  // Without the phrases, what was not understood may have been one.
  if (std::holds_alternative<SearchRequest>(message.request) && !learnt.ok()) return Fail(learnt, *speech);
  const bool repeats = std::holds_alternative<RepeatInFullRequest>(message.request);
  if (repeats && !conversation.last.has_value()) return Reply{NothingToRepeatMessage(*speech)};
  if (repeats || CanBeRepeated(message.request)) {
    conversation.last = {repeats ? conversation.last->request : message.request, call.language};
  }
  const Request& request = repeats ? conversation.last->request : message.request;
  Reply reply = Perform(request, message.in_full || repeats ? Detail::kFull : Detail::kShort, conversation, asking);
  reply.answer.shortened = speech->Say("shortened");
  reply.answer.shortened_with_link = speech->Say("shortened.link");
  return reply;
}

ParsedMessage Bot::Read(absl::string_view text, absl::Time deadline) {
  LearnPhrases({.deadline = deadline}).IgnoreError();
  return parser()->Parse(text, Addressing::kAddressed);
}

absl::StatusOr<v1::ListLanguagesResponse> Bot::Languages(absl::Time deadline) {
  return client_.ListLanguages({.deadline = deadline});
}

std::shared_ptr<const Speech> Bot::SpeechIn(const std::string& language, absl::Time deadline) {
  return SpeechFor({.language = language, .deadline = deadline});
}

std::shared_ptr<const Speech> Bot::SpeechFor(const CallOptions& call) {
  static const auto* const english = new std::shared_ptr<const Speech>(std::make_shared<const Speech>());
  {
    const std::shared_lock lock(mutex_);
    if (const auto known = speeches_.find(call.language); known != speeches_.end()) return known->second;
  }
  const absl::StatusOr<v1::ListTemplatesResponse> response = client_.ListTemplates(kOwnTemplates, call);
  if (!response.ok() || response->templates().empty()) return *english;
  TemplateBook templates(LanguageOf(*response));
  for (const v1::Template& sentence : response->templates()) templates.Add(sentence.name(), sentence.text().text());
  auto speech = std::make_shared<const Speech>(std::move(templates));
  const std::unique_lock lock(mutex_);
  if (speeches_.size() >= kMostSpeeches) speeches_.clear();
  speeches_[call.language] = speech;
  return speech;
}

Reply Bot::Perform(const Request& request, Detail detail, Conversation& conversation, const Asking& asking) {
  return std::visit(
      Overloaded{
          [&](const ExplainRequest& explain) {
            Reply reply = Explain(explain, detail, asking);
            if (!reply.answered()) return reply;
            if (explain.repeated) reply.answer.notices.push_back(RepeatedNotice(asking.speech, explain.code));
            if (explain.of_pjsip) reply.answer.notices.push_back(PjsipNotice(asking.speech, explain.code));
            return reply;
          },
          [&](const HttpStatusRequest& http) {
            Reply reply = Explain({.code = http.code}, detail, asking);
            if (reply.answered()) reply.answer.notices.push_back(HttpNotice(asking.speech, http.code));
            return reply;
          },
          [&](const CompareRequest& compare) { return Compare(compare, detail, asking); },
          [&](const ListClassesRequest& list) { return ListClasses(list, asking); },
          [&](const NewsRequest&) { return TellNews(asking); },
          [&](const HistoryRequest& history) { return TellHistory(history.code, detail, asking); },
          [&](const DiffRequest& diff) { return TellDiff(diff, asking); },
          [&](const CauseRequest& cause) { return ExplainCause(cause.cause, detail, asking); },
          [&](const HelpRequest&) {
            return Reply{HelpMessage(asking.speech), Reply::Kind::kHelp};
          },
          [&](const LanguageRequest& wanted) { return ChooseLanguage(wanted.language, conversation, asking); },
          [&](const RepeatInFullRequest&) { return Reply{NothingToRepeatMessage(asking.speech)}; },
          [&](const SearchRequest& search) { return Search(search.words, asking); },
          [](const NoRequest&) { return Reply{}; },
      },
      request);
}

Reply Bot::Explain(const ExplainRequest& request, Detail detail, const Asking& asking) {
  v1::ExplainRequest message;
  message.set_code(request.code);
  message.set_reason_phrase(request.reason_phrase);
  message.mutable_headers()->Assign(request.headers.begin(), request.headers.end());
  absl::StatusOr<v1::ExplainResponse> response = client_.Explain(std::move(message), asking.call);
  if (!response.ok()) return Fail(response.status(), asking.speech);
  NoteRevision(response->revision().number());
  Answer answer = ComposeAnswer(*response, detail);
  answer.link = LinkTo({request.code}, asking.call.language);
  return {std::move(answer), Reply::Kind::kAnswer, detail == Detail::kFull};
}

Reply Bot::ExplainCause(int cause, Detail detail, const Asking& asking) {
  absl::StatusOr<v1::ExplainCauseResponse> response = client_.ExplainCause(cause, asking.call);
  if (!response.ok()) return Fail(response.status(), asking.speech);
  NoteRevision(response->revision().number());
  return {ComposeAnswer(*response, detail), Reply::Kind::kAnswer, detail == Detail::kFull};
}

Reply Bot::Search(const std::string& words, const Asking& asking) {
  if (words.size() > kLongestQuery) return Reply{AskBackMessage(asking.speech)};
  absl::StatusOr<v1::SearchResponse> response = client_.Search(words, asking.call);
  if (!response.ok()) return Fail(response.status(), asking.speech);
  NoteRevision(response->revision().number());
  if (response->hits().empty()) return Reply{AskBackMessage(asking.speech)};
  // The words may have shown their language to the search alone.
  const std::string& language = response->title().language_code();
  return {.answer = ComposeAnswer(*response), .kind = Reply::Kind::kAnswer, .language = language};
}

Reply Bot::Compare(const CompareRequest& request, Detail detail, const Asking& asking) {
  if (request.codes.size() > kMostCompared)
    return Reply{TooManyCodesMessage(asking.speech, request.codes, parser()->phrases())};
  absl::StatusOr<v1::CompareResponse> response = client_.Compare(request.codes, asking.call);
  if (!response.ok()) return Fail(response.status(), asking.speech);
  NoteRevision(response->revision().number());
  Answer answer = ComposeAnswer(*response, detail);
  answer.link = LinkTo(request.codes, asking.call.language);
  return {std::move(answer), Reply::Kind::kAnswer, detail == Detail::kFull};
}

Reply Bot::TellNews(const Asking& asking) {
  absl::StatusOr<v1::ListRevisionsResponse> response = client_.ListRevisions(kNewestRevisions, asking.call);
  if (!response.ok()) return Fail(response.status(), asking.speech);
  return {ComposeNews(asking.speech, *response), Reply::Kind::kAnswer};
}

Reply Bot::TellHistory(int code, Detail detail, const Asking& asking) {
  absl::StatusOr<v1::GetCodeHistoryResponse> response = client_.GetCodeHistory(code, kRevisionsOfAHistory, asking.call);
  if (!response.ok()) return Fail(response.status(), asking.speech);
  return {ComposeHistory(asking.speech, code, *response, detail), Reply::Kind::kAnswer, detail == Detail::kFull};
}

Reply Bot::TellDiff(const DiffRequest& request, const Asking& asking) {
  absl::StatusOr<v1::DiffRevisionsResponse> response =
      client_.DiffRevisions(request.before, request.after, asking.call);
  if (!response.ok()) return Fail(response.status(), asking.speech);
  return {ComposeDiff(asking.speech, request.before, request.after, *response), Reply::Kind::kAnswer};
}

Reply Bot::ListClasses(const ListClassesRequest& request, const Asking& asking) {
  std::vector<v1::ListCodesResponse> responses;
  for (int response_class : request.classes) {
    absl::StatusOr<v1::ListCodesResponse> response = client_.ListCodes(response_class, asking.call);
    if (!response.ok()) return Fail(response.status(), asking.speech);
    responses.push_back(*std::move(response));
  }
  return {ComposeAnswer(asking.speech, responses), Reply::Kind::kAnswer};
}

Reply Bot::ChooseLanguage(const std::string& wanted, Conversation& conversation, const Asking& asking) {
  absl::StatusOr<v1::ListLanguagesResponse> response = client_.ListLanguages(asking.call);
  if (!response.ok()) return Fail(response.status(), asking.speech);
  const auto& languages = response->languages();
  const auto chosen = std::find_if(languages.begin(), languages.end(),
                                   [&](const v1::Language& language) { return IsNamed(wanted, language); });
  if (chosen == languages.end()) return Reply{LanguagesMessage(asking.speech, *response, asking.call.language)};
  conversation.chosen_language = chosen->language_code();
  CallOptions in_chosen = asking.call;
  in_chosen.language = chosen->language_code();
  return {LanguageChosenMessage(*SpeechFor(in_chosen), *chosen), Reply::Kind::kHelp};
}

std::string Bot::LinkTo(const std::vector<int>& codes, const std::string& language) const {
  if (options_.public_url.empty()) return "";
  // "en-US" is the page's usual language as well.
  const bool usual = language == kEnglish || absl::StartsWith(language, absl::StrCat(kEnglish, "-"));
  const std::string query = usual ? "" : absl::StrCat("?language=", language);
  return absl::StrCat(options_.public_url, "/sip/", absl::StrJoin(codes, "-vs-"), query);
}

Reply Bot::Fail(const absl::Status& status, const Speech& speech) const {
  const bool asked_wrongly = absl::IsInvalidArgument(status) || absl::IsNotFound(status);
  return {FailureMessage(speech, status, options_.service_address),
          asked_wrongly ? Reply::Kind::kNotUnderstood : Reply::Kind::kFailure};
}

absl::Status Bot::LearnPhrases(const CallOptions& call) {
  {
    const std::shared_lock lock(mutex_);
    if (phrases_revision_ != 0) return absl::OkStatus();
  }
  CallOptions in_english = call;
  in_english.language = kEnglish;
  const absl::StatusOr<v1::ListCodesResponse> codes = client_.ListCodes(0, in_english);
  if (!codes.ok()) return codes.status();
  const absl::StatusOr<v1::ListLanguagesResponse> languages = client_.ListLanguages(in_english);
  if (!languages.ok()) return languages.status();
  auto parser = std::make_shared<const MessageParser>(ReadPhraseBook(*codes, *languages));
  const std::unique_lock lock(mutex_);
  parser_ = std::move(parser);
  speeches_.clear();
  phrases_revision_ = codes->revision().number();
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
