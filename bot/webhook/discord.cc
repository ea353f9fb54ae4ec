#include "bot/webhook/discord.h"

#include <algorithm>
#include <cstdint>
#include <nlohmann/json.hpp>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "bot/render/discord_embed.h"
#include "bot/webhook/webhook_json.h"
#include "bot/wire/json.h"
#include "bot/wire/signature.h"

namespace sipwhy::bot {
namespace {

using nlohmann::json;

constexpr size_t kKeyBytes = 32;
constexpr size_t kMostDigits = 20;  // of 64 bits
constexpr absl::Duration kWindow = absl::Minutes(5);
constexpr char kCommand[] = "sip";
constexpr char kQuestion[] = "question";

// "Receiving and Responding": interaction types, callback types, contexts.
constexpr int64_t kPing = 1;
constexpr int64_t kApplicationCommand = 2;
constexpr int64_t kAutocomplete = 4;
constexpr int64_t kChatInput = 1;
constexpr int64_t kStringOption = 3;
constexpr int kPong = 1;
constexpr int kMessage = 4;
constexpr int kAutocompleteResult = 8;
constexpr int64_t kBotDm = 1;
constexpr int kEphemeral = 64;  // "Message Resource", Message Flags

// "API Reference", Snowflakes: the milliseconds since 2015 stand above 22 other bits.
constexpr int64_t kDiscordEpoch = 1'420'070'400'000;
constexpr int kSnowflakeShift = 22;

bool IsNumber(absl::string_view text) {
  const auto is_digit = [](char c) { return absl::ascii_isdigit(static_cast<unsigned char>(c)); };
  return !text.empty() && text.size() <= kMostDigits && std::all_of(text.begin(), text.end(), is_digit);
}

Verdict AnswerNow(const json& response) {
  return {.kind = Verdict::Kind::kAnswerNow, .response = JsonResponse(DumpSafe(response))};
}

json MessageResponse(json data, bool for_asker_alone) {
  data["allowed_mentions"] = {{"parse", json::array()}};
  if (for_asker_alone) data["flags"] = kEphemeral;
  return {{"type", kMessage}, {"data", std::move(data)}};
}

bool IsSipCommand(const json& interaction) {
  return IntegerAt(interaction, {"type"}) == kApplicationCommand && TextAt(interaction, {"data", "name"}) == kCommand &&
         IntegerAt(interaction, {"data", "type"}).value_or(kChatInput) == kChatInput;
}

// What is to be said at once; an interaction that is left to Decode() is accepted.
Verdict Sort(const json& interaction) {
  const std::optional<int64_t> type = IntegerAt(interaction, {"type"});
  if (!type.has_value() || IsSipCommand(interaction)) return {.kind = Verdict::Kind::kAccept};
  if (type == kPing) return AnswerNow({{"type", kPong}});
  if (type == kAutocomplete) {
    return AnswerNow({{"type", kAutocompleteResult}, {"data", {{"choices", json::array()}}}});
  }
  return AnswerNow(
      MessageResponse({{"content", "I answer the command /sip with a question, such as 486 or 301 vs 408."}}, true));
}

// The value of the option "question"; empty where it is missing.
std::string QuestionOf(const json& interaction) {
  const json* options = Member(interaction, {"data", "options"});
  if (options == nullptr || !options->is_array()) return "";
  for (const json& option : *options) {
    const bool is_question = TextAt(option, {"name"}) == kQuestion && IntegerAt(option, {"type"}) == kStringOption;
    if (is_question) return TextAt(option, {"value"});
  }
  return "";
}

// People may mention the bot in the question to it, by the id that it shares with its application.
std::string WithoutMention(const std::string& text, const std::string& id) {
  const std::string plain =
      absl::StrReplaceAll(text, {{absl::StrCat("<@", id, ">"), " "}, {absl::StrCat("<@!", id, ">"), " "}});
  return std::string(absl::StripAsciiWhitespace(plain));
}

bool IsDirect(const json& interaction) {
  const std::optional<int64_t> context = IntegerAt(interaction, {"context"});
  return context.has_value() ? context == kBotDm : TextAt(interaction, {"guild_id"}).empty();
}

std::optional<absl::Time> TimeOf(const std::string& snowflake) {
  uint64_t id = 0;
  if (!IsNumber(snowflake) || !absl::SimpleAtoi(snowflake, &id)) return std::nullopt;
  return absl::FromUnixMillis(static_cast<int64_t>(id >> kSnowflakeShift) + kDiscordEpoch);
}

}  // namespace

absl::StatusOr<DiscordCodec> DiscordCodec::Make(absl::string_view public_key, absl::string_view application_id) {
  std::optional<std::string> key = FromHex(absl::StripAsciiWhitespace(public_key));
  if (!key.has_value() || key->size() != kKeyBytes) {
    return absl::InvalidArgumentError(
        "the public key is not 64 hexadecimal digits; copy it from General Information of the application");
  }
  application_id = absl::StripAsciiWhitespace(application_id);
  if (!IsNumber(application_id)) {
    return absl::InvalidArgumentError(
        "the application id is not a number; copy it from General Information of the application");
  }
  return DiscordCodec(*std::move(key), std::string(application_id));
}

Verdict DiscordCodec::Verify(const HttpRequest& request, absl::Time now) const {
  const std::optional<absl::string_view> timestamp = request.headers.Only("X-Signature-Timestamp");
  const std::optional<absl::string_view> hex = request.headers.Only("X-Signature-Ed25519");
  if (!timestamp.has_value() || !hex.has_value()) return Refuse("there is not one signature and one timestamp");
  const std::optional<std::string> signature = FromHex(*hex);
  if (!signature.has_value() || !VerifyEd25519(public_key_, absl::StrCat(*timestamp, request.body), *signature)) {
    return Refuse("the signature is not that of the public key; Discord sends such on purpose now and then");
  }
  int64_t seconds = 0;
  if (!IsNumber(*timestamp) || !absl::SimpleAtoi(*timestamp, &seconds)) return Refuse("the timestamp is no number");
  if (absl::AbsDuration(now - absl::FromUnixSeconds(seconds)) > kWindow) {
    return Refuse("the timestamp is over five minutes off; is the clock of this machine right?");
  }
  const absl::StatusOr<json> interaction = ParseUntrusted(request.body);
  if (!interaction.ok()) return {.kind = Verdict::Kind::kAccept};  // Decode() says what is wrong
  const std::string application_id = TextAt(*interaction, {"application_id"});
  if (!application_id.empty() && application_id != application_id_) {
    return Refuse("it is for an application other than the configured one");
  }
  return Sort(*interaction);
}

absl::StatusOr<std::optional<ChatMessage>> DiscordCodec::Decode(const HttpRequest& request) const {
  const absl::StatusOr<json> interaction = ParseUntrusted(request.body);
  if (!interaction.ok()) return interaction.status();
  if (!IntegerAt(*interaction, {"type"}).has_value()) {
    return absl::InvalidArgumentError("the interaction has no type");
  }
  if (!IsSipCommand(*interaction)) return std::nullopt;
  const std::string user = TextAt(*interaction, {"member", "user", "id"});
  ChatMessage message;
  message.id = TextAt(*interaction, {"id"});
  message.conversation = TextAt(*interaction, {"channel_id"});
  message.sender = user.empty() ? TextAt(*interaction, {"user", "id"}) : user;
  message.text = WithoutMention(QuestionOf(*interaction), application_id_);
  message.language = TextAt(*interaction, {"locale"});
  message.addressed = true;
  message.direct = IsDirect(*interaction);
  message.command = true;
  message.sent_at = TimeOf(message.id);
  if (message.id.empty() || message.conversation.empty()) {
    return absl::InvalidArgumentError("the interaction has no id or no channel");
  }
  return message;
}

std::string DiscordCodec::Encode(const Reply& reply, const ChatMessage& /*message*/) const {
  json data = {{"embeds", json::array({RenderDiscordEmbed(reply.answer)})}};
  return DumpSafe(MessageResponse(std::move(data), reply.for_asker_alone()));
}

HttpResponse DiscordCodec::Respond(const std::string& payload) const { return JsonResponse(payload); }

HttpResponse DiscordCodec::Silence() const { return {.status = 202, .content_type = "", .body = "", .headers = {}}; }

}  // namespace sipwhy::bot
