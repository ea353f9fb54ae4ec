// The loop that accepts the service's connections.
#ifndef SIPWHY_NETWORK_CONNECTION_ACCEPTOR_H_
#define SIPWHY_NETWORK_CONNECTION_ACCEPTOR_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <thread>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace sipwhy {

// Accepts connections on one address, on a thread of its own, and hands them over, up to a number in all and a number
// for each remote address; those beyond are reset. gRPC's own listener (1.51) knows no such limit, and never accepts
// again once descriptors have run out (CVE-2023-4785). This one resets connections as long as that lasts, with a
// descriptor that it keeps in reserve, and tries again every 100 ms when it cannot even do that.
//
// A connection counts until its descriptor is closed, by whoever received it. Nobody has to say so.
//
// Stop() is for the owner's thread; all else may be called from any.
class ConnectionAcceptor {
 public:
  struct Options {
    // Connections that are open at once.
    int most_connections = 1000;

    // Those of them from one IPv4 address or one IPv6 network of 64 bits, within which a host picks its address at
    // will (RFC 8981). UNIX sockets have no address, so that this holds for TCP alone.
    int most_per_address = 200;

    // Whether most_per_address holds for loopback too: behind a proxy on this machine everybody comes from there.
    bool cap_loopback = false;

    // Descriptors that connections leave free, up to RLIMIT_NOFILE, for files and all else that the process opens.
    int spare_descriptors = 32;

    // Connections that wait to be accepted; the kernel may allow fewer (net.core.somaxconn). For Listen() alone.
    int backlog = 1024;
  };

  struct Statistics {
    uint64_t accepted = 0;             // and handed over
    uint64_t refused_by_cap = 0;       // since most_connections were open, or no descriptor was left
    uint64_t refused_per_address = 0;  // since most_per_address were open
    uint64_t errors = 0;               // accept(2) failed: EMFILE, ENFILE, ENOBUFS, ENOMEM and rarer ones
    uint64_t open = 0;                 // now; may count a connection for a second after its end
  };

  // Owns `connection` from then on: a connected stream socket, non-blocking and closed on exec. Called on the
  // acceptor's thread, so it should not wait, and must not call Stop().
  using Receiver = std::function<void(int connection)>;

  // Listens on `address`: "127.0.0.1:50051", "[::1]:50051" or "unix:/run/sipwhy.sock". Port 0 takes a free one; [::]
  // takes IPv4 as well. The file of a UNIX socket is replaced if nobody listens there any more, and removed at the end.
  // INVALID_ARGUMENT when the address has another form; UNAVAILABLE, with the address and the reason, when it cannot be
  // listened on; FAILED_PRECONDITION when the kernel does not number its sockets (SO_COOKIE, since Linux 4.12).
  static absl::StatusOr<std::unique_ptr<ConnectionAcceptor>> Listen(absl::string_view address, const Options& options,
                                                                    Receiver receiver);

  // Accepts on a socket that listens already, as systemd passes it. Owns `listener` from then on, on failure too, and
  // removes no file. INVALID_ARGUMENT when it is no listening stream socket of TCP or UNIX; FAILED_PRECONDITION as
  // above.
  static absl::StatusOr<std::unique_ptr<ConnectionAcceptor>> Adopt(int listener, const Options& options,
                                                                   Receiver receiver);

  ~ConnectionAcceptor();
  ConnectionAcceptor(const ConnectionAcceptor&) = delete;
  ConnectionAcceptor& operator=(const ConnectionAcceptor&) = delete;

  // Waits for a call of the receiver that is under way, and calls it no more; then nobody listens on the address any
  // longer. Connections that were handed over stay. statistics() stay as they are. May be called again.
  void Stop();

  // Where it listens, in the form that Listen() takes, with the port that was taken.
  const std::string& address() const;

  // Its port; 0 for a UNIX socket.
  int port() const;

  Statistics statistics() const;

 private:
  class Loop;
  explicit ConnectionAcceptor(std::unique_ptr<Loop> loop);

  const std::unique_ptr<Loop> loop_;
  std::thread thread_;  // last, so that it starts when all else is there
};

}  // namespace sipwhy

#endif  // SIPWHY_NETWORK_CONNECTION_ACCEPTOR_H_
