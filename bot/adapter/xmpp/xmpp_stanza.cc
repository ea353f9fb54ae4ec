#include "bot/adapter/xmpp/xmpp_stanza.h"

#include <algorithm>
#include <cstddef>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "absl/time/time.h"
#include "bot/render/bidi.h"
#include "bot/render/clean_text.h"
#include "bot/render/fit.h"
#include "bot/render/plain_text.h"

namespace sipwhy::bot {
namespace {

constexpr int kWidth = 72;             // columns
constexpr size_t kLargestBody = 8000;  // bytes, escaped
constexpr size_t kLongestNick = 100;   // bytes; a longer one is not named
constexpr char kFence[] = "```";

bool IsBot(const XmppIdentity& self, absl::string_view name) { return self.known_bots.contains(std::string(name)); }

// The id that `by` gave to the message. One from anybody else may be made up (XEP-0359 §5).
std::string IdGivenBy(absl::string_view by, const XmppMessage& message) {
  return absl::EqualsIgnoreCase(message.stanza_id_by, by) ? message.stanza_id : "";
}

bool CutNick(absl::string_view nick, std::string& text) {
  absl::string_view rest = text;
  if (nick.empty() || !absl::StartsWithIgnoreCase(rest, nick)) return false;
  rest.remove_prefix(nick.size());
  if (!absl::ConsumePrefix(&rest, ":") && !absl::ConsumePrefix(&rest, ",")) return false;
  text = std::string(absl::StripLeadingAsciiWhitespace(rest));
  return true;
}

// A room says of delayed messages that they are its history, which was there before the bot (XEP-0045 §7.2.13).
std::optional<ChatMessage> ReadRoomMessage(const XmppMessage& message, const XmppIdentity& self) {
  const std::string room = absl::AsciiStrToLower(BareOf(message.from));
  const absl::string_view nick = ResourceOf(message.from);
  const auto found = self.rooms.find(room);
  if (found == self.rooms.end() || nick.empty() || !message.delayed.empty()) return std::nullopt;
  ChatMessage read;
  read.id = IdGivenBy(room, message);
  read.conversation = room;
  read.sender = message.from;
  read.text = message.body;
  read.language = message.language;
  read.addressed = CutNick(found->second, read.text);
  read.from_self = nick == found->second;
  read.from_bot = IsBot(self, nick);
  read.edited = message.replaces;
  read.reply_to = room;
  return read;
}

// What came while the bot was away is delayed as well; how old it may be is for others to say.
std::optional<ChatMessage> ReadDirectMessage(const XmppMessage& message, const XmppIdentity& self) {
  const std::string bare = absl::AsciiStrToLower(BareOf(message.from));
  const auto room = self.rooms.find(bare);
  const bool from_room = room != self.rooms.end();
  const absl::string_view nick = ResourceOf(message.from);
  if (bare.empty() || (from_room && nick.empty())) return std::nullopt;
  ChatMessage read;
  read.id = IdGivenBy(self.jid, message);
  read.sender = from_room ? message.from : bare;
  read.conversation = read.sender;
  read.text = message.body;
  read.language = message.language;
  read.addressed = true;
  read.direct = true;
  read.from_self = from_room ? nick == room->second : bare == absl::AsciiStrToLower(self.jid);
  read.from_bot = from_room ? IsBot(self, nick) : IsBot(self, bare);
  read.edited = message.replaces;
  read.reply_to = message.from;
  if (message.delayed.empty()) return read;
  absl::Time sent_at;
  if (!absl::ParseTime(absl::RFC3339_full, message.delayed, &sent_at, nullptr)) return std::nullopt;
  read.sent_at = sent_at;
  return read;
}

// In one line, of characters that XML 1.0 §2.2 knows, without controls, and always valid UTF-8.
std::string Clean(absl::string_view text) {
  return absl::StrReplaceAll(WithoutControls(text), {{"\uFFFE", ""}, {"\uFFFF", ""}});
}

// `line` so that it begins no quotation and neither begins nor ends a block (XEP-0393 §5.1).
std::string Unstyled(absl::string_view line) {
  const bool is_mark = absl::StartsWith(line, kFence) || absl::StartsWith(line, ">");
  return absl::StrCat(is_mark ? " " : "", line, "\n");
}

std::string Block(const Answer& answer) {
  Answer columns;
  columns.table = answer.table;
  columns.sections = answer.sections;
  if (columns == Answer()) return "";
  std::string block = absl::StrCat(kFence, "\n");
  const std::string text = RenderPlainText(columns, kWidth);
  // The empty lines at its beginning would part it from a title.
  const absl::string_view lines = absl::string_view(text).substr(std::min(text.find_first_not_of('\n'), text.size()));
  for (const absl::string_view line : absl::StrSplit(absl::StripSuffix(lines, "\n"), '\n')) {
    absl::StrAppend(&block, Unstyled(Clean(line)));
  }
  return absl::StrCat(block, kFence, "\n");
}

std::string Opening(const Answer& answer, absl::string_view nick) {
  const absl::string_view between = answer.title.empty() || answer.lead.empty() ? "" : ": ";
  const std::string name = nick.empty() || nick.size() > kLongestNick ? "" : absl::StrCat(nick, ": ");
  return Clean(absl::StrCat(name, answer.title, between, answer.lead));
}

std::string WriteBody(const Answer& said, absl::string_view nick) {
  const Answer answer = IsolateLeftToRightRuns(said);
  std::string body = Unstyled(Opening(answer, nick));
  for (const std::string& notice : answer.notices) body += Unstyled(Clean(notice));
  body += Block(answer);
  if (!answer.link.empty()) body += Unstyled(Clean(answer.link));
  if (!answer.footer.empty()) body += Unstyled(Clean(answer.footer));
  return std::string(absl::StripSuffix(body, "\n"));
}

// The bytes of `text` once "<", ">", "&" and quotation marks are entities.
size_t EscapedSize(absl::string_view text) {
  size_t size = 0;
  for (const char c : text) size += c == '"' ? 6U : c == '&' ? 5U : c == '<' || c == '>' ? 4U : 1U;
  return size;
}

}  // namespace

absl::string_view BareOf(absl::string_view jid) { return jid.substr(0, jid.find('/')); }

absl::string_view ResourceOf(absl::string_view jid) {
  const size_t slash = jid.find('/');
  return slash == absl::string_view::npos ? "" : jid.substr(slash + 1);
}

std::optional<ChatMessage> ReadMessage(const XmppMessage& message, const XmppIdentity& self) {
  if (message.body.empty() || message.encrypted) return std::nullopt;
  if (message.type == "groupchat") return ReadRoomMessage(message, self);
  // RFC 6121 §5.2.2: an unknown type is taken as "normal".
  if (message.type == "error" || message.type == "headline") return std::nullopt;
  return ReadDirectMessage(message, self);
}

std::string XmppReplyEncoder::Encode(const Reply& reply, const ChatMessage& message) const {
  const absl::string_view nick = message.direct ? "" : ResourceOf(message.sender);
  const auto fits = [&](const Answer& answer) { return EscapedSize(WriteBody(answer, nick)) <= kLargestBody; };
  return WriteBody(Fit(reply.answer, fits), nick);
}

}  // namespace sipwhy::bot
