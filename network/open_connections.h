// Which connections are open, though others close them.
#ifndef SIPWHY_NETWORK_OPEN_CONNECTIONS_H_
#define SIPWHY_NETWORK_OPEN_CONNECTIONS_H_

#include <cstdint>
#include <map>
#include <optional>
#include <unordered_map>

#include "network/socket_address.h"

namespace sipwhy {

// The kernel's number of a socket, which no other socket gets until the machine starts anew; 0 when there is no socket.
uint64_t Cookie(int descriptor);

// The connections that were handed over and whose descriptors are open.
//
// Who closes a connection does not say so; so this asks the kernel whether a descriptor still stands for the socket
// that was accepted. It is safe to ask about a number that somebody else owns by now: a socket's cookie is never given
// twice, so a new one is not taken for the old one; what is no socket or is closed has none; and to read it changes
// nothing and never waits, not even where the number stands for a file on a disk that hangs. For one thread.
class OpenConnections {
 public:
  int size() const { return static_cast<int>(by_descriptor_.size()); }

  // How many of them count for `network`.
  int From(const Network& network) const;

  // A connection that has just been accepted, and the network that it counts for, if any.
  void Add(int descriptor, std::optional<Network> network);

  // The number was given to somebody else, so that its former connection is closed.
  void Forget(int descriptor);

  // Forgets those whose descriptors are closed by now. One question to the kernel for each.
  void ForgetClosed();

 private:
  struct Connection {
    uint64_t cookie = 0;
    std::optional<Network> network;
  };
  using Map = std::unordered_map<int, Connection>;

  Map::iterator Erase(Map::iterator connection);

  Map by_descriptor_;
  std::map<Network, int> per_network_;  // those that count
};

}  // namespace sipwhy

#endif  // SIPWHY_NETWORK_OPEN_CONNECTIONS_H_
