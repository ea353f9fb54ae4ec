// Who calls.
#ifndef SIPWHY_SERVICE_PRINCIPAL_H_
#define SIPWHY_SERVICE_PRINCIPAL_H_

#include <string>

#include "absl/strings/string_view.h"

namespace grpc {
class AuthContext;
}  // namespace grpc

namespace sipwhy {

// The caller by its certificate: "uri:spiffe://example.org/bot", else "dns:bot.example.org", else "cn:Bot", else
// "subject:O=Example", the first of each; empty without a certificate. To be trusted where the server verifies
// certificates, as with the authorities of a CertificateWatch. Ready for a log: escaped as in C where it is not
// printable ASCII, of at most 256 bytes, so that two principals which differ look different up to there.
std::string PrincipalOfCertificate(const grpc::AuthContext& context);

// The caller by the name of its token: "token:bot".
std::string PrincipalOfToken(absl::string_view name);

}  // namespace sipwhy

#endif  // SIPWHY_SERVICE_PRINCIPAL_H_
