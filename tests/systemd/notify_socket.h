// The socket on which a service manager hears of its programs.
#ifndef SIPWHY_TESTS_SYSTEMD_NOTIFY_SOCKET_H_
#define SIPWHY_TESTS_SYSTEMD_NOTIFY_SOCKET_H_

#include <string>

#include "tests/testing/temp_directory.h"

namespace sipwhy::testing {

// Names itself in this process's NOTIFY_SOCKET for as long as it lives.
class NotifySocket {
 public:
  // Of a file; or abstract, where `name` begins with @.
  explicit NotifySocket(const std::string& name = "");
  ~NotifySocket();
  NotifySocket(const NotifySocket&) = delete;
  NotifySocket& operator=(const NotifySocket&) = delete;

  // The next notification. Empty when there is none within ten seconds.
  std::string Receive() const;

 private:
  TempDirectory folder_;
  int socket_;
};

}  // namespace sipwhy::testing

#endif  // SIPWHY_TESTS_SYSTEMD_NOTIFY_SOCKET_H_
