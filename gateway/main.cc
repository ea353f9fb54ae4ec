#include <pthread.h>
#include <unistd.h>

#include <csignal>
#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "client/service_channel.h"
#include "gateway/call_log.h"
#include "gateway/gateway_settings.h"
#include "gateway/grpc_explainer_client.h"
#include "gateway/http_site.h"
#include "gateway/json_api.h"
#include "gateway/mcp/mcp_http.h"
#include "gateway/mcp/mcp_server.h"
#include "gateway/mcp/mcp_stdio.h"
#include "http/health_probe.h"
#include "http/http_server.h"
#include "network/socket_address.h"
#include "settings/early_exit.h"
#include "settings/settings.h"
#include "systemd/service_manager.h"
#include "systemd/watchdog.h"
#include "telemetry/service_log.h"
#include "trace/request_id.h"

namespace sipwhy::gateway {
namespace {

int Fail(const absl::Status& status) {
  std::cerr << "sipwhy-gateway: " << status.message() << std::endl;
  return 1;
}

uint64_t RandomBits() {
  thread_local std::mt19937_64 random(std::random_device{}());
  return random();
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

// The connection to the service, whose calls the log is told. Borrows `log`.
class Connection {
 public:
  explicit Connection(ServiceLog& log) : log_(log), calls_(log) {}

  absl::Status Open(const ServiceAccess& access) {
    absl::StatusOr<ServiceChannel> channel =
        OpenServiceChannel(access, [this](const absl::Status& token) { NoteToken(token); });
    if (!channel.ok()) return channel.status();
    client_ = MakeGrpcExplainerClient(
        {.service = *std::move(channel), .note = [this](const ExplainerCall& call) { calls_.Note(call); }});
    return absl::OkStatus();
  }

  // After Open().
  ExplainerClient& client() { return *client_; }

 private:
  void NoteToken(const absl::Status& token) {
    if (token.ok()) return log_.Write(LogLevel::kInfo, "token", {{"new", "yes"}});
    log_.Write(LogLevel::kError, "token_refused", {{"why", token.message()}});
  }

  ServiceLog& log_;
  CallLog calls_;
  std::unique_ptr<ExplainerClient> client_;
};

HttpServerOptions ServerOptions(const std::string& listen) {
  absl::string_view host = absl::string_view(listen).substr(0, listen.rfind(':'));
  absl::ConsumePrefix(&host, "[");
  absl::ConsumeSuffix(&host, "]");
  const int port = PortOf(ParseAddress(listen).value_or(SocketAddress()));
  return {.host = std::string(host), .port = static_cast<uint16_t>(port)};
}

void NoteProbe(const absl::Status& outcome, ServiceLog& log) {
  if (outcome.ok()) return log.Write(LogLevel::kInfo, "probe_answered", {});
  log.Write(LogLevel::kError, "probe_failed", {{"why", outcome.message()}});
}

// Meanwhile the service manager hears that `server` is well.
void WaitForSignal(const sigset_t& signals, const HttpServer& server, ServiceLog& log) {
  const auto address = ParseAddress(absl::StripPrefix(server.url(), "http://")).value_or(SocketAddress());
  const Watchdog watchdog([&](absl::Duration patience) { return ProbeHealthPage(address, patience); },
                          [&](const absl::Status& outcome) { NoteProbe(outcome, log); });
  int signal_number = 0;
  sigwait(&signals, &signal_number);
}

int ServeHttp(const GatewaySettings& settings) {
  const sigset_t signals = BlockEndSignals();
  ServiceLog log({.level = settings.log_level});
  Connection connection(log);
  if (absl::Status opened = connection.Open(settings.service); !opened.ok()) return Fail(opened);
  const JsonApi api(connection.client());
  HttpSite site({.allowed_origins = settings.allow_origin, .random = RandomBits},
                [&api](const HttpRequest& request, const CallTrace& trace) { return api.Serve(request, trace); });
  const McpServer mcp(connection.client());
  const McpHttp mcp_over_http(mcp, {.allowed_origins = settings.allow_origin});
  site.Mount("/mcp", [&mcp_over_http](const HttpRequest& request, const CallTrace& trace) {
    return mcp_over_http.Answer(request, trace);
  });
  const auto server = HttpServer::Start(ServerOptions(settings.listen),
                                        [&site](const HttpRequest& request) { return site.Serve(request); });
  if (!server.ok()) return Fail(server.status());
  std::cout << "listening on " << (*server)->url() << std::endl;
  NotifyReady(absl::StrCat("listening on ", (*server)->url()));
  WaitForSignal(signals, **server, log);
  NotifyStopping();
  (*server)->Stop();
  return 0;
}

CallTrace NewTrace() {
  CallTrace trace;
  trace.request_id = RequestIdFrom("", RandomBits);
  return trace;
}

// Signals keep their default meanings, since nothing else ends a read.
int ServeStandardInput(const GatewaySettings& settings) {
  ServiceLog log({.level = settings.log_level});
  Connection connection(log);
  if (absl::Status opened = connection.Open(settings.service); !opened.ok()) return Fail(opened);
  const McpServer mcp(connection.client());
  const absl::Status status = ServeMcp(std::cin, std::cout, mcp, NewTrace);
  return status.ok() ? 0 : Fail(status);
}

// Reads what `access` names, as the gateway does when it starts.
void CheckFiles(const ServiceAccess& access, Mistakes& mistakes) {
  const absl::Status usable = OpenServiceChannel(access).status();
  if (!usable.ok()) mistakes.emplace_back(usable.message());
}

int Main(int argc, char** argv) {
  // gRPC writes lines of its own when a connection fails; ours say it once a second.
  setenv("GRPC_VERBOSITY", "NONE", /*overwrite=*/0);
  const Program program = GatewayProgram();
  Resolution resolution =
      Resolve(program, {.arguments = {argv + 1, argv + argc}, .environment = EnvironmentOf(environ)});
  const GatewaySettings settings = ReadGatewaySettings(resolution.settings, resolution.mistakes);
  if (resolution.action == Action::kCheckConfig && resolution.mistakes.empty()) {
    CheckFiles(settings.service, resolution.mistakes);
  }
  const std::optional<int> exit_status = LeaveEarly(program, SIPWHY_VERSION, resolution, std::cout, std::cerr);
  if (exit_status.has_value()) return *exit_status;
  static_cast<void>(std::signal(SIGPIPE, SIG_IGN));
  return settings.mcp == McpCarrier::kStdio ? ServeStandardInput(settings) : ServeHttp(settings);
}

}  // namespace
}  // namespace sipwhy::gateway

int main(int argc, char** argv) { return sipwhy::gateway::Main(argc, argv); }
