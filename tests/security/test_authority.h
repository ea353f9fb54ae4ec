// Certificates that a test makes for itself.
#ifndef SIPWHY_TESTS_SECURITY_TEST_AUTHORITY_H_
#define SIPWHY_TESTS_SECURITY_TEST_AUTHORITY_H_

#include <openssl/types.h>

#include <memory>
#include <string>

#include "absl/time/clock.h"
#include "absl/time/time.h"

namespace sipwhy::testing {

// PEM.
struct KeyPair {
  std::string certificate;
  std::string key;
};

struct CertificateWish {
  std::string common_name = "sipwhy.test";
  std::string names = "DNS:sipwhy.test,IP:127.0.0.1";  // as in OpenSSL's configuration; empty for none
  absl::Time from = absl::Now() - absl::Hours(1);
  absl::Time until = absl::Now() + absl::Hours(24);
  std::string usage = "serverAuth,clientAuth";
  int rsa_bits = 0;  // 0 for an elliptic curve
};

// An authority with a key of its own.
class TestAuthority {
 public:
  explicit TestAuthority(const std::string& name);

  // Its own certificate, PEM.
  const std::string& certificate() const { return pem_; }

  KeyPair Issue(const CertificateWish& wish) const;

 private:
  std::shared_ptr<EVP_PKEY> key_;
  std::shared_ptr<X509> certificate_;
  std::string pem_;
};

// The same key under a passphrase: as PKCS #8, or in OpenSSL's old form.
std::string EncryptKey(const std::string& key);
std::string EncryptKeyTheOldWay(const std::string& key);

}  // namespace sipwhy::testing

#endif  // SIPWHY_TESTS_SECURITY_TEST_AUTHORITY_H_
