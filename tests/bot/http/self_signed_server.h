// A TLS server that nobody vouches for.
#ifndef SIPWHY_TESTS_BOT_HTTP_SELF_SIGNED_SERVER_H_
#define SIPWHY_TESTS_BOT_HTTP_SELF_SIGNED_SERVER_H_

#include <string>
#include <thread>

#include "tests/bot/http/test_certificate.h"

namespace sipwhy::bot::testing {

// Serves one connection on 127.0.0.1 with a certificate for that address, signed by itself, from a thread of its own.
class SelfSignedServer {
 public:
  SelfSignedServer();
  ~SelfSignedServer();
  SelfSignedServer(const SelfSignedServer&) = delete;
  SelfSignedServer& operator=(const SelfSignedServer&) = delete;

  // "https://127.0.0.1:PORT"
  std::string url() const;

  // What the peer sent once TLS stood; empty when it would not go on. Waits for its connection to end.
  std::string Received();

 private:
  void Serve();

  const TestCertificate certificate_{"127.0.0.1"};
  int listener_ = -1;
  std::string received_;
  std::thread thread_;
};

}  // namespace sipwhy::bot::testing

#endif  // SIPWHY_TESTS_BOT_HTTP_SELF_SIGNED_SERVER_H_
