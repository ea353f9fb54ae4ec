// Certificates that a test makes for itself.
#ifndef SIPWHY_TESTS_BOT_ADAPTER_IRC_TEST_CERTIFICATE_H_
#define SIPWHY_TESTS_BOT_ADAPTER_IRC_TEST_CERTIFICATE_H_

#include <string>

#include "tests/testing/temp_directory.h"

namespace sipwhy::bot::testing {

// A certificate that is its own authority, and its key, both in PEM files that live as long as this.
class TestCertificate {
 public:
  // Valid for `host` alone, from yesterday; up to yesterday as well where it is `expired`, else up to tomorrow.
  explicit TestCertificate(const std::string& host, bool expired = false);

  std::string certificate() const { return directory_.File("certificate.pem"); }
  std::string key() const { return directory_.File("key.pem"); }

 private:
  ::sipwhy::testing::TempDirectory directory_;
};

}  // namespace sipwhy::bot::testing

#endif  // SIPWHY_TESTS_BOT_ADAPTER_IRC_TEST_CERTIFICATE_H_
