#include <sys/resource.h>
#include <unistd.h>

#include <csignal>
#include <iostream>
#include <optional>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "bot/bot_settings.h"
#include "bot/config/configuration.h"
#include "bot/config/print_configuration.h"
#include "bot/register_commands.h"
#include "bot/serve.h"
#include "settings/early_exit.h"
#include "settings/settings.h"

namespace sipwhy::bot {
namespace {

int ExitStatusOf(const absl::Status& status) {
  if (status.ok()) return 0;
  std::cerr << "sipwhy-bot: " << status.message() << std::endl;
  return 1;
}

// As many descriptors as the process may have; by default it has few.
void AllowManyConnections() {
  rlimit limit = {};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
}

int RunConfigured(const BotSettings& settings, Action action) {
  const absl::StatusOr<Configuration> configuration = LoadConfiguration(*settings.config);
  if (!configuration.ok()) {
    // Each of its lines begins with the file.
    std::cerr << configuration.status().message() << std::endl;
    return 1;
  }
  if (action == Action::kCheckConfig) return std::cout << *settings.config << ": fine\n", 0;
  if (action == Action::kPrintConfig) return std::cout << PrintConfiguration(*configuration), 0;
  return ExitStatusOf(settings.register_commands ? RegisterCommands(*configuration, std::cout)
                                                 : ServeChats(*configuration));
}

int RunOnConsole(const BotSettings& settings) {
  const absl::StatusOr<bool> answered = ServeConsole(settings);
  if (!answered.ok()) return ExitStatusOf(answered.status());
  return *answered ? 0 : 1;
}

// Whether the bot is to look at its file and leave.
bool IsAboutTheFile(Action action) { return action == Action::kCheckConfig || action == Action::kPrintConfig; }

int Main(int argc, char** argv) {
  const Program program = BotProgram();
  Resolution resolution =
      Resolve(program, {.arguments = {argv + 1, argv + argc}, .environment = EnvironmentOf(environ)});
  const BotSettings settings = ReadBotSettings(resolution);
  if (!IsAboutTheFile(resolution.action) || !resolution.mistakes.empty()) {
    const std::optional<int> exit_status = LeaveEarly(program, SIPWHY_VERSION, resolution, std::cout, std::cerr);
    if (exit_status.has_value()) return *exit_status;
  }
  // libcurl and OpenSSL report a closed connection as an error; the signal would end the process.
  static_cast<void>(std::signal(SIGPIPE, SIG_IGN));
  AllowManyConnections();
  return settings.config.has_value() ? RunConfigured(settings, resolution.action) : RunOnConsole(settings);
}

}  // namespace
}  // namespace sipwhy::bot

int main(int argc, char** argv) { return sipwhy::bot::Main(argc, argv); }
