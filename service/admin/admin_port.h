// The port on which operators look after the service.
#ifndef SIPWHY_SERVICE_ADMIN_ADMIN_PORT_H_
#define SIPWHY_SERVICE_ADMIN_ADMIN_PORT_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "http/http_server.h"
#include "network/connection_acceptor.h"

namespace grpc {
class Server;
class Service;
}  // namespace grpc

namespace sipwhy {

class GrpcEntrance;
class ReflectionService;

// One address for two kinds of clients, without TLS: a gRPC server of its own, with the service that it is given,
// reflection (v1 and v1alpha) of all services of the process, channelz and health; and pages over HTTP/1.1. The first
// bytes of a connection tell which it is. Its methods may block, since the threads that run them serve nobody else.
// Meant for loopback and UNIX sockets: whoever can connect may do all of it. Safe to call from any thread.
class AdminPort {
 public:
  struct Options {
    std::string address = "127.0.0.1:50052";       // as for ConnectionAcceptor::Listen()
    std::vector<std::string> other_services = {};  // full names of those on other ports, for reflection to list
  };

  // Listens, and says NOT_SERVING. `admin` outlives the port; `pages` answers HTTP, as HttpServer calls it. As
  // ConnectionAcceptor, and INTERNAL when gRPC does not start.
  static absl::StatusOr<std::unique_ptr<AdminPort>> Start(const Options& options, grpc::Service& admin,
                                                          HttpServer::Handler pages);

  // Takes no more connections, and ends the calls that are under way.
  ~AdminPort();
  AdminPort(const AdminPort&) = delete;
  AdminPort& operator=(const AdminPort&) = delete;

  // As DataPort.
  void SetServing(bool serving);
  void SetHealth(const std::string& name, bool serving);

  const std::string& address() const { return acceptor_->address(); }
  ConnectionAcceptor::Statistics counts() const { return acceptor_->statistics(); }

 private:
  AdminPort();

  absl::Status ServeGrpc(const Options& options, grpc::Service& admin);

  std::unique_ptr<ReflectionService> reflection_;
  std::unique_ptr<GrpcEntrance> entrance_;
  std::unique_ptr<grpc::Server> server_;
  std::unique_ptr<HttpServer> http_;
  std::unique_ptr<ConnectionAcceptor> acceptor_;
};

}  // namespace sipwhy

#endif  // SIPWHY_SERVICE_ADMIN_ADMIN_PORT_H_
