// Certificates that a test makes for itself.
#ifndef SIPWHY_TESTS_BOT_HTTP_TEST_CERTIFICATE_H_
#define SIPWHY_TESTS_BOT_HTTP_TEST_CERTIFICATE_H_

#include <string>

#include "tests/testing/temp_directory.h"

namespace sipwhy::bot::testing {

// A certificate that is its own authority, and its key, both in PEM files that live as long as this.
class TestCertificate {
 public:
  // Valid for `host` alone, a name or an address: up to tomorrow, or up to yesterday where it is `expired`.
  explicit TestCertificate(const std::string& host, bool expired = false);

  std::string certificate() const { return directory_.File("certificate.pem"); }
  std::string key() const { return directory_.File("key.pem"); }

 private:
  ::sipwhy::testing::TempDirectory directory_;
};

}  // namespace sipwhy::bot::testing

#endif  // SIPWHY_TESTS_BOT_HTTP_TEST_CERTIFICATE_H_
