#include "service/data_port.h"

#include <grpcpp/grpcpp.h>
#include <grpcpp/health_check_service_interface.h>

#include <utility>

#include "absl/time/clock.h"
#include "service/admin/channelz.h"
#include "service/grpc_entrance.h"

namespace sipwhy {
namespace {

// Requests are a few bytes and answers some kilobytes.
constexpr int kMostRequestBytes = 64 * 1024;
constexpr int kMostResponseBytes = 1024 * 1024;
constexpr int kMostMetadataBytes = 8 * 1024;
constexpr int kMostStreams = 100;
constexpr size_t kMostMemory = 256U << 20U;  // of gRPC for what is under way

// A connection that says nothing, or nothing more, makes room for others.
void LimitConnections(grpc::ServerBuilder& builder, absl::Duration age) {
  builder.AddChannelArgument(GRPC_ARG_SERVER_HANDSHAKE_TIMEOUT_MS, 5'000);
  builder.AddChannelArgument(GRPC_ARG_MAX_CONNECTION_IDLE_MS, 5 * 60'000);
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_TIME_MS, 30'000);
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, 10'000);
  builder.AddChannelArgument(GRPC_ARG_HTTP2_MIN_RECV_PING_INTERVAL_WITHOUT_DATA_MS, 10'000);
  if (age <= absl::ZeroDuration()) return;
  builder.AddChannelArgument(GRPC_ARG_MAX_CONNECTION_AGE_MS, static_cast<int>(absl::ToInt64Milliseconds(age)));
}

void LimitCalls(grpc::ServerBuilder& builder) {
  builder.SetMaxReceiveMessageSize(kMostRequestBytes);
  builder.SetMaxSendMessageSize(kMostResponseBytes);
  builder.AddChannelArgument(GRPC_ARG_MAX_METADATA_SIZE, kMostMetadataBytes);
  builder.AddChannelArgument(GRPC_ARG_MAX_CONCURRENT_STREAMS, kMostStreams);
  // Requests are too small to be worth it, and some bytes could become many.
  builder.SetCompressionAlgorithmSupportStatus(GRPC_COMPRESS_GZIP, false);
  builder.SetCompressionAlgorithmSupportStatus(GRPC_COMPRESS_DEFLATE, false);
  builder.SetResourceQuota(grpc::ResourceQuota().Resize(kMostMemory));
}

}  // namespace

DataPort::DataPort() : entrance_(std::make_unique<GrpcEntrance>()) {}

DataPort::~DataPort() { Shutdown(absl::ZeroDuration()); }

absl::StatusOr<std::unique_ptr<DataPort>> DataPort::Start(const Options& options, grpc::Service& service,
                                                          std::shared_ptr<grpc::ServerCredentials> credentials) {
  grpc::EnableDefaultHealthCheckService(true);
  std::unique_ptr<DataPort> port(new DataPort);
  grpc::ServerBuilder builder;
  LimitConnections(builder, options.connection_age);
  LimitCalls(builder);
  HideChannelz(builder);
  port->entrance_->AddTo(builder, std::move(credentials));
  builder.RegisterService(&service);
  port->server_ = builder.BuildAndStart();
  if (port->server_ == nullptr) return absl::InternalError("gRPC does not start; set GRPC_VERBOSITY=ERROR to see why");
  const auto receive = [entrance = port->entrance_.get()](int connection) { entrance->Receive(connection); };
  absl::StatusOr<std::unique_ptr<ConnectionAcceptor>> acceptor =
      options.passed_socket < 0 ? ConnectionAcceptor::Listen(options.address, options.connections, receive)
                                : ConnectionAcceptor::Adopt(options.passed_socket, options.connections, receive);
  if (!acceptor.ok()) return acceptor.status();
  port->acceptor_ = *std::move(acceptor);
  port->SetHealth(kExplainerService, false);
  port->SetServing(false);
  return port;
}

void DataPort::SetServing(bool serving) {
  if (server_ != nullptr) server_->GetHealthCheckService()->SetServingStatus(serving);
}

void DataPort::SetHealth(const std::string& name, bool serving) {
  if (server_ != nullptr) server_->GetHealthCheckService()->SetServingStatus(name, serving);
}

void DataPort::Shutdown(absl::Duration grace) {
  if (server_ == nullptr) return;
  if (acceptor_ != nullptr) acceptor_->Stop();  // gRPC would never close what came later
  server_->Shutdown(absl::ToChronoTime(absl::Now() + grace));
  server_->Wait();
  server_.reset();
}

}  // namespace sipwhy
