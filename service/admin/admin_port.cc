#include "service/admin/admin_port.h"

#include <google/protobuf/descriptor.h>
#include <grpcpp/grpcpp.h>
#include <grpcpp/health_check_service_interface.h>

#include <utility>

#include "absl/time/clock.h"
#include "service/admin/channelz.h"
#include "service/admin/reflection_service.h"
#include "service/grpc_entrance.h"

namespace sipwhy {
namespace {

constexpr int kMostConnections = 200;
constexpr int kMostStreams = 32;
constexpr int kMostThreads = 48;
constexpr size_t kWorkers = 2;
constexpr absl::Duration kGrace = absl::Seconds(1);

const char* const kOwnServices[] = {"sipwhy.admin.v1.Admin", "grpc.health.v1.Health", kChannelzService,
                                    "grpc.reflection.v1.ServerReflection", "grpc.reflection.v1alpha.ServerReflection"};

// Of whoever is silent. A call holds a thread, and gRPC 1.51 does not survive that no thread can be had.
void SetLimits(grpc::ServerBuilder& builder) {
  builder.SetResourceQuota(grpc::ResourceQuota("admin").SetMaxThreads(kMostThreads));
  builder.AddChannelArgument(GRPC_ARG_MAX_CONCURRENT_STREAMS, kMostStreams);
  builder.AddChannelArgument(GRPC_ARG_SERVER_HANDSHAKE_TIMEOUT_MS, 5'000);
  builder.AddChannelArgument(GRPC_ARG_MAX_CONNECTION_IDLE_MS, 5 * 60'000);
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_TIME_MS, 30'000);
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, 10'000);
}

}  // namespace

AdminPort::AdminPort() : entrance_(std::make_unique<GrpcEntrance>()) {}

AdminPort::~AdminPort() {
  if (acceptor_ != nullptr) acceptor_->Stop();
  if (http_ != nullptr) http_->Stop();
  if (server_ == nullptr) return;
  server_->Shutdown(absl::ToChronoTime(absl::Now() + kGrace));
  server_->Wait();
}

absl::Status AdminPort::ServeGrpc(const Options& options, grpc::Service& admin) {
  std::vector<std::string> services = options.other_services;
  services.insert(services.end(), std::begin(kOwnServices), std::end(kOwnServices));
  reflection_ = std::make_unique<ReflectionService>(*google::protobuf::DescriptorPool::generated_pool(), services);
  grpc::EnableDefaultHealthCheckService(true);
  ShowChannelzFromNowOn();
  grpc::ServerBuilder builder;
  SetLimits(builder);
  entrance_->AddTo(builder, grpc::InsecureServerCredentials());
  builder.RegisterService(&admin);
  reflection_->RegisterWith(builder);
  server_ = builder.BuildAndStart();
  if (server_ == nullptr) return absl::InternalError("gRPC does not start; set GRPC_VERBOSITY=ERROR to see why");
  return absl::OkStatus();
}

absl::StatusOr<std::unique_ptr<AdminPort>> AdminPort::Start(const Options& options, grpc::Service& admin,
                                                            HttpServer::Handler pages) {
  std::unique_ptr<AdminPort> port(new AdminPort);
  if (absl::Status status = port->ServeGrpc(options, admin); !status.ok()) return status;
  const auto receive = [entrance = port->entrance_.get()](int connection) { entrance->Receive(connection); };
  absl::StatusOr<std::unique_ptr<HttpServer>> http =
      HttpServer::Start({.host = "", .workers = kWorkers, .http2 = receive}, std::move(pages));
  if (!http.ok()) return http.status();
  port->http_ = *std::move(http);
  absl::StatusOr<std::unique_ptr<ConnectionAcceptor>> acceptor = ConnectionAcceptor::Listen(
      options.address, {.most_connections = kMostConnections, .most_per_address = kMostConnections},
      [http = port->http_.get()](int connection) { http->Take(connection); });
  if (!acceptor.ok()) return acceptor.status();
  port->acceptor_ = *std::move(acceptor);
  port->SetServing(false);
  return port;
}

void AdminPort::SetServing(bool serving) { server_->GetHealthCheckService()->SetServingStatus(serving); }

void AdminPort::SetHealth(const std::string& name, bool serving) {
  server_->GetHealthCheckService()->SetServingStatus(name, serving);
}

}  // namespace sipwhy
