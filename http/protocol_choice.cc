#include "http/protocol_choice.h"

#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <memory>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/string_view.h"

namespace sipwhy {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using ErrorCode = boost::system::error_code;

// No method of HTTP/1.1 begins so, by design.
constexpr absl::string_view kPreface = "PRI * HTTP/2.0";

struct Newcomer {
  explicit Newcomer(tcp::socket connected) : socket(std::move(connected)), patience(socket.get_executor()) {}

  tcp::socket socket;
  asio::steady_timer patience;
};

// What came first, as much as is there; empty at the end of the connection.
bool SpeaksHttp2(tcp::socket& socket) {
  std::array<char, kPreface.size()> first{};
  ErrorCode error;
  const size_t size = socket.receive(asio::buffer(first), tcp::socket::message_peek, error);
  return !error && size > 0 && absl::StartsWith(kPreface, absl::string_view(first.data(), size));
}

}  // namespace

void ChooseProtocol(tcp::socket socket, absl::Duration patience, std::function<void(tcp::socket)> http1,
                    std::function<void(tcp::socket)> http2) {
  const auto newcomer = std::make_shared<Newcomer>(std::move(socket));
  newcomer->patience.expires_after(absl::ToChronoMilliseconds(patience));
  newcomer->patience.async_wait([newcomer](const ErrorCode& error) {
    ErrorCode ignored;
    if (!error) newcomer->socket.close(ignored);
  });
  newcomer->socket.async_wait(tcp::socket::wait_read,
                              [newcomer, http1 = std::move(http1), http2 = std::move(http2)](const ErrorCode& error) {
                                newcomer->patience.cancel();
                                if (error || !newcomer->socket.is_open()) return;
                                (SpeaksHttp2(newcomer->socket) ? http2 : http1)(std::move(newcomer->socket));
                              });
}

}  // namespace sipwhy
