#include "tests/bot/http/test_certificate.h"

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <memory>

#include "absl/strings/str_cat.h"

namespace sipwhy::bot::testing {
namespace {

constexpr int kDay = 24 * 60 * 60;
constexpr int kVersion3 = 2;

template <auto kFree>
struct Free {
  template <typename T>
  void operator()(T* object) const {
    kFree(object);
  }
};

using Key = std::unique_ptr<EVP_PKEY, Free<EVP_PKEY_free>>;
using Certificate = std::unique_ptr<X509, Free<X509_free>>;
using Extension = std::unique_ptr<X509_EXTENSION, Free<X509_EXTENSION_free>>;
using Address = std::unique_ptr<ASN1_OCTET_STRING, Free<ASN1_OCTET_STRING_free>>;
using Memory = std::unique_ptr<BIO, Free<BIO_free>>;

void Name(X509* certificate, const std::string& host) {
  X509_NAME* const name = X509_get_subject_name(certificate);
  const auto* const bytes = reinterpret_cast<const unsigned char*>(host.c_str());
  X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, bytes, -1, -1, 0);
  X509_set_issuer_name(certificate, name);
}

void Extend(X509* certificate, int kind, const std::string& value) {
  const Extension extension(X509V3_EXT_conf_nid(nullptr, nullptr, kind, value.c_str()));
  X509_add_ext(certificate, extension.get(), -1);
}

bool IsAddress(const std::string& host) {
  const Address address(a2i_IPADDRESS(host.c_str()));
  return address != nullptr;
}

std::string TextOf(const Memory& memory) {
  char buffer[8192];
  const int size = BIO_read(memory.get(), buffer, sizeof buffer);
  return std::string(buffer, static_cast<size_t>(size));
}

}  // namespace

TestCertificate::TestCertificate(const std::string& host, bool expired) {
  const Key key(EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", "P-256"));
  const Certificate certificate(X509_new());
  X509_set_version(certificate.get(), kVersion3);
  ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), 1);
  X509_gmtime_adj(X509_getm_notBefore(certificate.get()), -2 * kDay);
  X509_gmtime_adj(X509_getm_notAfter(certificate.get()), expired ? -kDay : kDay);
  X509_set_pubkey(certificate.get(), key.get());
  Name(certificate.get(), host);
  Extend(certificate.get(), NID_subject_alt_name, absl::StrCat(IsAddress(host) ? "IP:" : "DNS:", host));
  Extend(certificate.get(), NID_basic_constraints, "critical,CA:TRUE");
  X509_sign(certificate.get(), key.get(), EVP_sha256());

  const Memory memory(BIO_new(BIO_s_mem()));
  PEM_write_bio_X509(memory.get(), certificate.get());
  directory_.Write("certificate.pem", TextOf(memory));
  PEM_write_bio_PrivateKey(memory.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr);
  directory_.Write("key.pem", TextOf(memory));
}

}  // namespace sipwhy::bot::testing
