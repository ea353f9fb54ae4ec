#include "bot/webhook/teams.h"

#include <unicode/utf8.h>

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <nlohmann/json.hpp>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"
#include "bot/render/teams_card.h"
#include "bot/wire/json.h"
#include "bot/wire/signature.h"

namespace sipwhy::bot {
namespace {

using nlohmann::json;

constexpr size_t kShortestKey = 16;
constexpr absl::Duration kWindow = absl::Minutes(5);
constexpr size_t kMostMentions = 32;
constexpr size_t kLongestTag = 512;
constexpr size_t kLongestTagName = 10;
constexpr absl::string_view kMentionBegin = "<at";
constexpr absl::string_view kMentionEnd = "</at>";
constexpr size_t kLongestReference = 10;
constexpr char kBotId[] = "28:";  // begins the id of a bot, as "29:" does that of a person

std::optional<absl::Time> TimestampOf(const json& activity) {
  absl::Time time;
  return absl::ParseTime(absl::RFC3339_full, TextAt(activity, {"timestamp"}), &time, nullptr)
             ? std::optional<absl::Time>(time)
             : std::nullopt;
}

struct Tag {
  std::string name;
  size_t size = 0;  // with both brackets
};

constexpr absl::string_view kLineTags[] = {"p",  "div", "br", "li", "ul", "ol", "tr",  "table",     "h1",
                                           "h2", "h3",  "h4", "h5", "h6", "hr", "pre", "blockquote"};
constexpr absl::string_view kOtherTags[] = {"at",     "span", "b",   "strong", "i",     "em",         "u",    "s",
                                            "strike", "del",  "td",  "th",     "code",  "attachment", "a",    "font",
                                            "img",    "sub",  "sup", "small",  "emoji", "codeblock",  "tbody"};

template <size_t kSize>
bool IsOneOf(absl::string_view name, const absl::string_view (&names)[kSize]) {
  return std::find(std::begin(names), std::end(names), name) != std::end(names);
}

// The tag that `text` begins with, of those that Teams writes; a URI in angle brackets is none.
std::optional<Tag> TagAt(absl::string_view text) {
  if (!absl::StartsWith(text, "<")) return std::nullopt;
  const size_t end = text.substr(0, kLongestTag).find('>');
  if (end == absl::string_view::npos) return std::nullopt;
  absl::string_view inside = text.substr(1, end - 1);
  absl::ConsumePrefix(&inside, "/");
  inside = inside.substr(0, kLongestTagName + 1);
  Tag tag{.name = absl::AsciiStrToLower(inside.substr(0, inside.find_first_of(" \t\r\n/"))), .size = end + 1};
  return IsOneOf(tag.name, kLineTags) || IsOneOf(tag.name, kOtherTags) ? std::optional<Tag>(tag) : std::nullopt;
}

struct Reference {
  std::string text;
  size_t size = 0;
};

// The character of that number; a space for controls, which nobody types, and for the no-break space.
std::string CharacterOf(uint32_t number) {
  const bool is_line_end = number == '\n' || number == '\r';
  const bool is_control = number < 0x20 || (number >= 0x7F && number <= 0xA0);
  if (is_control && !is_line_end) return " ";
  std::string utf8(U8_MAX_LENGTH, '\0');
  int32_t size = 0;
  UBool failed = false;
  U8_APPEND(reinterpret_cast<uint8_t*>(utf8.data()), size, U8_MAX_LENGTH, static_cast<UChar32>(number), failed);
  utf8.resize(failed ? 0 : static_cast<size_t>(size));
  return failed ? " " : utf8;
}

// "#39" or "#x27".
std::optional<std::string> NumberedCharacter(absl::string_view name) {
  if (!absl::ConsumePrefix(&name, "#")) return std::nullopt;
  const int base = absl::ConsumePrefix(&name, "x") || absl::ConsumePrefix(&name, "X") ? 16 : 10;
  uint32_t number = 0;
  const std::from_chars_result result = std::from_chars(name.data(), name.data() + name.size(), number, base);
  const bool is_whole = !name.empty() && result.ec == std::errc() && result.ptr == name.data() + name.size();
  if (!is_whole || number > 0x10FFFF) return std::nullopt;
  return CharacterOf(number);
}

std::optional<std::string> CharacterNamed(absl::string_view name) {
  if (name == "nbsp") return " ";
  if (name == "lt") return "<";
  if (name == "gt") return ">";
  if (name == "amp") return "&";
  if (name == "quot") return "\"";
  if (name == "apos") return "'";
  return NumberedCharacter(name);
}

// The character reference that `text` begins with, such as "&lt;".
std::optional<Reference> ReferenceAt(absl::string_view text) {
  if (!absl::StartsWith(text, "&")) return std::nullopt;
  const size_t end = text.substr(0, kLongestReference).find(';');
  if (end == absl::string_view::npos) return std::nullopt;
  std::optional<std::string> character = CharacterNamed(text.substr(1, end - 1));
  if (!character.has_value()) return std::nullopt;
  return Reference{.text = *std::move(character), .size = end + 1};
}

absl::string_view StandsFor(const Tag& tag) {
  if (tag.name == "td" || tag.name == "th") return " ";
  return IsOneOf(tag.name, kLineTags) ? "\n" : "";
}

// Tags and references are undone in one pass: "&lt;p&gt;" is a text about a tag.
std::string PlainText(absl::string_view html) {
  std::string plain;
  while (!html.empty()) {
    if (const std::optional<Tag> tag = TagAt(html); tag.has_value()) {
      absl::StrAppend(&plain, StandsFor(*tag));
      html.remove_prefix(tag->size);
    } else if (const std::optional<Reference> reference = ReferenceAt(html); reference.has_value()) {
      absl::StrAppend(&plain, reference->text);
      html.remove_prefix(reference->size);
    } else {
      const char c = html.front();
      const bool is_control = absl::ascii_iscntrl(static_cast<unsigned char>(c)) && c != '\n' && c != '\r';
      plain.push_back(is_control ? ' ' : c);
      html.remove_prefix(1);
    }
  }
  return std::string(absl::StripAsciiWhitespace(plain));
}

// `html` without each "<at>Name</at>", from the last "<at" before its end.
std::string WithoutMentionTags(absl::string_view html) {
  const std::string lowered = absl::AsciiStrToLower(html);
  absl::string_view small = lowered;
  std::string rest;
  for (size_t end = small.find(kMentionEnd); end != absl::string_view::npos; end = small.find(kMentionEnd)) {
    const size_t begin = small.substr(0, end).rfind(kMentionBegin);
    const bool begins = begin != absl::string_view::npos;
    absl::StrAppend(&rest, html.substr(0, begins ? begin : end), begins ? " " : "");
    html.remove_prefix(end + kMentionEnd.size());
    small.remove_prefix(end + kMentionEnd.size());
  }
  absl::StrAppend(&rest, html);
  return rest;
}

// The text without mentions, also those that the entities alone say are some.
std::string WithoutMentions(const json& activity) {
  std::string text = TextAt(activity, {"text"});
  const json* entities = Member(activity, {"entities"});
  if (entities == nullptr || !entities->is_array()) return WithoutMentionTags(text);
  for (size_t i = 0; i < std::min(entities->size(), kMostMentions); ++i) {
    const json& entity = (*entities)[i];
    const std::string mention = TextAt(entity, {"text"});
    if (TextAt(entity, {"type"}) != "mention" || !absl::StartsWithIgnoreCase(mention, kMentionBegin)) continue;
    text = absl::StrReplaceAll(text, {{mention, " "}});
  }
  return WithoutMentionTags(text);
}

// The language of the sender's Teams, which some versions tell in an entity alone.
std::string LanguageOf(const json& activity) {
  std::string language = TextAt(activity, {"locale"});
  const json* entities = Member(activity, {"entities"});
  if (!language.empty() || entities == nullptr || !entities->is_array()) return language;
  for (const json& entity : *entities) {
    if (TextAt(entity, {"type"}) == "clientInfo") return TextAt(entity, {"locale"});
  }
  return "";
}

ChatMessage MessageOf(const json& activity) {
  const std::string conversation = TextAt(activity, {"conversation", "id"});
  const std::string sender = TextAt(activity, {"from", "id"});
  ChatMessage message;
  message.id = TextAt(activity, {"id"});
  message.conversation = conversation.substr(0, conversation.find(";messageid="));
  message.sender = sender.empty() ? TextAt(activity, {"from", "aadObjectId"}) : sender;
  message.text = PlainText(WithoutMentions(activity));
  message.language = LanguageOf(activity);
  message.addressed = true;
  message.direct = TextAt(activity, {"conversation", "conversationType"}) == "personal";
  message.from_self = !sender.empty() && sender == TextAt(activity, {"recipient", "id"});
  message.from_bot = absl::StartsWith(sender, kBotId) || TextAt(activity, {"from", "role"}) == "bot";
  message.sent_at = TimestampOf(activity);
  return message;
}

// Whether it is all said in a line or two, without a table, sections or a link.
bool IsBrief(const Answer& answer) {
  return answer.table.rows.empty() && answer.sections.empty() && answer.link.empty();
}

json CardMessage(const Answer& answer) {
  json card = {{"contentType", "application/vnd.microsoft.card.adaptive"}, {"content", RenderTeamsCard(answer)}};
  return {
      {"type", "message"}, {"summary", RenderTeamsSummary(answer)}, {"attachments", json::array({std::move(card)})}};
}

json TextMessage(std::string text) {
  return {{"type", "message"}, {"textFormat", "markdown"}, {"text", std::move(text)}};
}

}  // namespace

absl::StatusOr<TeamsCodec> TeamsCodec::Make(absl::string_view security_token) {
  security_token = absl::StripAsciiWhitespace(security_token);
  std::string key;
  // The way back finds what the decoder lets pass, such as a token of which the end was not copied.
  if (!absl::Base64Unescape(security_token, &key) || absl::Base64Escape(key) != security_token) {
    return absl::InvalidArgumentError(
        "the security token is not base64; copy all of what Teams showed when the webhook was made");
  }
  if (key.size() < kShortestKey) {
    return absl::InvalidArgumentError(
        absl::StrCat("the security token holds ", key.size(), " bytes, and at least ", kShortestKey, " are needed"));
  }
  return TeamsCodec(std::move(key));
}

Verdict TeamsCodec::Verify(const HttpRequest& request, absl::Time now) const {
  const std::optional<absl::string_view> given = request.headers.Only("Authorization");
  if (!given.has_value()) return Refuse("there is not one Authorization header");
  const std::string expected = absl::StrCat("HMAC ", absl::Base64Escape(HmacSha256(key_, request.body)));
  if (!EqualInConstantTime(*given, expected)) return Refuse("the HMAC is not that of the security token");
  const absl::StatusOr<json> activity = ParseUntrusted(request.body);
  if (!activity.ok()) return Refuse(std::string(activity.status().message()));
  const std::optional<absl::Time> sent_at = TimestampOf(*activity);
  if (!sent_at.has_value()) return Refuse("the activity has no timestamp that can be read");
  if (absl::AbsDuration(now - *sent_at) > kWindow) {
    return Refuse("the timestamp is over five minutes off; is the clock of this machine right?");
  }
  return {.kind = Verdict::Kind::kAccept};
}

absl::StatusOr<std::optional<ChatMessage>> TeamsCodec::Decode(const HttpRequest& request) const {
  const absl::StatusOr<json> activity = ParseUntrusted(request.body);
  if (!activity.ok()) return activity.status();
  const std::string type = TextAt(*activity, {"type"});
  if (type.empty()) return absl::InvalidArgumentError("the activity has no type");
  if (type != "message") return std::nullopt;
  ChatMessage message = MessageOf(*activity);
  if (message.conversation.empty()) return absl::InvalidArgumentError("the activity has no conversation");
  return message;
}

std::string TeamsCodec::Encode(const Reply& reply, const ChatMessage& /*message*/) const {
  return DumpSafe(IsBrief(reply.answer) ? TextMessage(RenderTeamsText(reply.answer)) : CardMessage(reply.answer));
}

HttpResponse TeamsCodec::Respond(const std::string& payload) const {
  return {.status = 200, .content_type = "application/json; charset=utf-8", .body = payload, .headers = {}};
}

HttpResponse TeamsCodec::Silence() const { return Respond(DumpSafe(TextMessage("…"))); }

}  // namespace sipwhy::bot
