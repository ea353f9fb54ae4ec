// What a program is told about the service that it calls, and what of it can be used. Without gRPC.
#ifndef SIPWHY_CLIENT_SERVICE_ACCESS_H_
#define SIPWHY_CLIENT_SERVICE_ACCESS_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace sipwhy {

// Where the service is and how to get in. All but the address may be empty.
struct ServiceAccess {
  std::string address = "127.0.0.1:50051";  // "HOST:PORT", "unix:/PATH" or another name that gRPC knows
  // Paths of PEM files. With authorities the connection is TLS, and the service proves to be who `address` says with a
  // certificate of theirs; with the other two the program proves who it is.
  std::string ca = {};
  std::string certificate = {};
  std::string key = {};
  // By which the service knows the program: the path of a file that holds a token and may get another, or a token.
  std::string token_file = {};
  std::string token = {};
};

// INVALID_ARGUMENT with a sentence for the operator when parts of `access` are missing or do not go together: a
// certificate without its key or without authorities, two tokens, or a token that others could read on its way. Reads
// no file.
absl::Status CheckAccess(const ServiceAccess& access);

// Whether what goes to `address` without TLS stays on this machine: "unix:…", "localhost" (RFC 6761, section 6.3), an
// address of 127.0.0.0/8 or ::1.
bool IsThisMachine(absl::string_view address);

// Whether nobody else can read what goes to the service: TLS, or this machine.
bool IsPrivate(const ServiceAccess& access);

// The certificates of the PEM file `path`, as PEM. As ReadSmallFile() and CertificatesOf() when there are none.
absl::StatusOr<std::string> ReadAuthorities(const std::string& path);

// PEM.
struct ClientIdentity {
  std::string certificate;  // and those of its issuers
  std::string key;
};

// The identity in two PEM files, if it is one of a client that is in force at `now`: the certificate first, then its
// issuers; the private key of the first. Otherwise as ReadSmallFile(), or INVALID_ARGUMENT or FAILED_PRECONDITION (time
// alone) with a sentence that names the file.
absl::StatusOr<ClientIdentity> ReadClientIdentity(const std::string& certificate, const std::string& key,
                                                  absl::Time now);

}  // namespace sipwhy

#endif  // SIPWHY_CLIENT_SERVICE_ACCESS_H_
