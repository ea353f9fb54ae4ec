#include "tests/security/test_authority.h"

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <atomic>

namespace sipwhy::testing {
namespace {

constexpr int kVersion3 = 2;
constexpr char kPassphrase[] = "open sesame";

using Key = std::shared_ptr<EVP_PKEY>;
using Certificate = std::shared_ptr<X509>;
using Bio = std::unique_ptr<BIO, decltype(&BIO_free)>;

Bio Memory() { return Bio(BIO_new(BIO_s_mem()), &BIO_free); }

std::string TextOf(const Bio& memory) {
  char* text = nullptr;
  const auto size = BIO_get_mem_data(memory.get(), &text);
  return std::string(text, static_cast<size_t>(size));
}

Key NewKey(int rsa_bits) {
  EVP_PKEY* const key = rsa_bits == 0 ? EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", "P-256")
                                      : EVP_PKEY_Q_keygen(nullptr, nullptr, "RSA", static_cast<size_t>(rsa_bits));
  return Key(key, &EVP_PKEY_free);
}

Key ParseKey(const std::string& pem) {
  const Bio memory(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())), &BIO_free);
  return Key(PEM_read_bio_PrivateKey(memory.get(), nullptr, nullptr, nullptr), &EVP_PKEY_free);
}

void Extend(X509* certificate, int kind, const std::string& value) {
  X509_EXTENSION* const extension = X509V3_EXT_conf_nid(nullptr, nullptr, kind, value.c_str());
  X509_add_ext(certificate, extension, -1);
  X509_EXTENSION_free(extension);
}

// Without issuer, extensions and signature.
Certificate NewCertificate(EVP_PKEY* key, const CertificateWish& wish) {
  static std::atomic<int> serial = 0;
  Certificate certificate(X509_new(), &X509_free);
  X509_set_version(certificate.get(), kVersion3);
  ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), ++serial);
  ASN1_TIME_set(X509_getm_notBefore(certificate.get()), absl::ToTimeT(wish.from));
  ASN1_TIME_set(X509_getm_notAfter(certificate.get()), absl::ToTimeT(wish.until));
  X509_set_pubkey(certificate.get(), key);
  const auto* const name = reinterpret_cast<const unsigned char*>(wish.common_name.data());
  if (!wish.common_name.empty()) {
    X509_NAME_add_entry_by_txt(X509_get_subject_name(certificate.get()), "CN", MBSTRING_UTF8, name,
                               static_cast<int>(wish.common_name.size()), -1, 0);
  }
  return certificate;
}

std::string ToPem(X509* certificate) {
  const Bio memory = Memory();
  PEM_write_bio_X509(memory.get(), certificate);
  return TextOf(memory);
}

std::string ToPem(EVP_PKEY* key) {
  const Bio memory = Memory();
  PEM_write_bio_PrivateKey(memory.get(), key, nullptr, nullptr, 0, nullptr, nullptr);
  return TextOf(memory);
}

}  // namespace

TestAuthority::TestAuthority(const std::string& name)
    : key_(NewKey(0)), certificate_(NewCertificate(key_.get(), {.common_name = name})) {
  X509_set_issuer_name(certificate_.get(), X509_get_subject_name(certificate_.get()));
  Extend(certificate_.get(), NID_basic_constraints, "critical,CA:TRUE");
  X509_sign(certificate_.get(), key_.get(), EVP_sha256());
  pem_ = ToPem(certificate_.get());
}

KeyPair TestAuthority::Issue(const CertificateWish& wish) const {
  const Key key = NewKey(wish.rsa_bits);
  const Certificate certificate = NewCertificate(key.get(), wish);
  X509_set_issuer_name(certificate.get(), X509_get_subject_name(certificate_.get()));
  if (!wish.names.empty()) Extend(certificate.get(), NID_subject_alt_name, wish.names);
  Extend(certificate.get(), NID_ext_key_usage, wish.usage);
  X509_sign(certificate.get(), key_.get(), EVP_sha256());
  return {.certificate = ToPem(certificate.get()), .key = ToPem(key.get())};
}

std::string EncryptKey(const std::string& key) {
  const Bio memory = Memory();
  PEM_write_bio_PKCS8PrivateKey(memory.get(), ParseKey(key).get(), EVP_aes_256_cbc(), kPassphrase,
                                sizeof(kPassphrase) - 1, nullptr, nullptr);
  return TextOf(memory);
}

std::string EncryptKeyTheOldWay(const std::string& key) {
  const Bio memory = Memory();
  PEM_write_bio_PrivateKey_traditional(memory.get(), ParseKey(key).get(), EVP_aes_256_cbc(),
                                       reinterpret_cast<const unsigned char*>(kPassphrase), sizeof(kPassphrase) - 1,
                                       nullptr, nullptr);
  return TextOf(memory);
}

}  // namespace sipwhy::testing
