#include <sys/resource.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <iostream>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "service/check_files.h"
#include "service/server.h"
#include "service/service_settings.h"
#include "settings/early_exit.h"
#include "settings/settings.h"
#include "systemd/service_manager.h"
#include "systemd/watchdog.h"

namespace sipwhy {
namespace {

constexpr absl::Duration kLongestEnd = absl::Seconds(5);  // beyond the grace of calls

int Fail(const absl::Status& status) {
  std::cerr << "sipwhy-service: " << status.message() << std::endl;
  return 1;
}

// Signals are taken by the one thread that waits for them, so that what follows may call anything.
sigset_t BlockSignals() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGHUP);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  return signals;
}

// As many descriptors as the process may have; by default it has few.
void AllowManyConnections() {
  rlimit limit = {};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
}

// The socket that systemd opened for the data port, -1 for none. It is the only one that we take.
absl::StatusOr<int> PassedSocketForData() {
  absl::StatusOr<std::vector<PassedSocket>> passed = TakePassedSockets();
  if (!passed.ok()) return passed.status();
  int data = -1;
  for (const PassedSocket& socket : *passed) {
    if (data >= 0 || socket.name == "admin") {
      return absl::InvalidArgumentError(absl::StrCat("was passed ", passed->size(), " sockets, of which one is called ",
                                                     socket.name, ", and takes one, for the data port"));
    }
    data = socket.descriptor;
  }
  return data;
}

std::string StateOf(const Server& server) {
  return absl::StrCat("serving on ", server.address(), ", revision ", server.revision());
}

// Until a signal says to stop.
void ReloadAtEachHangup(const sigset_t& signals, Server& server) {
  int signal_number = SIGHUP;
  while (signal_number == SIGHUP) {
    sigwait(&signals, &signal_number);
    if (signal_number != SIGHUP) return;
    NotifyReloading();
    server.ReloadNow();
    NotifyReady(StateOf(server));
  }
}

// Waits until load balancers have seen that the server drains, or for a second signal to end.
void WaitForBalancers(const sigset_t& signals, absl::Duration delay) {
  const absl::Time end = absl::Now() + delay;
  for (absl::Duration left = delay; left > absl::ZeroDuration(); left = end - absl::Now()) {
    const timespec wait = absl::ToTimespec(left);
    const int signal_number = sigtimedwait(&signals, nullptr, &wait);
    if (signal_number == SIGTERM || signal_number == SIGINT) return;
  }
}

// Ends the process after so long if it has not ended: gRPC may wait for a thread that it could not start.
void EndIn(absl::Duration longest) {
  static_cast<void>(std::signal(SIGALRM, [](int) { _exit(0); }));
  alarm(static_cast<unsigned int>(absl::ToInt64Seconds(longest)));
}

int Serve(const ServiceSettings& settings) {
  const sigset_t signals = BlockSignals();
  const absl::StatusOr<int> passed_socket = PassedSocketForData();
  if (!passed_socket.ok()) return Fail(passed_socket.status());
  const auto started = Server::Start(settings, *passed_socket);
  if (!started.ok()) return Fail(started.status());
  Server& server = **started;
  if (absl::Status loaded = server.Load([&] { NotifyStatus(StateOf(server)); }); !loaded.ok()) return Fail(loaded);
  std::cout << StateOf(server) << std::endl;
  if (!server.admin_address().empty()) std::cout << "admin on " << server.admin_address() << std::endl;
  NotifyReady(StateOf(server));
  const Watchdog watchdog([&](absl::Duration patience) { return server.Probe(patience); },
                          [&](const absl::Status& outcome) { server.NoteProbe(outcome); });
  ReloadAtEachHangup(signals, server);
  NotifyStopping();
  server.Drain();
  WaitForBalancers(signals, settings.drain_delay);
  EndIn(settings.grace + kLongestEnd);
  server.Shutdown(settings.grace);
  return 0;
}

int Main(int argc, char** argv) {
  const Program program = ServiceProgram();
  Resolution resolution =
      Resolve(program, {.arguments = {argv + 1, argv + argc}, .environment = EnvironmentOf(environ)});
  const ServiceSettings settings = ReadServiceSettings(resolution.settings, resolution.mistakes);
  if (resolution.action == Action::kCheckConfig && resolution.mistakes.empty())
    CheckFiles(settings, resolution.mistakes);
  const std::optional<int> exit_status = LeaveEarly(program, SIPWHY_VERSION, resolution, std::cout, std::cerr);
  if (exit_status.has_value()) return *exit_status;
  // gRPC logs a line for each bad header that a client sends; who wants that sets the variable to ERROR.
  setenv("GRPC_VERBOSITY", "NONE", /*overwrite=*/0);
  // Debian's abseil looks for lock cycles at every lock, gRPC's as well, which costs an eighth of a call.
  absl::SetMutexDeadlockDetectionMode(absl::OnDeadlockCycle::kIgnore);
  static_cast<void>(std::signal(SIGPIPE, SIG_IGN));  // of whoever read our output
  AllowManyConnections();
  return Serve(settings);
}

}  // namespace
}  // namespace sipwhy

int main(int argc, char** argv) { return sipwhy::Main(argc, argv); }
