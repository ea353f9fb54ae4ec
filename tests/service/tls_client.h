// A client that makes TLS connections and looks at what it gets.
#ifndef SIPWHY_TESTS_SERVICE_TLS_CLIENT_H_
#define SIPWHY_TESTS_SERVICE_TLS_CLIENT_H_

#include <openssl/types.h>

#include <memory>
#include <string>

#include "tests/security/test_authority.h"

namespace sipwhy::testing {

// How one handshake went.
struct Handshake {
  bool is_accepted = false;  // by both sides: the server went on to speak
  std::string why;           // OpenSSL's reason when it was not
  std::string common_name;   // of the server's certificate
  std::string protocol;      // "TLSv1.3"
  std::string alpn;          // "h2"
};

class TlsClient {
 public:
  struct Options {
    std::string authority;  // PEM, of servers
    KeyPair own = {};       // empty for no certificate
    int only_version = 0;   // such as TLS1_2_VERSION; 0 for all that there are
    bool offers_h2 = true;
  };

  explicit TlsClient(const Options& options);

  // Connects to `port` of 127.0.0.1 and hangs up again. Safe to call from several threads.
  Handshake Connect(int port) const;

 private:
  std::shared_ptr<SSL_CTX> context_;
};

}  // namespace sipwhy::testing

#endif  // SIPWHY_TESTS_SERVICE_TLS_CLIENT_H_
