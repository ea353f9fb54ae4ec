// A real IRC server.
#ifndef SIPWHY_TESTS_BOT_ADAPTER_IRC_NGIRCD_H_
#define SIPWHY_TESTS_BOT_ADAPTER_IRC_NGIRCD_H_

#include <cstdint>
#include <optional>
#include <string>

#include "tests/bot/adapter/irc/line_socket.h"
#include "tests/testing/process.h"
#include "tests/testing/temp_directory.h"

namespace sipwhy::bot::testing {

// ngircd on the loopback address, without look-ups of names and without penalties. The socket is the test's, as with
// socket activation, so that whoever connects while the server is started again only has to wait.
class Ngircd {
 public:
  static bool IsInstalled();

  Ngircd();

  void Start();
  void Stop();
  uint16_t port() const { return listener_.port(); }

 private:
  Listener listener_;
  ::sipwhy::testing::TempDirectory directory_;
  std::optional<::sipwhy::testing::Process> process_;
};

// The same with TLS on one of two ports, where ngircd must make the sockets itself.
class TlsNgircd {
 public:
  // Both are paths of PEM files.
  TlsNgircd(const std::string& certificate, const std::string& key);

  uint16_t plain_port() const { return plain_port_; }
  uint16_t tls_port() const { return tls_port_; }

 private:
  bool ListensOnBoth();

  uint16_t plain_port_ = 0;
  uint16_t tls_port_ = 0;
  ::sipwhy::testing::TempDirectory directory_;
  std::optional<::sipwhy::testing::Process> process_;
};

}  // namespace sipwhy::bot::testing

#endif  // SIPWHY_TESTS_BOT_ADAPTER_IRC_NGIRCD_H_
