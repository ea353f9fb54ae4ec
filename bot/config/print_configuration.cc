#include "bot/config/print_configuration.h"

#include <cstdint>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "settings/toml_file.h"

namespace sipwhy::bot {
namespace {

constexpr char kHidden[] = R"({ env = "HIDDEN" })";

bool HasToken(const Configuration& configuration) {
  return !configuration.service_token.empty() || !configuration.service_token_file.empty();
}

class Printer {
 public:
  void Heading(absl::string_view heading) { absl::StrAppend(&toml_, "\n", heading, "\n"); }

  void Text(absl::string_view key, const std::string& text) {
    if (!text.empty()) Line(key, ToToml(text));
  }

  void Flag(absl::string_view key, bool flag) { Line(key, flag ? "true" : "false"); }

  template <typename Texts>
  void List(absl::string_view key, const Texts& texts) {
    const auto quote = [](std::string* list, const std::string& text) { list->append(ToToml(text)); };
    if (!texts.empty()) Line(key, absl::StrCat("[", absl::StrJoin(texts, ", ", quote), "]"));
  }

  void Secret(absl::string_view key, const std::string& secret) {
    if (!secret.empty()) Line(key, kHidden);
  }

  void Address(absl::string_view key, const std::string& host, uint16_t port) {
    const bool is_ipv6 = host.find(':') != std::string::npos;
    if (!host.empty()) Text(key, absl::StrCat(is_ipv6 ? absl::StrCat("[", host, "]") : host, ":", port));
  }

  // Begins the section of an adapter with what all have.
  void Adapter(absl::string_view kind, const ChannelRules& rules) {
    Heading(absl::StrCat("[[", kind, "]]"));
    Text("name", rules.adapter);
    Text("language", rules.language);
    List("open_to", rules.open_to);
    List("answered_bots", rules.answered_bots);
  }

  std::string Take() { return std::move(toml_); }

 private:
  void Line(absl::string_view key, absl::string_view value) { absl::StrAppend(&toml_, key, " = ", value, "\n"); }

  std::string toml_;
};

void Print(const HttpConfiguration& http, Printer& printer) {
  printer.Heading("[http]");
  printer.Address("listen", http.host, http.port);
  printer.Text("certificate", http.certificate);
  printer.Text("key", http.key);
  printer.Flag("web_page", http.web_page);
}

void Print(const SlackConfiguration& slack, Printer& printer) {
  printer.Adapter("slack", slack.rules);
  printer.Secret("signing_secret", slack.signing_secret);
  printer.Text("command_path", slack.command_path);
  printer.Secret("token", slack.poster.token);
  printer.Text("events_path", slack.events_path);
  printer.Text("api", slack.poster.api);
}

void Print(const MattermostConfiguration& mattermost, Printer& printer) {
  printer.Adapter("mattermost", mattermost.rules);
  printer.Secret("token", mattermost.settings.token);
  printer.Text("path", mattermost.path);
}

void Print(const RocketChatConfiguration& rocket_chat, Printer& printer) {
  printer.Adapter("rocket_chat", rocket_chat.rules);
  printer.Secret("token", rocket_chat.settings.token);
  printer.Text("path", rocket_chat.path);
}

void Print(const ZulipConfiguration& zulip, Printer& printer) {
  printer.Adapter("zulip", zulip.rules);
  printer.Secret("token", zulip.settings.token);
  printer.Text("bot_email", zulip.settings.bot_email);
  printer.Text("path", zulip.path);
}

void Print(const TeamsConfiguration& teams, Printer& printer) {
  printer.Adapter("teams", teams.rules);
  printer.Secret("key", teams.key);
  printer.Text("path", teams.path);
}

void Print(const DiscordConfiguration& discord, Printer& printer) {
  printer.Adapter("discord", discord.rules);
  printer.Text("public_key", discord.public_key);
  printer.Text("application_id", discord.application_id);
  printer.Secret("token", discord.token);
  printer.Text("path", discord.path);
  printer.Text("api", discord.api);
}

void Print(const TelegramConfiguration& telegram, Printer& printer) {
  printer.Adapter("telegram", telegram.rules);
  printer.Secret("token", telegram.poll.token);
  printer.Text("mode", telegram.path.empty() ? "poll" : "webhook");
  printer.Text("path", telegram.path);
  printer.Secret("secret_token", telegram.secret_token);
  printer.Text("api", telegram.poll.api);
}

void Print(const IrcConfiguration& irc, Printer& printer) {
  const IrcSettings& settings = irc.settings;
  printer.Adapter("irc", irc.rules);
  printer.Address("server", settings.host, settings.port);
  printer.Flag("tls", settings.tls);
  printer.Text("ca_file", settings.ca_file);
  printer.Text("client_certificate", settings.client_certificate);
  printer.Text("client_key", settings.client_key);
  printer.Text("nick", settings.nick);
  printer.Text("user", settings.user);
  printer.Text("real_name", settings.real_name);
  printer.Text("sasl_user", settings.sasl_user);
  printer.Secret("sasl_password", settings.sasl_password);
  printer.List("channels", settings.channels);
  printer.List("bots", settings.known_bots);
}

void Print(const XmppConfiguration& xmpp, Printer& printer) {
  const XmppSettings& settings = xmpp.settings;
  printer.Adapter("xmpp", xmpp.rules);
  printer.Text("jid", settings.jid);
  printer.Secret("password", settings.password);
  printer.Address("server", settings.host, settings.port);
  printer.Text("tls", settings.tls == XmppSettings::Tls::kOff ? "off" : "required");
  printer.Text("ca_file", settings.ca_file);
  printer.Text("nick", settings.nick);
  printer.List("rooms", settings.rooms);
  printer.List("bots", settings.known_bots);
}

void Print(const MatrixConfiguration& matrix, Printer& printer) {
  printer.Adapter("matrix", matrix.rules);
  printer.Text("homeserver", matrix.settings.homeserver);
  printer.Secret("token", matrix.settings.token);
  printer.Flag("accept_invitations", matrix.settings.accept_invitations);
}

template <typename Section>
void Print(const std::vector<Section>& sections, Printer& printer) {
  for (const Section& section : sections) Print(section, printer);
}

}  // namespace

std::string PrintConfiguration(const Configuration& configuration) {
  Printer printer;
  printer.Text("service", configuration.service);
  printer.Text("service_ca", configuration.service_ca);
  printer.Text("service_certificate", configuration.service_certificate);
  printer.Text("service_key", configuration.service_key);
  printer.Secret("service_token", HasToken(configuration) ? kHidden : "");
  printer.Text("memory", configuration.memory);
  printer.Text("public_url", configuration.public_url);
  if (configuration.http.has_value()) Print(*configuration.http, printer);
  Print(configuration.slack, printer);
  Print(configuration.mattermost, printer);
  Print(configuration.rocket_chat, printer);
  Print(configuration.zulip, printer);
  Print(configuration.teams, printer);
  Print(configuration.discord, printer);
  Print(configuration.telegram, printer);
  Print(configuration.irc, printer);
  Print(configuration.xmpp, printer);
  Print(configuration.matrix, printer);
  return printer.Take();
}

}  // namespace sipwhy::bot
