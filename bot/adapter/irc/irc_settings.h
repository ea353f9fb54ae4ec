// What an operator says of one IRC network.
#ifndef SIPWHY_BOT_ADAPTER_IRC_IRC_SETTINGS_H_
#define SIPWHY_BOT_ADAPTER_IRC_IRC_SETTINGS_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/time/time.h"

namespace sipwhy::bot {

// How long the bot waits for things. Only a network with rules of its own needs others.
struct IrcTimes {
  absl::Duration welcome = absl::Seconds(60);      // from the connection to the server's welcome
  absl::Duration silence = absl::Minutes(2);       // from the last line to a PING of our own
  absl::Duration dead = absl::Minutes(4);          // from the last line to giving the connection up
  absl::Duration rejoin = absl::Seconds(30);       // from a kick to coming back
  absl::Duration refused = absl::Minutes(5);       // from a refused join to the next try
  absl::Duration nick = absl::Minutes(1);          // between tries to get our nick back
  absl::Duration line = absl::Milliseconds(1300);  // between two lines that we send, after the first four
};

struct IrcSettings {
  std::string name;  // the adapter's, for the log
  std::string host;
  uint16_t port = 6697;
  bool tls = true;
  std::string ca_file = {};             // PEM; the system's authorities where empty
  std::string client_certificate = {};  // PEM; both or neither
  std::string client_key = {};          // PEM

  std::string nick;
  std::string user = "sipwhy";
  std::string real_name = "sipwhy";
  std::string sasl_user = {};      // empty for no account
  std::string sasl_password = {};  // sent over TLS or to a loopback address, and nowhere else

  std::vector<std::string> channels = {};
  std::vector<std::string> known_bots = {};  // the nicks of bots that their server does not mark as such
  IrcTimes times = {};
};

}  // namespace sipwhy::bot

#endif  // SIPWHY_BOT_ADAPTER_IRC_IRC_SETTINGS_H_
