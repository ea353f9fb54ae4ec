#include "bot/webhook/zulip.h"

#include <algorithm>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "bot/render/markdown.h"
#include "bot/webhook/webhook_json.h"
#include "bot/wire/json.h"
#include "bot/wire/signature.h"

namespace sipwhy::bot {
namespace {

using nlohmann::json;

constexpr size_t kLongestMessage = 10'000;

// Takes a mention of `name` from the start of `text`: @**name** or @**name|123**, silent ones with "_" after the "@". A
// colon or comma right after it goes with it.
bool ConsumeMention(absl::string_view& text, absl::string_view name) {
  absl::string_view rest = text;
  if (!absl::ConsumePrefix(&rest, "@")) return false;
  absl::ConsumePrefix(&rest, "_");
  if (!absl::ConsumePrefix(&rest, "**")) return false;
  const size_t end = rest.find("**");
  if (end == absl::string_view::npos) return false;
  const absl::string_view mentioned = rest.substr(0, end);
  if (!absl::EqualsIgnoreCase(mentioned.substr(0, mentioned.rfind('|')), name)) return false;
  text = rest.substr(end + 2);
  if (!absl::ConsumePrefix(&text, ":")) absl::ConsumePrefix(&text, ",");
  return true;
}

// `text` without the mentions of `name`, which is not empty.
std::string WithoutMentions(absl::string_view text, absl::string_view name) {
  std::string without;
  while (!text.empty()) {
    if (ConsumeMention(text, name)) continue;
    without.push_back(text.front());
    text.remove_prefix(1);
  }
  return without;
}

bool IsPrivate(const json& event) {
  const std::string type = TextAt(event, {"message", "type"});
  return type == "private" || type == "direct";
}

// Who reads a private message, in an order that does not depend on who wrote it.
std::vector<std::string> Readers(const json& event) {
  std::vector<std::string> readers;
  const json* recipients = Member(event, {"message", "display_recipient"});
  if (recipients == nullptr || !recipients->is_array()) return readers;
  for (const json& recipient : *recipients) {
    const std::string id = TextAt(recipient, {"id"});
    readers.push_back(id.empty() ? TextAt(recipient, {"email"}) : id);
  }
  std::sort(readers.begin(), readers.end());
  return readers;
}

// Empty when the event does not say.
std::string Conversation(const json& event, const std::vector<std::string>& readers) {
  if (IsPrivate(event)) return absl::StrJoin(readers, ",");
  const std::string channel = TextAt(event, {"message", "stream_id"});
  return channel.empty() ? "" : absl::StrCat(channel, "/", TextAt(event, {"message", "subject"}));
}

std::optional<absl::Time> SentAt(const json& event) {
  const std::optional<int64_t> seconds = IntegerAt(event, {"message", "timestamp"});
  if (!seconds.has_value() || *seconds <= 0) return std::nullopt;
  return absl::FromUnixSeconds(*seconds);
}

bool IsAddressOfBot(absl::string_view email) {
  return absl::EndsWithIgnoreCase(email.substr(0, email.find('@')), "-bot");
}

}  // namespace

Verdict ZulipCodec::Verify(const HttpRequest& request, absl::Time /*now*/) const {
  const absl::StatusOr<json> event = ParseObject(request);
  if (!event.ok()) return Refuse(std::string(event.status().message()));
  if (!EqualInConstantTime(TextAt(*event, {"token"}), token_)) return Refuse("the token is another's");
  return {.kind = Verdict::Kind::kAccept};
}

absl::StatusOr<std::optional<ChatMessage>> ZulipCodec::Decode(const HttpRequest& request) const {
  const absl::StatusOr<json> event = ParseObject(request);
  if (!event.ok()) return event.status();
  const std::string name = TextAt(*event, {"bot_full_name"});
  const std::string email = TextAt(*event, {"message", "sender_email"});
  const std::string text = TextAt(*event, {"message", "content"});
  const std::vector<std::string> readers = Readers(*event);
  ChatMessage message;
  message.id = TextAt(*event, {"message", "id"});
  message.sender = TextAt(*event, {"message", "sender_id"});
  message.conversation = Conversation(*event, readers);
  if (message.id.empty() || message.sender.empty() || message.conversation.empty()) {
    return absl::InvalidArgumentError("a message without id, sender_id, or stream_id or recipients");
  }
  const std::string without = name.empty() ? text : WithoutMentions(text, name);
  message.text = std::string(absl::StripAsciiWhitespace(without));
  message.direct = IsPrivate(*event) && !readers.empty() && readers.size() <= 2;
  message.addressed = message.direct || without != text || TextAt(*event, {"trigger"}) == "mention";
  message.from_self = !email.empty() && absl::EqualsIgnoreCase(email, bot_email_);
  message.from_bot = message.from_self || IsAddressOfBot(email);
  message.sent_at = SentAt(*event);
  return message;
}

std::string ZulipCodec::Encode(const Reply& reply, const ChatMessage& /*message*/) const {
  const MarkdownLimits limits = {
      .size = kLongestMessage, .unit = TextUnit::kCodePoints, .escape = MarkdownEscape::kEntity};
  return DumpSafe({{"content", RenderMarkdown(reply.answer, limits)}});
}

HttpResponse ZulipCodec::Respond(const std::string& payload) const { return JsonResponse(payload); }

// An empty body would be told to the chat as a failure.
HttpResponse ZulipCodec::Silence() const { return JsonResponse(DumpSafe({{"response_not_required", true}})); }

}  // namespace sipwhy::bot
