// Which version of HTTP a client speaks on a connection without TLS. For the sources of this folder alone.
#ifndef SIPWHY_HTTP_PROTOCOL_CHOICE_H_
#define SIPWHY_HTTP_PROTOCOL_CHOICE_H_

#include <boost/asio/ip/tcp.hpp>
#include <functional>

#include "absl/time/time.h"

namespace sipwhy {

// Waits for the first bytes on `socket` without taking them, and hands it to `http2` when they begin the preface of
// HTTP/2 with prior knowledge (RFC 9113, section 3.4), else to `http1`. Closes it when none come within `patience`. All
// on the thread of the socket's executor.
void ChooseProtocol(boost::asio::ip::tcp::socket socket, absl::Duration patience,
                    std::function<void(boost::asio::ip::tcp::socket)> http1,
                    std::function<void(boost::asio::ip::tcp::socket)> http2);

}  // namespace sipwhy

#endif  // SIPWHY_HTTP_PROTOCOL_CHOICE_H_
