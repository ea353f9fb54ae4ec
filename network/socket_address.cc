#include "network/socket_address.h"

#include <arpa/inet.h>
#include <sys/un.h>

#include <array>
#include <cstddef>

#include "absl/status/status.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

namespace sipwhy {
namespace {

constexpr absl::string_view kUnixPrefix = "unix:";
constexpr std::array<uint8_t, 12> kMappedIpv4Prefix = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};  // RFC 4291 §2.5.5.2

absl::StatusOr<SocketAddress> ParseUnixAddress(absl::string_view path) {
  sockaddr_un address = {};
  address.sun_family = AF_UNIX;
  if (path.empty() || path.size() >= sizeof address.sun_path) {
    return absl::InvalidArgumentError(absl::StrCat("the path of a UNIX socket has 1 to ", sizeof address.sun_path - 1,
                                                   " bytes, and \"", path, "\" has ", path.size()));
  }
  std::memcpy(address.sun_path, path.data(), path.size());
  return SocketAddress(address);
}

absl::StatusOr<SocketAddress> ParseIpAddress(absl::string_view text) {
  const size_t colon = text.rfind(':');
  uint32_t port = 0;
  if (colon != absl::string_view::npos && absl::SimpleAtoi(text.substr(colon + 1), &port) && port <= UINT16_MAX) {
    absl::string_view host = text.substr(0, colon);
    sockaddr_in ipv4 = {};
    ipv4.sin_family = AF_INET;
    ipv4.sin_port = htons(static_cast<uint16_t>(port));
    if (inet_pton(AF_INET, std::string(host).c_str(), &ipv4.sin_addr) == 1) return SocketAddress(ipv4);
    sockaddr_in6 ipv6 = {};
    ipv6.sin6_family = AF_INET6;
    ipv6.sin6_port = ipv4.sin_port;
    if (absl::ConsumePrefix(&host, "[") && absl::ConsumeSuffix(&host, "]") &&
        inet_pton(AF_INET6, std::string(host).c_str(), &ipv6.sin6_addr) == 1) {
      return SocketAddress(ipv6);
    }
  }
  return absl::InvalidArgumentError(absl::StrCat("\"", text,
                                                 "\" is no address to listen on; write it as 127.0.0.1:50051, "
                                                 "[::1]:50051 or unix:/path"));
}

}  // namespace

SocketAddress LocalAddress(int socket) {
  SocketAddress address;
  getsockname(socket, address.data(), address.capacity());
  return address;
}

absl::StatusOr<SocketAddress> ParseAddress(absl::string_view text) {
  return absl::ConsumePrefix(&text, kUnixPrefix) ? ParseUnixAddress(text) : ParseIpAddress(text);
}

int PortOf(const SocketAddress& address) {
  if (address.family() == AF_INET) return ntohs(address.As<sockaddr_in>().sin_port);
  return address.family() == AF_INET6 ? ntohs(address.As<sockaddr_in6>().sin6_port) : 0;
}

std::string ToText(const SocketAddress& address) {
  if (address.family() == AF_UNIX) return absl::StrCat(kUnixPrefix, address.As<sockaddr_un>().sun_path);
  std::array<char, INET6_ADDRSTRLEN> host = {};
  if (address.family() == AF_INET) {
    const auto ipv4 = address.As<sockaddr_in>();
    return absl::StrCat(inet_ntop(AF_INET, &ipv4.sin_addr, host.data(), host.size()), ":", PortOf(address));
  }
  const auto ipv6 = address.As<sockaddr_in6>();
  return absl::StrCat("[", inet_ntop(AF_INET6, &ipv6.sin6_addr, host.data(), host.size()), "]:", PortOf(address));
}

std::optional<Network> NetworkOf(const SocketAddress& address) {
  if (address.family() == AF_INET) return Network(AF_INET, ntohl(address.As<sockaddr_in>().sin_addr.s_addr));
  if (address.family() != AF_INET6) return std::nullopt;
  const in6_addr ip = address.As<sockaddr_in6>().sin6_addr;
  if (std::memcmp(&ip, kMappedIpv4Prefix.data(), kMappedIpv4Prefix.size()) == 0) {
    uint32_t ipv4 = 0;
    std::memcpy(&ipv4, &ip.s6_addr[kMappedIpv4Prefix.size()], sizeof ipv4);
    return Network(AF_INET, ntohl(ipv4));
  }
  uint64_t prefix = 0;
  std::memcpy(&prefix, &ip, sizeof prefix);
  return Network(AF_INET6, prefix);
}

bool IsLoopback(const Network& network, const SocketAddress& address) {
  if (network.first == AF_INET) return network.second >> 24U == 127U;
  const in6_addr ip = address.As<sockaddr_in6>().sin6_addr;
  return std::memcmp(&ip, &in6addr_loopback, sizeof ip) == 0;
}

bool IsLocal(const SocketAddress& address) {
  const std::optional<Network> network = NetworkOf(address);
  return !network.has_value() || IsLoopback(*network, address);
}

}  // namespace sipwhy
