// The port on which clients ask.
#ifndef SIPWHY_SERVICE_DATA_PORT_H_
#define SIPWHY_SERVICE_DATA_PORT_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "network/connection_acceptor.h"

namespace grpc {
class Server;
class ServerCredentials;
class Service;
}  // namespace grpc

namespace sipwhy {

class GrpcEntrance;

// The full name of the service that clients call.
inline constexpr char kExplainerService[] = "sipwhy.v1.Explainer";

// A gRPC server with one service and grpc.health.v1.Health, behind an accept loop of ours, within limits on all that a
// client can use up. Start it and shut it down on one thread; until then all else may be called from any.
class DataPort {
 public:
  struct Options {
    std::string address = "127.0.0.1:50051";  // as for ConnectionAcceptor::Listen()
    int passed_socket = -1;                   // to accept on in place of the address; the port's from then on
    ConnectionAcceptor::Options connections = {};
    absl::Duration connection_age = absl::Minutes(30);  // then a client is told to connect anew; zero for no limit
  };

  // Listens, and says NOT_SERVING. `service` outlives the port. As ConnectionAcceptor, and INTERNAL when gRPC does not
  // start.
  static absl::StatusOr<std::unique_ptr<DataPort>> Start(const Options& options, grpc::Service& service,
                                                         std::shared_ptr<grpc::ServerCredentials> credentials);

  // Shuts down without grace, if that was not done.
  ~DataPort();
  DataPort(const DataPort&) = delete;
  DataPort& operator=(const DataPort&) = delete;

  // What health says of the server as a whole and of every name that it knows.
  void SetServing(bool serving);

  // What health says of `name`.
  void SetHealth(const std::string& name, bool serving);

  const std::string& address() const { return acceptor_->address(); }
  int port() const { return acceptor_->port(); }
  ConnectionAcceptor::Statistics counts() const { return acceptor_->statistics(); }

  // Takes no new connections and no new calls, gives those in flight until `grace` is over, and returns.
  void Shutdown(absl::Duration grace);

 private:
  DataPort();

  // The acceptor hands connections to the entrance, which belongs to the server.
  std::unique_ptr<GrpcEntrance> entrance_;
  std::unique_ptr<grpc::Server> server_;
  std::unique_ptr<ConnectionAcceptor> acceptor_;
};

}  // namespace sipwhy

#endif  // SIPWHY_SERVICE_DATA_PORT_H_
