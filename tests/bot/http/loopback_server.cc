#include "tests/bot/http/loopback_server.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"

namespace sipwhy::bot::testing {
namespace {

constexpr std::chrono::seconds kPatience(10);

size_t ContentLength(absl::string_view head) {
  const std::string lower = absl::AsciiStrToLower(head);
  constexpr absl::string_view kName = "\r\ncontent-length:";
  const size_t at = lower.find(std::string(kName));
  if (at == std::string::npos) return 0;
  const size_t begin = at + kName.size();
  size_t length = 0;
  const std::string value = lower.substr(begin, lower.find("\r\n", begin) - begin);
  return absl::SimpleAtoi(value, &length) ? length : 0;
}

void SendAll(int socket, absl::string_view text) {
  while (!text.empty()) {
    const ssize_t sent = send(socket, text.data(), text.size(), MSG_NOSIGNAL);
    if (sent <= 0) return;
    text.remove_prefix(static_cast<size_t>(sent));
  }
}

}  // namespace

LoopbackServer::LoopbackServer(Respond respond) : respond_(std::move(respond)) {
  listener_ = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address = {};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (bind(listener_, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) != 0 ||
      listen(listener_, SOMAXCONN) != 0 || pipe(wake_) != 0) {
    std::abort();
  }
  thread_ = std::thread([this] { Serve(); });
}

LoopbackServer::~LoopbackServer() {
  close(wake_[1]);
  thread_.join();
  close(wake_[0]);
  close(listener_);
  for (const Connection& connection : open_) close(connection.socket);
}

std::string LoopbackServer::url() const {
  sockaddr_in address = {};
  socklen_t size = sizeof(address);
  getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size);
  return absl::StrCat("http://127.0.0.1:", ntohs(address.sin_port));
}

std::vector<LoopbackServer::Request> LoopbackServer::requests() const {
  const std::lock_guard lock(mutex_);
  return requests_;
}

int LoopbackServer::connections() const {
  const std::lock_guard lock(mutex_);
  return connections_;
}

bool LoopbackServer::WaitForRequests(size_t count) const {
  std::unique_lock lock(mutex_);
  return came_.wait_for(lock, kPatience, [&] { return requests_.size() >= count; });
}

void LoopbackServer::Serve() {
  while (true) {
    std::vector<pollfd> waiting = {{wake_[0], POLLIN, 0}, {listener_, POLLIN, 0}};
    for (const Connection& connection : open_) waiting.push_back({connection.socket, POLLIN, 0});
    if (poll(waiting.data(), waiting.size(), -1) < 0) continue;
    if (waiting[0].revents != 0) return;
    for (size_t i = open_.size(); i-- > 0;) {
      if (waiting[i + 2].revents == 0 || Read(open_[i])) continue;
      close(open_[i].socket);
      open_.erase(open_.begin() + static_cast<std::ptrdiff_t>(i));
    }
    if (waiting[1].revents != 0) Accept();
  }
}

void LoopbackServer::Accept() {
  const int socket = accept(listener_, nullptr, nullptr);
  if (socket < 0) return;
  open_.push_back({socket, ""});
  const std::lock_guard lock(mutex_);
  ++connections_;
}

// False when the peer closed the connection.
bool LoopbackServer::Read(Connection& connection) {
  char buffer[4096];
  const ssize_t size = recv(connection.socket, buffer, sizeof(buffer), 0);
  if (size <= 0) return false;
  connection.received.append(buffer, static_cast<size_t>(size));
  Answer(connection);
  return true;
}

void LoopbackServer::Answer(Connection& connection) {
  const size_t end = connection.received.find("\r\n\r\n");
  if (end == std::string::npos) return;
  const size_t length = ContentLength(absl::string_view(connection.received).substr(0, end + 2));
  if (connection.received.size() < end + 4 + length) return;
  const Request request = {connection.received.substr(0, end), connection.received.substr(end + 4, length)};
  connection.received.erase(0, end + 4 + length);
  {
    const std::lock_guard lock(mutex_);
    requests_.push_back(request);
    came_.notify_all();
  }
  const std::optional<std::string> response = respond_(request);
  if (response.has_value()) SendAll(connection.socket, *response);
}

std::string HttpResponseText(int status, absl::string_view body, absl::string_view headers) {
  return absl::StrCat("HTTP/1.1 ", status, " \r\nContent-Length: ", body.size(), "\r\n", headers, "\r\n", body);
}

}  // namespace sipwhy::bot::testing
