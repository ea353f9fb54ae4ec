#include "bot/answer_language.h"

#include <algorithm>
#include <variant>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "bot/parser/normalise.h"
#include "text/language_tag.h"

namespace sipwhy::bot {

std::string UsualLanguage(const Conversation& conversation) {
  return conversation.chosen_language.empty() ? conversation.usual_language : conversation.chosen_language;
}

std::string LanguageFor(const ParsedMessage& message, const Conversation& conversation) {
  if (!message.asked_language.empty()) return message.asked_language;
  if (!conversation.chosen_language.empty()) return conversation.chosen_language;
  const bool repeats = std::holds_alternative<RepeatInFullRequest>(message.request);
  if (repeats && conversation.last.has_value()) return conversation.last->language;
  return message.shown_language.empty() ? conversation.usual_language : message.shown_language;
}

bool IsNamed(absl::string_view wanted, const v1::Language& language) {
  const std::vector<std::string> tag = {language.language_code()};
  if (!FindLanguage(wanted, tag).empty()) return true;
  if (wanted == Normalise(language.name()) || wanted == Normalise(language.own_name())) return true;
  return !wanted.empty() && std::any_of(language.requests().begin(), language.requests().end(), [&](const auto& words) {
    const std::string request = Normalise(words);
    return request == wanted || absl::EndsWith(request, absl::StrCat(" ", wanted)) ||
           (absl::StartsWith(request, wanted) && !absl::StrContains(request, " "));
  });
}

}  // namespace sipwhy::bot
