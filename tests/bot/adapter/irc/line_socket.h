// Raw connections that speak in lines.
#ifndef SIPWHY_TESTS_BOT_ADAPTER_IRC_LINE_SOCKET_H_
#define SIPWHY_TESTS_BOT_ADAPTER_IRC_LINE_SOCKET_H_

#include <cstdint>
#include <functional>
#include <string>

#include "absl/strings/string_view.h"

namespace sipwhy::bot::testing {

// One end of a TCP connection. Fails the test where what it waits for does not come within 20 seconds.
class LineSocket {
 public:
  explicit LineSocket(int file) : file_(file) {}
  LineSocket(LineSocket&& other) noexcept;
  LineSocket& operator=(LineSocket&&) = delete;
  LineSocket(const LineSocket&) = delete;
  LineSocket& operator=(const LineSocket&) = delete;
  ~LineSocket();

  // To the loopback address.
  static LineSocket Connect(uint16_t port);

  void SendBytes(absl::string_view bytes) const;
  void Send(absl::string_view line) const;  // with CR LF

  // The next line without its CR LF; empty at the end.
  std::string ReadLine();

  // Reads lines up to the first that passes, and returns it.
  std::string WaitFor(const std::function<bool(absl::string_view)>& passes);

  // The same for a line that has `part` in it.
  std::string WaitFor(absl::string_view part);

  // Reads up to the end of the connection.
  void WaitForEnd();

 private:
  bool Fill();  // false at the end

  int file_;
  std::string inbox_;
};

// A socket that waits for connections on the loopback address, on a port of its own.
class Listener {
 public:
  Listener();
  ~Listener();
  Listener(const Listener&) = delete;
  Listener& operator=(const Listener&) = delete;

  int file() const { return file_; }
  uint16_t port() const { return port_; }

  LineSocket Accept() const;

 private:
  int file_;
  uint16_t port_ = 0;
};

}  // namespace sipwhy::bot::testing

#endif  // SIPWHY_TESTS_BOT_ADAPTER_IRC_LINE_SOCKET_H_
