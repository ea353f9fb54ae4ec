#include "network/open_connections.h"

#include <sys/socket.h>

#include <iterator>

#include "network/socket_option.h"

namespace sipwhy {

uint64_t Cookie(int descriptor) { return SocketOption<uint64_t>(descriptor, SOL_SOCKET, SO_COOKIE); }

int OpenConnections::From(const Network& network) const {
  const auto found = per_network_.find(network);
  return found == per_network_.end() ? 0 : found->second;
}

void OpenConnections::Add(int descriptor, std::optional<Network> network) {
  if (network) ++per_network_[*network];
  by_descriptor_[descriptor] = {Cookie(descriptor), network};
}

void OpenConnections::Forget(int descriptor) {
  if (const auto found = by_descriptor_.find(descriptor); found != by_descriptor_.end()) Erase(found);
}

void OpenConnections::ForgetClosed() {
  for (auto it = by_descriptor_.begin(); it != by_descriptor_.end();) {
    it = Cookie(it->first) == it->second.cookie ? std::next(it) : Erase(it);
  }
}

OpenConnections::Map::iterator OpenConnections::Erase(Map::iterator connection) {
  if (const auto& network = connection->second.network) {
    const auto count = per_network_.find(*network);
    if (--count->second == 0) per_network_.erase(count);
  }
  return by_descriptor_.erase(connection);
}

}  // namespace sipwhy
