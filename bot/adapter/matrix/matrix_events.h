// What Matrix's client-server API says on the wire: events that come in, and notices that go out.
#ifndef SIPWHY_BOT_ADAPTER_MATRIX_MATRIX_EVENTS_H_
#define SIPWHY_BOT_ADAPTER_MATRIX_MATRIX_EVENTS_H_

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "bot/chat/message.h"
#include "bot/chat/reply_encoder.h"

namespace sipwhy::bot {

// Who the bot is on its homeserver.
struct MatrixIdentity {
  std::string user_id;       // "@sip:example.org"
  std::string display_name;  // empty where there is none
};

// What happened in one room that the bot is in.
struct MatrixRoom {
  std::string id;
  std::optional<int64_t> members;   // that joined, the bot among them; nullopt where the response does not tell
  bool members_may_differ = false;  // without `members`: what earlier responses told may be wrong by now
  bool encrypted = false;           // the bot cannot read there; it learns of it here and never again
  std::vector<ChatMessage> messages;
};

struct MatrixSync {
  std::string position;  // where the next response goes on ("next_batch"); empty in a malformed response
  std::vector<MatrixRoom> rooms;
  std::vector<std::string> invitations;  // the ids of rooms
};

// What /sync is to send, as JSON for its parameter `filter`: messages, and what tells who is in a room and whether it
// is encrypted.
std::string MatrixFilter();

// Reads a response of the homeserver. What nests over 24 deep is left out, since one such event, which anybody can
// send, must not cost those beside it. INVALID_ARGUMENT when it is not JSON; never quotes it.
absl::StatusOr<nlohmann::json> ParseMatrix(absl::string_view response);

// The messages and invitations in a response to /sync ("Syncing"). A message is addressed when it names the bot in
// m.mentions, or begins with its name and ":" or ",", or with "!sip"; that opening is cut. Whether it is direct is for
// the caller to find out, who knows how many members the room has. Events that are no text are left out.
MatrixSync ReadSync(const nlohmann::json& response, const MatrixIdentity& self);

// How many joined a room, by the response to /rooms/{room}/joined_members; nullopt when it is malformed.
std::optional<int64_t> CountJoinedMembers(const nlohmann::json& response);

// The transaction of the answer to the event `id`: the same each time, so that the homeserver takes one answer alone
// ("Transaction identifiers"). Not yet percent-encoded.
std::string TransactionOf(absl::string_view id);

// Makes the content of an m.notice, which other bots do not answer: below 60,000 bytes, since an event with all that
// servers add is at most 65,536 ("Size limits"), without mentions, in the thread or as a reply to the message.
class MatrixNoticeEncoder final : public ReplyEncoder {
 public:
  std::string Encode(const Reply& reply, const ChatMessage& message) const override;
};

}  // namespace sipwhy::bot

#endif  // SIPWHY_BOT_ADAPTER_MATRIX_MATRIX_EVENTS_H_
