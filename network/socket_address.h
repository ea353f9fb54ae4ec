// Addresses of sockets, and what counts as one of them.
#ifndef SIPWHY_NETWORK_SOCKET_ADDRESS_H_
#define SIPWHY_NETWORK_SOCKET_ADDRESS_H_

#include <netinet/in.h>
#include <sys/socket.h>

#include <cstdint>
#include <cstring>
#include <optional>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace sipwhy {

// The address of a socket of any family.
class SocketAddress {
 public:
  SocketAddress() = default;
  template <typename T>
  explicit SocketAddress(const T& address) : size_(sizeof address) {
    std::memcpy(&storage_, &address, sizeof address);
  }

  sa_family_t family() const { return storage_.ss_family; }
  const sockaddr* data() const { return reinterpret_cast<const sockaddr*>(&storage_); }
  socklen_t size() const { return size_; }

  // For the kernel to fill.
  sockaddr* data() { return reinterpret_cast<sockaddr*>(&storage_); }
  socklen_t* capacity() {
    size_ = sizeof storage_;
    return &size_;
  }

  // A copy as the type that its family has.
  template <typename T>
  T As() const {
    T address = {};
    std::memcpy(&address, &storage_, sizeof address);
    return address;
  }

 private:
  sockaddr_storage storage_ = {};
  socklen_t size_ = 0;
};

// The address to which a socket is bound.
SocketAddress LocalAddress(int socket);

// Reads "127.0.0.1:50051", "[::1]:50051" or "unix:/path". INVALID_ARGUMENT when it has another form.
absl::StatusOr<SocketAddress> ParseAddress(absl::string_view text);

// The form that ParseAddress() reads.
std::string ToText(const SocketAddress& address);

// 0 for what has no port.
int PortOf(const SocketAddress& address);

// What counts as one address: family, and the IPv4 address or the first 64 bits of the IPv6 one.
using Network = std::pair<sa_family_t, uint64_t>;

// The network of an address; that of the IPv4 address where this is mapped into IPv6. None for what has no IP address.
std::optional<Network> NetworkOf(const SocketAddress& address);

// Whether an address, whose network is `network`, is in 127.0.0.0/8 or is ::1.
bool IsLoopback(const Network& network, const SocketAddress& address);

// Whether none but this machine can reach an address: loopback, or a UNIX socket.
bool IsLocal(const SocketAddress& address);

}  // namespace sipwhy

#endif  // SIPWHY_NETWORK_SOCKET_ADDRESS_H_
