// What the configuration says of one adapter's conversations.
#ifndef SIPWHY_BOT_CHAT_CHANNEL_RULES_H_
#define SIPWHY_BOT_CHAT_CHANNEL_RULES_H_

#include <set>
#include <string>

namespace sipwhy::bot {

struct ChannelRules {
  std::string adapter;                       // its name, unique in the configuration
  std::string language = "en";               // where neither the conversation nor the platform names one
  std::set<std::string> open_to = {};        // conversations where a bare "301 vs 408" is answered without a mention
  std::set<std::string> answered_bots = {};  // senders that are bots and are answered all the same
  bool operator==(const ChannelRules&) const = default;
};

}  // namespace sipwhy::bot

#endif  // SIPWHY_BOT_CHAT_CHANNEL_RULES_H_
