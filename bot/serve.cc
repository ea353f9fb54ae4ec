#include "bot/serve.h"

#include <pthread.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <iostream>
#include <memory>
#include <random>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "bot/adapter/console.h"
#include "bot/bot.h"
#include "bot/grpc_knowledge_client.h"
#include "bot/log.h"
#include "bot/platforms.h"
#include "http/health_probe.h"
#include "network/socket_address.h"
#include "systemd/service_manager.h"
#include "systemd/watchdog.h"

namespace sipwhy::bot {
namespace {

constexpr unsigned int kLongestEnd = 8;  // seconds

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

bool WantsColour(Colour colour) {
  if (colour != Colour::kAuto) return colour == Colour::kAlways;
  const char* no_colour = std::getenv("NO_COLOR");
  return isatty(STDOUT_FILENO) != 0 && (no_colour == nullptr || *no_colour == '\0');
}

// The language of the terminal (POSIX, "Internationalization Variables"): "ja_JP" of "ja_JP.UTF-8".
std::string LanguageOfTerminal() {
  for (const char* name : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
    const char* value = std::getenv(name);
    if (value == nullptr || *value == '\0') continue;
    const absl::string_view locale = value;
    const absl::string_view language = locale.substr(0, locale.find_first_of(".@"));
    return language == "C" || language == "POSIX" ? "en" : std::string(language);
  }
  return "en";
}

ConsoleOptions ConsoleOptionsOf(const BotSettings& settings) {
  return {.language = settings.language,
          .usual_language = LanguageOfTerminal(),
          .prompt = isatty(STDIN_FILENO) != 0 && isatty(STDOUT_FILENO) != 0,
          .colour = WantsColour(settings.colour),
          .width = TerminalWidth()};
}

// Null where none is wanted.
absl::StatusOr<std::unique_ptr<Platforms>> StartWebPage(const BotSettings& settings, Bot& bot) {
  if (!settings.web.has_value()) return nullptr;
  absl::StatusOr<std::unique_ptr<Platforms>> web =
      StartPlatforms({.service = settings.service.address, .http = settings.web}, bot);
  if (web.ok()) std::cerr << "sipwhy-bot: the web page is at " << (*web)->url() << "/" << std::endl;
  return web;
}

}  // namespace

absl::Status ServeChats(const Configuration& configuration) {
  const sigset_t signals = BlockEndSignals();
  const absl::StatusOr<std::unique_ptr<KnowledgeClient>> client = ConnectToService(ServiceAccessOf(configuration));
  if (!client.ok()) return client.status();
  Bot bot(**client, {.public_url = configuration.public_url});
  const absl::StatusOr<std::unique_ptr<Platforms>> platforms = StartPlatforms(configuration, bot);
  if (!platforms.ok()) return platforms.status();
  if (!(*platforms)->url().empty()) std::cout << "listening on " << (*platforms)->url() << std::endl;
  NotifyReady("answering");
  WaitForSignal(signals, (*platforms)->url());
  NotifyStopping();
  EndIn(kLongestEnd);
  (*platforms)->Stop();
  return absl::OkStatus();
}

absl::StatusOr<bool> ServeConsole(const BotSettings& settings) {
  const absl::StatusOr<std::unique_ptr<KnowledgeClient>> client = ConnectToService(settings.service);
  if (!client.ok()) return client.status();
  Bot bot(**client, {.service_address = settings.service.address});
  const ConsoleOptions options = ConsoleOptionsOf(settings);
  if (!settings.ask.empty()) return AnswerOnce(bot, options, settings.ask, std::cout);
  const absl::StatusOr<std::unique_ptr<Platforms>> web = StartWebPage(settings, bot);
  if (!web.ok()) return web.status();
  RunConsole(bot, options, std::cin, std::cout);
  return true;
}

}  // namespace sipwhy::bot
