#include "security/certificate.h"

#include <arpa/inet.h>
#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <array>
#include <memory>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "files/small_file.h"
#include "security/pem.h"

namespace sipwhy {
namespace {

struct FreeContext {
  void operator()(SSL_CTX* context) const { SSL_CTX_free(context); }
};
struct FreeDigest {
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};
struct FreeNames {
  void operator()(GENERAL_NAMES* names) const { GENERAL_NAMES_free(names); }
};
struct FreeBio {
  void operator()(BIO* bio) const { BIO_free(bio); }
};

absl::Time TimeOf(const ASN1_TIME* time) {
  std::tm parts = {};
  if (ASN1_TIME_to_tm(time, &parts) != 1) return absl::InfinitePast();
  return absl::FromTM(parts, absl::UTCTimeZone());
}

std::string Format(absl::Time time) { return absl::FormatTime("%Y-%m-%d %H:%M:%S UTC", time, absl::UTCTimeZone()); }

std::string SubjectOf(const X509* certificate) {
  const std::unique_ptr<BIO, FreeBio> bio(BIO_new(BIO_s_mem()));
  // Whatever is no visible ASCII comes out escaped, so that it can go to a log.
  X509_NAME_print_ex(bio.get(), X509_get_subject_name(certificate), 0, XN_FLAG_RFC2253);
  char* text = nullptr;
  const auto size = BIO_get_mem_data(bio.get(), &text);
  return std::string(text, static_cast<size_t>(size));
}

std::string TextOf(const ASN1_STRING* text) {
  const auto* const bytes = reinterpret_cast<const char*>(ASN1_STRING_get0_data(text));
  return std::string(bytes, static_cast<size_t>(ASN1_STRING_length(text)));
}

std::string AddressOf(const ASN1_OCTET_STRING* address) {
  const int family = ASN1_STRING_length(address) == 4 ? AF_INET : AF_INET6;
  if (family == AF_INET6 && ASN1_STRING_length(address) != 16) return "?";
  std::array<char, INET6_ADDRSTRLEN> text = {};
  return inet_ntop(family, ASN1_STRING_get0_data(address), text.data(), text.size());
}

// Empty for a kind that nobody looks for in a server's certificate.
std::string NameOf(const GENERAL_NAME& name) {
  if (name.type == GEN_DNS) return absl::StrCat("DNS:", TextOf(name.d.dNSName));
  if (name.type == GEN_URI) return absl::StrCat("URI:", TextOf(name.d.uniformResourceIdentifier));
  if (name.type == GEN_IPADD) return absl::StrCat("IP:", AddressOf(name.d.iPAddress));
  return "";
}

std::vector<std::string> NamesOf(const X509* certificate) {
  const std::unique_ptr<GENERAL_NAMES, FreeNames> all(
      static_cast<GENERAL_NAMES*>(X509_get_ext_d2i(certificate, NID_subject_alt_name, nullptr, nullptr)));
  std::vector<std::string> names;
  for (int i = 0; i < sk_GENERAL_NAME_num(all.get()); ++i) {
    std::string name = NameOf(*sk_GENERAL_NAME_value(all.get(), i));
    if (!name.empty()) names.push_back(std::move(name));
  }
  return names;
}

absl::Status CheckTime(const std::string& path, const X509* certificate, absl::Time now) {
  const absl::Time from = TimeOf(X509_get0_notBefore(certificate));
  const absl::Time until = TimeOf(X509_get0_notAfter(certificate));
  if (now > until) {
    return absl::FailedPreconditionError(
        absl::StrCat(path, " expired on ", Format(until), "; put a renewed certificate and its key there"));
  }
  if (now < from) {
    return absl::FailedPreconditionError(absl::StrCat(path, " is valid from ", Format(from), " on, and it is ",
                                                      Format(now), "; check the machine's clock"));
  }
  return absl::OkStatus();
}

absl::Status CheckPurpose(const std::string& path, X509* certificate) {
  if (X509_check_purpose(certificate, X509_PURPOSE_SSL_SERVER, 0) == 1) return absl::OkStatus();
  return absl::InvalidArgumentError(
      absl::StrCat(path, " has first a certificate that is not for servers; ask for one with the usage serverAuth"));
}

// The certificate's public key may stand in the key's file too, with a private one that is damaged: only using it
// tells.
bool CanSign(X509* certificate, EVP_PKEY* key) {
  constexpr std::array<unsigned char, 4> kText = {'t', 'e', 's', 't'};
  std::vector<unsigned char> signature(static_cast<size_t>(EVP_PKEY_get_size(key)));
  size_t size = signature.size();
  const std::unique_ptr<EVP_MD_CTX, FreeDigest> signing(EVP_MD_CTX_new());
  const std::unique_ptr<EVP_MD_CTX, FreeDigest> verifying(EVP_MD_CTX_new());
  const bool is_right =
      EVP_DigestSignInit(signing.get(), nullptr, nullptr, nullptr, key) == 1 &&
      EVP_DigestSign(signing.get(), signature.data(), &size, kText.data(), kText.size()) == 1 &&
      EVP_DigestVerifyInit(verifying.get(), nullptr, nullptr, nullptr, X509_get0_pubkey(certificate)) == 1 &&
      EVP_DigestVerify(verifying.get(), signature.data(), size, kText.data(), kText.size()) == 1;
  ERR_clear_error();
  return is_right;
}

absl::Status CheckPair(const CertificateFiles& files, const std::vector<X509Pointer>& chain, EVP_PKEY* key) {
  const auto is_its_own = [key](const X509Pointer& one) { return X509_check_private_key(one.get(), key) == 1; };
  const auto owner = std::find_if(chain.begin(), chain.end(), is_its_own);
  ERR_clear_error();
  if (owner == chain.begin()) {
    if (CanSign(owner->get(), key)) return absl::OkStatus();
    return absl::InvalidArgumentError(absl::StrCat(files.key, " is damaged; write it again"));
  }
  if (owner != chain.end()) {
    return absl::InvalidArgumentError(absl::StrCat(files.certificate, " has the certificate of the key in ", files.key,
                                                   " as number ", owner - chain.begin() + 1, "; put it first"));
  }
  return absl::InvalidArgumentError(absl::StrCat(files.key, " is not the key of the certificate in ", files.certificate,
                                                 "; put both of one pair there"));
}

// OpenSSL's own opinion, which gRPC would meet at the first handshake: RSA of 1024 bits, for one, is too weak.
absl::Status CheckPolicy(const std::string& path, const std::vector<X509Pointer>& chain, EVP_PKEY* key) {
  const std::unique_ptr<SSL_CTX, FreeContext> context(SSL_CTX_new(TLS_server_method()));
  bool is_taken = SSL_CTX_use_certificate(context.get(), chain.front().get()) == 1 &&
                  SSL_CTX_use_PrivateKey(context.get(), key) == 1;
  for (size_t i = 1; i < chain.size() && is_taken; ++i) {
    is_taken = SSL_CTX_add1_chain_cert(context.get(), chain[i].get()) == 1;
  }
  const char* const reason = ERR_reason_error_string(ERR_peek_error());
  ERR_clear_error();
  if (is_taken) return absl::OkStatus();
  return absl::InvalidArgumentError(absl::StrCat(path, " is refused by OpenSSL (",
                                                 reason == nullptr ? "without a reason" : reason,
                                                 "); ask for a certificate with a stronger key and signature"));
}

absl::StatusOr<std::string> ReadAuthorities(const std::string& path, absl::Time now) {
  if (path.empty()) return "";
  const absl::StatusOr<SmallFile> file = ReadSmallFile(path);
  if (!file.ok()) return file.status();
  const absl::StatusOr<std::vector<X509Pointer>> authorities = CertificatesOf(path, file->text);
  if (!authorities.ok()) return authorities.status();
  const auto is_in_force = [&](const X509Pointer& one) { return CheckTime(path, one.get(), now).ok(); };
  if (std::any_of(authorities->begin(), authorities->end(), is_in_force)) return ToPem(*authorities);
  return CheckTime(path, authorities->front().get(), now);
}

absl::Status CheckAll(const CertificateFiles& files, const std::vector<X509Pointer>& chain, EVP_PKEY* key,
                      absl::Time now) {
  if (absl::Status pair = CheckPair(files, chain, key); !pair.ok()) return pair;
  if (absl::Status time = CheckTime(files.certificate, chain.front().get(), now); !time.ok()) return time;
  if (absl::Status purpose = CheckPurpose(files.certificate, chain.front().get()); !purpose.ok()) return purpose;
  return CheckPolicy(files.certificate, chain, key);
}

}  // namespace

absl::StatusOr<Certificate> ReadCertificate(const CertificateFiles& files, absl::Time now) {
  const absl::StatusOr<SmallFile> certificate_file = ReadSmallFile(files.certificate);
  if (!certificate_file.ok()) return certificate_file.status();
  const absl::StatusOr<SmallFile> key_file = ReadSmallFile(files.key);
  if (!key_file.ok()) return key_file.status();
  const absl::StatusOr<std::vector<X509Pointer>> chain = CertificatesOf(files.certificate, certificate_file->text);
  if (!chain.ok()) return chain.status();
  const absl::StatusOr<KeyPointer> key = PrivateKeyOf(files.key, key_file->text);
  if (!key.ok()) return key.status();
  if (absl::Status status = CheckAll(files, *chain, key->get(), now); !status.ok()) return status;
  absl::StatusOr<std::string> client_ca = ReadAuthorities(files.client_ca, now);
  if (!client_ca.ok()) return client_ca.status();

  const X509* const own = chain->front().get();
  Certificate certificate = {.identity = absl::StrCat(ToPem(key->get()), ToPem(*chain)),
                             .client_ca = *std::move(client_ca),
                             .subject = SubjectOf(own),
                             .names = NamesOf(own),
                             .not_before = TimeOf(X509_get0_notBefore(own)),
                             .not_after = TimeOf(X509_get0_notAfter(own)),
                             .warnings = {}};
  if (key_file->is_open_to_others) {
    certificate.warnings.push_back(
        absl::StrCat(files.key, " can be read or written by every user of this machine; chmod it to 600 or 640"));
  }
  return certificate;
}

}  // namespace sipwhy
