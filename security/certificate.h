// The certificate with which the service answers, and whose clients it lets in.
#ifndef SIPWHY_SECURITY_CERTIFICATE_H_
#define SIPWHY_SECURITY_CERTIFICATE_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"

namespace sipwhy {

// The operator's files, all PEM. Other blocks in them, such as the certificate in a key's file, are passed over.
struct CertificateFiles {
  std::string certificate;     // the service's own, then those of its issuers
  std::string key;             // the private key of the first of them, not encrypted
  std::string client_ca = {};  // authorities of clients' certificates; empty to ask clients for none
};

// Certificate and key that were found good, and what the certificate says.
struct Certificate {
  std::string identity;            // PEM: the key, then the certificate and its issuers
  std::string client_ca;           // PEM; empty to ask clients for no certificate
  std::string subject;             // "CN=sip.example.org,O=Example" (RFC 2253); may be empty
  std::vector<std::string> names;  // "DNS:sip.example.org", "IP:192.0.2.1", "URI:spiffe://example.org/sipwhy"
  absl::Time not_before;
  absl::Time not_after;
  std::vector<std::string> warnings;  // sentences on what is unwise and yet works
  bool operator==(const Certificate&) const = default;
};

// Reads the files and takes them only if TLS will work with them: whole PEM, a key that is that of the first
// certificate, a time of validity that has `now` in it, a certificate for servers, at least one authority in force,
// nothing that OpenSSL's policy refuses. Otherwise as ReadSmallFile(), or INVALID_ARGUMENT or FAILED_PRECONDITION (time
// alone) with one sentence that names the file, the problem and what to do. Sentences have nothing of a key in them.
absl::StatusOr<Certificate> ReadCertificate(const CertificateFiles& files, absl::Time now);

}  // namespace sipwhy

#endif  // SIPWHY_SECURITY_CERTIFICATE_H_
