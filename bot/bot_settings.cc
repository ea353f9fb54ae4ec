#include "bot/bot_settings.h"

#include <tuple>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "bot/config/toml_table.h"

namespace sipwhy::bot {
namespace {

SettingSection ChatSection() {
  return {.heading = "In the team's chat, with --config",
          .settings = {{.name = "register-commands",
                        .placeholder = "",
                        .kind = SwitchSetting{},
                        .help = "make the command /sip known to Discord, once, and leave"}}};
}

SettingSection ConsoleSection() {
  return {.heading = "On the console, without --config",
          .settings = {
              {.name = "service",
               .placeholder = "ADDRESS",
               .kind = TextSetting{.fallback = "127.0.0.1:50051"},
               .help = "where sipwhy-service listens, also as unix:/run/sipwhy/service.sock"},
              {.name = "service-ca",
               .placeholder = "PATH",
               .kind = TextSetting{},
               .help = "speak TLS with the service, whose certificate one of these authorities signed, in PEM"},
              {.name = "service-token-file",
               .placeholder = "PATH",
               .kind = TextSetting{},
               .help = "the token that the service knows the bot by; to another machine with --service-ca alone"},
              {.name = "adapter",
               .placeholder = "NAME",
               .kind = TextSetting{.fallback = "console"},
               .help = "console answers each line of standard input; there is no other"},
              {.name = "web",
               .placeholder = "HOST:PORT",
               .kind = TextSetting{},
               .help = "serve the web page as well, such as on 127.0.0.1:8080; port 0 takes a free one"},
              {.name = "language",
               .placeholder = "TAG",
               .kind = TextSetting{},
               .help = "answer in this language, a BCP 47 tag; without it in that of the question or the terminal"},
              {.name = "ask",
               .placeholder = "QUESTION",
               .kind = TextSetting{},
               .help = "answer this one question and leave"},
              {.name = "colour",
               .placeholder = "WHEN",
               .kind = ChoiceSetting{.fallback = "auto", .words = {"auto", "always", "never"}},
               .help = "always, never, or auto: on a terminal, unless NO_COLOR is set"}}};
}

// As the file has it in "listen"; nullopt for anything else.
std::optional<HttpConfiguration> ReadWebAddress(const std::string& address) {
  std::vector<ConfigurationProblem> problems;
  TomlTable table("web", 0, {{"listen", {.text = address}}}, problems);
  HttpConfiguration http;
  std::tie(http.host, http.port) = table.HostAndPort("listen", "");
  return problems.empty() ? std::optional(http) : std::nullopt;
}

Colour ColourOf(absl::string_view word) {
  if (word == "always") return Colour::kAlways;
  return word == "never" ? Colour::kNever : Colour::kAuto;
}

// Checks what one setting alone can not know.
class CrossChecks {
 public:
  explicit CrossChecks(Resolution& resolution)
      : settings_(resolution.settings), action_(resolution.action), mistakes_(resolution.mistakes) {}

  void Run(const BotSettings& bot) {
    if (bot.config.has_value()) return CheckForChat(*bot.config);
    CheckNothingOfTheFile();
    CheckService(bot.service);
    CheckConsole(bot);
  }

 private:
  // A setting that is left aside in silence would seem to overrule the file.
  void CheckForChat(absl::string_view config) {
    if (config.empty()) mistakes_.emplace_back("--config is empty; write --config=FILE");
    for (const Setting& setting : ConsoleSection().settings) {
      if (settings_.IsDefault(setting.name)) continue;
      Complain(setting.name,
               "is of the console, and --config or SIPWHY_BOT_CONFIG names a file; leave one of them out");
    }
  }

  void CheckNothingOfTheFile() {
    constexpr absl::string_view kWhat = "needs --config=FILE as well";
    if (settings_.IsOn("register-commands")) Complain("register-commands", kWhat);
    if (action_ == Action::kCheckConfig) Complain("check-config", kWhat);
    if (action_ == Action::kPrintConfig) Complain("print-config", kWhat);
  }

  void CheckService(const ServiceAccess& service) {
    if (service.address.empty()) return Complain("service", "is empty; write it as 127.0.0.1:50051 or unix:/path");
    if (service.token_file.empty() || IsPrivate(service)) return;
    Complain("service-token-file", absl::StrCat("needs service-ca as well, or a service on this machine: the token "
                                                "would go to ",
                                                service.address, " unencrypted"));
  }

  void CheckConsole(const BotSettings& bot) {
    const std::string& web = settings_.Text("web");
    if (!web.empty() && !bot.web.has_value()) {
      Complain("web", absl::StrCat("must be HOST:PORT, such as 127.0.0.1:8080, not \"", absl::CEscape(web), "\""));
    }
    if (settings_.Text("adapter") == "console") return;
    Complain("adapter", "must be console; all other chat systems stand in the file of --config");
  }

  void Complain(const std::string& name, absl::string_view what) {
    mistakes_.push_back(absl::StrCat(settings_.Where(name), " ", what));
  }

  const Settings& settings_;
  Action action_;
  Mistakes& mistakes_;
};

}  // namespace

Program BotProgram() {
  return {
      .name = "sipwhy-bot",
      .variable_prefix = "SIPWHY_BOT_",
      .sections = {ChatSection(), ConsoleSection()},
      .has_settings_file = false,
      .synopsis = "[--config=FILE | --service=ADDRESS] [OPTION…]",
      .purpose = "Answers chat messages about SIP response codes, with what the sipwhy service knows.",
      .notes =
          {"The file of --config, or of SIPWHY_BOT_CONFIG in the environment, says all about the team's chat: the chat "
           "systems to answer in, the web page, the language and where the service is; deploy/sipwhy-bot.toml of the "
           "sources shows every key. With it the bot answers until SIGTERM, and no setting of the console may be "
           "given. --check-config says what is wrong with the file, with its lines; --print-config prints it as it is "
           "understood, without its secrets.",
           "A setting is taken from the first of these that has it: the command line, as --language=vi; the "
           "environment, as SIPWHY_BOT_LANGUAGE=vi, where an empty variable counts as none; its default. So variables "
           "that the file names for secrets do not begin with SIPWHY_BOT_.",
           "Exit status: 0 at the end of input, after SIGTERM, and for a file that is right; with --ask, 0 for an "
           "answer and 1 when there was none; 1 when a setting or the file is wrong."},
      .examples = {"sipwhy-bot", "sipwhy-bot --ask=\"301 vs 408\" --language=vi",
                   "echo \"busy here vs decline\" | sipwhy-bot --service=127.0.0.1:50051",
                   "sipwhy-bot --web=127.0.0.1:8080", "sipwhy-bot --config=/etc/sipwhy/bot.toml --check-config",
                   "sipwhy-bot --config=/etc/sipwhy/bot.toml"}};
}

BotSettings ReadBotSettings(Resolution& resolution) {
  const Settings& settings = resolution.settings;
  BotSettings bot = {.config = resolution.config,
                     .register_commands = settings.IsOn("register-commands"),
                     .service = {.address = settings.Text("service"),
                                 .ca = settings.Text("service-ca"),
                                 .token_file = settings.Text("service-token-file")},
                     .web = ReadWebAddress(settings.Text("web")),
                     .language = settings.Text("language"),
                     .ask = settings.Text("ask"),
                     .colour = ColourOf(settings.Text("colour"))};
  CrossChecks(resolution).Run(bot);
  return bot;
}

}  // namespace sipwhy::bot
