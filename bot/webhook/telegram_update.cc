#include "bot/webhook/telegram_update.h"

#include <unicode/unistr.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "bot/render/telegram_html.h"
#include "bot/wire/json.h"

namespace sipwhy::bot {
namespace {

using nlohmann::json;

// Names of bots and commands have at most 32 characters each (Bot API, "BotCommand"; names likewise).
constexpr int64_t kLongestName = 80;

// A part of a text, in UTF-16 code units as Telegram counts them.
struct Span {
  int32_t begin;
  int32_t end;
};

struct Command {
  std::string name;  // in lower case
  std::string bot;   // whom it names, if anybody
};

// A text and what of it is meant for machines.
struct Content {
  icu::UnicodeString text;
  std::optional<Command> command;  // with which it begins
  Span command_span = {0, 0};
  std::vector<Span> mentions;  // of this bot
};

// Where `entity` is in `text`; nullopt when it is not within it.
std::optional<Span> SpanOf(const json& entity, const icu::UnicodeString& text) {
  const int64_t offset = IntegerAt(entity, {"offset"}).value_or(-1);
  const int64_t length = IntegerAt(entity, {"length"}).value_or(0);
  if (offset < 0 || length <= 0 || offset > text.length() || length > text.length() - offset) return std::nullopt;
  return Span{static_cast<int32_t>(offset), static_cast<int32_t>(offset + length)};
}

std::string Utf8(const icu::UnicodeString& text, Span span) {
  std::string utf8;
  return text.tempSubStringBetween(span.begin, span.end).toUTF8String(utf8);
}

// `text` is "/name" or "/name@bot".
Command ReadCommand(absl::string_view text) {
  const std::pair<absl::string_view, absl::string_view> parts = absl::StrSplit(text.substr(1), absl::MaxSplits('@', 1));
  return {absl::AsciiStrToLower(parts.first), std::string(parts.second)};
}

void Note(const json& entity, const TelegramIdentity& self, Content& content) {
  const std::optional<Span> span = SpanOf(entity, content.text);
  if (!span.has_value()) return;
  const std::string type = TextAt(entity, {"type"});
  if (type == "text_mention" && IntegerAt(entity, {"user", "id"}) == self.id) content.mentions.push_back(*span);
  // Names are short, so a long one is not looked at.
  if (span->end - span->begin > kLongestName || (type != "mention" && type != "bot_command")) return;
  const std::string name = Utf8(content.text, *span);
  if (type == "mention" && absl::EqualsIgnoreCase(name, absl::StrCat("@", self.username))) {
    content.mentions.push_back(*span);
  }
  if (type == "bot_command" && span->begin == 0) {
    content.command = ReadCommand(name);
    content.command_span = *span;
  }
}

// The text of a message, or the words below its picture.
Content ReadContent(const json& message, const TelegramIdentity& self) {
  const bool has_text = Member(message, {"text"}) != nullptr;
  Content content;
  content.text = icu::UnicodeString::fromUTF8(TextAt(message, {has_text ? "text" : "caption"}));
  const json* entities = Member(message, {has_text ? "entities" : "caption_entities"});
  if (entities == nullptr || !entities->is_array()) return content;
  for (const json& entity : *entities) Note(entity, self, content);
  return content;
}

// `text` with a space in place of each of `cuts`.
std::string Without(const icu::UnicodeString& text, std::vector<Span> cuts) {
  std::sort(cuts.begin(), cuts.end(), [](Span left, Span right) { return left.begin < right.begin; });
  icu::UnicodeString rest;
  int32_t at = 0;
  for (const Span cut : cuts) {
    if (cut.begin > at) rest.append(text, at, cut.begin - at);
    rest.append(u' ');
    at = std::max(at, cut.end);
  }
  rest.append(text, at, text.length() - at);
  std::string utf8;
  rest.toUTF8String(utf8);
  return std::string(absl::StripAsciiWhitespace(utf8));
}

// What somebody who gave `command` with `arguments` says in words.
std::string InWords(const Command& command, const std::string& arguments) {
  if (command.name == "sip") return arguments;
  if (command.name == "start") return arguments.empty() ? "help" : arguments;
  return arguments.empty() ? command.name : absl::StrCat(command.name, " ", arguments);
}

bool IsOurs(const Command& command, bool direct) {
  return direct || !command.bot.empty() || command.name == "sip" || command.name == "start" || command.name == "help";
}

// An administrator who hides their name writes as the group itself, by way of a bot of Telegram's (Bot API, "Message",
// sender_chat).
bool IsHiddenPerson(const json& message) {
  const std::optional<int64_t> sender = IntegerAt(message, {"sender_chat", "id"});
  return sender.has_value() && sender == IntegerAt(message, {"chat", "id"});
}

// The message's place: its id, and the topic of a forum that it is in (Bot API, "Message", is_topic_message). Elsewhere
// message_thread_id tells of a thread of replies, which sendMessage does not take.
std::string PlaceOf(const json& message, int64_t id) {
  const std::optional<int64_t> topic = IntegerAt(message, {"message_thread_id"});
  const bool in_topic = topic.has_value() && FlagAt(message, {"is_topic_message"});
  return in_topic ? absl::StrCat(id, "/", *topic) : absl::StrCat(id);
}

// What a message tells beside its text.
absl::StatusOr<ChatMessage> ReadEnvelope(const json& message, const TelegramIdentity& self) {
  const std::optional<int64_t> chat = IntegerAt(message, {"chat", "id"});
  const std::optional<int64_t> id = IntegerAt(message, {"message_id"});
  if (!chat.has_value() || !id.has_value()) return absl::InvalidArgumentError("a message without its chat or id");
  ChatMessage read;
  read.conversation = absl::StrCat(*chat);
  read.reply_to = PlaceOf(message, *id);
  read.sender = IsHiddenPerson(message) ? read.conversation : TextAt(message, {"from", "id"});
  read.language = TextAt(message, {"from", "language_code"});
  read.direct = TextAt(message, {"chat", "type"}) == "private";
  read.from_self = IntegerAt(message, {"from", "id"}) == self.id;
  read.from_bot = FlagAt(message, {"from", "is_bot"}) && !IsHiddenPerson(message);
  const int64_t date = IntegerAt(message, {"date"}).value_or(0);
  if (date > 0) read.sent_at = absl::FromUnixSeconds(date);
  return read;
}

// Nullopt when it has no text or is a command for another bot.
std::optional<ChatMessage> WithContent(ChatMessage read, const json& message, const TelegramIdentity& self) {
  Content content = ReadContent(message, self);
  if (content.text.isEmpty()) return std::nullopt;
  if (content.command.has_value()) {
    const std::string& bot = content.command->bot;
    if (!bot.empty() && !absl::EqualsIgnoreCase(bot, self.username)) return std::nullopt;
    read.command = IsOurs(*content.command, read.direct);
  }
  const bool mentioned = !content.mentions.empty();
  const bool answers_us = IntegerAt(message, {"reply_to_message", "from", "id"}) == self.id;
  read.addressed = read.direct || read.command || mentioned || answers_us;
  if (read.command) content.mentions.push_back(content.command_span);
  read.text = Without(content.text, content.mentions);
  if (read.command) read.text = InWords(*content.command, read.text);
  return read;
}

// `place` as PlaceOf() wrote it.
void AddPlace(const ChatMessage& message, json& parameters) {
  const std::vector<std::string> place = absl::StrSplit(message.reply_to, '/');
  int64_t id = 0;
  if (place.size() == 2 && absl::SimpleAtoi(place[1], &id)) parameters["message_thread_id"] = id;
  if (message.direct || !absl::SimpleAtoi(place[0], &id)) return;
  parameters["reply_parameters"] = {{"message_id", id}, {"allow_sending_without_reply", true}};
}

}  // namespace

std::optional<TelegramIdentity> ReadTelegramIdentity(const json& user) {
  const std::optional<int64_t> id = IntegerAt(user, {"id"});
  TelegramIdentity identity = {TextAt(user, {"username"}), id.value_or(0)};
  if (identity.username.empty() || identity.id == 0) return std::nullopt;
  return identity;
}

absl::StatusOr<std::optional<ChatMessage>> ReadTelegramUpdate(const json& update, const TelegramIdentity& self) {
  const std::optional<int64_t> id = IntegerAt(update, {"update_id"});
  if (!id.has_value()) return absl::InvalidArgumentError("an update without its id");
  const json* edited = Member(update, {"edited_message"});
  const json* message = edited != nullptr ? edited : Member(update, {"message"});
  if (message == nullptr) return std::nullopt;
  absl::StatusOr<ChatMessage> read = ReadEnvelope(*message, self);
  if (!read.ok()) return read.status();
  read->id = absl::StrCat(*id);
  read->edited = edited != nullptr;
  return WithContent(*std::move(read), *message, self);
}

json WriteTelegramMessage(const Reply& reply, const ChatMessage& message) {
  json parameters = {{"text", RenderTelegramHtml(reply.answer)},
                     {"parse_mode", "HTML"},
                     {"link_preview_options", {{"is_disabled", true}}}};
  int64_t chat = 0;
  if (absl::SimpleAtoi(message.conversation, &chat)) {
    parameters["chat_id"] = chat;
  } else {
    parameters["chat_id"] = message.conversation;
  }
  if (reply.for_asker_alone() && !message.direct) parameters["disable_notification"] = true;
  AddPlace(message, parameters);
  return parameters;
}

json WithoutTelegramMarkup(json parameters) {
  if (!parameters.is_object() || TextAt(parameters, {"parse_mode"}) != "HTML") return parameters;
  parameters.erase("parse_mode");
  parameters["text"] = TelegramPlainText(TextAt(parameters, {"text"}));
  return parameters;
}

}  // namespace sipwhy::bot
