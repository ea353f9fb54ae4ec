#include "bot/bot.h"

#include <mutex>
#include <shared_mutex>
#include <utility>
#include <variant>
#include <vector>

#include "bot/messages.h"

namespace sipwhy::bot {
namespace {

constexpr size_t kMostCompared = 4;

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
         std::holds_alternative<HttpStatusRequest>(request);
}

}  // namespace

std::optional<Reply> Bot::Handle(absl::string_view text, Addressing addressing, Conversation& conversation) {
  const absl::Status learnt = LearnPhrases();
  const ParsedMessage message = ParseMessage(text, addressing, phrases());
  if (std::holds_alternative<NoRequest>(message.request)) return std::nullopt;
  // Without the phrases, what was not understood may have been one.
  if (std::holds_alternative<AskBackRequest>(message.request) && !learnt.ok()) return Fail(learnt);
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
                          Reply reply = Explain(explain.code, detail, conversation);
                          if (explain.repeated && reply.answered)
                            reply.answer.notices.push_back(RepeatedNotice(explain.code));
                          return reply;
                        },
                        [&](const HttpStatusRequest& http) {
                          Reply reply = Explain(http.code, detail, conversation);
                          if (reply.answered) reply.answer.notices.push_back(HttpNotice(http.code));
                          return reply;
                        },
                        [&](const CompareRequest& compare) { return Compare(compare, detail, conversation); },
                        [&](const ListClassesRequest& list) { return ListClasses(list, conversation); },
                        [](const CauseRequest& cause) { return Reply{CauseMessage(cause.cause)}; },
                        [](const HelpRequest&) {
                          return Reply{HelpMessage(), true};
                        },
                        [](const RepeatInFullRequest&) { return Reply{NothingToRepeatMessage()}; },
                        [](const AskBackRequest&) { return Reply{AskBackMessage()}; },
                        [](const NoRequest&) { return Reply{}; },
                    },
                    request);
}

Reply Bot::Explain(int code, Detail detail, const Conversation& conversation) {
  absl::StatusOr<v1::ExplainResponse> response = client_.Explain(code, conversation.language);
  if (!response.ok()) return Fail(response.status());
  NoteRevision(response->revision().number());
  return {ComposeAnswer(*response, detail), true};
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
  for (const v1::CodeSummary& code : response->codes()) phrases.push_back({code.code(), code.reason_phrase()});
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
