#include "bot/messages.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/cord.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "bot/parser/pjsip_status.h"
#include "google/rpc/error_details.pb.h"

namespace sipwhy::bot {
namespace {

constexpr char kErrorInfo[] = "type.googleapis.com/google.rpc.ErrorInfo";

// What a person types, and the sentence that says what comes of it.
struct HelpLine {
  const char* question;
  const char* sentence;
};
constexpr HelpLine kHelpLines[] = {
    {"486", "help.code"},
    {"301 vs 408", "help.compare"},
    {"busy here vs decline", "help.phrase"},
    {"SIP/2.0 503 …", "help.pasted"},
    {"", "help.symptom"},  // in the reader's own words
    {"cause 17", "help.cause"},
    {"4xx", "help.class"},
    {"what's new", "help.news"},
    {"full", "help.full"},
    {"language vi", "help.language"},
};

Answer Line(std::string text) {
  Answer answer;
  answer.lead = std::move(text);
  return answer;
}

std::string Try(const Speech& speech) { return speech.Say("try", {{"symptom", speech.Say("example.symptom")}}); }

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

google::rpc::ErrorInfo ErrorInfoOf(const absl::Status& status) {
  google::rpc::ErrorInfo info;
  if (const auto bytes = status.GetPayload(kErrorInfo); bytes.has_value()) info.ParseFromString(std::string(*bytes));
  return info;
}

// What is wrong with the question, as one or more sentences.
std::string MistakeInWords(const Speech& speech, const absl::Status& status) {
  const google::rpc::ErrorInfo info = ErrorInfoOf(status);
  const auto value = [&](const char* key) -> std::string {
    const auto found = info.metadata().find(key);
    return found == info.metadata().end() ? "" : found->second;
  };
  const std::string said =
      speech.Say(absl::StrCat("error.", info.reason()), {{"value", value("value")}, {"newest", value("newest")}});
  if (said.empty())
    return absl::StrCat(Capitalised(status.message()), absl::EndsWith(status.message(), "?") ? "" : ".");
  const std::string intended = value("intended");
  return intended.empty() ? said : absl::StrCat(said, " ", speech.Say("meant", {{"code", intended}}));
}

// A failure that an operator reads on their console is told with the service's address.
Answer OfService(const Speech& speech, absl::string_view sentence, absl::string_view address) {
  if (address.empty()) return Line(speech.Say(sentence));
  return Line(speech.Say(absl::StrCat(sentence, ".console"), {{"address", address}}));
}

}  // namespace

Answer HelpMessage(const Speech& speech) {
  Answer answer = Line(speech.Say("help.lead"));
  Section section{speech.Say("help.heading")};
  for (const HelpLine& line : kHelpLines) {
    const absl::string_view question = line.question;
    section.lists.push_back(
        {question.empty() ? speech.Say("example.symptom") : std::string(question), {speech.Say(line.sentence)}, false});
  }
  answer.sections.push_back(std::move(section));
  return answer;
}

Answer AskBackMessage(const Speech& speech) { return Line(absl::StrCat(speech.Say("ask_back"), " ", Try(speech))); }

Answer NothingToRepeatMessage(const Speech& speech) { return Line(speech.Say("nothing_to_repeat")); }

Answer TooManyCodesMessage(const Speech& speech, const std::vector<int>& codes, const PhraseBook& phrases) {
  std::vector<std::string> names;
  for (int code : codes) names.push_back(NameOf(code, phrases));
  return Line(
      speech.Say("too_many_codes", {{"count", absl::StrCat(codes.size())}, {"codes", absl::StrJoin(names, ", ")}}));
}

Answer LanguageChosenMessage(const Speech& speech, const v1::Language& language) {
  return Line(speech.Say("language_chosen", {{"language", language.own_name()}}));
}

Answer LanguagesMessage(const Speech& speech, const v1::ListLanguagesResponse& languages, absl::string_view in_use) {
  std::vector<std::string> names;
  for (const v1::Language& language : languages.languages()) {
    names.push_back(absl::StrCat(language.language_code(), " (", language.own_name(), ")"));
  }
  return Line(speech.Say("languages", {{"languages", absl::StrJoin(names, ", ")}, {"language", in_use}}));
}

std::string HttpNotice(const Speech& speech, int code) { return speech.Say("http", {{"code", absl::StrCat(code)}}); }

std::string PjsipNotice(const Speech& speech, int code) {
  return speech.Say("pjsip", {{"status", absl::StrCat(kPjsipOffset + code)}, {"offset", absl::StrCat(kPjsipOffset)}});
}

std::string RepeatedNotice(const Speech& speech, int code) {
  return speech.Say("repeated", {{"code", absl::StrCat(code)}});
}

Answer FailureMessage(const Speech& speech, const absl::Status& status, absl::string_view service_address) {
  switch (status.code()) {
    case absl::StatusCode::kInvalidArgument:
      return Line(absl::StrCat(MistakeInWords(speech, status), " ", Try(speech)));
    case absl::StatusCode::kNotFound:
      return Line(MistakeInWords(speech, status));
    case absl::StatusCode::kUnavailable:
      return OfService(speech, "unreachable", service_address);
    case absl::StatusCode::kDeadlineExceeded:
      return OfService(speech, "too_slow", service_address);
    default:
      return OfService(speech, "failed", service_address);
  }
}

}  // namespace sipwhy::bot
