#include "bot/web/bot_answers.h"

#include <optional>
#include <utility>
#include <variant>

#include "absl/time/clock.h"
#include "bot/answer_language.h"

namespace sipwhy::bot {
namespace {

constexpr absl::Duration kPatience = absl::Seconds(2);
constexpr absl::Duration kPatienceForLanguages = absl::Milliseconds(300);
constexpr absl::Duration kFresh = absl::Minutes(1);
constexpr absl::Duration kBetweenTries = absl::Seconds(5);

// The codes of a request that has a page of its own.
std::vector<int> CodesOf(const Request& request) {
  if (const auto* explain = std::get_if<ExplainRequest>(&request)) return {explain->code};
  if (const auto* compare = std::get_if<CompareRequest>(&request)) return compare->codes;
  return {};
}

}  // namespace

SiteReply BotAnswers::Ask(const SiteQuestion& question) {
  const absl::Time deadline = absl::Now() + kPatience;
  const Request asked = bot_.Read(question.text, deadline).request;
  const bool repeats = std::holds_alternative<RepeatInFullRequest>(asked);
  Conversation conversation{.usual_language = question.language,
                            .chosen_language = question.chosen ? question.language : ""};
  const ParsedMessage previous = repeats ? bot_.Read(question.previous, deadline) : ParsedMessage{NoRequest{}};
  if (CanBeRepeated(previous.request)) conversation.last = {previous.request, LanguageFor(previous, conversation)};
  std::optional<Reply> reply = bot_.Handle(question.text, Addressing::kAddressed, conversation, deadline);
  SiteReply answer{.reply = reply.value_or(Reply{})};
  answer.in_full = answer.reply.in_full;
  if (std::holds_alternative<LanguageRequest>(asked)) answer.chosen_language = conversation.chosen_language;
  const Request& about = repeats ? previous.request : asked;
  if (!CanBeRepeated(about)) return answer;
  answer.repeatable = repeats ? question.previous : question.text;
  if (answer.reply.kind == Reply::Kind::kAnswer) answer.codes = CodesOf(about);
  return answer;
}

std::shared_ptr<const Speech> BotAnswers::SpeechIn(const std::string& language) {
  return bot_.SpeechIn(language, absl::Now() + kPatienceForLanguages);
}

std::vector<SiteLanguage> BotAnswers::Languages() {
  {
    const std::scoped_lock lock(mutex_);
    if (absl::Now() - asked_ < (languages_.empty() ? kBetweenTries : kFresh)) return languages_;
    asked_ = absl::Now();  // others go on with the old list while this one asks
  }
  absl::StatusOr<v1::ListLanguagesResponse> response = bot_.Languages(absl::Now() + kPatienceForLanguages);
  const std::scoped_lock lock(mutex_);
  if (!response.ok()) return languages_;
  languages_.clear();
  for (const v1::Language& language : response->languages()) {
    languages_.push_back({language.language_code(), language.own_name()});
  }
  return languages_;
}

}  // namespace sipwhy::bot
