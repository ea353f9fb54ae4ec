#include <pthread.h>
#include <sys/resource.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <iostream>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/flags/flag.h"
#include "absl/flags/parse.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "absl/time/clock.h"
#include "absl/types/span.h"
#include "bot/adapter/console.h"
#include "bot/bot.h"
#include "bot/config/configuration.h"
#include "bot/config/print_configuration.h"
#include "bot/grpc_knowledge_client.h"
#include "bot/http/http_client.h"
#include "bot/log.h"
#include "bot/platforms.h"
#include "bot/webhook/discord_commands.h"
#include "client/service_channel.h"
#include "http/health_probe.h"
#include "network/socket_address.h"
#include "systemd/service_manager.h"
#include "systemd/watchdog.h"
#include "text/flag_names.h"

ABSL_FLAG(std::string, service, "127.0.0.1:50051", "see --help");
ABSL_FLAG(std::string, service_ca, "", "see --help");
ABSL_FLAG(std::string, service_token_file, "", "see --help");
ABSL_FLAG(std::string, adapter, "console", "see --help");
ABSL_FLAG(std::string, web, "", "see --help");
ABSL_FLAG(std::string, language, "en", "see --help");
ABSL_FLAG(std::string, ask, "", "see --help");
ABSL_FLAG(std::string, colour, "auto", "see --help");
ABSL_FLAG(std::string, config, "", "see --help");
ABSL_FLAG(bool, check_config, false, "see --help");
ABSL_FLAG(bool, print_config, false, "see --help");
ABSL_FLAG(bool, register_commands, false, "see --help");

namespace sipwhy::bot {
namespace {

constexpr unsigned int kLongestEnd = 8;  // seconds

constexpr char kUsage[] =
    "Usage: sipwhy-bot --config=FILE [--check-config | --print-config | --register-commands]\n"
    "       sipwhy-bot [--service=HOST:PORT] [--web=HOST:PORT] [--language=TAG] [--ask=QUESTION]\n\n"
    "Answers chat messages about SIP response codes, with what the sipwhy service knows.\n\n"
    "In the team's chat, until SIGTERM:\n"
    "  --config=FILE        the chat systems to answer in, and where the service is; deploy/sipwhy-bot.toml of the\n"
    "                       sources shows every key\n"
    "  --check-config       say what is wrong with the file, with its lines, and leave\n"
    "  --print-config       print the file as it is understood, without its secrets, and leave\n"
    "  --register-commands  make the command /sip known to Discord, once, and leave\n\n"
    "On the console:\n"
    "  --service=HOST:PORT  where sipwhy-service listens, 127.0.0.1:50051 by default\n"
    "  --service-ca=FILE    speak TLS with the service; its certificate is signed by this authority (PEM)\n"
    "  --service-token-file=FILE\n"
    "                       the token that the service knows the bot by; to another machine with --service-ca alone\n"
    "  --adapter=console    answers each line of standard input; there is no other\n"
    "  --web=HOST:PORT      serves the web page as well; port 0 takes a free one\n"
    "  --language=TAG       the reader's language as a BCP 47 tag, en by default\n"
    "  --ask=QUESTION       answer this one question and leave\n"
    "  --colour=WHEN        auto (on a terminal, unless NO_COLOR is set), always or never\n\n"
    "  --help, --version    print this, or the version, and leave\n\n"
    "Exit status: 0 at the end of input, after SIGTERM, and for a file that is right; with --ask, 0 for an answer and "
    "1\n"
    "when there was none; 1 when an argument or the configuration is wrong.\n\n"
    "Examples:\n"
    "  sipwhy-bot\n"
    "  sipwhy-bot --ask=\"301 vs 408\" --language=vi\n"
    "  echo \"busy here vs decline\" | sipwhy-bot --service=127.0.0.1:50051\n"
    "  sipwhy-bot --config=/etc/sipwhy/bot.toml --check-config\n"
    "  sipwhy-bot --config=/etc/sipwhy/bot.toml\n";

int Fail(absl::string_view message) {
  std::cerr << "sipwhy-bot: " << message << std::endl;
  return 1;
}

int FailOnArgument(absl::string_view message) { return Fail(absl::StrCat(message, "; see --help")); }

bool WantsColour(const std::string& when) {
  if (when != "auto") return when == "always";
  const char* no_colour = std::getenv("NO_COLOR");
  return isatty(STDOUT_FILENO) != 0 && (no_colour == nullptr || *no_colour == '\0');
}

// Threads that start after this leave these signals to whoever waits for them.
sigset_t BlockEndSignals() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  return signals;
}

// Ends the process after so many seconds if it has not ended: a look-up of a name cannot be broken off.
void EndIn(unsigned int seconds) {
  std::signal(SIGALRM, [](int) { _exit(0); });
  alarm(seconds);
}

absl::StatusOr<std::unique_ptr<Platforms>> StartPlatforms(const Configuration& configuration, Bot& bot) {
  // The first question must not wait for the connection.
  const absl::Status reached = bot.Languages(absl::Now() + absl::Seconds(2)).status();
  if (!reached.ok()) Log("service", absl::StrCat("not reached yet at ", configuration.service, "; will try again"));
  return Platforms::Start(configuration, bot, std::random_device()());
}

absl::StatusOr<std::unique_ptr<KnowledgeClient>> ConnectClient(const ServiceAccess& access) {
  absl::StatusOr<ServiceChannel> service = OpenServiceChannel(access, [](const absl::Status& token) {
    Log("service", token.ok() ? "has another token from now on" : absl::StrCat("keeps its token: ", token.message()));
  });
  if (!service.ok()) return service.status();
  return MakeGrpcKnowledgeClient(*std::move(service));
}

// Asks the bot's own web server, where it has one without TLS, how it is. Links look after themselves.
absl::Status Probe(const std::string& url, absl::Duration patience) {
  absl::string_view address = url;
  if (!absl::ConsumePrefix(&address, "http://")) return absl::OkStatus();
  const absl::StatusOr<SocketAddress> server = ParseAddress(address);
  return server.ok() ? ProbeHealthPage(*server, patience) : server.status();
}

// Meanwhile the service manager hears that the bot is well.
void WaitForSignal(const sigset_t& signals, const std::string& url) {
  const Watchdog watchdog(
      [&](absl::Duration patience) { return Probe(url, patience); },
      [](const absl::Status& outcome) { Log("probe", outcome.ok() ? "well again" : outcome.message()); });
  int signal_number = 0;
  sigwait(&signals, &signal_number);
}

int ServePlatforms(const Configuration& configuration) {
  const sigset_t signals = BlockEndSignals();
  const absl::StatusOr<std::unique_ptr<KnowledgeClient>> client = ConnectClient(ServiceAccessOf(configuration));
  if (!client.ok()) return Fail(client.status().message());
  Bot bot(**client, {.public_url = configuration.public_url});
  const absl::StatusOr<std::unique_ptr<Platforms>> platforms = StartPlatforms(configuration, bot);
  if (!platforms.ok()) return Fail(platforms.status().message());
  if (!(*platforms)->url().empty()) std::cout << "listening on " << (*platforms)->url() << std::endl;
  NotifyReady("answering");
  WaitForSignal(signals, (*platforms)->url());
  NotifyStopping();
  EndIn(kLongestEnd);
  (*platforms)->Stop();
  return 0;
}

int RegisterCommands(const Configuration& configuration) {
  if (configuration.discord.empty()) return Fail("the configuration has no [[discord]], which alone needs this");
  HttpClient http;
  for (const DiscordConfiguration& discord : configuration.discord) {
    if (discord.token.empty()) return Fail(absl::StrCat(discord.rules.adapter, " needs token to register its command"));
    const absl::StatusOr<HttpResponse> response =
        http.Send(DiscordRegistration(discord.application_id, discord.token, discord.api));
    const absl::Status status = response.ok() ? ReadDiscordRegistration(*response) : response.status();
    if (!status.ok()) return Fail(absl::StrCat(discord.rules.adapter, ": ", status.message()));
    std::cout << discord.rules.adapter << ": /sip is registered; Discord shows it within minutes\n";
  }
  return 0;
}

int RunConfigured(const std::string& path) {
  const absl::StatusOr<Configuration> configuration = LoadConfiguration(path);
  if (!configuration.ok()) {
    std::cerr << configuration.status().message() << std::endl;
    return 1;
  }
  if (absl::GetFlag(FLAGS_check_config)) return std::cout << path << ": fine\n", 0;
  if (absl::GetFlag(FLAGS_print_config)) return std::cout << PrintConfiguration(*configuration), 0;
  return absl::GetFlag(FLAGS_register_commands) ? RegisterCommands(*configuration) : ServePlatforms(*configuration);
}

// "127.0.0.1:8080"; nullopt for anything else.
std::optional<HttpConfiguration> ReadWebAddress(const std::string& address) {
  std::vector<ConfigurationProblem> problems;
  TomlTable table("--web", 0, {{"listen", {.text = address}}}, problems);
  HttpConfiguration http;
  std::tie(http.host, http.port) = table.HostAndPort("listen", "");
  return problems.empty() ? std::optional(http) : std::nullopt;
}

int RunOnConsole() {
  const std::string colour = absl::GetFlag(FLAGS_colour);
  if (colour != "auto" && colour != "always" && colour != "never") {
    return FailOnArgument("--colour is auto, always or never");
  }
  const std::string service = absl::GetFlag(FLAGS_service);
  const absl::StatusOr<std::unique_ptr<KnowledgeClient>> client =
      ConnectClient({.address = service,
                     .ca = absl::GetFlag(FLAGS_service_ca),
                     .token_file = absl::GetFlag(FLAGS_service_token_file)});
  if (!client.ok()) return Fail(client.status().message());
  Bot bot(**client, {.service_address = service});
  const ConsoleOptions options = {.language = absl::GetFlag(FLAGS_language),
                                  .prompt = isatty(STDIN_FILENO) != 0 && isatty(STDOUT_FILENO) != 0,
                                  .colour = WantsColour(colour),
                                  .width = TerminalWidth()};
  const std::string question = absl::GetFlag(FLAGS_ask);
  if (!question.empty()) return AnswerOnce(bot, options, question, std::cout) ? 0 : 1;
  std::unique_ptr<Platforms> web;
  if (const std::string address = absl::GetFlag(FLAGS_web); !address.empty()) {
    const std::optional<HttpConfiguration> http = ReadWebAddress(address);
    if (!http.has_value()) return FailOnArgument("--web is HOST:PORT, such as 127.0.0.1:8080");
    absl::StatusOr<std::unique_ptr<Platforms>> started = StartPlatforms({.service = service, .http = http}, bot);
    if (!started.ok()) return Fail(started.status().message());
    web = *std::move(started);
    std::cerr << "sipwhy-bot: the web page is at " << web->url() << "/" << std::endl;
  }
  RunConsole(bot, options, std::cin, std::cout);
  return 0;
}

// As many descriptors as the process may have; by default it has few.
void AllowManyConnections() {
  rlimit limit = {};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
}

int Main(int argc, char** argv) {
  for (const absl::string_view argument : absl::MakeSpan(argv, static_cast<size_t>(argc))) {
    if (argument == "--help") return std::cout << kUsage, 0;
    if (argument == "--version") return std::cout << "sipwhy-bot " SIPWHY_VERSION "\n", 0;
  }
  sipwhy::WriteFlagNamesWithUnderscores(argc, argv);
  if (absl::ParseCommandLine(argc, argv).size() > 1) return FailOnArgument("there is an argument without --");
  if (absl::GetFlag(FLAGS_adapter) != "console") return FailOnArgument("--adapter is console; others are in --config");
  // libcurl and OpenSSL report a closed connection as an error; the signal would end the process.
  static_cast<void>(std::signal(SIGPIPE, SIG_IGN));
  AllowManyConnections();
  const std::string config = absl::GetFlag(FLAGS_config);
  if (!config.empty()) return RunConfigured(config);
  if (absl::GetFlag(FLAGS_check_config) || absl::GetFlag(FLAGS_print_config) ||
      absl::GetFlag(FLAGS_register_commands)) {
    return FailOnArgument("--check-config, --print-config and --register-commands need --config=FILE");
  }
  return RunOnConsole();
}

}  // namespace
}  // namespace sipwhy::bot

int main(int argc, char** argv) { return sipwhy::bot::Main(argc, argv); }
