#include "http/health_probe.h"

#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cerrno>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "files/descriptor.h"

namespace sipwhy {
namespace {

constexpr absl::string_view kRequest = "GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
constexpr absl::string_view kVersion = "HTTP/1.";
constexpr absl::string_view kGood = " 200";
constexpr size_t kStartSize = 12;  // of "HTTP/1.1 200"

// A timeout of zero would be none.
constexpr absl::Duration kLeastWait = absl::Milliseconds(1);

// Of errno.
absl::Status Failure(const SocketAddress& server) {
  const bool is_timeout = errno == EAGAIN || errno == EINPROGRESS || errno == ETIMEDOUT;
  if (is_timeout) return absl::DeadlineExceededError(absl::StrCat(ToText(server), " does not answer"));
  return absl::UnavailableError(absl::ErrnoToStatus(errno, ToText(server)).message());
}

// Waits on the socket, for the connection as well, take no longer than `wait` each (socket(7)).
void SetTimeouts(int socket, absl::Duration wait) {
  const timeval time = absl::ToTimeval(std::max(wait, kLeastWait));
  setsockopt(socket, SOL_SOCKET, SO_SNDTIMEO, &time, sizeof time);
  setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &time, sizeof time);
}

}  // namespace

absl::Status ProbeHealthPage(const SocketAddress& server, absl::Duration patience) {
  const Descriptor socket(::socket(server.family(), SOCK_STREAM | SOCK_CLOEXEC, 0));
  if (!socket.valid()) return Failure(server);
  SetTimeouts(socket.get(), patience / 2);  // one for the connection and one for the answer
  if (connect(socket.get(), server.data(), server.size()) != 0) return Failure(server);
  if (send(socket.get(), kRequest.data(), kRequest.size(), MSG_NOSIGNAL) < 0) return Failure(server);
  std::array<char, kStartSize> buffer = {};
  const ssize_t size = recv(socket.get(), buffer.data(), buffer.size(), MSG_WAITALL);
  if (size < 0) return Failure(server);
  const absl::string_view start(buffer.data(), static_cast<size_t>(size));
  if (absl::StartsWith(start, kVersion) && absl::EndsWith(start, kGood)) return absl::OkStatus();
  return absl::UnavailableError(absl::StrCat(ToText(server), " answers \"", absl::CEscape(start), "\""));
}

}  // namespace sipwhy
