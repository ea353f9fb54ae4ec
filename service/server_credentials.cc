#include "service/server_credentials.h"

#include <grpcpp/security/server_credentials.h>
#include <grpcpp/security/tls_certificate_provider.h>
#include <grpcpp/security/tls_credentials_options.h>

namespace sipwhy {
namespace {

using Provider = grpc::experimental::FileWatcherCertificateProvider;

// The shortest that gRPC takes.
constexpr unsigned int kSecondsBetweenLooks = 1;

}  // namespace

std::shared_ptr<grpc::ServerCredentials> MakeServerCredentials(const CertificateWatch& watch) {
  // The provider reads key and certificates one after the other, and anew when a time of modification has changed in
  // between. Both paths lead to one file, so that it ends with two of the same text.
  grpc::experimental::TlsServerCredentialsOptions options(std::make_shared<Provider>(
      watch.identity_path(), watch.identity_path(), watch.client_ca_path(), kSecondsBetweenLooks));
  options.watch_identity_key_cert_pairs();
  if (!watch.client_ca_path().empty()) {
    options.watch_root_certs();
    options.set_cert_request_type(GRPC_SSL_REQUEST_AND_REQUIRE_CLIENT_CERTIFICATE_AND_VERIFY);
  }
  return grpc::experimental::TlsServerCredentials(options);
}

}  // namespace sipwhy
