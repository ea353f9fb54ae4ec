#include "bot/webhook/mattermost.h"

#include <unicode/utf8.h>

#include <algorithm>
#include <cstdint>
#include <nlohmann/json.hpp>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "bot/render/markdown.h"
#include "bot/webhook/webhook_json.h"
#include "bot/wire/form.h"
#include "bot/wire/json.h"
#include "bot/wire/signature.h"

namespace sipwhy::bot {
namespace {

// PostMessageMaxRunesV2 in server/public/model/post.go; a longer response is cut into several posts.
constexpr size_t kLongestPost = 16'383;
// An id of Mattermost; the name of a direct channel is two of them with "__" between (model.GetDMNameFromIds).
constexpr size_t kIdSize = 26;
// Seconds of the year 5138 and milliseconds of 1973: no post is of either.
constexpr int64_t kSmallestMilliseconds = 100'000'000'000;
constexpr char kGap[] = "\u200b";

constexpr absl::string_view kFieldNames[] = {"channel_id", "channel_name", "command",      "post_id", "text",
                                             "timestamp",  "token",        "trigger_word", "user_id", "trigger_id"};

bool IsUtf8(absl::string_view text) {
  const auto* bytes = reinterpret_cast<const uint8_t*>(text.data());
  const auto size = static_cast<int32_t>(text.size());
  for (int32_t at = 0; at < size;) {
    UChar32 c = 0;
    U8_NEXT(bytes, at, size, c);
    if (c < 0) return false;
  }
  return true;
}

absl::StatusOr<Form> FieldsOfJson(const HttpRequest& request) {
  const absl::StatusOr<nlohmann::json> value = ParseObject(request);
  if (!value.ok()) return value.status();
  Form fields;
  for (const absl::string_view name : kFieldNames) fields.emplace(name, TextAt(*value, {name}));
  return fields;
}

absl::StatusOr<Form> FieldsOf(const HttpRequest& request) {
  if (request.method == "GET") return ParseForm(request.query);
  if (request.method != "POST") return absl::InvalidArgumentError("neither GET nor POST");
  const absl::string_view type = request.headers.Only("Content-Type").value_or("");
  if (absl::StartsWithIgnoreCase(type, "application/json")) return FieldsOfJson(request);
  return ParseForm(request.body);
}

// Servers with an outgoing OAuth connection send its token in this field instead, which is not ours to judge
// (DoCommandRequest in command.go).
bool AuthorizationContradicts(const HttpHeaders& headers, absl::string_view token) {
  const std::optional<absl::string_view> only = headers.Only("Authorization");
  if (!only.has_value()) {
    return std::any_of(headers.fields().begin(), headers.fields().end(),
                       [](const auto& field) { return absl::EqualsIgnoreCase(field.first, "Authorization"); });
  }
  constexpr absl::string_view kScheme = "Token ";
  if (!absl::StartsWithIgnoreCase(*only, kScheme)) return false;
  return !EqualInConstantTime(absl::StripAsciiWhitespace(only->substr(kScheme.size())), token);
}

bool IsDirectChannel(absl::string_view name) {
  return name.size() == 2 * kIdSize + 2 && name.substr(kIdSize, 2) == "__";
}

// The time of a post is in seconds in a form and in milliseconds in JSON (OutgoingWebhookPayload).
std::optional<absl::Time> SentAt(absl::string_view timestamp) {
  int64_t number = 0;
  if (!absl::SimpleAtoi(timestamp, &number) || number <= 0) return std::nullopt;
  return number < kSmallestMilliseconds ? absl::FromUnixSeconds(number) : absl::FromUnixMillis(number);
}

std::string WithoutTrigger(absl::string_view text, absl::string_view trigger) {
  text = absl::StripAsciiWhitespace(text);
  absl::ConsumePrefix(&text, trigger);
  return std::string(absl::StripAsciiWhitespace(text));
}

absl::StatusOr<std::optional<ChatMessage>> DecodeCommand(const Form& fields) {
  ChatMessage message;
  message.id = FieldOf(fields, "trigger_id");
  message.conversation = FieldOf(fields, "channel_id");
  message.sender = FieldOf(fields, "user_id");
  message.text = FieldOf(fields, "text");
  message.addressed = true;
  message.direct = IsDirectChannel(FieldOf(fields, "channel_name"));
  message.command = true;
  if (message.conversation.empty() || message.sender.empty()) {
    return absl::InvalidArgumentError("a command without channel_id or user_id");
  }
  return message;
}

absl::StatusOr<std::optional<ChatMessage>> DecodePost(const Form& fields) {
  const std::string trigger = FieldOf(fields, "trigger_word");
  const std::string text = FieldOf(fields, "text");
  ChatMessage message;
  message.id = FieldOf(fields, "post_id");
  message.conversation = FieldOf(fields, "channel_id");
  message.sender = FieldOf(fields, "user_id");
  message.text = WithoutTrigger(text, trigger);
  message.addressed = !trigger.empty();
  message.sent_at = SentAt(FieldOf(fields, "timestamp"));
  message.reply_to = trigger;
  if (message.id.empty() || message.conversation.empty() || message.sender.empty()) {
    return absl::InvalidArgumentError("a post without post_id, channel_id or user_id");
  }
  // A file without words.
  if (absl::StripAsciiWhitespace(text).empty()) return std::nullopt;
  return message;
}

}  // namespace

Verdict MattermostCodec::Verify(const HttpRequest& request, absl::Time /*now*/) const {
  const absl::StatusOr<Form> fields = FieldsOf(request);
  if (!fields.ok()) return Refuse(std::string(fields.status().message()));
  if (AuthorizationContradicts(request.headers, token_)) return Refuse("the Authorization field is another's");
  if (!EqualInConstantTime(FieldOf(*fields, "token"), token_)) return Refuse("the token is another's");
  return {.kind = Verdict::Kind::kAccept};
}

absl::StatusOr<std::optional<ChatMessage>> MattermostCodec::Decode(const HttpRequest& request) const {
  const absl::StatusOr<Form> fields = FieldsOf(request);
  if (!fields.ok()) return fields.status();
  for (const absl::string_view name : kFieldNames) {
    if (!IsUtf8(FieldOf(*fields, std::string(name)))) return absl::InvalidArgumentError("a field is no UTF-8");
  }
  return FieldOf(*fields, "command").empty() ? DecodePost(*fields) : DecodeCommand(*fields);
}

std::string MattermostCodec::Encode(const Reply& reply, const ChatMessage& message) const {
  // One code point stays for the gap.
  std::string text = RenderMarkdown(reply.answer, {.size = kLongestPost - 1, .unit = TextUnit::kCodePoints});
  const std::string& trigger = message.reply_to;
  if (!trigger.empty() && absl::StartsWithIgnoreCase(text, trigger)) text = absl::StrCat(kGap, text);
  const char* command_type = reply.for_asker_alone() ? "ephemeral" : "in_channel";
  return DumpSafe({{"response_type", message.command ? command_type : "comment"},
                   {"text", text},
                   // Without it <a|b> would be read as Slack's way to write a link.
                   {"skip_slack_parsing", true}});
}

HttpResponse MattermostCodec::Respond(const std::string& payload) const { return JsonResponse(payload); }

// A response without a text posts nothing.
HttpResponse MattermostCodec::Silence() const { return JsonResponse("{}"); }

}  // namespace sipwhy::bot
