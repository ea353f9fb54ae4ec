#include "bot/webhook/slack_events.h"

#include <algorithm>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "bot/render/slack_message.h"
#include "bot/webhook/slack_signature.h"
#include "bot/webhook/slack_text.h"
#include "bot/webhook/webhook_json.h"
#include "bot/wire/json.h"

namespace sipwhy::bot {
namespace {

using nlohmann::json;

constexpr size_t kMostDigits = 12;         // of seconds: enough for 30,000 years
constexpr char kSlackbot[] = "USLACKBOT";  // posts without a bot_id

bool IsNumber(absl::string_view text) {
  const auto is_digit = [](char c) { return absl::ascii_isdigit(static_cast<unsigned char>(c)); };
  return !text.empty() && text.size() <= kMostDigits && std::all_of(text.begin(), text.end(), is_digit);
}

// The time in "1355517523.000005", where what follows the point only tells posts of one second apart.
std::optional<absl::Time> TimeOf(absl::string_view ts) {
  const std::pair<absl::string_view, absl::string_view> parts = absl::StrSplit(ts, absl::MaxSplits('.', 1));
  int64_t seconds = 0;
  const bool is_ts = IsNumber(parts.first) && IsNumber(parts.second) && absl::SimpleAtoi(parts.first, &seconds);
  if (!is_ts) return std::nullopt;
  return absl::FromUnixSeconds(seconds);
}

bool Mentions(absl::string_view text, const std::string& user) {
  return !user.empty() && (absl::StrContains(text, absl::StrCat("<@", user, ">")) ||
                           absl::StrContains(text, absl::StrCat("<@", user, "|")));
}

bool IsPost(const json& event) {
  const std::string type = TextAt(event, {"type"});
  const std::string subtype = TextAt(event, {"subtype"});
  return (type == "message" || type == "app_mention") &&
         (subtype.empty() || subtype == "thread_broadcast" || subtype == "file_share");
}

// The two kinds of channel that are a chat with the app: "message.im event", "message.app_home event".
bool IsDirect(const json& event) {
  const std::string channel_type = TextAt(event, {"channel_type"});
  return channel_type == "im" || channel_type == "app_home";
}

std::string ReplyTo(const json& event, const std::string& user, bool direct) {
  const std::string thread = TextAt(event, {"thread_ts"});
  json reply_to = {{"channel", TextAt(event, {"channel"})}, {"user", user}, {"in_thread", !thread.empty()}};
  if (!thread.empty() || !direct) reply_to["thread_ts"] = thread.empty() ? TextAt(event, {"ts"}) : thread;
  return DumpSafe(reply_to);
}

HttpResponse Acknowledge() { return {}; }

}  // namespace

Verdict SlackEventsCodec::Verify(const HttpRequest& request, absl::Time now) const {
  const Verdict verdict = VerifySlackRequest(request, settings_.signing_secret, now);
  if (verdict.kind != Verdict::Kind::kAccept) return verdict;
  const absl::StatusOr<json> body = ParseUntrusted(request.body);
  if (!body.ok() || TextAt(*body, {"type"}) != "url_verification") return verdict;
  const json answer = {{"challenge", TextAt(*body, {"challenge"})}};
  return {.kind = Verdict::Kind::kAnswerNow, .response = JsonResponse(DumpSafe(answer))};
}

absl::StatusOr<std::optional<ChatMessage>> SlackEventsCodec::Decode(const HttpRequest& request) const {
  const absl::StatusOr<json> body = ParseUntrusted(request.body);
  if (!body.ok()) return body.status();
  if (TextAt(*body, {"type"}).empty()) return absl::InvalidArgumentError("the request has no type");
  const json* event = Member(*body, {"event"});
  if (TextAt(*body, {"type"}) != "event_callback" || event == nullptr || !IsPost(*event)) return std::nullopt;
  const std::string channel = TextAt(*event, {"channel"});
  const std::string ts = TextAt(*event, {"ts"});
  const std::string user = TextAt(*event, {"user"});
  const std::string bot = TextAt(*event, {"bot_id"});
  const std::string text = TextAt(*event, {"text"});
  const json* edited = Member(*event, {"edited"});
  ChatMessage message;
  message.id = absl::StrCat(channel, ":", ts);
  message.conversation = channel;
  message.sender = bot.empty() ? user : bot;  // posts of apps name a user too
  message.text = ReadSlackText(text, settings_.bot_user_id);
  message.direct = IsDirect(*event);
  message.addressed =
      message.direct || TextAt(*event, {"type"}) == "app_mention" || Mentions(text, settings_.bot_user_id);
  message.from_self = !user.empty() && user == settings_.bot_user_id;
  message.from_bot = !bot.empty() || message.from_self || user == kSlackbot;
  message.edited = edited != nullptr && !edited->is_null();
  message.sent_at = TimeOf(ts);
  message.reply_to = ReplyTo(*event, user, message.direct);
  if (channel.empty() || message.sender.empty() || !message.sent_at.has_value()) {
    return absl::InvalidArgumentError("the message has no channel, no sender or no ts");
  }
  return message;
}

std::string SlackEventsCodec::Encode(const Reply& reply, const ChatMessage& message) const {
  const json reply_to = ParseUntrusted(message.reply_to).value_or(json::object());
  const std::string thread = TextAt(reply_to, {"thread_ts"});
  const bool ephemeral = reply.for_asker_alone() && !message.direct;
  json body = RenderSlackMessage(reply.answer);
  body["channel"] = TextAt(reply_to, {"channel"});
  body["link_names"] = false;
  body["parse"] = "none";
  if (!thread.empty() && (!ephemeral || FlagAt(reply_to, {"in_thread"}))) body["thread_ts"] = thread;
  if (ephemeral) {
    body["user"] = TextAt(reply_to, {"user"});
  } else {
    body["unfurl_links"] = false;
    body["unfurl_media"] = false;
  }
  const json call = {{"method", ephemeral ? "chat.postEphemeral" : "chat.postMessage"}, {"body", std::move(body)}};
  return DumpSafe(call);
}

HttpResponse SlackEventsCodec::Respond(const std::string& /*payload*/) const { return Acknowledge(); }

HttpResponse SlackEventsCodec::Silence() const { return Acknowledge(); }

}  // namespace sipwhy::bot
