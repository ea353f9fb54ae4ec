#include "bot/webhook/rocket_chat.h"

#include <nlohmann/json.hpp>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "bot/render/bidi.h"
#include "bot/render/fit.h"
#include "bot/render/markdown.h"
#include "bot/render/markdown_escape.h"
#include "bot/render/plain_text.h"
#include "bot/render/text_size.h"
#include "bot/webhook/webhook_json.h"
#include "bot/wire/json.h"
#include "bot/wire/signature.h"

namespace sipwhy::bot {
namespace {

using nlohmann::json;

constexpr size_t kLongestText = 5'000;
constexpr int kWidth = 72;
constexpr char kGap[] = "\u200b";

bool IsAlnum(char c) { return absl::ascii_isalnum(static_cast<unsigned char>(c)); }
bool IsSpace(char c) { return absl::ascii_isspace(static_cast<unsigned char>(c)); }

// Some versions send what they know of the bot instead of a truth value.
bool IsFromBot(const json& event) {
  const json* bot = Member(event, {"bot"});
  return bot != nullptr && (bot->is_object() || FlagAt(event, {"bot"}));
}

// A direct chat has no name, and its id is the ids of both users one after the other (createDirectRoom.ts).
bool IsDirect(const json& event, absl::string_view room, absl::string_view user) {
  const bool of_user = room.size() > user.size() && (absl::StartsWith(room, user) || absl::EndsWith(room, user));
  return TextAt(event, {"channel_name"}).empty() && of_user;
}

std::optional<absl::Time> SentAt(const std::string& timestamp) {
  absl::Time time;
  std::string error;
  if (!absl::ParseTime(absl::RFC3339_full, timestamp, &time, &error)) return std::nullopt;
  return time;
}

// A trigger word opens the message or, where the integration says so, stands anywhere in it.
std::string WithoutTrigger(std::string text, const std::string& trigger) {
  const size_t begin = text.find(trigger);
  if (begin == std::string::npos) return text;
  const size_t end = begin + trigger.size();
  const bool alone = begin > 0 && IsSpace(text[begin - 1]) && (end == text.size() || IsSpace(text[end]));
  if (begin == 0 || alone) text.erase(begin, trigger.size());
  return text;
}

// Code blocks hold no markup, but mentions are looked for in them too, and they end at the first three backticks.
std::string Block(absl::string_view text) {
  std::string block;
  for (size_t i = 0; i < text.size(); ++i) {
    const char before = i == 0 ? '\n' : text[i - 1];
    if (text[i] == '`' && before == '`') block += kGap;
    block.push_back(text[i]);
    if ((text[i] == '@' || text[i] == '#') && !IsAlnum(before)) block += kGap;
  }
  return block;
}

// "Timer B)" would end in a face with sunglasses (EmoticonPattern in the grammar).
std::string WithoutEmoticons(absl::string_view text) {
  return absl::StrReplaceAll(text, {{"B)", "B\u200b)"}, {"8)", "8\u200b)"}, {"X)", "X\u200b)"}, {"(y)", "(y\u200b)"}});
}

std::string Opening(const Answer& answer) {
  const char* between = answer.title.empty() || answer.lead.empty() ? "" : ": ";
  const std::string line = absl::StrCat(answer.title, between, answer.lead);
  return WithoutEmoticons(EscapeMarkdown(line, MarkdownEscape::kBackslash));
}

// What is left once title, lead and link stand elsewhere, in columns.
std::string Columns(Answer answer) {
  answer.title.clear();
  answer.lead.clear();
  answer.link.clear();
  const std::string text = RenderPlainText(answer, kWidth);
  const size_t begin = text.find_first_not_of('\n');
  return begin == std::string::npos ? "" : text.substr(begin);
}

std::string Render(const Answer& said) {
  const Answer answer = IsolateLeftToRightRuns(said);
  std::string text = Opening(answer);
  const std::string columns = Columns(answer);
  if (!columns.empty()) absl::StrAppend(&text, "\n```\n", Block(columns), "```");
  Answer link;
  link.link = answer.link;
  absl::StrAppend(&text, "\n", RenderMarkdown(link, {.size = kLongestText, .unit = TextUnit::kUtf16}));
  return std::string(absl::StripAsciiWhitespace(text));
}

std::string RenderWithinLimit(const Answer& answer) {
  const auto fits = [](const Answer& some) { return SizeOf(Render(some), TextUnit::kUtf16) <= kLongestText; };
  const Answer fitted = Fit(answer, fits);
  if (fits(fitted)) return Render(fitted);
  // Only the title, the link or the footer is too long now.
  Answer opening;
  opening.title = answer.title;
  opening.lead = answer.lead;
  return RenderMarkdown(opening, {.size = kLongestText, .unit = TextUnit::kUtf16});
}

}  // namespace

Verdict RocketChatCodec::Verify(const HttpRequest& request, absl::Time /*now*/) const {
  const absl::StatusOr<json> event = ParseObject(request);
  if (!event.ok()) return Refuse(std::string(event.status().message()));
  if (!EqualInConstantTime(TextAt(*event, {"token"}), token_)) return Refuse("the token is another's");
  return {.kind = Verdict::Kind::kAccept};
}

absl::StatusOr<std::optional<ChatMessage>> RocketChatCodec::Decode(const HttpRequest& request) const {
  const absl::StatusOr<json> event = ParseObject(request);
  if (!event.ok()) return event.status();
  const std::string text = TextAt(*event, {"text"});
  ChatMessage message;
  message.id = TextAt(*event, {"message_id"});
  if (message.id.empty() || absl::StripAsciiWhitespace(text).empty()) return std::nullopt;
  const std::string trigger = TextAt(*event, {"trigger_word"});
  message.conversation = TextAt(*event, {"channel_id"});
  message.sender = TextAt(*event, {"user_id"});
  if (message.conversation.empty() || message.sender.empty()) {
    return absl::InvalidArgumentError("a message without channel_id or user_id");
  }
  message.text = std::string(absl::StripAsciiWhitespace(WithoutTrigger(text, trigger)));
  message.direct = IsDirect(*event, message.conversation, message.sender);
  message.addressed = message.direct || !trigger.empty();
  message.from_bot = IsFromBot(*event);
  message.edited = FlagAt(*event, {"isEdited"});
  message.sent_at = SentAt(TextAt(*event, {"timestamp"}));
  message.reply_to = TextAt(*event, {"tmid"});
  return message;
}

std::string RocketChatCodec::Encode(const Reply& reply, const ChatMessage& message) const {
  json response = {{"text", RenderWithinLimit(reply.answer)}, {"parseUrls", false}};
  if (!message.reply_to.empty()) response["tmid"] = message.reply_to;
  return DumpSafe(response);
}

HttpResponse RocketChatCodec::Respond(const std::string& payload) const { return JsonResponse(payload); }

// An empty body would count as a failure, to be tried again.
HttpResponse RocketChatCodec::Silence() const { return JsonResponse("{}"); }

}  // namespace sipwhy::bot
