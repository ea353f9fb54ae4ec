#include "tests/bot/adapter/irc/line_socket.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

namespace sipwhy::bot::testing {
namespace {

constexpr int kPatienceInMilliseconds = 20'000;

sockaddr_in Loopback(uint16_t port) {
  sockaddr_in address = {};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

bool WaitUntilReadable(int file) {
  pollfd wanted = {file, POLLIN, 0};
  return poll(&wanted, 1, kPatienceInMilliseconds) == 1;
}

}  // namespace

LineSocket::LineSocket(LineSocket&& other) noexcept
    : file_(std::exchange(other.file_, -1)), inbox_(std::move(other.inbox_)) {}

LineSocket::~LineSocket() {
  if (file_ >= 0) close(file_);
}

LineSocket LineSocket::Connect(uint16_t port) {
  const sockaddr_in address = Loopback(port);
  const int file = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  EXPECT_EQ(connect(file, reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
  return LineSocket(file);
}

void LineSocket::SendBytes(absl::string_view bytes) const {
  while (!bytes.empty()) {
    const ssize_t count = send(file_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (count <= 0) return;
    bytes.remove_prefix(static_cast<size_t>(count));
  }
}

void LineSocket::Send(absl::string_view line) const { SendBytes(absl::StrCat(line, "\r\n")); }

bool LineSocket::Fill() {
  if (!WaitUntilReadable(file_)) {
    ADD_FAILURE() << "nothing came";
    return false;
  }
  char bytes[4096];
  const ssize_t count = recv(file_, bytes, sizeof bytes, 0);
  if (count <= 0) return false;
  inbox_.append(bytes, static_cast<size_t>(count));
  return true;
}

std::string LineSocket::ReadLine() {
  size_t end = inbox_.find('\n');
  while (end == std::string::npos) {
    if (!Fill()) return "";
    end = inbox_.find('\n');
  }
  std::string line(absl::StripSuffix(absl::string_view(inbox_).substr(0, end), "\r"));
  inbox_.erase(0, end + 1);
  return line;
}

std::string LineSocket::WaitFor(const std::function<bool(absl::string_view)>& passes) {
  for (std::string line = ReadLine(); !line.empty(); line = ReadLine()) {
    if (passes(line)) return line;
  }
  ADD_FAILURE() << "the line did not come";
  return "";
}

std::string LineSocket::WaitFor(absl::string_view part) {
  SCOPED_TRACE(part);
  return WaitFor([part](absl::string_view line) { return absl::StrContains(line, part); });
}

void LineSocket::WaitForEnd() {
  while (Fill()) inbox_.clear();
}

Listener::Listener() : file_(socket(AF_INET, SOCK_STREAM, 0)) {
  sockaddr_in address = Loopback(0);
  socklen_t size = sizeof address;
  EXPECT_EQ(bind(file_, reinterpret_cast<const sockaddr*>(&address), size), 0);
  EXPECT_EQ(listen(file_, 16), 0);
  EXPECT_EQ(getsockname(file_, reinterpret_cast<sockaddr*>(&address), &size), 0);
  port_ = ntohs(address.sin_port);
}

Listener::~Listener() { close(file_); }

LineSocket Listener::Accept() const {
  EXPECT_TRUE(WaitUntilReadable(file_)) << "nobody connected";
  return LineSocket(accept4(file_, nullptr, nullptr, SOCK_CLOEXEC));
}

}  // namespace sipwhy::bot::testing
