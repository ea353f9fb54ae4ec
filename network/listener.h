// Sockets that listen.
#ifndef SIPWHY_NETWORK_LISTENER_H_
#define SIPWHY_NETWORK_LISTENER_H_

#include <sys/stat.h>

#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "files/descriptor.h"

namespace sipwhy {

// The file of a UNIX socket that is bound here.
class SocketFile {
 public:
  SocketFile() = default;
  explicit SocketFile(std::string path);

  // Unless another file took its place. Has an effect only while the socket is open, since the kernel keeps the inode
  // until then and so gives its number to no other file.
  void Remove();

 private:
  std::string path_;
  struct stat bound_ = {};
};

// A socket that listens, of TCP or UNIX.
struct Listener {
  explicit Listener(Descriptor listening);

  // Removes the file and listens no more.
  void Close();

  Descriptor socket;
  std::string address;  // in the form of ParseAddress(), with the port that was taken
  int port;             // 0 for UNIX
  SocketFile file;
};

// UNAVAILABLE, with both.
absl::Status CannotListen(absl::string_view address, absl::string_view reason);

// Listens on the address `text`, see ParseAddress(), with room for `backlog` connections that wait. Port 0 takes a free
// one; [::] takes IPv4 as well; the file of a UNIX socket on which nobody listens any more is replaced.
// INVALID_ARGUMENT as ParseAddress(), and CannotListen().
absl::StatusOr<Listener> ListenOn(absl::string_view text, int backlog);

// Takes a socket that listens already. INVALID_ARGUMENT when it is no listening stream socket of TCP or UNIX.
absl::StatusOr<Listener> Take(Descriptor socket);

}  // namespace sipwhy

#endif  // SIPWHY_NETWORK_LISTENER_H_
