#include "client/service_access.h"

#include <arpa/inet.h>
#include <openssl/err.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <iterator>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "files/small_file.h"
#include "security/pem.h"

namespace sipwhy {
namespace {

absl::StatusOr<std::vector<X509Pointer>> ReadCertificates(const std::string& path) {
  const absl::StatusOr<SmallFile> file = ReadSmallFile(path);
  if (!file.ok()) return file.status();
  return CertificatesOf(path, file->text);
}

absl::StatusOr<KeyPointer> ReadKey(const std::string& path) {
  const absl::StatusOr<SmallFile> file = ReadSmallFile(path);
  if (!file.ok()) return file.status();
  return PrivateKeyOf(path, file->text);
}

absl::Status CheckTime(const std::string& path, const X509* certificate, absl::Time now) {
  time_t at = absl::ToTimeT(now);
  if (X509_cmp_time(X509_get0_notAfter(certificate), &at) < 0) {
    return absl::FailedPreconditionError(absl::StrCat(path, " expired; put a renewed certificate and its key there"));
  }
  if (X509_cmp_time(X509_get0_notBefore(certificate), &at) > 0) {
    return absl::FailedPreconditionError(absl::StrCat(path, " is not valid yet; check the machine's clock"));
  }
  return absl::OkStatus();
}

absl::Status CheckPurpose(const std::string& path, X509* certificate) {
  if (X509_check_purpose(certificate, X509_PURPOSE_SSL_CLIENT, 0) == 1) return absl::OkStatus();
  return absl::InvalidArgumentError(
      absl::StrCat(path, " has first a certificate that is not for clients; ask for one with the usage clientAuth"));
}

absl::Status CheckPair(const std::string& path, const std::string& key_path, X509* certificate, EVP_PKEY* key) {
  const bool is_pair = X509_check_private_key(certificate, key) == 1;
  ERR_clear_error();
  if (is_pair) return absl::OkStatus();
  return absl::InvalidArgumentError(
      absl::StrCat(key_path, " is not the key of the first certificate in ", path, "; put both of one pair there"));
}

// The host of "HOST:PORT", "[HOST]:PORT" or "HOST"; empty for a list of addresses or what is none.
absl::string_view HostOf(absl::string_view address) {
  if (absl::StrContains(address, ',')) return "";
  if (!absl::StartsWith(address, "[")) return address.substr(0, address.rfind(':'));
  const size_t end = address.find(']');
  const absl::string_view behind = end == absl::string_view::npos ? "?" : address.substr(end + 1);
  return behind.empty() || absl::StartsWith(behind, ":") ? address.substr(1, end - 1) : "";
}

}  // namespace

absl::Status CheckAccess(const ServiceAccess& access) {
  if (access.certificate.empty() != access.key.empty()) {
    return absl::InvalidArgumentError("the client's certificate and its key go together, and one of them is missing");
  }
  if (!access.certificate.empty() && access.ca.empty()) {
    return absl::InvalidArgumentError("a client's certificate needs the authority of the service's as well");
  }
  const bool has_token = !access.token.empty() || !access.token_file.empty();
  if (!access.token.empty() && !access.token_file.empty()) {
    return absl::InvalidArgumentError("there are two tokens, one of them in a file; leave one");
  }
  if (!has_token || IsPrivate(access)) return absl::OkStatus();
  return absl::InvalidArgumentError(
      absl::StrCat("a token would go to ", access.address,
                   " unencrypted; name the authority of the service's certificate, or an address of this machine"));
}

bool IsThisMachine(absl::string_view address) {
  if (absl::StartsWith(address, "unix:") || absl::StartsWith(address, "unix-abstract:")) return true;
  constexpr absl::string_view kSchemes[] = {"dns:///", "dns:", "ipv4:", "ipv6:"};
  const auto* const scheme = std::find_if(std::begin(kSchemes), std::end(kSchemes),
                                          [&](absl::string_view name) { return absl::StartsWith(address, name); });
  if (scheme != std::end(kSchemes)) address = absl::StripPrefix(address, *scheme);
  const std::string host(HostOf(address));
  in_addr v4 = {};
  in6_addr v6 = {};
  if (inet_pton(AF_INET, host.c_str(), &v4) == 1) return ntohl(v4.s_addr) >> 24U == 127U;
  if (inet_pton(AF_INET6, host.c_str(), &v6) == 1) return IN6_IS_ADDR_LOOPBACK(&v6);
  return absl::EqualsIgnoreCase(host, "localhost");
}

bool IsPrivate(const ServiceAccess& access) { return !access.ca.empty() || IsThisMachine(access.address); }

absl::StatusOr<std::string> ReadAuthorities(const std::string& path) {
  const absl::StatusOr<std::vector<X509Pointer>> certificates = ReadCertificates(path);
  if (!certificates.ok()) return certificates.status();
  return ToPem(*certificates);
}

absl::StatusOr<ClientIdentity> ReadClientIdentity(const std::string& certificate, const std::string& key,
                                                  absl::Time now) {
  const absl::StatusOr<std::vector<X509Pointer>> chain = ReadCertificates(certificate);
  if (!chain.ok()) return chain.status();
  const absl::StatusOr<KeyPointer> own_key = ReadKey(key);
  if (!own_key.ok()) return own_key.status();
  X509* const own = chain->front().get();
  absl::Status status = CheckPair(certificate, key, own, own_key->get());
  if (status.ok()) status = CheckTime(certificate, own, now);
  if (status.ok()) status = CheckPurpose(certificate, own);
  if (!status.ok()) return status;
  return ClientIdentity{.certificate = ToPem(*chain), .key = ToPem(own_key->get())};
}

}  // namespace sipwhy
