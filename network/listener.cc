#include "network/listener.h"

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

#include "absl/strings/str_cat.h"
#include "network/socket_address.h"
#include "network/socket_option.h"

namespace sipwhy {
namespace {

std::string ErrorText(int error) { return std::generic_category().message(error); }

struct stat Look(const std::string& path) {
  struct stat found = {};
  lstat(path.c_str(), &found);
  return found;
}

// Whether the file is a socket on which nobody listens. A file of another kind refuses connections too.
bool IsStale(const SocketAddress& address) {
  struct stat found = {};
  if (lstat(address.As<sockaddr_un>().sun_path, &found) != 0 || !S_ISSOCK(found.st_mode)) return false;
  const Descriptor client(socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  return connect(client.get(), address.data(), address.size()) != 0 && errno == ECONNREFUSED;
}

bool Bind(const Descriptor& socket, const SocketAddress& address) {
  if (bind(socket.get(), address.data(), address.size()) == 0) return true;
  if (address.family() != AF_UNIX || errno != EADDRINUSE) return false;
  if (!IsStale(address) || unlink(address.As<sockaddr_un>().sun_path) != 0) {
    errno = EADDRINUSE;
    return false;
  }
  return bind(socket.get(), address.data(), address.size()) == 0;
}

}  // namespace

SocketFile::SocketFile(std::string path) : path_(std::move(path)), bound_(Look(path_)) {}

void SocketFile::Remove() {
  if (path_.empty()) return;
  const struct stat now = Look(path_);
  if (now.st_dev == bound_.st_dev && now.st_ino == bound_.st_ino) unlink(path_.c_str());
  path_.clear();
}

Listener::Listener(Descriptor listening)
    : socket(std::move(listening)),
      address(ToText(LocalAddress(socket.get()))),
      port(PortOf(LocalAddress(socket.get()))) {}

void Listener::Close() {
  file.Remove();
  socket.Close();
}

absl::Status CannotListen(absl::string_view address, absl::string_view reason) {
  return absl::UnavailableError(absl::StrCat("cannot listen on ", address, ": ", reason));
}

absl::StatusOr<Listener> ListenOn(absl::string_view text, int backlog) {
  absl::StatusOr<SocketAddress> address = ParseAddress(text);
  if (!address.ok()) return address.status();
  Descriptor socket(::socket(address->family(), SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  if (!socket.valid()) return CannotListen(text, ErrorText(errno));
  // Connections of a process that has just ended would keep the port for a minute.
  SetSocketOption(socket.get(), SOL_SOCKET, SO_REUSEADDR, 1);
  if (address->family() == AF_INET6) SetSocketOption(socket.get(), IPPROTO_IPV6, IPV6_V6ONLY, 0);
  if (!Bind(socket, *address)) return CannotListen(text, ErrorText(errno));
  Listener listener(std::move(socket));
  if (address->family() == AF_UNIX) listener.file = SocketFile(address->As<sockaddr_un>().sun_path);
  if (listen(listener.socket.get(), backlog) != 0) {
    const int error = errno;
    listener.Close();
    return CannotListen(text, ErrorText(error));
  }
  return listener;
}

absl::StatusOr<Listener> Take(Descriptor socket) {
  const int number = socket.get();
  const int family = SocketOption<int>(number, SOL_SOCKET, SO_DOMAIN);
  if (SocketOption<int>(number, SOL_SOCKET, SO_ACCEPTCONN) == 0 ||
      SocketOption<int>(number, SOL_SOCKET, SO_TYPE) != SOCK_STREAM ||
      (family != AF_INET && family != AF_INET6 && family != AF_UNIX)) {
    return absl::InvalidArgumentError(
        absl::StrCat("descriptor ", number, " was passed to accept on, and is no listening stream socket"));
  }
  fcntl(number, F_SETFD, FD_CLOEXEC);
  fcntl(number, F_SETFL, fcntl(number, F_GETFL) | O_NONBLOCK);
  return Listener(std::move(socket));
}

}  // namespace sipwhy
