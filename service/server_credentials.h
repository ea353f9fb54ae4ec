// TLS for a gRPC server.
#ifndef SIPWHY_SERVICE_SERVER_CREDENTIALS_H_
#define SIPWHY_SERVICE_SERVER_CREDENTIALS_H_

#include <memory>

#include "security/certificate_watch.h"

namespace grpc {
class ServerCredentials;
}  // namespace grpc

namespace sipwhy {

// TLS 1.2 and 1.3 with HTTP/2 (ALPN), with the certificate that `watch` publishes; a new one within two seconds of its
// publication. Where the watch has authorities of clients, a client without a certificate of theirs is refused in the
// handshake. `watch` outlives every server that is given these.
std::shared_ptr<grpc::ServerCredentials> MakeServerCredentials(const CertificateWatch& watch);

}  // namespace sipwhy

#endif  // SIPWHY_SERVICE_SERVER_CREDENTIALS_H_
