#include "tests/systemd/notify_socket.h"

#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstddef>
#include <cstdio>
#include <cstdlib>

namespace sipwhy::testing {
namespace {

constexpr timeval kPatience = {.tv_sec = 10, .tv_usec = 0};

}  // namespace

NotifySocket::NotifySocket(const std::string& name) : socket_(socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0)) {
  const std::string path = name.empty() ? folder_.File("notify") : name;
  sockaddr_un address = {};
  address.sun_family = AF_UNIX;
  path.copy(address.sun_path, sizeof address.sun_path - 1);
  if (path.front() == '@') address.sun_path[0] = '\0';
  const auto size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + path.size());
  if (bind(socket_, reinterpret_cast<const sockaddr*>(&address), size) != 0) {
    std::perror(path.c_str());
    std::exit(1);
  }
  setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &kPatience, sizeof kPatience);
  setenv("NOTIFY_SOCKET", path.c_str(), 1);
}

NotifySocket::~NotifySocket() {
  unsetenv("NOTIFY_SOCKET");
  close(socket_);
}

std::string NotifySocket::Receive() const {
  char buffer[4096];
  const ssize_t count = recv(socket_, buffer, sizeof buffer, 0);
  return count < 0 ? "" : std::string(buffer, static_cast<size_t>(count));
}

}  // namespace sipwhy::testing
