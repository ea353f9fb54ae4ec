#include "bot/messages.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "bot/parser/pjsip_status.h"

namespace sipwhy::bot {
namespace {

constexpr char kTry[] = "Try 486, 301 vs 408, nobody answers, or cause 17; help says more.";

Answer Line(std::string text) {
  Answer answer;
  answer.lead = std::move(text);
  return answer;
}

std::string NameOf(int code, const PhraseBook& phrases) {
  const auto entry =
      std::find_if(phrases.phrases.begin(), phrases.phrases.end(), [&](const CodePhrase& p) { return p.code == code; });
  return entry == phrases.phrases.end() ? absl::StrCat(code) : absl::StrCat(code, " ", entry->reason_phrase);
}

std::string Capitalised(absl::string_view text) {
  std::string sentence(text);
  if (!sentence.empty()) sentence[0] = absl::ascii_toupper(static_cast<unsigned char>(sentence[0]));
  return sentence;
}

}  // namespace

Answer HelpMessage() {
  Answer answer = Line("I explain and compare SIP response codes, and the Q.850 causes of the telephone network.");
  answer.sections.push_back(
      {"Ask me",
       {{"486", {"what a code means and what to do about it"}, false},
        {"301 vs 408", {"how two to four codes differ"}, false},
        {"busy here vs decline", {"the same by reason phrase; small typos are fine"}, false},
        {"SIP/2.0 503 …", {"a status line, a log line or a whole message, as you copied it"}, false},
        {"nobody answers", {"the codes that it can be, by what you see or hear"}, false},
        {"cause 17", {"a Q.850 cause of the telephone network, and its code in SIP"}, false},
        {"4xx", {"the codes of a class"}, false},
        {"what's new",
         {"the newest changes to what I know; also history 603, and diff 11 12 for two revisions"},
         false},
        {"full", {"the answer before with every section; or add it: 408 full"}, false},
        {"language vi", {"answers in this conversation in Vietnamese; language alone lists what there is"}, false}}});
  return answer;
}

Answer AskBackMessage() { return Line(absl::StrCat("I know no SIP code for that. ", kTry)); }

Answer NothingToRepeatMessage() {
  return Line("There is no answer before this one to show in full. Ask about a code first, such as 486.");
}

Answer TooManyCodesMessage(const std::vector<int>& codes, const PhraseBook& phrases) {
  std::vector<std::string> names;
  for (int code : codes) names.push_back(NameOf(code, phrases));
  return Line(absl::StrCat("I compare up to four codes at a time, and you named ", codes.size(), ": ",
                           absl::StrJoin(names, ", "), ". Pick two to four of them."));
}

Answer LanguageChosenMessage(const v1::Language& language) {
  return Line(absl::StrCat("From now on I answer here in ", language.name(), " (", language.own_name(),
                           ") wherever the knowledge base has it, and in English elsewhere."));
}

Answer LanguagesMessage(const v1::ListLanguagesResponse& languages, absl::string_view in_use) {
  std::vector<std::string> names;
  for (const v1::Language& language : languages.languages()) {
    names.push_back(absl::StrCat(language.language_code(), " (", language.own_name(), ")"));
  }
  return Line(absl::StrCat("I have these languages: ", absl::StrJoin(names, ", "), ". I answer here in ", in_use,
                           "; say for example “language vi” to change that."));
}

std::string HttpNotice(int code) {
  return absl::StrCat("You pasted HTTP, which shares its numbers with SIP but not their meaning; this is SIP’s ", code,
                      ".");
}

std::string PjsipNotice(int code) {
  return absl::StrCat("PJSIP writes it as ", kPjsipOffset + code, ", which is SIP’s code plus ", kPjsipOffset, ".");
}

std::string RepeatedNotice(int code) {
  return absl::StrCat("You named ", code, " twice, so there is nothing to compare; this is what it means.");
}

Answer FailureMessage(const absl::Status& status, absl::string_view service_address) {
  switch (status.code()) {
    case absl::StatusCode::kInvalidArgument:
      return Line(
          absl::StrCat(Capitalised(status.message()), absl::EndsWith(status.message(), "?") ? " " : ". ", kTry));
    case absl::StatusCode::kNotFound:
      return Line(absl::StrCat(Capitalised(status.message()), "."));
    case absl::StatusCode::kUnavailable:
      if (service_address.empty()) return Line("The knowledge base cannot be reached just now. Ask again in a moment.");
      return Line(absl::StrCat("I cannot reach the sipwhy service at ", service_address,
                               ". Start it with sipwhy-service --database=PATH, or ask again in a moment."));
    case absl::StatusCode::kDeadlineExceeded:
      if (service_address.empty()) return Line("The knowledge base does not answer just now. Ask again in a moment.");
      return Line(absl::StrCat("The sipwhy service at ", service_address,
                               " did not answer in time. Ask again in a moment; if it goes on, see its log."));
    default:
      if (service_address.empty())
        return Line("Something went wrong, and the fault is not yours. Ask again in a moment.");
      return Line("The sipwhy service could not answer that. Its log says why.");
  }
}

}  // namespace sipwhy::bot
