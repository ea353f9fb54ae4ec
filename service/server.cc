#include "service/server.h"

#include <grpcpp/ext/proto_server_reflection_plugin.h>
#include <grpcpp/grpcpp.h>
#include <grpcpp/health_check_service_interface.h>

#include <functional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "service/knowledge_service.h"
#include "service/snapshot_store.h"

namespace sipwhy {
namespace {

constexpr char kServiceName[] = "sipwhy.v1.Explainer";
// Requests are a few bytes and answers some kilobytes.
constexpr int kMostRequestBytes = 64 * 1024;
constexpr int kMostResponseBytes = 1024 * 1024;
constexpr int kMostMetadataBytes = 8 * 1024;
constexpr int kMostStreams = 100;

void SetLimits(grpc::ServerBuilder& builder) {
  builder.SetMaxReceiveMessageSize(kMostRequestBytes);
  builder.SetMaxSendMessageSize(kMostResponseBytes);
  builder.AddChannelArgument(GRPC_ARG_MAX_METADATA_SIZE, kMostMetadataBytes);
  builder.AddChannelArgument(GRPC_ARG_MAX_CONCURRENT_STREAMS, kMostStreams);
  builder.AddChannelArgument(GRPC_ARG_ENABLE_CHANNELZ, 0);
  // Two servers on one port would share its calls; the second one must fail to start instead.
  builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
}

}  // namespace

struct Server::Parts {
  explicit Parts(const Options& options)
      : on_reload(options.on_reload),
        snapshots(options.database_path, {.pinned_revision = options.pinned_revision}),
        service(snapshots) {}

  // Of the server as a whole and of every service that has a status.
  void SetServing(bool serving) const { server->GetHealthCheckService()->SetServingStatus(serving); }

  void AnnounceHead() { service.streams().Announce(snapshots.head()->revision()); }

  void NoteReload(const Reload& reload) {
    if (reload.status.ok()) AnnounceHead();
    if (on_reload != nullptr) on_reload(reload);
  }

  const std::function<void(const Reload& reload)> on_reload;
  SnapshotStore snapshots;
  KnowledgeService service;
  std::unique_ptr<grpc::Server> server;
  std::unique_ptr<RevisionWatch> watch;
  int port = 0;
};

Server::Server(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}

Server::~Server() { Shutdown(absl::ZeroDuration()); }

absl::StatusOr<std::unique_ptr<Server>> Server::Start(const Options& options) {
  grpc::EnableDefaultHealthCheckService(true);
  grpc::reflection::InitProtoReflectionServerBuilderPlugin();
  auto parts = std::make_unique<Parts>(options);
  grpc::ServerBuilder builder;
  SetLimits(builder);
  builder.AddListeningPort(options.listen, grpc::InsecureServerCredentials(), &parts->port);
  builder.RegisterService(&parts->service);
  parts->server = builder.BuildAndStart();
  if (parts->server == nullptr || parts->port == 0) {
    return absl::UnavailableError(absl::StrCat("cannot listen on ", options.listen,
                                               "; name a free address as host:port with --listen (port 0 takes any)"));
  }
  parts->server->GetHealthCheckService()->SetServingStatus(kServiceName, false);
  parts->SetServing(false);
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

int Server::port() const { return parts_->port; }

int Server::revision() const {
  const std::shared_ptr<const Snapshot> head = parts_->snapshots.head();
  return head == nullptr ? 0 : head->revision().number;
}

void Server::Shutdown(absl::Duration grace) {
  if (parts_->server == nullptr) return;
  parts_->SetServing(false);
  parts_->watch.reset();
  parts_->service.streams().End();
  parts_->server->Shutdown(absl::ToChronoTime(absl::Now() + grace));
  parts_->server->Wait();
  parts_->server.reset();
}

}  // namespace sipwhy
