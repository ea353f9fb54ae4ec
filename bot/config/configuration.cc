#include "bot/config/configuration.h"

#include <arpa/inet.h>
#include <netinet/in.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <tuple>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/clock.h"
#include "bot/webhook/discord.h"
#include "bot/webhook/discord_commands.h"
#include "bot/webhook/teams.h"
#include "client/bearer_token.h"
#include "settings/text_file.h"
#include "settings/toml_file.h"

namespace sipwhy::bot {
namespace {

using Problems = std::vector<ConfigurationProblem>;

// Paths of the web page, which no webhook may take; see bot/web/site.h.
bool IsOfTheWebPage(const std::string& path) {
  constexpr absl::string_view kPaths[] = {"/chat",        "/style.css",  "/chat.js", "/icon.svg",
                                          "/favicon.ico", "/robots.txt", "/healthz"};
  return absl::StartsWith(path, "/sip/") || std::find(std::begin(kPaths), std::end(kPaths), path) != std::end(kPaths);
}

bool IsAddress(const std::string& host) {
  in6_addr address = {};
  return inet_pton(AF_INET, host.c_str(), &address) == 1 || inet_pton(AF_INET6, host.c_str(), &address) == 1;
}

// As IRC and XMPP have the names of conversations.
void LowerCase(std::set<std::string>& names) {
  std::set<std::string> lower;
  for (const std::string& name : names) lower.insert(absl::AsciiStrToLower(name));
  names = std::move(lower);
}

class Reader {
 public:
  explicit Reader(Problems& problems) : problems_(problems) {}

  Configuration Read(const std::string& text) {
    const std::vector<TomlSection> sections = ReadToml(text, problems_);
    if (sections.empty()) return {};
    ReadRoot(sections.front());
    for (size_t i = 1; i < sections.size(); ++i) ReadSection(sections[i]);
    CheckWhole();
    return std::move(configuration_);
  }

 private:
  TomlTable TableOf(const TomlSection& section) {
    const std::string heading = section.name.empty() ? "the file’s beginning:"
                                : section.repeated   ? absl::StrCat("[[", section.name, "]]")
                                                     : absl::StrCat("[", section.name, "]");
    return TomlTable(heading, section.line, section.values, problems_);
  }

  void ReadRoot(const TomlSection& section) {
    TomlTable table = TableOf(section);
    ReadService(table, section);
    configuration_.memory = table.RequiredText("memory");
    configuration_.public_url = table.Url("public_url", "");
    language_ = table.Text("language", "en");
    table.CheckKeys();
  }

  void ReadService(TomlTable& table, const TomlSection& section) {
    configuration_.service = table.Text("service", configuration_.service);
    if (!absl::StartsWith(configuration_.service, "unix:")) table.HostAndPort("service", configuration_.service);
    ReadServiceCertificates(table);
    ReadServiceToken(table, section);
    const absl::Status fits = CheckAccess(ServiceAccessOf(configuration_));
    if (fits.ok()) return;
    const std::string key = table.Has("service_certificate") ? "service_certificate"
                            : table.Has("service_key")       ? "service_key"
                                                             : "service_token";
    table.Complain(key, absl::StrCat("cannot be used: ", fits.message()));
  }

  void ReadServiceCertificates(TomlTable& table) {
    configuration_.service_ca = table.Text("service_ca", "");
    configuration_.service_certificate = table.Text("service_certificate", "");
    configuration_.service_key = table.Text("service_key", "");
    const ServiceAccess access = ServiceAccessOf(configuration_);
    if (!access.ca.empty()) Note(table, "service_ca", ReadAuthorities(access.ca).status());
    if (access.certificate.empty() || access.key.empty()) return;
    Note(table, "service_certificate", ReadClientIdentity(access.certificate, access.key, absl::Now()).status());
  }

  void ReadServiceToken(TomlTable& table, const TomlSection& section) {
    std::string token = table.Secret("service_token");
    if (token.empty()) return;
    Note(table, "service_token", CheckBearerToken(token));
    const auto& source = section.values.at("service_token").table;
    const auto file = source.find("file");
    if (file != source.end()) {
      configuration_.service_token_file = file->second;
    } else {
      configuration_.service_token = std::move(token);
    }
  }

  static void Note(TomlTable& table, const std::string& key, const absl::Status& status) {
    if (!status.ok()) table.Complain(key, absl::StrCat("cannot be used: ", status.message()));
  }

  void ReadSection(const TomlSection& section) {
    const bool is_http = section.name == "http";
    const auto reader = kReaders.find(section.name);
    if (!is_http && reader == kReaders.end()) {
      std::vector<std::string> names = {"[http]"};
      for (const auto& [name, read] : kReaders) names.push_back(absl::StrCat("[[", name, "]]"));
      problems_.push_back({section.line, absl::StrCat("there is no section ", section.name, "; there are ",
                                                      absl::StrJoin(names, ", "))});
      return;
    }
    TomlTable table = TableOf(section);
    if (is_http == section.repeated) {
      problems_.push_back({section.line, is_http
                                             ? "there is one [http], in single brackets"
                                             : absl::StrCat("write [[", section.name, "]], since there may be more")});
    }
    if (is_http) {
      ReadHttp(table);
    } else {
      (this->*reader->second)(table);
    }
    table.CheckKeys();
  }

  void ReadHttp(TomlTable& table) {
    HttpConfiguration http;
    std::tie(http.host, http.port) = table.HostAndPort("listen", "127.0.0.1:8080");
    if (!http.host.empty() && !IsAddress(http.host)) table.Complain("listen", "must begin with an IP address");
    http.certificate = table.File("certificate");
    http.key = table.File("key");
    if (http.certificate.empty() != http.key.empty()) table.Complain("certificate", "and key go together");
    http.web_page = table.Flag("web_page", true);
    configuration_.http = std::move(http);
  }

  // What every adapter has. The name is that of the section unless it says another.
  ChannelRules ReadRules(TomlTable& table, const std::string& kind, bool has_channels = true) {
    ChannelRules rules{.adapter = table.Text("name", kind), .language = table.Text("language", language_)};
    if (rules.adapter.empty()) table.Complain("name", "is empty");
    if (!names_.insert(rules.adapter).second) {
      table.Complain("name",
                     absl::StrCat("\"", absl::CEscape(rules.adapter), "\" is taken by another; give each its own"));
    }
    if (has_channels) {
      for (std::string& channel : table.Texts("open_to")) rules.open_to.insert(std::move(channel));
      for (std::string& bot : table.Texts("answered_bots")) rules.answered_bots.insert(std::move(bot));
    }
    return rules;
  }

  std::string ReadPath(TomlTable& table, const std::string& key, std::string fallback) {
    std::string path = table.UrlPath(key, std::move(fallback));
    if (IsOfTheWebPage(path)) table.Complain(key, "is an address of the web page");
    if (!paths_.insert(path).second) table.Complain(key, absl::StrCat(path, " is taken by another webhook"));
    needs_http_.push_back({table.line(), absl::StrCat("the webhook ", path, " needs a section [http] with listen")});
    return path;
  }

  void ReadSlack(TomlTable& table) {
    SlackConfiguration slack{.rules = ReadRules(table, "slack")};
    slack.signing_secret = table.RequiredSecret("signing_secret");
    slack.command_path = ReadPath(table, "command_path", absl::StrCat("/", slack.rules.adapter, "/command"));
    slack.poster = {
        .name = slack.rules.adapter, .api = table.Url("api", "https://slack.com/api"), .token = table.Secret("token")};
    if (table.Has("token")) {
      slack.events_path = ReadPath(table, "events_path", absl::StrCat("/", slack.rules.adapter, "/events"));
    } else if (table.Has("events_path")) {
      table.Complain("events_path", "needs token, with which answers are posted");
      table.Text("events_path", "");
    }
    configuration_.slack.push_back(std::move(slack));
  }

  void ReadMattermost(TomlTable& table) {
    MattermostConfiguration mattermost{.rules = ReadRules(table, "mattermost")};
    mattermost.path = ReadPath(table, "path", absl::StrCat("/", mattermost.rules.adapter));
    mattermost.settings.token = table.RequiredSecret("token");
    configuration_.mattermost.push_back(std::move(mattermost));
  }

  void ReadRocketChat(TomlTable& table) {
    RocketChatConfiguration rocket_chat{.rules = ReadRules(table, "rocket_chat")};
    rocket_chat.path = ReadPath(table, "path", absl::StrCat("/", rocket_chat.rules.adapter));
    rocket_chat.settings.token = table.RequiredSecret("token");
    configuration_.rocket_chat.push_back(std::move(rocket_chat));
  }

  void ReadZulip(TomlTable& table) {
    ZulipConfiguration zulip{.rules = ReadRules(table, "zulip")};
    zulip.path = ReadPath(table, "path", absl::StrCat("/", zulip.rules.adapter));
    zulip.settings = {.token = table.RequiredSecret("token"), .bot_email = table.RequiredText("bot_email")};
    configuration_.zulip.push_back(std::move(zulip));
  }

  void ReadTeams(TomlTable& table) {
    TeamsConfiguration teams{.rules = ReadRules(table, "teams", /*has_channels=*/false)};
    teams.path = ReadPath(table, "path", absl::StrCat("/", teams.rules.adapter));
    teams.key = table.RequiredSecret("key");
    const absl::Status key = TeamsCodec::Make(teams.key).status();
    if (!teams.key.empty() && !key.ok()) table.Complain("key", absl::StrCat("cannot be used: ", key.message()));
    configuration_.teams.push_back(std::move(teams));
  }

  void ReadDiscord(TomlTable& table) {
    DiscordConfiguration discord{.rules = ReadRules(table, "discord", /*has_channels=*/false)};
    discord.path = ReadPath(table, "path", absl::StrCat("/", discord.rules.adapter));
    discord.public_key = table.RequiredText("public_key");
    discord.application_id = table.RequiredText("application_id");
    discord.token = table.Secret("token");
    discord.api = table.Url("api", kDiscordApi);
    const absl::Status usable = DiscordCodec::Make(discord.public_key, discord.application_id).status();
    if (table.Has("public_key") && table.Has("application_id") && !usable.ok()) {
      table.Complain("public_key", absl::StrCat("or application_id cannot be used: ", usable.message()));
    }
    configuration_.discord.push_back(std::move(discord));
  }

  void ReadTelegram(TomlTable& table) {
    TelegramConfiguration telegram{.rules = ReadRules(table, "telegram")};
    telegram.poll = {.name = telegram.rules.adapter,
                     .api = table.Url("api", "https://api.telegram.org"),
                     .token = table.RequiredSecret("token")};
    const std::string mode = table.Text("mode", "poll");
    if (mode != "poll" && mode != "webhook") table.Complain("mode", R"(is "poll" or "webhook")");
    if (mode == "webhook") {
      telegram.path = ReadPath(table, "path", absl::StrCat("/", telegram.rules.adapter));
      telegram.secret_token = table.RequiredSecret("secret_token");
    } else if (table.Has("path") || table.Has("secret_token")) {
      table.Complain(table.Has("path") ? "path" : "secret_token", "needs mode = \"webhook\"");
      table.Text("path", "");
      table.Secret("secret_token");
    }
    configuration_.telegram.push_back(std::move(telegram));
  }

  void ReadIrc(TomlTable& table) {
    IrcConfiguration irc{.rules = ReadRules(table, "irc")};
    IrcSettings& settings = irc.settings;
    settings.name = irc.rules.adapter;
    if (!table.Has("server")) table.Complain("server", "is missing");
    std::tie(settings.host, settings.port) = table.HostAndPort("server", "irc.example.org:6697");
    settings.tls = table.Flag("tls", true);
    settings.ca_file = table.File("ca_file");
    settings.client_certificate = table.File("client_certificate");
    settings.client_key = table.File("client_key");
    if (settings.client_certificate.empty() != settings.client_key.empty()) {
      table.Complain("client_certificate", "and client_key go together");
    }
    settings.nick = table.RequiredText("nick");
    settings.user = table.Text("user", settings.user);
    settings.real_name = table.Text("real_name", settings.real_name);
    settings.sasl_user = table.Text("sasl_user", "");
    settings.sasl_password = table.Secret("sasl_password");
    settings.channels = table.Texts("channels");
    if (settings.sasl_user.empty() != settings.sasl_password.empty()) {
      table.Complain("sasl_user", "and sasl_password go together");
    }
    const bool is_word = settings.nick.find_first_of(" ,:@!*?\t") == std::string::npos;
    if (!is_word) table.Complain("nick", "is no nick: it has a space or a sign that IRC uses itself");
    settings.known_bots = table.Texts("bots");
    LowerCase(irc.rules.open_to);
    configuration_.irc.push_back(std::move(irc));
  }

  void ReadXmpp(TomlTable& table) {
    XmppConfiguration xmpp{.rules = ReadRules(table, "xmpp")};
    XmppSettings& settings = xmpp.settings;
    settings.name = xmpp.rules.adapter;
    settings.jid = table.RequiredText("jid");
    settings.password = table.RequiredSecret("password");
    if (table.Has("server")) std::tie(settings.host, settings.port) = table.HostAndPort("server", "");
    const std::string tls = table.Text("tls", "required");
    if (tls != "required" && tls != "off") table.Complain("tls", R"(is "required" or, to a loopback address, "off")");
    settings.tls = tls == "off" ? XmppSettings::Tls::kOff : XmppSettings::Tls::kRequired;
    settings.ca_file = table.File("ca_file");
    settings.nick = table.Text("nick", "sipwhy");
    settings.rooms = table.Texts("rooms");
    settings.known_bots = table.Texts("bots");
    const absl::Status usable = CheckXmppSettings(settings);
    if (table.Has("jid") && table.Has("password") && !usable.ok()) table.Complain("jid", usable.message());
    LowerCase(xmpp.rules.open_to);
    configuration_.xmpp.push_back(std::move(xmpp));
  }

  void ReadMatrix(TomlTable& table) {
    MatrixConfiguration matrix{.rules = ReadRules(table, "matrix")};
    if (!table.Has("homeserver")) table.Complain("homeserver", "is missing");
    matrix.settings = {.name = matrix.rules.adapter,
                       .homeserver = table.Url("homeserver", ""),
                       .token = table.RequiredSecret("token"),
                       .accept_invitations = table.Flag("accept_invitations", false)};
    configuration_.matrix.push_back(std::move(matrix));
  }

  void CheckWhole() {
    if (!configuration_.http.has_value()) problems_.insert(problems_.end(), needs_http_.begin(), needs_http_.end());
    const bool has_page = configuration_.http.has_value() && configuration_.http->web_page;
    if (names_.empty() && !has_page) {
      problems_.push_back({1, "there is nobody to answer: add a section such as [http] or [[slack]]"});
    }
  }

  static const std::map<std::string, void (Reader::*)(TomlTable&)> kReaders;

  Problems& problems_;
  Configuration configuration_;
  std::string language_ = "en";
  std::set<std::string> names_;
  std::set<std::string> paths_;
  Problems needs_http_;
};

const std::map<std::string, void (Reader::*)(TomlTable&)> Reader::kReaders = {
    {"discord", &Reader::ReadDiscord},
    {"irc", &Reader::ReadIrc},
    {"matrix", &Reader::ReadMatrix},
    {"mattermost", &Reader::ReadMattermost},
    {"rocket_chat", &Reader::ReadRocketChat},
    {"slack", &Reader::ReadSlack},
    {"teams", &Reader::ReadTeams},
    {"telegram", &Reader::ReadTelegram},
    {"xmpp", &Reader::ReadXmpp},
    {"zulip", &Reader::ReadZulip},
};

}  // namespace

ServiceAccess ServiceAccessOf(const Configuration& configuration) {
  return {.address = configuration.service,
          .ca = configuration.service_ca,
          .certificate = configuration.service_certificate,
          .key = configuration.service_key,
          .token_file = configuration.service_token_file,
          .token = configuration.service_token};
}

Configuration ReadConfiguration(const std::string& text, Problems& problems) {
  Configuration configuration = Reader(problems).Read(text);
  std::stable_sort(problems.begin(), problems.end(),
                   [](const ConfigurationProblem& a, const ConfigurationProblem& b) { return a.line < b.line; });
  return configuration;
}

absl::StatusOr<Configuration> LoadConfiguration(const std::string& path) {
  const std::optional<std::string> text = ReadTextFile(path);
  if (!text.has_value()) return absl::NotFoundError(absl::StrCat(path, ": cannot be read"));
  Problems problems;
  Configuration configuration = ReadConfiguration(*text, problems);
  if (problems.empty()) return configuration;
  std::vector<std::string> lines;
  for (const ConfigurationProblem& problem : problems) {
    lines.push_back(absl::StrCat(path, ":", problem.line, ": ", problem.what));
  }
  return absl::InvalidArgumentError(absl::StrJoin(lines, "\n"));
}

}  // namespace sipwhy::bot
