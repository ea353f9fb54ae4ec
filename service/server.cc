#include "service/server.h"

#include <grpcpp/ext/proto_server_reflection_plugin.h>
#include <grpcpp/grpcpp.h>
#include <grpcpp/health_check_service_interface.h>

#include <atomic>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "absl/time/clock.h"
#include "http/http_server.h"
#include "service/call_record.h"
#include "service/network/connection_acceptor.h"
#include "service/knowledge_service.h"
#include "service/telemetry/metrics.h"
#include "service/snapshot_store.h"

namespace sipwhy {
namespace {

constexpr char kServiceName[] = "sipwhy.v1.Explainer";
// Requests are a few bytes and answers some kilobytes.
constexpr int kMostRequestBytes = 64 * 1024;
constexpr int kMostResponseBytes = 1024 * 1024;
constexpr int kMostMetadataBytes = 8 * 1024;
constexpr int kMostStreams = 100;
constexpr size_t kMostMemory = 256U << 20U;  // of gRPC for what is under way

void SetLimits(grpc::ServerBuilder& builder) {
  builder.SetMaxReceiveMessageSize(kMostRequestBytes);
  builder.SetMaxSendMessageSize(kMostResponseBytes);
  builder.AddChannelArgument(GRPC_ARG_MAX_METADATA_SIZE, kMostMetadataBytes);
  builder.AddChannelArgument(GRPC_ARG_MAX_CONCURRENT_STREAMS, kMostStreams);
  builder.AddChannelArgument(GRPC_ARG_ENABLE_CHANNELZ, 0);
  // A connection that says nothing, or nothing more, makes room for others.
  builder.AddChannelArgument(GRPC_ARG_SERVER_HANDSHAKE_TIMEOUT_MS, 5'000);
  builder.AddChannelArgument(GRPC_ARG_MAX_CONNECTION_IDLE_MS, 5 * 60'000);
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_TIME_MS, 30'000);
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, 10'000);
  builder.AddChannelArgument(GRPC_ARG_HTTP2_MIN_RECV_PING_INTERVAL_WITHOUT_DATA_MS, 10'000);
  // Requests are too small to be worth it, and some bytes could become many.
  builder.SetCompressionAlgorithmSupportStatus(GRPC_COMPRESS_GZIP, false);
  builder.SetCompressionAlgorithmSupportStatus(GRPC_COMPRESS_DEFLATE, false);
  builder.SetResourceQuota(grpc::ResourceQuota().Resize(kMostMemory));
}

KnowledgeState StateOf(const std::shared_ptr<const Snapshot>& head) {
  if (head == nullptr) return {};
  return {head->revision().number, head->revision().content_hash};
}

ConnectionCounts CountsOf(const ConnectionAcceptor* acceptor) {
  if (acceptor == nullptr) return {};
  const ConnectionAcceptor::Statistics counted = acceptor->statistics();
  return {.open = counted.open,
          .accepted = counted.accepted,
          .refused = {{"too_many", counted.refused_by_cap},
                      {"too_many_from_one_address", counted.refused_per_address},
                      {"system", counted.errors}}};
}

HttpResponse Plain(int status, std::string text) {
  return {.status = status, .content_type = "text/plain; charset=utf-8", .body = std::move(text)};
}

// "127.0.0.1:9464" or "[::1]:9464".
absl::StatusOr<HttpServerOptions> MetricsOptions(const std::string& listen) {
  const size_t colon = listen.rfind(':');
  int port = 0;
  const bool has_port = colon != std::string::npos && absl::SimpleAtoi(listen.substr(colon + 1), &port);
  if (!has_port || port < 0 || port > 0xFFFF) {
    return absl::InvalidArgumentError(absl::StrCat(listen, " is no HOST:PORT, such as 127.0.0.1:9464"));
  }
  absl::string_view host = absl::string_view(listen).substr(0, colon);
  if (absl::ConsumePrefix(&host, "[")) host = absl::StripSuffix(host, "]");
  return HttpServerOptions{.host = std::string(host), .port = static_cast<uint16_t>(port), .workers = 2};
}

}  // namespace

struct Server::Parts {
  explicit Parts(const Options& options)
      : log({.level = options.log_level}),
        access_log(log, {.one_in = options.access_log_one_in}),
        snapshots(options.database_path, {.pinned_revision = options.pinned_revision}),
        metrics({.methods = CountedMethods(),
                 .version = SIPWHY_VERSION,
                 .grpc_version = grpc::Version(),
                 .knowledge = [this] { return StateOf(snapshots.head()); },
                 .connections = [this] { return CountsOf(acceptor.get()); }}),
        record(metrics, access_log, log),
        service(snapshots, record) {}

  // Of the server as a whole and of every service that has a status.
  void SetServing(bool now) {
    serving = now;
    server->GetHealthCheckService()->SetServingStatus(now);
  }

  void AnnounceHead() { service.streams().Announce(snapshots.head()->revision()); }

  void NoteReload(const Reload& reload) {
    metrics.RecordReload(reload.status.code(), absl::Now());
    if (!reload.status.ok()) {
      return log.Write(LogLevel::kError, "reload_failed", {{"keeps", reload.before}, {"why", reload.status.message()}});
    }
    AnnounceHead();
    if (reload.after == reload.before && !reload.after_failure) return;
    log.Write(LogLevel::kInfo, "reload",
              {{"from", reload.before}, {"to", reload.after}, {"ms", absl::ToInt64Milliseconds(reload.took)}});
  }

  HttpResponse Show(const HttpRequest& request) const {
    if (request.path == "/metrics") return {.content_type = Metrics::kContentType, .body = metrics.Text()};
    if (request.path == "/healthz" || (request.path == "/readyz" && serving)) return Plain(200, "ok\n");
    if (request.path == "/readyz") return Plain(503, "not serving\n");
    return Plain(404, "There are /metrics, /healthz and /readyz.\n");
  }

  absl::Status Accept(const Options& options) {
    absl::StatusOr<std::unique_ptr<ConnectionAcceptor>> listening =
        ConnectionAcceptor::Listen(options.listen, options.connections, [this](int connection) {
          grpc::experimental::ExternalConnectionAcceptor::NewConnectionParameters parameters;
          parameters.fd = connection;
          entrance->HandleNewConnection(&parameters);
        });
    if (!listening.ok()) return listening.status();
    acceptor = *std::move(listening);
    return absl::OkStatus();
  }

  absl::Status ShowMetrics(const std::string& listen) {
    if (listen.empty()) return absl::OkStatus();
    absl::StatusOr<HttpServerOptions> options = MetricsOptions(listen);
    if (!options.ok()) return options.status();
    absl::StatusOr<std::unique_ptr<HttpServer>> started =
        HttpServer::Start(*options, [this](const HttpRequest& request) { return Show(request); });
    if (!started.ok()) return started.status();
    metrics_server = *std::move(started);
    return absl::OkStatus();
  }

  ServiceLog log;
  AccessLog access_log;
  SnapshotStore snapshots;
  Metrics metrics;
  CallRecord record;
  KnowledgeService service;
  std::unique_ptr<grpc::experimental::ExternalConnectionAcceptor> entrance;
  std::unique_ptr<grpc::Server> server;
  std::unique_ptr<ConnectionAcceptor> acceptor;
  std::unique_ptr<RevisionWatch> watch;
  std::atomic<bool> serving = false;
  std::unique_ptr<HttpServer> metrics_server;
};

Server::Server(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}

Server::~Server() { Shutdown(absl::ZeroDuration()); }

absl::StatusOr<std::unique_ptr<Server>> Server::Start(const Options& options) {
  grpc::EnableDefaultHealthCheckService(true);
  grpc::reflection::InitProtoReflectionServerBuilderPlugin();
  auto parts = std::make_unique<Parts>(options);
  grpc::ServerBuilder builder;
  SetLimits(builder);
  parts->entrance = builder.experimental().AddExternalConnectionAcceptor(
      grpc::ServerBuilder::experimental_type::ExternalConnectionType::FROM_FD, grpc::InsecureServerCredentials());
  builder.RegisterService(&parts->service);
  parts->server = builder.BuildAndStart();
  if (parts->server == nullptr) return absl::InternalError("gRPC does not start; set GRPC_VERBOSITY=ERROR to see why");
  if (absl::Status status = parts->Accept(options); !status.ok()) return status;
  parts->server->GetHealthCheckService()->SetServingStatus(kServiceName, false);
  parts->SetServing(false);
  if (absl::Status status = parts->ShowMetrics(options.metrics_listen); !status.ok()) return status;
  return std::unique_ptr<Server>(new Server(std::move(parts)));
}

absl::Status Server::Load() {
  if (absl::Status status = parts_->snapshots.LoadHead(); !status.ok()) return status;
  parts_->AnnounceHead();
  parts_->watch = std::make_unique<RevisionWatch>(
      parts_->snapshots, [parts = parts_.get()](const Reload& reload) { parts->NoteReload(reload); });
  parts_->SetServing(true);
  return absl::OkStatus();
}

Reload Server::ReloadNow() { return parts_->watch->ReloadNow(); }

int Server::port() const { return parts_->acceptor->port(); }

const std::string& Server::address() const { return parts_->acceptor->address(); }

std::string Server::metrics_url() const {
  return parts_->metrics_server == nullptr ? "" : parts_->metrics_server->url();
}

int Server::revision() const {
  const std::shared_ptr<const Snapshot> head = parts_->snapshots.head();
  return head == nullptr ? 0 : head->revision().number;
}

void Server::Shutdown(absl::Duration grace) {
  if (parts_->server == nullptr) return;
  parts_->SetServing(false);
  parts_->watch.reset();
  parts_->service.streams().End();
  if (parts_->acceptor != nullptr) parts_->acceptor->Stop();  // gRPC would never close what came later
  parts_->server->Shutdown(absl::ToChronoTime(absl::Now() + grace));
  parts_->server->Wait();
  parts_->server.reset();
}

}  // namespace sipwhy
