// What an operator wants of the bot: the configuration file. deploy/sipwhy-bot.toml shows every key.
#ifndef SIPWHY_BOT_CONFIG_CONFIGURATION_H_
#define SIPWHY_BOT_CONFIG_CONFIGURATION_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "bot/adapter/irc/irc_settings.h"
#include "bot/adapter/matrix/matrix_adapter.h"
#include "bot/adapter/slack_poster.h"
#include "bot/adapter/telegram_poll.h"
#include "bot/adapter/xmpp/xmpp_settings.h"
#include "bot/chat/channel_rules.h"
#include "bot/config/toml_table.h"
#include "bot/webhook/mattermost.h"
#include "bot/webhook/rocket_chat.h"
#include "bot/webhook/zulip.h"
#include "client/service_access.h"

namespace sipwhy::bot {

struct HttpConfiguration {
  std::string host = "127.0.0.1";
  uint16_t port = 8080;
  std::string certificate = {};  // PEM files; empty for plain HTTP
  std::string key = {};
  bool web_page = true;
};

// Each platform has its rules beside what its adapter or codec takes. A path is that of a webhook.
struct SlackConfiguration {
  ChannelRules rules = {};
  std::string signing_secret = {};
  std::string command_path = {};
  std::string events_path = {};  // empty without a token, which the answers to events need
  SlackPosterSettings poster = {};
};
struct MattermostConfiguration {
  ChannelRules rules = {};
  std::string path = {};
  MattermostSettings settings = {};
};
struct RocketChatConfiguration {
  ChannelRules rules = {};
  std::string path = {};
  RocketChatSettings settings = {};
};
struct ZulipConfiguration {
  ChannelRules rules = {};
  std::string path = {};
  ZulipSettings settings = {};
};
struct TeamsConfiguration {
  ChannelRules rules = {};
  std::string path = {};
  std::string key = {};
};
struct DiscordConfiguration {
  ChannelRules rules = {};
  std::string path = {};
  std::string public_key = {};
  std::string application_id = {};
  std::string token = {};  // for --register-commands alone; may be empty
  std::string api = {};
};
struct TelegramConfiguration {
  ChannelRules rules = {};
  TelegramPollSettings poll = {};
  std::string path = {};          // of the webhook; empty to poll
  std::string secret_token = {};  // of the webhook
};
struct IrcConfiguration {
  ChannelRules rules = {};
  IrcSettings settings = {};
};
struct XmppConfiguration {
  ChannelRules rules = {};
  XmppSettings settings = {};
};
struct MatrixConfiguration {
  ChannelRules rules = {};
  MatrixSettings settings = {};
};

struct Configuration {
  // As a ServiceAccess has them (client/service_access.h).
  std::string service = "127.0.0.1:50051";
  std::string service_ca = {};
  std::string service_certificate = {};
  std::string service_key = {};
  std::string service_token_file = {};
  std::string service_token = {};  // of the environment; empty where it stands in a file
  std::string memory = {};         // the path of the bot's own SQLite file
  std::string public_url = {};
  std::optional<HttpConfiguration> http = {};
  std::vector<SlackConfiguration> slack = {};
  std::vector<MattermostConfiguration> mattermost = {};
  std::vector<RocketChatConfiguration> rocket_chat = {};
  std::vector<ZulipConfiguration> zulip = {};
  std::vector<TeamsConfiguration> teams = {};
  std::vector<DiscordConfiguration> discord = {};
  std::vector<TelegramConfiguration> telegram = {};
  std::vector<IrcConfiguration> irc = {};
  std::vector<XmppConfiguration> xmpp = {};
  std::vector<MatrixConfiguration> matrix = {};
};

// What it says of the service.
ServiceAccess ServiceAccessOf(const Configuration& configuration);

// Reads `text`, the configuration. Notes all that is wrong in `problems`, in the order of lines; with any of them the
// result is not to be used. Reads the files and environment variables that secrets stand in, and the service's
// certificates.
Configuration ReadConfiguration(const std::string& text, std::vector<ConfigurationProblem>& problems);

// The same for the file `path`. NOT_FOUND when it cannot be read; INVALID_ARGUMENT with a line "PATH:LINE: WHAT" for
// each problem.
absl::StatusOr<Configuration> LoadConfiguration(const std::string& path);

}  // namespace sipwhy::bot

#endif  // SIPWHY_BOT_CONFIG_CONFIGURATION_H_
