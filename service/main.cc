#include <csignal>
#include <cstdlib>

#include <iostream>
#include <string>

#include "absl/flags/flag.h"
#include "absl/flags/parse.h"
#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "service/server.h"
#include "text/flag_names.h"

ABSL_FLAG(std::string, database, "", "see --help");
ABSL_FLAG(std::string, listen, "127.0.0.1:50051", "see --help");
ABSL_FLAG(int, most_connections, 1000, "see --help");
ABSL_FLAG(int, most_per_address, 200, "see --help");
ABSL_FLAG(int, pin_revision, 0, "see --help");
ABSL_FLAG(std::string, metrics, "", "see --help");
ABSL_FLAG(std::string, log_level, "info", "see --help");
ABSL_FLAG(uint64_t, access_log_one_in, 1000, "see --help");
ABSL_FLAG(absl::Duration, grace, absl::Seconds(5), "see --help");

namespace {

constexpr char kUsage[] =
    "Usage: sipwhy-service --database=PATH [--listen=HOST:PORT] [OPTION…]\n\n"
    "Answers questions about SIP response codes over gRPC (sipwhy.v1.Explainer), from a knowledge base.\n\n"
    "  --database=PATH     the knowledge base, an SQLite file that sipwhy-kb made\n"
    "  --listen=ADDRESS    where to listen: 127.0.0.1:50051 by default, [::1]:50051, or unix:/run/sipwhy.sock; port 0\n"
    "                      takes a free one\n"
    "  --most-connections=N  open at once, 1000 by default; those beyond are reset\n"
    "  --most-per-address=N  of them from one IPv4 address or IPv6 network of 64 bits, 200 by default; loopback is "
    "free\n"
    "  --pin-revision=N    serve revision N also when there are newer ones, as after a release that went wrong\n"
    "  --metrics=HOST:PORT where to show metrics for Prometheus over HTTP (/metrics, and /healthz and /readyz for\n"
    "                      probes), such as 127.0.0.1:9464; not shown by default\n"
    "  --log-level=LEVEL   debug, info, warning or error; info by default. The log goes to standard error, an event a\n"
    "                      line in logfmt\n"
    "  --access-log-one-in=N  log one in so many calls that succeed, 1000 by default, 0 for none; of those that fail, "
    "at\n"
    "                      most ten a second\n"
    "  --grace=DURATION    how long calls in flight may take after SIGTERM or SIGINT, 5s by default\n"
    "  --help, --version   print this, or the version, and leave\n\n"
    "Once it serves it prints one line, \"serving on 127.0.0.1:50051, revision 7\". A new revision of the knowledge "
    "base\n"
    "comes into service by itself, within a second after sipwhy-kb apply or after the file was replaced (write the "
    "new\n"
    "file beside the old one and rename it); SIGHUP reads the file at once. If the new state cannot be served, the "
    "log\n"
    "says why and the old one stays.\n"
    "Exit status: 0 after a signal, 1 when it cannot serve or an argument is wrong.\n\n"
    "Examples:\n"
    "  sipwhy-service --database=kb.db\n"
    "  sipwhy-service --database=kb.db --listen=127.0.0.1:0\n"
    "  sipwhy-service --database=kb.db --pin-revision=25\n";

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

// Until a signal says to stop.
void ReloadAtEachHangup(const sigset_t& signals, sipwhy::Server& server) {
  int signal_number = SIGHUP;
  while (signal_number == SIGHUP) {
    sigwait(&signals, &signal_number);
    if (signal_number == SIGHUP) server.ReloadNow();
  }
}

}  // namespace

int main(int argc, char** argv) {
  for (const absl::string_view argument : absl::MakeSpan(argv, static_cast<size_t>(argc))) {
    if (argument == "--help") return std::cout << kUsage, 0;
    if (argument == "--version") return std::cout << "sipwhy-service " SIPWHY_VERSION "\n", 0;
  }
  sipwhy::WriteFlagNamesWithUnderscores(argc, argv);
  const auto rest = absl::ParseCommandLine(argc, argv);
  if (rest.size() > 1 || absl::GetFlag(FLAGS_database).empty()) {
    return Fail(
        absl::InvalidArgumentError("name the knowledge base with --database=PATH and nothing else; see --help"));
  }
  // gRPC logs a line for each bad header that a client sends; who wants that sets the variable to ERROR.
  setenv("GRPC_VERBOSITY", "NONE", /*overwrite=*/0);
  // Debian's abseil looks for lock cycles at every lock, gRPC's as well, which costs an eighth of a call.
  absl::SetMutexDeadlockDetectionMode(absl::OnDeadlockCycle::kIgnore);
  const sigset_t signals = BlockSignals();
  const absl::StatusOr<sipwhy::LogLevel> level = sipwhy::ParseLogLevel(absl::GetFlag(FLAGS_log_level));
  if (!level.ok()) return Fail(level.status());
  auto server = sipwhy::Server::Start({.database_path = absl::GetFlag(FLAGS_database),
                                       .listen = absl::GetFlag(FLAGS_listen),
                                       .connections = {.most_connections = absl::GetFlag(FLAGS_most_connections),
                                                       .most_per_address = absl::GetFlag(FLAGS_most_per_address)},
                                       .pinned_revision = absl::GetFlag(FLAGS_pin_revision),
                                       .metrics_listen = absl::GetFlag(FLAGS_metrics),
                                       .log_level = *level,
                                       .access_log_one_in = absl::GetFlag(FLAGS_access_log_one_in)});
  if (!server.ok()) return Fail(server.status());
  if (absl::Status loaded = (*server)->Load(); !loaded.ok()) return Fail(loaded);
  std::cout << "serving on " << (*server)->address() << ", revision " << (*server)->revision() << std::endl;
  if (const std::string url = (*server)->metrics_url(); !url.empty()) {
    std::cout << "metrics at " << url << "/metrics" << std::endl;
  }
  ReloadAtEachHangup(signals, **server);
  (*server)->Shutdown(absl::GetFlag(FLAGS_grace));
  return 0;
}
