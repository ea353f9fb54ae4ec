// Which rooms the bot is in, and when it goes into which (XEP-0045).
#ifndef SIPWHY_BOT_ADAPTER_XMPP_XMPP_ROOMS_H_
#define SIPWHY_BOT_ADAPTER_XMPP_XMPP_ROOMS_H_

#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace sipwhy::bot {

// A <presence/> from a room as plain values. What a stanza does not have stays empty.
struct XmppPresence {
  std::string from;
  std::string type;  // empty for one who is there, "unavailable", "error"
  std::set<int> statuses;
  std::string new_nick;    // with status 303
  std::string condition;   // of an error, such as "conflict"
  bool destroyed = false;  // the room is no more
};

// Pure: the caller sends and tells the time. Use it from one thread.
//
// A nick that is taken gets "_" at its end, up to five of them. Who was kicked comes back once, after half a minute; a
// second kick within an hour, a ban and the end of the room are final. All other losses and refusals are tried again:
// soon where the server had trouble, after five minutes where the room did not want the bot. A room that does not
// exist, such as one that a restart of the server ended, is tried after five seconds, ten, and so on up to five
// minutes.
class XmppRooms {
 public:
  // `rooms` are bare addresses. `nick` is the one that the bot would like.
  XmppRooms(const std::vector<std::string>& rooms, std::string nick);

  // There is a new connection: the bot is in no room.
  void Reset(absl::Time now);

  // The full addresses to which presence is now to be sent, so that the bot enters. Each comes again after a minute, if
  // the room says nothing.
  std::vector<std::string> JoinsDue(absl::Time now);

  struct Verdict {
    std::string note = {};   // for the log; empty where there is nothing to say
    std::string leave = {};  // the full address to take the bot out of again; empty where there is none
    bool operator==(const Verdict&) const = default;
  };
  Verdict Take(const XmppPresence& presence, absl::Time now);

  // The room does not know the bot any more, as the answer to a ping showed (XEP-0410).
  void NoteLost(absl::string_view room, absl::Time now);

  // The full addresses that the bot has in the rooms that it is in.
  std::vector<std::string> Occupied() const;

  // The bot's nick in each room, by the room's bare address in small letters.
  std::map<std::string, std::string> Nicks() const;

 private:
  struct Room {
    std::string nick;
    bool inside = false;
    bool barred = false;
    int kicks = 0;
    int missed = 0;  // how often it did not exist
    absl::Time entered = absl::InfinitePast();
    absl::Time due = absl::InfiniteFuture();
  };

  Verdict TakeEntry(const std::string& name, Room& room, const XmppPresence& presence, absl::Time now);
  Verdict TakeExit(const std::string& name, Room& room, const XmppPresence& presence, absl::Time now);
  Verdict TakeRefusal(const std::string& name, Room& room, const XmppPresence& presence, absl::Time now);

  const std::string nick_;
  std::map<std::string, Room> rooms_;
};

}  // namespace sipwhy::bot

#endif  // SIPWHY_BOT_ADAPTER_XMPP_XMPP_ROOMS_H_
