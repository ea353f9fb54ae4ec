#include "bot/wire/loopback.h"

#include <arpa/inet.h>

#include <string>

#include "absl/strings/match.h"

namespace sipwhy::bot {

bool IsLoopback(absl::string_view host) {
  if (absl::EqualsIgnoreCase(host, "localhost") || host == "::1" || host == "[::1]") return true;
  in_addr address = {};
  return inet_pton(AF_INET, std::string(host).c_str(), &address) == 1 && ntohl(address.s_addr) >> 24U == 127U;
}

}  // namespace sipwhy::bot
