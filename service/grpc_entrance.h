// How connections that were accepted elsewhere come into a gRPC server.
#ifndef SIPWHY_SERVICE_GRPC_ENTRANCE_H_
#define SIPWHY_SERVICE_GRPC_ENTRANCE_H_

#include <grpcpp/server_builder.h>

#include <memory>
#include <utility>

namespace sipwhy {

// The door of one server, which outlives its use.
class GrpcEntrance {
 public:
  // Gives the server that `builder` builds this door, and no other is needed.
  void AddTo(grpc::ServerBuilder& builder, std::shared_ptr<grpc::ServerCredentials> credentials) {
    acceptor_ = builder.experimental().AddExternalConnectionAcceptor(
        grpc::ServerBuilder::experimental_type::ExternalConnectionType::FROM_FD, std::move(credentials));
  }

  // Hands over a connected stream socket, non-blocking; the server's from then on. Safe to call from any thread, once
  // the server is built and until it shuts down.
  void Receive(int connection) const {
    grpc::experimental::ExternalConnectionAcceptor::NewConnectionParameters parameters;
    parameters.fd = connection;
    acceptor_->HandleNewConnection(&parameters);
  }

 private:
  std::unique_ptr<grpc::experimental::ExternalConnectionAcceptor> acceptor_;
};

}  // namespace sipwhy

#endif  // SIPWHY_SERVICE_GRPC_ENTRANCE_H_
