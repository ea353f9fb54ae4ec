// Options of sockets, typed.
#ifndef SIPWHY_NETWORK_SOCKET_OPTION_H_
#define SIPWHY_NETWORK_SOCKET_OPTION_H_

#include <sys/socket.h>

namespace sipwhy {

// The value of an option of type T; zero when the kernel says no.
template <typename T>
T SocketOption(int socket, int level, int option) {
  T value = {};
  socklen_t size = sizeof value;
  return getsockopt(socket, level, option, &value, &size) == 0 ? value : T{};
}

// False when the kernel says no.
template <typename T>
bool SetSocketOption(int socket, int level, int option, const T& value) {
  return setsockopt(socket, level, option, &value, sizeof value) == 0;
}

}  // namespace sipwhy

#endif  // SIPWHY_NETWORK_SOCKET_OPTION_H_
