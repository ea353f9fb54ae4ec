#include "bot/webhook/discord_commands.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "bot/wire/form.h"
#include "bot/wire/json.h"
#include "text/language_tag.h"

namespace sipwhy::bot {
namespace {

using nlohmann::json;

// "API Reference", User Agent: others may be blocked.
constexpr char kUserAgent[] = "DiscordBot (sipwhy-bot, " SIPWHY_VERSION ")";

// "Application Commands": types of commands and options, and contexts.
constexpr int kChatInput = 1;
constexpr int kString = 3;
constexpr int kGuild = 0;
constexpr int kBotDm = 1;
constexpr int kPrivateChannel = 2;
constexpr int kLongestQuestion = 2000;  // what the bot reads of a message

constexpr size_t kMostOfTheirs = 200;

// "Reference", Locales.
constexpr const char* kLocales[] = {"id", "da", "de", "en-GB", "en-US", "es-ES", "es-419", "fr",    "hr",    "it", "lt",
                                    "hu", "nl", "no", "pl",    "pt-BR", "ro",    "fi",     "sv-SE", "vi",    "tr", "cs",
                                    "el", "bg", "ru", "uk",    "hi",    "th",    "zh-CN",  "ja",    "zh-TW", "ko"};

// The one of `speeches` for a reader with that locale; null for English and where there is none.
const Speech* SpeechFor(const char* locale, absl::Span<const Speech> speeches) {
  std::vector<std::string> tags;
  for (const Speech& speech : speeches) tags.push_back(speech.language());
  const std::string language = FindLanguage(locale, tags);
  const auto speech = std::find_if(speeches.begin(), speeches.end(),
                                   [&](const Speech& candidate) { return candidate.language() == language; });
  return speech == speeches.end() || language == Speech().language() ? nullptr : &*speech;
}

json InAllLocales(absl::string_view sentence, absl::Span<const Speech> speeches) {
  json texts = json::object();
  for (const char* locale : kLocales) {
    if (const Speech* speech = SpeechFor(locale, speeches)) texts[locale] = speech->Say(sentence);
  }
  return texts;
}

json QuestionOption(absl::Span<const Speech> speeches) {
  return {{"type", kString},
          {"name", "question"},
          {"name_localizations", InAllLocales("discord.question_name", speeches)},
          {"description", Speech().Say("discord.question")},
          {"description_localizations", InAllLocales("discord.question", speeches)},
          {"required", true},
          {"max_length", kLongestQuestion}};
}

// Without "integration_types", which then are those that the application allows; others would be refused.
json SipCommand(absl::Span<const Speech> speeches) {
  return {{"type", kChatInput},
          {"name", "sip"},
          {"description", Speech().Say("discord.command")},
          {"description_localizations", InAllLocales("discord.command", speeches)},
          {"options", json::array({QuestionOption(speeches)})},
          {"contexts", {kGuild, kBotDm, kPrivateChannel}}};
}

// What Discord says is wrong, in plain signs: " (50035 Invalid Form Body)".
std::string Theirs(const json& body) {
  std::string said = absl::StrCat(TextAt(body, {"code"}), " ", TextAt(body, {"message"}));
  const auto is_odd = [](unsigned char c) { return !absl::ascii_isprint(c); };
  said.erase(std::remove_if(said.begin(), said.end(), is_odd), said.end());
  const absl::string_view trimmed = absl::StripAsciiWhitespace(said);
  return trimmed.empty() ? "" : absl::StrCat(" (", trimmed.substr(0, kMostOfTheirs), ")");
}

// The seconds to wait, in the body's "retry_after" ("Rate Limits"); a minute where they are missing or absurd.
int64_t SecondsToWait(const json& body) {
  const json* wait = Member(body, {"retry_after"});
  const double seconds = wait != nullptr && wait->is_number() ? wait->get<double>() : -1;
  return seconds > 0 && seconds < 1e6 ? static_cast<int64_t>(std::ceil(seconds)) : 60;
}

bool HoldsCommand(const json& body) {
  return body.is_array() &&
         std::any_of(body.begin(), body.end(), [](const json& command) { return TextAt(command, {"name"}) == "sip"; });
}

}  // namespace

HttpClient::Call DiscordRegistration(absl::string_view application_id, absl::string_view token, absl::string_view api,
                                     absl::Span<const Speech> speeches) {
  absl::ConsumeSuffix(&api, "/");
  HttpClient::Call call;
  call.method = "PUT";
  call.url =
      absl::StrCat(api, "/applications/", PercentEncode(absl::StripAsciiWhitespace(application_id)), "/commands");
  call.headers.Add("Authorization", absl::StrCat("Bot ", absl::StripAsciiWhitespace(token)));
  call.headers.Add("Content-Type", "application/json");
  call.headers.Add("User-Agent", kUserAgent);
  call.body = DumpSafe(json::array({SipCommand(speeches)}));
  return call;
}

absl::Status ReadDiscordRegistration(const HttpResponse& response) {
  const absl::StatusOr<json> parsed = ParseUntrusted(response.body);
  const json body = parsed.ok() ? *parsed : json::object();
  const std::string theirs = Theirs(body);
  if (response.status >= 500) {
    return absl::UnavailableError(
        absl::StrCat("Discord has a fault of its own, status ", response.status, "; try again in a few minutes"));
  }
  switch (response.status) {
    case 200:
      if (HoldsCommand(body)) return absl::OkStatus();
      return absl::UnknownError("Discord answered 200 without the command; is the address that of its API?");
    case 400:
      return absl::InvalidArgumentError(
          absl::StrCat("Discord refuses the command", theirs, "; a newer sipwhy-bot may know why"));
    case 401:
      return absl::UnauthenticatedError(
          "Discord does not know the token; make a new one with Reset Token on the page Bot of the application");
    case 403:
      return absl::PermissionDeniedError(
          absl::StrCat("the token is not allowed to do this", theirs,
                       "; take token and application id from the same application, with the token from its page Bot"));
    case 404:
      return absl::NotFoundError(absl::StrCat("Discord knows no application of that id", theirs,
                                              "; copy it from General Information of the application"));
    case 429:
      return absl::ResourceExhaustedError(
          absl::StrCat("Discord takes no more calls for now; try again in ", SecondsToWait(body), " seconds"));
    default:
      return absl::UnknownError(
          absl::StrCat("Discord answered with status ", response.status, theirs, "; is the address that of its API?"));
  }
}

}  // namespace sipwhy::bot
