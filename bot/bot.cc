#include "bot/bot.h"

#include <mutex>
#include <shared_mutex>
#include <utility>
#include <variant>
#include <vector>

#include "absl/strings/ascii.h"
#include "bot/messages.h"

namespace sipwhy::bot {
namespace {

constexpr size_t kMostCompared = 4;
constexpr size_t kLongestQuery = 300;  // bytes; longer texts are no description of a call

template <typename... Cases>
struct Overloaded : Cases... {
  using Cases::operator()...;
};
// GCC deduces this by itself; clang 14 does not.
template <typename... Cases>
Overloaded(Cases...) -> Overloaded<Cases...>;

// Whether "full" after it means this request.
bool CanBeRepeated(const Request& request) {
  return std::holds_alternative<ExplainRequest>(request) || std::holds_alternative<CompareRequest>(request) ||
         std::holds_alternative<HttpStatusRequest>(request) || std::holds_alternative<CauseRequest>(request);
}

}  // namespace

std::optional<Reply> Bot::Handle(absl::string_view text, Addressing addressing, Conversation& conversation) {
  const absl::Status learnt = LearnPhrases();
  const ParsedMessage message = ParseMessage(text, addressing, phrases());
  if (std::holds_alternative<NoRequest>(message.request)) return std::nullopt;
  // Without the phrases, what was not understood may have been one.
  if (std::holds_alternative<SearchRequest>(message.request) && !learnt.ok()) return Fail(learnt);
  if (!std::holds_alternative<RepeatInFullRequest>(message.request)) {
    if (CanBeRepeated(message.request)) conversation.last = message.request;
    return Perform(message.request, message.in_full ? Detail::kFull : Detail::kShort, conversation);
  }
  if (!conversation.last.has_value()) return Reply{NothingToRepeatMessage()};
  return Perform(*conversation.last, Detail::kFull, conversation);
}

Reply Bot::Perform(const Request& request, Detail detail, const Conversation& conversation) {
  return std::visit(Overloaded{
                        [&](const ExplainRequest& explain) {
                          Reply reply = Explain(explain, detail, conversation);
                          if (!reply.answered) return reply;
                          if (explain.repeated) reply.answer.notices.push_back(RepeatedNotice(explain.code));
                          if (explain.of_pjsip) reply.answer.notices.push_back(PjsipNotice(explain.code));
                          return reply;
                        },
                        [&](const HttpStatusRequest& http) {
                          Reply reply = Explain({.code = http.code}, detail, conversation);
                          if (reply.answered) reply.answer.notices.push_back(HttpNotice(http.code));
                          return reply;
                        },
                        [&](const CompareRequest& compare) { return Compare(compare, detail, conversation); },
                        [&](const ListClassesRequest& list) { return ListClasses(list, conversation); },
                        [&](const CauseRequest& cause) { return ExplainCause(cause.cause, detail, conversation); },
                        [](const HelpRequest&) {
                          return Reply{HelpMessage(), true};
                        },
                        [](const RepeatInFullRequest&) { return Reply{NothingToRepeatMessage()}; },
                        [&](const SearchRequest& search) { return Search(search.words, conversation); },
                        [](const NoRequest&) { return Reply{}; },
                    },
                    request);
}

Reply Bot::Explain(const ExplainRequest& request, Detail detail, const Conversation& conversation) {
  v1::ExplainRequest message;
  message.set_code(request.code);
  message.set_reason_phrase(request.reason_phrase);
  message.mutable_headers()->Assign(request.headers.begin(), request.headers.end());
  absl::StatusOr<v1::ExplainResponse> response = client_.Explain(std::move(message), conversation.language);
  if (!response.ok()) return Fail(response.status());
  NoteRevision(response->revision().number());
  return {ComposeAnswer(*response, detail), true};
}

Reply Bot::ExplainCause(int cause, Detail detail, const Conversation& conversation) {
  absl::StatusOr<v1::ExplainCauseResponse> response = client_.ExplainCause(cause, conversation.language);
  if (!response.ok()) return Fail(response.status());
  NoteRevision(response->revision().number());
  return {ComposeAnswer(*response, detail), true};
}

Reply Bot::Search(const std::string& words, const Conversation& conversation) {
  if (words.size() > kLongestQuery) return Reply{AskBackMessage()};
  absl::StatusOr<v1::SearchResponse> response = client_.Search(words, conversation.language);
  if (!response.ok()) return Fail(response.status());
  NoteRevision(response->revision().number());
  if (response->hits().empty()) return Reply{AskBackMessage()};
  return {ComposeAnswer(*response), true};
}

Reply Bot::Compare(const CompareRequest& request, Detail detail, const Conversation& conversation) {
  if (request.codes.size() > kMostCompared) return Reply{TooManyCodesMessage(request.codes, phrases())};
  absl::StatusOr<v1::CompareResponse> response = client_.Compare(request.codes, conversation.language);
  if (!response.ok()) return Fail(response.status());
  NoteRevision(response->revision().number());
  return {ComposeAnswer(*response, detail), true};
}

Reply Bot::ListClasses(const ListClassesRequest& request, const Conversation& conversation) {
  std::vector<v1::ListCodesResponse> responses;
  for (int response_class : request.classes) {
    absl::StatusOr<v1::ListCodesResponse> response = client_.ListCodes(response_class, conversation.language);
    if (!response.ok()) return Fail(response.status());
    responses.push_back(*std::move(response));
  }
  return {ComposeAnswer(responses), true};
}

Reply Bot::Fail(const absl::Status& status) const { return Reply{FailureMessage(status, service_address_)}; }

absl::Status Bot::LearnPhrases() {
  {
    const std::shared_lock lock(mutex_);
    if (phrases_revision_ != 0) return absl::OkStatus();
  }
  absl::StatusOr<v1::ListCodesResponse> response = client_.ListCodes(0, "en");
  if (!response.ok()) return response.status();
  PhraseBook phrases;
  for (const v1::CodeSummary& code : response->codes()) {
    phrases.phrases.push_back({code.code(), code.reason_phrase()});
    for (const std::string& other : code.other_phrases()) phrases.phrases.push_back({code.code(), other, false});
    for (const std::string& header : code.telling_headers()) {
      phrases.telling_headers.push_back(absl::AsciiStrToLower(header));
    }
  }
  const std::unique_lock lock(mutex_);
  phrases_ = std::move(phrases);
  phrases_revision_ = response->revision().number();
  return absl::OkStatus();
}

void Bot::NoteRevision(int revision) {
  const std::unique_lock lock(mutex_);
  if (revision != phrases_revision_) phrases_revision_ = 0;
}

PhraseBook Bot::phrases() const {
  const std::shared_lock lock(mutex_);
  return phrases_;
}

}  // namespace sipwhy::bot
