#include "bot/adapter/matrix/matrix_events.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "bot/render/fit.h"
#include "bot/render/matrix_html.h"
#include "bot/wire/json.h"

namespace sipwhy::bot {
namespace {

using nlohmann::json;

constexpr int kDeepest = 24;
constexpr size_t kLargestContent = 60'000;  // bytes
constexpr int kTimelineLimit = 20;          // the newest events of a room in one response
constexpr char kCommand[] = "!sip";

// The elements of an array; none where there is something else.
std::vector<const json*> ElementsOf(const json& value, std::initializer_list<absl::string_view> path) {
  std::vector<const json*> elements;
  const json* array = Member(value, path);
  if (array == nullptr || !array->is_array()) return elements;
  for (const json& element : *array) elements.push_back(&element);
  return elements;
}

// The members of an object by their names; none where there is something else.
std::vector<std::pair<std::string, const json*>> MembersOf(const json& value,
                                                           std::initializer_list<absl::string_view> path) {
  std::vector<std::pair<std::string, const json*>> members;
  const json* object = Member(value, path);
  if (object == nullptr || !object->is_object()) return members;
  for (const auto& [name, member] : object->items()) members.emplace_back(name, &member);
  return members;
}

// "sip" of "@sip:example.org".
absl::string_view LocalPart(absl::string_view user_id) {
  return absl::StripPrefix(user_id.substr(0, user_id.find(':')), "@");
}

std::vector<std::string> NamesOf(const MatrixIdentity& self) {
  const std::string local_part(LocalPart(self.user_id));
  std::vector<std::string> names = {self.display_name, self.user_id, absl::StrCat("@", local_part), local_part};
  names.erase(std::remove(names.begin(), names.end(), ""), names.end());
  return names;
}

bool BeginsWithSpace(absl::string_view text) {
  return text.empty() || absl::ascii_isspace(static_cast<unsigned char>(text.front()));
}

// Cuts `name` and the sign after it from the beginning of `text`. Without such a sign only where `bare` says so.
bool CutName(absl::string_view name, bool bare, std::string& text) {
  if (!absl::StartsWithIgnoreCase(text, name)) return false;
  absl::string_view rest = absl::string_view(text).substr(name.size());
  const bool has_sign = absl::ConsumePrefix(&rest, ":") || absl::ConsumePrefix(&rest, ",") ||
                        absl::ConsumePrefix(&rest, "：") || absl::ConsumePrefix(&rest, "，");
  if (!has_sign && !(bare && BeginsWithSpace(rest))) return false;
  text = std::string(absl::StripAsciiWhitespace(rest));
  return true;
}

// Clients write a mention into the body as the display name or the id of the user.
void CutMention(const MatrixIdentity& self, std::string& text) {
  const std::string lower = absl::AsciiStrToLower(text);
  for (const std::string& name : {self.display_name, self.user_id}) {
    const size_t at = name.empty() ? std::string::npos : lower.find(absl::AsciiStrToLower(name));
    if (at == std::string::npos) continue;
    text.replace(at, name.size(), " ");
    text = std::string(absl::StripAsciiWhitespace(text));
    return;
  }
}

bool IsMentioned(const json& content, const std::string& user_id) {
  const std::vector<const json*> mentioned = ElementsOf(content, {"m.mentions", "user_ids"});
  return std::any_of(mentioned.begin(), mentioned.end(), [&](const json* id) { return *id == user_id; });
}

// Whether `text` is for the bot; cuts what says so.
bool CutAddress(const json& content, const MatrixIdentity& self, std::string& text) {
  const bool mentioned = IsMentioned(content, self.user_id);
  for (const std::string& name : NamesOf(self)) {
    if (CutName(name, mentioned || name == self.user_id, text)) return true;
  }
  if (mentioned) CutMention(self, text);
  return mentioned || CutName(kCommand, /*bare=*/true, text);
}

// Older clients quote the message that they reply to in lines before the text ("Rich replies").
std::string WithoutQuote(std::string text) {
  absl::string_view rest = text;
  while (absl::StartsWith(rest, "> ")) {
    const size_t end = rest.find('\n');
    if (end == absl::string_view::npos) return "";
    rest.remove_prefix(end + 1);
  }
  return std::string(absl::StripLeadingAsciiWhitespace(rest));
}

std::optional<ChatMessage> ReadMessage(const std::string& room, const json& event, const MatrixIdentity& self) {
  if (TextAt(event, {"type"}) != "m.room.message" || Member(event, {"state_key"}) != nullptr) return std::nullopt;
  const json* content = Member(event, {"content"});
  const std::string kind = TextAt(event, {"content", "msgtype"});
  if (content == nullptr || (kind != "m.text" && kind != "m.notice")) return std::nullopt;
  ChatMessage message;
  message.id = TextAt(event, {"event_id"});
  message.conversation = room;
  message.sender = TextAt(event, {"sender"});
  if (message.id.empty() || message.sender.empty()) return std::nullopt;

  message.text = TextAt(*content, {"body"});
  if (Member(*content, {"m.relates_to", "m.in_reply_to"}) != nullptr) message.text = WithoutQuote(message.text);
  message.addressed = CutAddress(*content, self, message.text);
  message.from_self = message.sender == self.user_id;
  message.from_bot = kind == "m.notice";
  const std::string relation = TextAt(*content, {"m.relates_to", "rel_type"});
  message.edited = relation == "m.replace";
  if (relation == "m.thread") message.reply_to = TextAt(*content, {"m.relates_to", "event_id"});
  const std::optional<int64_t> sent_at = IntegerAt(event, {"origin_server_ts"});
  if (sent_at.has_value()) message.sent_at = absl::FromUnixMillis(*sent_at);
  return message;
}

bool TellsOfEncryption(const std::string& type) { return type == "m.room.encrypted" || type == "m.room.encryption"; }

MatrixRoom ReadRoom(const std::string& id, const json& update, const MatrixIdentity& self) {
  MatrixRoom room;
  room.id = id;
  room.members_may_differ = FlagAt(update, {"timeline", "limited"});
  for (const json* event : ElementsOf(update, {"state", "events"})) {
    room.encrypted |= TellsOfEncryption(TextAt(*event, {"type"}));
  }
  for (const json* event : ElementsOf(update, {"timeline", "events"})) {
    const std::string type = TextAt(*event, {"type"});
    room.encrypted |= TellsOfEncryption(type);
    room.members_may_differ |= type == "m.room.member";
    std::optional<ChatMessage> message = ReadMessage(id, *event, self);
    if (message.has_value()) room.messages.push_back(*std::move(message));
  }
  // Right after the bot accepts an invitation, Synapse may count the bot alone (element-hq/synapse#19865).
  const std::optional<int64_t> members = IntegerAt(update, {"summary", "m.joined_member_count"});
  if (members.has_value() && *members >= 2) room.members = members;
  if (members.has_value() && *members < 2) room.members_may_differ = true;
  return room;
}

// "Threading", "Fallback for unthreaded clients", and "Rich replies". Where nobody else writes, a reply needs no quote.
json RelationTo(const ChatMessage& message) {
  const json reply = {{"event_id", message.id}};
  if (!message.reply_to.empty()) {
    return {
        {"rel_type", "m.thread"}, {"event_id", message.reply_to}, {"is_falling_back", true}, {"m.in_reply_to", reply}};
  }
  return message.direct ? json() : json{{"m.in_reply_to", reply}};
}

// An empty m.mentions says that nobody is to be notified, whatever the text holds ("User and room mentions").
std::string WriteNotice(const Answer& answer, const ChatMessage& message) {
  json content = {{"msgtype", "m.notice"},
                  {"body", RenderMatrixBody(answer)},
                  {"format", "org.matrix.custom.html"},
                  {"formatted_body", RenderMatrixHtml(answer)},
                  {"m.mentions", json::object()}};
  json relation = RelationTo(message);
  if (!relation.is_null()) content["m.relates_to"] = std::move(relation);
  return DumpSafe(content);
}

}  // namespace

std::string MatrixFilter() {
  const json nothing = {{"not_types", json::array({"*"})}};
  // Synapse counts the members of a room only where members are loaded lazily and their events are in the timeline.
  const json timeline = {
      {"limit", kTimelineLimit},
      {"types", json::array({"m.room.message", "m.room.member", "m.room.encrypted", "m.room.encryption"})}};
  const json state = {{"types", json::array({"m.room.encryption"})}, {"lazy_load_members", true}};
  return DumpSafe(
      {{"presence", nothing},
       {"account_data", nothing},
       {"room", {{"ephemeral", nothing}, {"account_data", nothing}, {"state", state}, {"timeline", timeline}}}});
}

absl::StatusOr<json> ParseMatrix(absl::string_view response) {
  // The parser itself keeps its place on the heap, so only what it builds must be kept flat.
  const auto is_shallow = [](int depth, json::parse_event_t /*event*/, const json& /*value*/) {
    return depth <= kDeepest;
  };
  json value = json::parse(response.begin(), response.end(), is_shallow, /*allow_exceptions=*/false);
  if (value.is_discarded()) return absl::InvalidArgumentError("the response is not JSON");
  return value;
}

MatrixSync ReadSync(const json& response, const MatrixIdentity& self) {
  MatrixSync sync;
  sync.position = TextAt(response, {"next_batch"});
  for (const auto& [id, update] : MembersOf(response, {"rooms", "join"})) {
    sync.rooms.push_back(ReadRoom(id, *update, self));
  }
  for (const auto& [id, invitation] : MembersOf(response, {"rooms", "invite"})) sync.invitations.push_back(id);
  return sync;
}

std::optional<int64_t> CountJoinedMembers(const json& response) {
  const json* joined = Member(response, {"joined"});
  if (joined == nullptr || !joined->is_object()) return std::nullopt;
  return static_cast<int64_t>(joined->size());
}

std::string TransactionOf(absl::string_view id) { return absl::StrCat("sipwhy-", id); }

std::string MatrixNoticeEncoder::Encode(const Reply& reply, const ChatMessage& message) const {
  const auto fits = [&](const Answer& answer) { return WriteNotice(answer, message).size() < kLargestContent; };
  return WriteNotice(Fit(reply.answer, fits), message);
}

}  // namespace sipwhy::bot
